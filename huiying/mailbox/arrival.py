"""When a mail came: the instant from which its answer counts (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from huiying.mailbox.headers import instant

SKEW = timedelta(minutes=10)
"""By so much two clocks may differ before the difference means something."""


def stamped(fields: Sequence[tuple[str, bytes]]) -> datetime | None:
    """Return the time of the topmost Received line, which the mailbox's own server wrote; None without a zone."""
    line = next((value for name, value in fields if name == "received"), b"")
    stamp = line.rpartition(b";")[2].strip()
    zoned = stamp.rstrip(b") ").rpartition(b"(")[0].strip() or stamp
    if zoned[-5:-4] not in (b"+", b"-") and not zoned.upper().endswith((b"GMT", b"UTC")):
        return None
    return instant([stamp])


def arrived_at(*, internal: datetime, received: datetime | None, kept_at: datetime) -> tuple[datetime, str]:
    """Return the earliest instant by which the record proves that the mail was there, and a note where that is not
    the server's INTERNALDATE ("" where it is).

    A mailbox that was moved, restored or fetched from another one gives a mail the time of that; the server's own
    Received line then tells the truth. A server's clock that runs ahead dates mail after we had it. The sender's Date
    header decides nothing: anybody can write it.
    """
    if internal > kept_at + SKEW:
        return kept_at, f"邮箱记载的收到时间 {_shown(internal)} 晚于实际收取，以收取时间为准"
    if received is not None and received < internal - SKEW:
        return received, f"邮箱记载的收到时间是 {_shown(internal)}，服务器接收记录更早，以较早者为准"
    return internal, ""


def _shown(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M}"
