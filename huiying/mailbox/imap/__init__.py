"""The only door to imapclient."""

from huiying.mailbox.imap.connection import Fetched, ImapMailbox, Opened

__all__ = ["Fetched", "ImapMailbox", "Opened"]
