"""imapclient, with what it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from huiying import __version__
from huiying.mailbox.mishaps import plain


class Client(IMAPClient):  # type: ignore[misc]
    """IMAPClient with two repairs to IDLE."""

    def begin_idle(self) -> bool:
        """Send IDLE; return whether new mail was told before the server's "+", which IMAPClient.idle takes for an
        error.
        """
        self._idle_tag = self._imap._command("IDLE")  # noqa: SLF001 - as IMAPClient.idle itself
        arrived = False
        while (line := self._imap._get_response()) is not None:  # noqa: SLF001
            if not line.startswith(b"* "):
                raise IMAPClientError(f"IDLE failed: {plain(line)}")
            arrived = arrived or line.upper().endswith((b" EXISTS", b" RECENT"))
        return arrived

    def _poll_socket(self, sock: Any, timeout: float | None = None) -> Any:
        # Lines that came in one packet with the "+" lie in imaplib's buffer, where no poll of the socket sees them.
        return True if timeout == 0 else super()._poll_socket(sock, timeout)


def introduce(client: Client) -> None:
    """Send ID (RFC 2971): NetEase refuses to open any folder for a client that has not."""
    if not client.has_capability("ID"):
        return
    try:
        client.id_({"name": "huiying", "version": __version__, "vendor": "huiying"})
    except IMAPClientAbortError:
        raise
    except (IMAPClientError, ValueError, TypeError, LookupError):
        return  # a server that stumbles over its own ID may still open the folders


def tells_mail(lines: Sequence[Any]) -> bool:
    """Whether untagged answers tell of mail that came (RFC 3501 §7.3)."""
    return any(
        isinstance(line, tuple) and len(line) > 1 and line[1] in (b"EXISTS", b"RECENT", b"exists", b"recent")
        for line in lines
    )
