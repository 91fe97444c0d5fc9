"""A server's words and a connection's end, in Chinese."""

from __future__ import annotations

import imaplib
import re
import socket
import ssl

from huiying.mailbox.charset import decode

NETWORK = "请检查网络，以及设置文件中 mail 的 host 和 port"

LOST: tuple[tuple[type[BaseException], str, str], ...] = (
    (TimeoutError, "连接超时，服务器没有应答", NETWORK),
    (ssl.SSLError, "加密连接没有建立或已中断", "请检查 port 与加密方式（tls、starttls）是否相符"),
    (ConnectionRefusedError, "对方拒绝连接", NETWORK),
    (socket.gaierror, "找不到服务器地址", NETWORK),
)
"""What an exception of the socket or of TLS means, and what to do."""


def why_lost(error: BaseException) -> tuple[str, str]:
    """Say why a connection was lost, and what to do."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"服务器证书不可信（{plain(error.verify_message)}）", "请核对 host 是否与证书一致"
    if isinstance(error, imaplib.IMAP4.abort) and not re.search("EOF|socket error", str(error)):
        return f"服务器中止了连接（{plain(error)}）", "稍后会自动重试"
    for kind, why, what_to_do in LOST:
        if isinstance(error, kind):
            return why, what_to_do
    return "连接被断开", NETWORK


def plain(said: object) -> str:
    """Return a server's words as one short printable line."""
    text = decode(said)[0] if isinstance(said, bytes) else str(said)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:160]
