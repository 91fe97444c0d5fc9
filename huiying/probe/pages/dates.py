"""Dates as sites write them; nothing is guessed: a text that is no date in one of these shapes is none (DOMAIN §4).

A query number (20240205123456) is a date only where a field that is named a time holds nothing else.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from huiying.model import SHANGHAI, Precision, Stated

_DIGITS = str.maketrans("〇○Ｏ零一二三四五六七八九", "0000123456789")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９：－／．", "0123456789:-/.")
_CLOCK = (
    r"(?:[ \x1f]*(?:星期|周|礼拜)[一二三四五六日天])?"
    r"(?:[ T\x1f]*(?P<half>上午|下午|晚上|凌晨|中午|AM|PM)?[ \x1f]*(?P<h>\d{1,2})(?:[:时点](?P<mi>\d{1,2})?)"
    r"(?:[:分](?P<s>\d{1,2})?)?(?:秒|\.\d{1,9})?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
_FULL = re.compile(
    r"(?<![\d.])(?P<y>20\d{2})(?: ?年 ?|[-/.])(?P<m>\d{1,2})(?: ?月 ?|[-/.])(?P<d>\d{1,2})(?: ?[日号]|(?![\d年月]))"
    + _CLOCK
)
_SHORT = re.compile(r"(?<![\d./-])(?P<m>\d{1,2})(?:月 ?|[-/])(?P<d>\d{1,2})(?:日|号|(?![\d/年月.-]))" + _CLOCK)
_PACKED = re.compile(r"(?P<y>20\d{2})(?P<m>[01]\d)(?P<d>[0-3]\d)(?:(?P<h>[0-2]\d)(?P<mi>[0-5]\d)(?P<s>[0-5]\d))?")
_HAN = re.compile(
    r"(?P<y>[一二][一二三四五六七八九〇○Ｏ零]{3})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})[日号]"
)
_AROUND = " \x1f\x1e\n\t[](){}【】（）〔〕:：·|"
_RANGE = re.compile(r"[ \x1f]*(?:至|到|起|前|之前|以前|之后|以后|止|[-—–~～]{1,2}[ \x1f]*\d)")
_AFTERNOON = ("下午", "晚上", "PM")
_MOST_TEXT = 200_000
_LINES = re.compile(r"[\n\x1e\x1f]+")
_SHORT_LINE = 60


def stated(text: str, *, year: int = 0) -> Stated | None:
    """Return the first date in `text`; `year` completes one written without its year (02-05), 0 leaves it unread."""
    found = find_dates(text, year=year)
    return found[0][0] if found else None


def stated_alone(text: str, *, year: int = 0) -> Stated | None:
    """Return the date that a named time field begins with: no range (…至…), no sentence around it."""
    cleaned = text.strip(_AROUND).translate(_FULL_WIDTH)
    if match := _PACKED.fullmatch(cleaned):
        return _from_match(match, year)
    for found, start, end in find_dates(cleaned[:200], year=year):
        if start <= 2 and not _RANGE.match(cleaned, end):
            return found
        break
    return None


def find_dates(text: str, *, year: int = 0) -> list[tuple[Stated, int, int]]:
    """Return every date in `text` with where it stands, in order."""
    text = text[:_MOST_TEXT].translate(_FULL_WIDTH)
    found: list[tuple[Stated, int, int]] = []
    for pattern in (_FULL, _HAN) + ((_SHORT,) if year else ()):
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for _, start, end in found):
                continue
            date = _from_han(match) if pattern is _HAN else _from_match(match, year)
            if date is not None:
                found.append((date, match.start(), match.end()))
    return sorted(found, key=lambda item: item[1])


def years_in(text: str) -> list[int]:
    """Return the years of the full dates in `text`."""
    return [int(match["y"]) for match in _FULL.finditer(text[:_MOST_TEXT].translate(_FULL_WIDTH))]


def year_of(text: str) -> int:
    """Return the year of a page's dates without one: that of the full dates in its short lines, where all are of one year.

    A date that would then lie after the last full one may be of the year before: then the year is unknown, 0.
    """
    lines = "\n".join(line for line in _LINES.split(text[:_MOST_TEXT]) if len(line) <= _SHORT_LINE)
    full = find_dates(lines)
    years = {date.at.year for date, _, _ in full}
    if len(years) != 1:
        return 0
    year, last = years.pop(), max(date.at.date() for date, _, _ in full)
    return year if all(date.at.date() <= last for date, _, _ in find_dates(lines, year=year)) else 0


def from_epoch(number: float) -> Stated | None:
    """Return a script's time stamp in seconds or milliseconds of this century as a date."""
    seconds = number / 1000 if number > 10**11 else number
    if not 946_684_800 <= seconds <= 4_102_444_800:
        return None
    return Stated(at=datetime.fromtimestamp(seconds, tz=SHANGHAI), precision=Precision.SECOND)


def _from_match(match: re.Match[str], year: int) -> Stated | None:
    parts = match.groupdict()
    hour, minute, second = parts.get("h"), parts.get("mi"), parts.get("s")
    hours = int(hour or 0)
    if parts.get("half") in _AFTERNOON and hours < 12:
        hours += 12
    try:
        at = datetime(
            int(parts.get("y") or year), int(parts["m"]), int(parts["d"]), hours, int(minute or 0), int(second or 0),
            tzinfo=_zone(parts.get("zone")),
        )  # fmt: skip
    except ValueError:
        return None
    return Stated(at=at.astimezone(SHANGHAI), precision=_precision(minute, second, at))


def _precision(minute: str | None, second: str | None, at: datetime) -> Precision:
    # 00:00:00 is how a site prints a date that it keeps without a time.
    if minute is None or (at.hour, at.minute, at.second) == (0, 0, 0):
        return Precision.DATE
    return Precision.MINUTE if second is None else Precision.SECOND


def _zone(text: str | None) -> timezone | type(SHANGHAI):  # type: ignore[valid-type]
    if not text:
        return SHANGHAI
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _from_han(match: re.Match[str]) -> Stated | None:
    try:
        at = datetime(
            int(match["y"].translate(_DIGITS)), _han_number(match["m"]), _han_number(match["d"]), tzinfo=SHANGHAI
        )
    except ValueError:
        return None
    return Stated(at=at, precision=Precision.DATE)


def _han_number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(text.translate(_DIGITS))
    return int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0)
