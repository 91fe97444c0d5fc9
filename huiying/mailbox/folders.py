"""Which folders of a mailbox an answer can land in (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

INBOX = "INBOX"

JUNK_FLAGS = frozenset({"\\junk", "\\spam"})
"""RFC 6154; the second is of the older XLIST."""

JUNK_NAMES = frozenset(
    {
        "junk", "junk e-mail", "junk email", "junk mail", "junk messages", "spam", "bulk", "bulk mail", "quarantine",
        "spam mail", "junkmail", "垃圾邮件", "垃圾箱", "垃圾邮箱", "垃圾信件", "垃圾郵件", "广告邮件", "订阅邮件", "qq邮件订阅", "群邮件",
        "病毒邮件", "病毒文件夹", "隔离邮件", "可疑邮件", "拦截邮件",
    }
)  # fmt: skip
"""Names of folders into which a provider sorts mail by itself, without their parents, in lower case."""

UNSELECTABLE = frozenset({"\\noselect", "\\nonexistent"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Folder:
    """邮箱文件夹: one line of the server's LIST; `name` is decoded from modified UTF-7 (RFC 3501 §5.1.3)."""

    name: str
    flags: frozenset[str] = frozenset()
    delimiter: str = ""

    @property
    def is_junk(self) -> bool:
        """Whether the server sorts doubtful mail into it."""
        leaf = self.name.rsplit(self.delimiter, 1)[-1] if self.delimiter else self.name
        return bool(self.flags & JUNK_FLAGS) or leaf.strip().lower() in JUNK_NAMES


def watched(listing: Sequence[Folder]) -> tuple[str, ...]:
    """Return INBOX and the junk folders, INBOX first: a mail that was moved out of junk is met in INBOX."""
    junk = [
        folder.name
        for folder in listing
        if folder.is_junk and not folder.flags & UNSELECTABLE and folder.name.upper() != INBOX
    ]
    return tuple(dict.fromkeys((INBOX, *junk)))
