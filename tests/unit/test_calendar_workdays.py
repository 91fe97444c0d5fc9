from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.calendar.amendments import Amendments, merge, read_amendments, write_amendments
from huiying.calendar.notices import changes_of, read_notice
from huiying.calendar.sheet import DayKind, month_sheet
from huiying.calendar.workdays import Change, Notice, local_date, proclaimed_calendar, workdays_csv
from huiying.errors import BadInput, UnproclaimedYear

CALENDAR = proclaimed_calendar()
FIRST, LAST = date(2007, 1, 1), date(2026, 12, 31)

# Written by hand from the notices, independent of the package: days off that are weekdays, then weekend days worked.
# "-" is a span inside a month.
OFF = """
2007 01-01-03 02-19-23 05-01-04 05-07 10-01-05 12-31
2008 01-01 02-06-08 02-11-12 04-04 05-01-02 06-09 09-15 09-29-30 10-01-03
2009 01-01-02 01-26-30 04-06 05-01 05-28-29 10-01-02 10-05-08
2010 01-01 02-15-19 04-05 05-03 06-14-16 09-22-24 10-01 10-04-07
2011 01-03 02-02-04 02-07-08 04-04-05 05-02 06-06 09-12 10-03-07
2012 01-02-03 01-23-27 04-02-04 04-30 05-01 06-22 10-01-05
2013 01-01-03 02-11-15 04-04-05 04-29-30 05-01 06-10-12 09-19-20 10-01-04 10-07
2014 01-01 01-31 02-03-06 04-07 05-01-02 06-02 09-08 10-01-03 10-06-07
2015 01-01-02 02-18-20 02-23-24 04-06 05-01 06-22 09-03-04 10-01-02 10-05-07
2016 01-01 02-08-12 04-04 05-02 06-09-10 09-15-16 10-03-07
2017 01-02 01-27 01-30-31 02-01-02 04-03-04 05-01 05-29-30 10-02-06
2018 01-01 02-15-16 02-19-21 04-05-06 04-30 05-01 06-18 09-24 10-01-05 12-31
2019 01-01 02-04-08 04-05 05-01-03 06-07 09-13 10-01-04 10-07
2020 01-01 01-24 01-27-31 04-06 05-01 05-04-05 06-25-26 10-01-02 10-05-08
2021 01-01 02-11-12 02-15-17 04-05 05-03-05 06-14 09-20-21 10-01 10-04-07
2022 01-03 01-31 02-01-04 04-04-05 05-02-04 06-03 09-12 10-03-07
2023 01-02 01-23-27 04-05 05-01-03 06-22-23 09-29 10-02-06
2024 01-01 02-12-16 04-04-05 05-01-03 06-10 09-16-17 10-01-04 10-07
2025 01-01 01-28-31 02-03-04 04-04 05-01-02 05-05 06-02 10-01-03 10-06-08
2026 01-01-02 02-16-20 02-23 04-06 05-01 05-04-05 06-19 09-25 10-01-02 10-05-07
"""
ON = """
2007 02-17 02-25 04-28-29 09-29-30 12-29
2008 02-02-03 05-04 09-27-28
2009 01-04 01-24 02-01 05-31 09-27 10-10
2010 02-20-21 06-12-13 09-19 09-25-26 10-09
2011 01-30 02-12 04-02 10-08-09 12-31
2012 01-21 01-29 03-31 04-01 04-28 09-29
2013 01-05-06 02-16-17 04-07 04-27-28 06-08-09 09-22 09-29 10-12
2014 01-26 02-08 05-04 09-28 10-11
2015 01-04 02-15 02-28 09-06 10-10
2016 02-06 02-14 06-12 09-18 10-08-09
2017 01-22 02-04 04-01 05-27 09-30
2018 02-11 02-24 04-08 04-28 09-29-30 12-29
2019 02-02-03 04-28 05-05 09-29 10-12
2020 01-19 04-26 05-09 06-28 09-27 10-10
2021 02-07 02-20 04-25 05-08 09-18 09-26 10-09
2022 01-29-30 04-02 04-24 05-07 10-08-09
2023 01-28-29 04-23 05-06 06-25 10-07-08
2024 02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12
2025 01-26 02-08 04-27 09-28 10-11
2026 01-04 02-14 02-28 05-09 09-20 10-10
"""


def table(text: str) -> set[date]:
    days = set()
    for line in text.split("\n"):
        for word in line.split()[1:]:
            month, first, last = [*map(int, word.split("-")), 0][:3]
            days |= {date(int(line[:4]), month, day) for day in range(first, (last or first) + 1)}
    return days


def test_every_day_of_twenty_years_is_as_the_notices_have_it() -> None:
    off, on = table(OFF), table(ON)
    wrong = [
        day.day
        for day in CALENDAR.days(FIRST, LAST)
        if day.workday != (day.day in on or (day.day.weekday() < 5 and day.day not in off))
    ]
    assert wrong == []
    assert all(day.weekday() < 5 for day in off)
    assert all(day.weekday() >= 5 for day in on)


def test_no_day_of_twenty_years_differs_from_an_independent_public_calendar() -> None:
    theirs = {day: chinese_calendar.is_workday(day) for day in chinese_calendar.get_dates(FIRST, LAST)}
    assert len(theirs) == 7305
    assert {day.day: day.workday for day in CALENDAR.days(FIRST, LAST)} == theirs


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2024-02-04", "国办发明电〔2023〕7号：春节调休上班"),
        ("2024-02-09", "周五"),
        ("2024-02-12", "国办发明电〔2023〕7号：春节假期"),
        ("2024-02-25", "周日"),
        ("2007-12-29", "国务院办公厅关于2008年部分节假日安排的通知：元旦调休上班"),
        ("2018-12-31", "国办发明电〔2018〕15号：元旦假期"),
        ("2011-12-31", "国办发明电〔2011〕45号：元旦调休上班"),
        ("2012-10-05", "国办发明电〔2011〕45号：中秋节、国庆节假期"),
        ("2012-09-29", "国办发明电〔2011〕45号：中秋节、国庆节调休上班"),
        ("2015-09-04", "国发明电〔2015〕1号：中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日假期"),
        ("2019-05-05", "国办发明电〔2019〕3号：劳动节调休上班"),
        ("2020-01-30", "国办发明电〔2019〕16号：春节假期"),
        ("2020-01-31", "国办发明电〔2020〕1号：春节假期"),
    ],
)
def test_a_day_says_which_paper_makes_it_what_it_is(day: str, why: str) -> None:
    assert CALENDAR.why(date.fromisoformat(day)) == why


OUTSIDE = [date(2006, 12, 31), date(2027, 1, 1), date(2035, 6, 1), date.min, date.max]


@pytest.mark.parametrize("outside", OUTSIDE)
def test_a_year_without_a_notice_is_refused_on_every_path(outside: date) -> None:
    inside = date(2024, 5, 5)
    for ask in (
        lambda: CALENDAR.is_workday(outside),
        lambda: CALENDAR.why(outside),
        lambda: CALENDAR.day(outside),
        lambda: CALENDAR.count(inside, outside),
        lambda: CALENDAR.count(outside, inside),
        lambda: CALENDAR.count(outside, outside),
        lambda: CALENDAR.add(outside, 0),
        lambda: CALENDAR.add(outside, 1),
        lambda: CALENDAR.add(outside, -1),
        lambda: CALENDAR.days(min(inside, outside), max(inside, outside)),
        lambda: workdays_csv(CALENDAR, min(inside, outside), max(inside, outside)),
    ):
        with pytest.raises(UnproclaimedYear):
            ask()


def test_counting_on_or_back_into_an_unproclaimed_year_is_refused() -> None:
    assert CALENDAR.add(date(2026, 12, 30), 1) == date(2026, 12, 31)
    with pytest.raises(UnproclaimedYear, match="2027"):
        CALENDAR.add(date(2026, 12, 31), 1)
    with pytest.raises(UnproclaimedYear, match="2006"):
        CALENDAR.add(date(2007, 1, 4), -1)
    with pytest.raises(UnproclaimedYear, match="2027"):
        CALENDAR.add(date(2026, 12, 1), 10**9)


def test_a_gap_between_two_proclaimed_years_is_refused() -> None:
    later = proclaimed_calendar(notices=[Notice(year=2028, number="", title="试")])
    assert later.is_workday(date(2028, 3, 1))
    with pytest.raises(UnproclaimedYear, match="2027"):
        later.count(date(2026, 12, 1), date(2028, 3, 1))
    with pytest.raises(UnproclaimedYear, match="2027"):
        later.count(date(2028, 3, 1), date(2026, 12, 1))


@pytest.mark.parametrize(
    ("start", "end", "workdays"),
    [
        ("2024-02-02", "2024-02-04", 1), ("2024-02-02", "2024-02-05", 2), ("2024-02-03", "2024-02-04", 1),
        ("2024-02-09", "2024-02-18", 1), ("2024-02-09", "2024-02-19", 2), ("2024-02-05", "2024-02-18", 5),
        ("2024-02-05", "2024-02-19", 6), ("2024-02-19", "2024-02-26", 5), ("2024-02-19", "2024-02-27", 6),
        ("2024-02-09", "2024-02-10", 0), ("2025-01-27", "2025-02-05", 1), ("2023-11-26", "2024-02-25", 61),
        ("2024-02-29", "2024-02-29", 0), ("2024-02-05", "2024-02-02", -2),
    ],
)  # fmt: skip
def test_workdays_are_counted_after_the_start_up_to_the_end(start: str, end: str, workdays: int) -> None:
    assert CALENDAR.count(date.fromisoformat(start), date.fromisoformat(end)) == workdays


days = st.dates(FIRST, LAST)


@given(days, days, days)
def test_counts_add_up_and_turn_round(a: date, b: date, c: date) -> None:
    assert CALENDAR.count(a, b) + CALENDAR.count(b, c) == CALENDAR.count(a, c)


@given(st.dates(date(2008, 1, 1), date(2025, 12, 31)), st.integers(-200, 200))
def test_the_nth_workday_is_n_workdays_away(day: date, n: int) -> None:
    found = CALENDAR.add(day, n)
    if n > 0:
        assert CALENDAR.count(day, found) == n
        assert CALENDAR.is_workday(found)
    elif n == 0:
        assert found == day
    else:
        assert CALENDAR.is_workday(found)
        assert CALENDAR.count(found - timedelta(days=1), day - timedelta(days=1)) == -n


def test_an_instant_is_no_day() -> None:
    with pytest.raises(TypeError):
        CALENDAR.is_workday(datetime(2024, 2, 4, 16, 0, tzinfo=UTC))
    assert local_date(datetime(2024, 2, 4, 16, 0, tzinfo=UTC)) == date(2024, 2, 5)
    with pytest.raises(ValueError, match="naive"):
        local_date(datetime(2024, 2, 4, 16, 0))  # noqa: DTZ001 - the point


def test_the_export_has_one_row_a_day() -> None:
    rows = list(csv.DictReader(io.StringIO(workdays_csv(CALENDAR, FIRST, LAST))))
    assert len(rows) == 7305
    assert rows[0] == {
        "date": "2007-01-01", "is_workday": "0", "why": "国办发明电〔2006〕49号：元旦假期"
    }  # fmt: skip
    assert sum(int(row["is_workday"]) for row in rows) == CALENDAR.count(FIRST, LAST)


def test_the_locale_does_not_change_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LANG"):
        monkeypatch.setenv(name, "en_US.UTF-8")
    assert proclaimed_calendar() == CALENDAR


def test_a_user_may_change_a_day_with_its_source() -> None:
    flood = Change(day=date(2021, 7, 21), workday=False, name="汛情停工放假", source="郑州市防汛抗旱指挥部公告")
    changed = proclaimed_calendar(changes=[flood])
    assert not changed.is_workday(date(2021, 7, 21))
    assert changed.why(date(2021, 7, 21)) == "郑州市防汛抗旱指挥部公告：汛情停工放假"
    assert CALENDAR.is_workday(date(2021, 7, 21))


def test_a_changed_day_of_an_unproclaimed_year_does_not_open_the_year() -> None:
    early = proclaimed_calendar(changes=[Change(day=date(2027, 1, 1), workday=False, name="元旦", source="试")])
    with pytest.raises(UnproclaimedYear):
        early.is_workday(date(2027, 1, 1))


def amendments_2026() -> Amendments:
    read = read_notice(Path("tests/notices/2026.txt").read_text(encoding="utf-8"))
    return Amendments(notices=(read.notice,), changes=changes_of(read, CALENDAR))


def test_amendments_come_back_as_they_were_written() -> None:
    written = amendments_2026()
    assert read_amendments(write_amendments(written), "调整.toml") == written


def test_amendments_may_be_json() -> None:
    text = '{"day": [{"date": "2021-07-21", "workday": false, "name": "停工", "source": "公告"}]}'
    assert read_amendments(text, "调整.json").changes[0].day == date(2021, 7, 21)


DAY = '[[day]]\ndate = 2024-05-20\nworkday = false\nname = "甲"\nsource = "乙"\n'


@pytest.mark.parametrize(
    "text",
    [
        "[[notice]]\nyear = 2027\ntitle = '空'\n",
        DAY + DAY,
        DAY + "x = 1\n",
        DAY.replace("乙", ""),
        DAY.replace("乙", "=1+1"),
        DAY.replace("乙", r"\u001b[31m"),
        DAY.replace("2024-05-20", '"2024-02-30"'),
        DAY.replace("false", "0"),
        DAY.replace('source = "乙"\n', ""),
        "day = 3",
        "[notice]\nyear = 2027",
        "[[notice]]\nyear = 1\ntitle = 'x'",
        "{",
        "{" * 100_000,
        "[]",
        "节日",
        "holiday = 1",
        "x" * 2_000_000,
    ],
)
def test_amendments_that_do_not_hold_are_refused(text: str) -> None:
    with pytest.raises(BadInput, match=r"调整\.toml"):
        read_amendments(text, "调整.toml")


def test_of_two_amendments_the_later_one_wins() -> None:
    first = read_amendments(DAY, "甲.toml")
    second = read_amendments(DAY.replace("false", "true"), "乙.toml")
    assert [change.workday for change in merge([first, second]).changes] == [True]


def test_a_month_sheet_shows_rest_holidays_and_make_up_days() -> None:
    february = month_sheet(2024, CALENDAR.changes)[1]
    cells = {cell.day.day: cell for week in february.weeks for cell in week if cell}
    assert len(cells) == 29
    assert [cells[day].kind for day in (3, 4, 5, 12)] == [
        DayKind.REST, DayKind.MAKE_UP, DayKind.WORK, DayKind.HOLIDAY
    ]  # fmt: skip
    assert cells[4].name == "春节"
    assert all(len(week) == 7 for week in february.weeks)
