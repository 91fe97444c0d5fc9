"""The account whose mailbox is watched."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from huiying.errors import BadInput

Security = Literal["tls", "starttls", "plain"]


@dataclass(frozen=True, kw_only=True, slots=True)
class MailSettings:
    """邮箱设置: where the mailbox is and how it is looked at.

    `password` is the app password (授权码). `folders` empty: INBOX and the junk folders that the server shows.
    `poll_seconds` is how long a new mail may wait where the server says nothing. Mail received before the day `since`
    (by the server's own date) is left alone; None: all mail.

    Raises:
        BadInput: an unencrypted connection to another machine, or a value that would break an IMAP command.
    """

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    tls: Security = "tls"
    folders: tuple[str, ...] = ()
    idle: bool = True
    poll_seconds: float = 300.0
    since: date | None = None

    def __post_init__(self) -> None:
        if self.tls == "plain" and not _is_loopback(self.host):
            raise BadInput(where=f"邮箱 {self.host}", what="不加密的连接只允许用于本机", do="请改用 tls 或 starttls")
        if re.search(r'[\s"\\]|[^\x21-\x7e]', self.user):
            raise BadInput(where="邮箱用户名", what="含有空格、引号或非英文字符", do="请填写完整的邮箱地址")
        if re.search(r"[^\x20-\x7e]", self.password):
            raise BadInput(
                where="邮箱授权码", what="含有换行或非英文字符", do="请重新复制授权码到环境变量 HUIYING_MAIL_PASSWORD"
            )

    @property
    def account(self) -> str:
        """The mailbox's name in the ledger, fit for a path: the address, or user@host."""
        address = self.user if "@" in self.user else f"{self.user}@{self.host}"
        return re.sub(r"[^\w.@+-]", "_", address)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
