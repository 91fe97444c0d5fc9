"""The grammar of a holiday notice: dates, spans and what is said of them. Pure; the vocabulary of 2007 to 2026.

A sentence that names a date and says nothing known of it is an error, never skipped.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from huiying.errors import BadInput

LONGEST_SENTENCE = 400
"""Characters; the longest of all notices has 150."""
LONGEST_SPAN = 31
"""Days; the longest holiday ever proclaimed is 10."""
FESTIVALS = {
    "元旦": "元旦", "春节": "春节", "清明节": "清明节", "清明": "清明节", "国际劳动节": "劳动节", "劳动节": "劳动节",
    "五一": "劳动节", "端午节": "端午节", "端午": "端午节", "中秋节": "中秋节", "中秋": "中秋节", "国庆节": "国庆节",
    "国庆": "国庆节", "十一": "国庆节",
}  # fmt: skip
OFF_WORDS = (
    "调休放假", "放假调休", "放假公休", "全国放假", "放假", "照常公休", "为公休日", "照常休息", "公休", "补休", "调休", "休息",
    "为国庆节法定节假日", "为国家法定节假日", "为法定节假日", "为法定假日",
)  # fmt: skip
WORK_WORDS = ("照常上班", "正常上班", "调休上班", "上班")
MOVED = r"(?:[一二两三四五]个)?公休日?(?:及[^,。;]{1,6}?)?(?:分别)?(?:调至|调到|调休至)"
ADVICE = ("鼓励", "安排职工")
TAIL = ("节假日期间", "节日期间", "放假期间", "各地区、各部门", "各地大专院校", "国务院办公厅", "值班")
WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}

_NAME = rf"[“\"]?(?:{'|'.join(sorted(FESTIVALS, key=len, reverse=True))})[”\"]?"
_NAMES = rf"{_NAME}(?:(?:、|和|暨)?{_NAME}){{0,4}}"
_DAY = r"(?:(?P<{p}y>\d{{4}})年)?(?:(?P<{p}m>\d{{1,2}})月)?(?P<{p}d>\d{{1,2}})(?:日|号)(?:\((?P<{p}n>[^()]*)\))?"
_BARE = r"(?:(?P<{p}y>\d{{4}})年)?(?:(?P<{p}m>\d{{1,2}})月)?(?P<{p}d>\d{{1,2}})(?:日|号)?(?:\((?P<{p}n>[^()]*)\))?"
_TO = r"(?:至|到|[—–-]{1,2}|~)"
_ITEM = re.compile(rf"(?:{_BARE.format(p='a')}{_TO})?{_DAY.format(p='b')}")
_PLAIN_DAY = r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}(?:日|号)?(?:\([^()]*\))?"
_PLAIN_ITEM = rf"(?:{_PLAIN_DAY}{_TO})?(?:\d{{4}}年)?(?:\d{{1,2}}月)?\d{{1,2}}(?:日|号)(?:\([^()]*\))?"
_LIST = rf"{_PLAIN_ITEM}(?:(?:、|和|及){_PLAIN_ITEM})*"
_CLAUSE = re.compile(
    rf"(?P<days>{_LIST})(?:\((?:即)?[^()]*\))?,?"
    rf"(?:(?P<moved>{MOVED})(?P<target>{_LIST})|(?P<off>{'|'.join(OFF_WORDS)})|(?P<since>起)?(?P<work>{'|'.join(WORK_WORDS)}))"
)
_SECTION = re.compile(
    rf"(?:[一二三四五六七八九十]{{1,3}}、|——|\d{{1,2}}、)?(?P<names>{_NAMES})(?:假期)?:?(?=(?:\d{{4}}年)?\d{{1,2}}月\d)"
)
_COUNTS = (re.compile(r"共(\d{1,2}|[一二三四五六七八九十])天"), re.compile(r"放假(\d{1,2}|[一二三四五六七八九十])天"))
_DATED = re.compile(r"\d{1,2}月\d{1,2}日|\d{1,2}日")
_EXTENDED = re.compile(rf"延长(?:\d{{4}}年)?(?P<name>{_NAME})假期至(?P<day>{_PLAIN_ITEM})")
_BROKEN_NUMBER = re.compile(r"(?<=[^\s|]{16}\d)[ \t]*\r?\n[ \t\u3000]*(?=\d)")
_TAG = re.compile(r"<[/!]?[a-zA-Z-][^<>]*>")
_CHINESE_COUNT = {word: n for n, word in enumerate("一二三四五六七八九十", start=1)}


@dataclass(kw_only=True, slots=True)
class Section:
    """What a notice says of one holiday: days off, weekend days worked, the number of days it claims."""

    name: str
    text: str
    off: set[date] = field(default_factory=set)
    work: set[date] = field(default_factory=set)
    moved: set[date] = field(default_factory=set)
    count: int | None = None
    until: date | None = None

    @property
    def make_up(self) -> frozenset[date]:
        """Days worked: those called so, and days of rest moved elsewhere unless they lie in the holiday itself."""
        return frozenset(self.work | (self.moved - self.off))


def plain(text: str) -> str:
    """Fold a pasted text: no markup, ASCII digits and brackets, no spaces except between two digits.

    A number that a full line breaks in two (as text taken from a PDF does) is joined again.
    """
    text = html.unescape(_TAG.sub("\n", text))
    text = unicodedata.normalize("NFKC", text)
    text = "".join(c for c in text if c in "\n\t " or unicodedata.category(c)[0] not in "CZ" or c == "\u3000")
    text = _BROKEN_NUMBER.sub("", text)
    text = re.sub(r"(?<=\d)\s+(?=\d)", "|", text)
    return re.sub(r"\s+", "", text)


def read_sections(text: str, year: int, default_name: str) -> list[Section]:
    """Read every section of a folded text. `default_name` names a correction that has one unnamed section."""
    starts = list(_SECTION.finditer(text))
    if not starts:
        return [_read_section(default_name, text.partition("如下")[2] or text, year)]
    ends = [start.start() for start in starts[1:]] + [len(text)]
    return [
        _read_section(_festivals(start["names"]), text[start.end() : end], year)
        for start, end in zip(starts, ends, strict=True)
    ]


def _festivals(names: str) -> str:
    found = re.findall("|".join(sorted(FESTIVALS, key=len, reverse=True)), names)
    return "、".join(dict.fromkeys(FESTIVALS[name] for name in found))


def _read_section(name: str, text: str, year: int) -> Section:
    section = Section(name=name, text="")
    reader = _Dates(year=year, new_year=name == "元旦")
    kept = []
    for sentence in re.split(r"[。;]", text):
        if any(word in sentence for word in ADVICE) or not _DATED.search(sentence):
            continue
        if any(word in sentence for word in TAIL):
            break
        if len(sentence) > LONGEST_SENTENCE:
            raise _unread(sentence)
        _read_sentence(section, sentence, reader)
        kept.append(sentence)
    section.text = "。".join(kept)
    return section


def _read_sentence(section: Section, sentence: str, reader: _Dates) -> None:
    if extended := _EXTENDED.search(sentence):
        section.name = _festivals(extended["name"])
        section.until = max(reader.days(extended["day"]))
        sentence = sentence[: extended.start()] + sentence[extended.end() :]
    for clause in _CLAUSE.finditer(sentence):
        days = reader.days(clause["days"])
        if clause["moved"]:
            section.moved.update(days)
            section.off.update(reader.days(clause["target"]))
        elif clause["off"]:
            section.off.update(days)
        elif not clause["since"]:
            section.work.update(days)
    rest = _CLAUSE.sub("", sentence)
    for pattern in _COUNTS:
        if count := pattern.search(sentence):
            section.count = section.count or _number(count[1])
    if _DATED.search(rest) and any(word in rest for word in "假休班调"):
        raise _unread(sentence)


def _unread(sentence: str) -> BadInput:
    return BadInput(where="通知", what=f"没有读懂“{sentence[:60]}”", do="请核对原文，或在调整文件中逐日写明")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _CHINESE_COUNT[text]


@dataclass(kw_only=True, slots=True)
class _Dates:
    """Dates as they are written: a month or year that isn't repeated is the one before; December in 元旦 is last year's."""

    year: int
    new_year: bool
    month: int = 0

    def days(self, text: str) -> list[date]:
        """Return the days of a list of dates and spans; raises BadInput where one is none, or its weekday is wrong."""
        return [day for item in _ITEM.finditer(text) for day in self._item(item)]

    def _item(self, item: re.Match[str]) -> Iterator[date]:
        if item["ad"] is None:
            yield self._day(item, "b")
            return
        first = self._day(item, "a")
        last = self._day(item, "b")
        if last < first and last.month < first.month and item["by"] is None:
            last = _date(last.year + 1, last.month, last.day, item[0])
        if not timedelta(0) < last - first < timedelta(days=LONGEST_SPAN):
            raise BadInput(where="通知", what=f"起止日期不成立“{item[0]}”", do="请核对原文")
        for n in range((last - first).days + 1):
            yield first + timedelta(days=n)

    def _day(self, item: re.Match[str], part: str) -> date:
        month = int(item[f"{part}m"] or self.month)
        self.month = month
        spoken = item[f"{part}y"]
        year = int(spoken) if spoken else self.year - (self.new_year and month == 12)
        found = _date(year, month, int(item[f"{part}d"]), item[0])
        _check_weekday(found, item[f"{part}n"] or "", item[0])
        return found


def _date(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadInput(where="通知", what=f"没有“{text}”这一天", do="请核对原文") from None


def _check_weekday(day: date, note: str, text: str) -> None:
    named = re.search(r"(?:星期|周|礼拜)([一二三四五六日天])", note)
    if named and WEEKDAYS[named[1]] != day.weekday():
        true = "一二三四五六日"[day.weekday()]
        raise BadInput(where="通知", what=f"“{text}”的星期不对，{day}是星期{true}", do="请核对原文和年份")


def overlapping(sections: Sequence[Section]) -> set[date]:
    """Return the days that two sections both call off."""
    seen: set[date] = set()
    twice: set[date] = set()
    for section in sections:
        twice |= seen & section.off
        seen |= section.off
    return twice
