"""What users write in cells: stray spaces, full-width digits, three ways to say yes, five to write a day."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from huiying.model import SHANGHAI, Precision, Stated

LONGEST = 1000
YES = frozenset(
    {"是", "√", "✓", "✔", "有", "y", "yes", "1", "true", "已整改", "已完成", "合格", "及时", "规范", "已转载"}
)
NO = frozenset(
    {
        "否",
        "×",
        "✗",
        "✘",
        "x",
        "无",
        "没有",
        "n",
        "no",
        "0",
        "false",
        "未整改",
        "未完成",
        "不合格",
        "不及时",
        "不规范",
        "未转载",
    }
)
UNTOLD = frozenset({"未核查", "无法核查", "未能核查", "未检查", "不确定", "待核", "待核查", "?", "？"})
NOTHING = frozenset({"", "无", "-", "—", "——", "/", "0"})
_NUMBER = re.compile(r"^(\d{1,9})(?:\.0+)?[条个篇件次份家名]?$")
_DAY = re.compile(r"^(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})日?(?:[T ]*(\d{1,2})[:时](\d{1,2}))?")


def tidy(cell: str) -> str:
    """Return the cell in half-width letters and digits, without invisible characters, spaces inside as one."""
    plain = unicodedata.normalize("NFKC", cell[:LONGEST])
    kept = "".join(char if char.isprintable() and not char.isspace() else " " for char in plain)
    return " ".join(kept.split())


def joined(cell: str) -> str:
    """Return the tidy cell without any space between Chinese characters: 兰考县人民 政府 → 兰考县人民政府."""
    return re.sub(r"(?<![A-Za-z0-9]) | (?![A-Za-z0-9])", "", tidy(cell))


def number(cell: str) -> int | None:
    """Return a whole number such as １２, 12.0, 1,234 or 12条; None where it is none. Dashes and 无 count 0."""
    text = joined(cell).replace(",", "")
    if text in NOTHING - {""}:
        return 0
    match = _NUMBER.match(text)
    return int(match[1]) if match else None


def yes(cell: str) -> bool | None:
    """Return what the cell says; None where it says neither."""
    text = joined(cell).lower()
    return True if text in YES else False if text in NO else None


def untold(cell: str) -> bool:
    """Whether the cell says that it could not be told."""
    return joined(cell) in UNTOLD


def stated(cell: str) -> Stated | None:
    """Return a day or instant with its precision; None where it is none or does not exist."""
    instant, match = when(cell), _DAY.match(tidy(cell))
    if instant is None or match is None:
        return None
    return Stated(at=instant, precision=Precision.MINUTE if match[4] else Precision.DATE)


def when(cell: str) -> datetime | None:
    """Return a day or instant in Beijing's time; None where it is none or does not exist."""
    match = _DAY.match(tidy(cell))
    if match is None:
        return None
    try:
        return datetime(*(int(part or 0) for part in match.groups()), tzinfo=SHANGHAI)  # type: ignore[arg-type,misc]
    except ValueError:
        return None


def day(cell: str) -> date | None:
    """Return a day; None where it is none."""
    instant = when(cell)
    return instant.date() if instant else None


def split(cell: str) -> list[str]:
    """Part several names in one cell, written with 、 or line breaks; 、 inside brackets parts nothing."""
    parts, depth = [""], 0
    for char in cell:
        depth += (char in "(（《") - (char in ")）》")
        if depth <= 0 and char in "、，,;；\n":
            parts.append("")
        else:
            parts[-1] += char
    return [name for name in map(joined, parts) if name]
