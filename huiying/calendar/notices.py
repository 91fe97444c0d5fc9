"""Reading a holiday notice of the State Council as published, and saying whether it adds up. Pure.

Understands the notices of 2007 to 2026 and their corrections (2015 纪念日, 2019 劳动节, 2020 春节), and holiday-cn JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import holidays

from huiying.calendar.clauses import Section, overlapping, plain, read_sections
from huiying.calendar.workdays import ONE_DAY, SPELLED, WEEKDAYS, Change, Notice, WorkdayCalendar
from huiying.errors import BadInput

LARGEST = 200_000
"""Characters; a notice has about a thousand, a saved page with its menus some tens of thousands."""
EARLIEST, LATEST = 2007, 2100
STATUTORY = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")

_NUMBER = re.compile(r"(国(?:办)?发(?:明电)?)[〔\[(【<〈「﹝]{1,2}(\d{4})[〕\])】>〉」﹞]{1,2}第?(\d{1,3})号")
_TITLE = re.compile(r"国务院(?:办公厅)?关于[^。:]{2,60}?通知")
_YEAR = re.compile(r"关于(?:调整|延长)?(\d{4})年|现将(?:调整|延长)?(\d{4})年|(\d{4})年\d{1,2}月\d{1,2}日(?:全国)?放假")
_CORRECTS = re.compile(r"(?:关于|现将)(?:调整|延长)\d{4}年")
_ISSUED = re.compile(
    r"国务院(?:办公厅)?([\d〇○零一二三四五六七八九十]{4})年([\d一二三四五六七八九十]{1,3})月([\d一二三四五六七八九十]{1,3})日"
)
_BODY = re.compile(r"\d{1,2}月\d{1,2}日[^。]{0,60}(?:放假|调休|假期)")
_DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Holiday:
    """节日安排: the days off, the weekend days worked for them, and the number of days the text claims (None: none).

    `until` is set where a correction lengthens a holiday up to that day; `off` is empty then.
    """

    name: str
    off: tuple[date, ...]
    make_up: tuple[date, ...]
    count: int | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Proclaimed:
    """放假通知的内容. `corrects` marks a paper on single holidays; its year stands in another.

    `papers` is how many papers it draws together (holiday-cn joins a year's notice and its corrections). `statements` are the
    sentences read, or those papers' addresses.
    """

    year: int
    number: str
    title: str
    issued: date | None
    holidays: tuple[Holiday, ...]
    corrects: bool
    statements: tuple[str, ...]
    papers: int = 1

    @property
    def notice(self) -> Notice:
        """The paper itself, as the calendar names it."""
        return Notice(year=self.year, number=self.number, title=self.title, issued=self.issued)

    @property
    def make_up_days(self) -> tuple[date, ...]:
        """All weekend days on which people work."""
        return tuple(sorted({day for holiday in self.holidays for day in holiday.make_up}))


def read_notice(text: str) -> Proclaimed:
    """Read a notice as pasted (or holiday-cn JSON); raises BadInput with what was not understood."""
    if len(text) > LARGEST:
        raise BadInput(where="通知", what=f"超过{LARGEST}字", do="请只粘贴通知正文")
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return _from_json(text.lstrip("\ufeff \t\r\n"))
    folded = _up_to_signature(plain(text))
    year = _year(folded)
    named = _TITLE.search(folded)
    title = named[0] if named else f"国务院办公厅关于{year}年部分节假日安排的通知"
    number = f"{found[1]}〔{found[2]}〕{found[3]}号" if (found := _NUMBER.search(folded)) else ""
    sections = read_sections(folded, year, _single_name(title))
    if not any(section.off or section.until for section in sections):
        raise BadInput(where="通知", what="没有读到放假日期", do="请粘贴通知全文")
    if twice := overlapping(sections):
        raise BadInput(where="通知", what=f"{min(twice)}出现在两个节日里", do="请只粘贴一份通知的正文")
    return Proclaimed(
        year=year,
        number=number,
        title=title,
        issued=_issued(folded),
        holidays=tuple(_holiday(section) for section in sections),
        corrects="部分节假日" not in title or _CORRECTS.search(folded) is not None,
        statements=tuple(f"{section.name}：{section.text}" for section in sections),
    )


def check(proclaimed: Proclaimed) -> list[str]:
    """Return what does not add up, one Chinese line each; an empty list means that it does."""
    problems = [line for holiday in proclaimed.holidays for line in _check_holiday(holiday)]
    off = {day for holiday in proclaimed.holidays for day in holiday.off}
    problems += [f"{day}既放假又上班" for day in proclaimed.make_up_days if day in off]
    if proclaimed.corrects:
        return problems
    statutory = statutory_days(proclaimed.year)
    missing = {name for _, name in statutory} - _names(proclaimed)
    problems += [f"没有读到{name}" for name in sorted(missing, key=STATUTORY.index)]
    problems += [
        f"{name}的法定假日{day}({WEEKDAYS[day.weekday()]})不在放假日期内" for day, name in statutory if day not in off
    ]
    if proclaimed.papers > 1:  # a correction may give days off that are made up nowhere (2015, 2020)
        return problems
    return problems + _check_balance(proclaimed, off, len(statutory))


def changes_of(proclaimed: Proclaimed, calendar: WorkdayCalendar) -> tuple[Change, ...]:
    """Return the days that the notice turns off or on. `calendar` says where a holiday ends that a correction lengthens."""
    source = proclaimed.notice.source
    changes = []
    for holiday in proclaimed.holidays:
        off = holiday.off if holiday.until is None else _lengthened(holiday, holiday.until, calendar)
        changes += [Change(day=day, workday=False, name=holiday.name, source=source) for day in off]
        changes += [Change(day=day, workday=True, name=holiday.name, source=source) for day in holiday.make_up]
    return tuple(sorted(changes, key=lambda change: change.day))


def differences(changes: Iterable[Change], calendar: WorkdayCalendar) -> tuple[Change, ...]:
    """Return the changes that make a day of a proclaimed year other than the calendar has it.

    A day that a correction has changed since is none: the year's own notice doesn't undo it.
    """
    return tuple(
        change
        for change in changes
        if change.day.year in calendar.notices
        and calendar.is_workday(change.day) is not change.workday
        and not _corrected_since(change, calendar)
    )


def _corrected_since(change: Change, calendar: WorkdayCalendar) -> bool:
    yearly = {notice.source for notice in calendar.notices.values()}
    known = calendar.changes.get(change.day)
    return change.source in yearly and known is not None and known.source not in yearly


def statutory_days(year: int) -> tuple[tuple[date, str], ...]:
    """Return the statutory holidays (全国年节及纪念日放假办法) in order; lunar dates by the `holidays` package.

    Two that fall on one day (2009-10-03) are two entries: each is made good by a day of its own.
    """
    table = holidays.country_holidays("CN", years=[year], language="zh_CN", observed=False)
    found: set[tuple[date, str]] = set()
    for day, names in sorted(table.items()):
        for name in names.split("; "):
            plainly = SPELLED.get(name.split("（")[0], name.split("（")[0])
            if plainly in STATUTORY and "延长" not in name:
                found.add((day, plainly))
    return tuple(sorted(found))


def _year(folded: str) -> int:
    for found in _YEAR.finditer(folded):
        year = int(next(group for group in found.groups() if group))
        if EARLIEST <= year <= LATEST:
            return year
    raise BadInput(
        where="通知",
        what="没有读到是哪一年的安排",
        do="请连同标题一起粘贴，如“国务院办公厅关于2027年部分节假日安排的通知”",
    )


def _single_name(title: str) -> str:
    for name in STATUTORY:
        if name in title:
            return name
    found = re.search(r"关于(?:调整)?(?:\d{4}年)?(.{2,40}?)(?:调休|放假|假期)", title)
    return found[1] if found else "放假"


def _up_to_signature(folded: str) -> str:
    """Leave out what a web page says below the notice: links to other years' arrangements, the page's foot."""
    body = _BODY.search(folded)
    signed = _ISSUED.search(folded, body.end()) if body else None
    return folded[: signed.end()] if signed else folded


def _issued(folded: str) -> date | None:
    last = None
    for found in _ISSUED.finditer(folded):
        try:
            last = date(*(_numeral(part) for part in found.groups()))
        except ValueError:
            continue
    return last


def _numeral(text: str) -> int:
    """Read 2009, 二○○九, 十二 or 三十一."""
    if "十" in text:
        tens, _, ones = text.partition("十")
        return int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0"))
    return int("".join(_DIGITS.get(c, c) for c in text))


def _holiday(section: Section) -> Holiday:
    return Holiday(
        name=section.name,
        off=tuple(sorted(section.off)),
        make_up=tuple(sorted(section.make_up)),
        count=section.count,
        until=section.until,
    )


def _from_json(text: str) -> Proclaimed:
    wrong = BadInput(where="通知", what="不是 holiday-cn 的 JSON", do="应有 year 和 days，每天有 name、date、isOffDay")
    try:
        data = json.loads(text)
        year, days = int(data["year"]), list(data["days"])
        rows = [(str(day["name"]), date.fromisoformat(day["date"]), bool(day["isOffDay"])) for day in days]
        papers = [str(paper) for paper in data.get("papers") or []]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise wrong from None
    if not EARLIEST <= year <= LATEST or not rows or any(abs(day.year - year) > 1 for _, day, _ in rows):
        raise wrong
    names = dict.fromkeys(name for name, _, _ in rows)
    found = tuple(
        Holiday(
            name=plain(name)[:40],
            off=tuple(sorted({day for row, day, off in rows if row == name and off})),
            # A weekday that is "not off" only says that work goes on (2020-02-03).
            make_up=tuple(sorted({day for row, day, off in rows if row == name and not off and day.weekday() >= 5})),
        )
        for name in names
    )
    return Proclaimed(
        year=year,
        number="",
        title=f"国务院办公厅关于{year}年部分节假日安排的通知（holiday-cn）",
        issued=None,
        holidays=found,
        corrects=False,
        statements=tuple(papers),
        papers=len(papers),
    )


def _names(proclaimed: Proclaimed) -> set[str]:
    said = "、".join(holiday.name for holiday in proclaimed.holidays)
    return {name for name in STATUTORY if name.removesuffix("节") in said}


def _check_holiday(holiday: Holiday) -> list[str]:
    problems = []
    if holiday.count is not None and holiday.until is None and holiday.count != len(holiday.off):
        problems.append(f"{holiday.name}写明共{holiday.count}天，读到{len(holiday.off)}天")
    problems += [
        f"{holiday.name}的上班日{day}是{WEEKDAYS[day.weekday()]}，不是周末"
        for day in holiday.make_up
        if day.weekday() < 5
    ]
    return problems


def _check_balance(proclaimed: Proclaimed, off: set[date], statutory: int) -> list[str]:
    """A notice only moves days: weekdays off less weekend days worked are as many as the statutory holidays."""
    weekdays = sum(day.weekday() < 5 for day in off)
    moved = len(proclaimed.make_up_days)
    if weekdays - moved == statutory:
        return []
    return [f"工作日放假{weekdays}天、周末上班{moved}天，相差应为法定假日{statutory}天；请核对是否漏了调休上班日"]


def _lengthened(holiday: Holiday, until: date, calendar: WorkdayCalendar) -> list[date]:
    """Return the days after the known holiday up to `until`."""
    days = [until]
    while len(days) < 15:
        before = days[-1] - ONE_DAY
        change: Mapping[date, Change] = calendar.changes
        if before in change and not change[before].workday and holiday.name in change[before].name:
            return sorted(days)
        days.append(before)
    raise BadInput(
        where="通知", what=f"没有找到{until - timedelta(days=15)}以后的{holiday.name}假期", do="请先录入当年的放假通知"
    )
