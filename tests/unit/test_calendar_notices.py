from __future__ import annotations

import contextlib
import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.calendar.notices import Holiday, Proclaimed, changes_of, check, differences, read_notice, statutory_days
from huiying.calendar.workdays import WorkdayCalendar, proclaimed_calendar
from huiying.errors import BadInput

CALENDAR = proclaimed_calendar()
FOLDER = Path("tests/notices")
YEARS = range(2007, 2027)
CORRECTIONS = {"2015-victory": 2015, "2019-labour": 2019, "2020-extension": 2020}


def text(name: object) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def days(*words: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(word) for word in words)


def calendar_of(*papers: Proclaimed) -> WorkdayCalendar:
    """A calendar of these papers alone: nothing of the package."""
    calendar = WorkdayCalendar(notices={papers[0].year: papers[0].notice}, changes={})
    for paper in papers:
        days = {change.day: change for change in changes_of(paper, calendar)}
        calendar = WorkdayCalendar(notices=calendar.notices, changes={**calendar.changes, **days})
    return calendar


def papers(year: int) -> list[Proclaimed]:
    later = [name for name, corrected in CORRECTIONS.items() if corrected == year]
    return [read_notice(text(name)) for name in (year, *later)]


@pytest.mark.parametrize("year", YEARS)
def test_a_year_built_from_its_published_papers_is_the_calendar_day_by_day(year: int) -> None:
    built = calendar_of(*papers(year))
    following = CALENDAR.notices[year + 1].source if year + 1 in CALENDAR.notices else "无"
    theirs = [day for day in CALENDAR.days(date(year, 1, 1), date(year, 12, 31)) if not day.why.startswith(following)]
    assert len(theirs) >= 363
    assert [built.is_workday(day.day) for day in theirs] == [day.workday for day in theirs]


@pytest.mark.parametrize("year", YEARS)
def test_a_published_notice_changes_nothing_in_the_calendar_and_adds_up(year: int) -> None:
    read = read_notice(text(year))
    assert (read.year, read.corrects, check(read)) == (year, False, [])
    assert read.number == CALENDAR.notices[year].number
    assert read.title == CALENDAR.notices[year].title
    issued = CALENDAR.notices[year].issued
    assert issued is None or read.issued == issued
    assert differences(changes_of(read, CALENDAR), CALENDAR) == ()


@pytest.mark.parametrize("year", YEARS)
def test_pasting_a_known_notice_again_changes_no_day(year: int) -> None:
    read = read_notice(text(year))
    again = proclaimed_calendar(notices=[read.notice], changes=changes_of(read, CALENDAR))
    span = date(2007, 1, 1), date(2026, 12, 31)
    assert [day.workday for day in again.days(*span)] == [day.workday for day in CALENDAR.days(*span)]


@pytest.mark.parametrize("name", CORRECTIONS)
def test_a_published_correction_is_read_as_one(name: str) -> None:
    read = read_notice(text(name))
    assert (read.year, read.corrects, check(read)) == (CORRECTIONS[name], True, [])
    assert differences(changes_of(read, CALENDAR), CALENDAR) == ()


def test_the_labour_day_of_2019_was_lengthened_by_two_days() -> None:
    base = calendar_of(read_notice(text(2019)))
    changed = differences(changes_of(read_notice(text("2019-labour")), base), base)
    assert [(str(change.day), change.workday) for change in changed] == [
        ("2019-04-28", True), ("2019-05-02", False), ("2019-05-03", False), ("2019-05-05", True)
    ]  # fmt: skip
    assert {change.source for change in changed} == {"国办发明电〔2019〕3号"}
    assert {change.name for change in changed} == {"劳动节"}


def test_the_spring_festival_of_2020_was_extended_from_where_it_ended() -> None:
    base = calendar_of(read_notice(text(2020)))
    changed = differences(changes_of(read_notice(text("2020-extension")), base), base)
    assert [(str(change.day), change.workday) for change in changed] == [("2020-01-31", False), ("2020-02-01", False)]


def test_an_extension_without_the_notice_that_it_extends_is_refused() -> None:
    extension = read_notice(
        text("2020-extension").replace("2020", "2026").replace("，星期日", "").replace("（星期一）", "")
    )
    with pytest.raises(BadInput, match="春节"):
        changes_of(extension, CALENDAR)


def notice(*items: str, year: int = 2027) -> str:
    return (
        f"国务院办公厅关于{year}年\n部分节假日安排的通知\n国办发明电〔{year - 1}〕9号\n"
        + "\n".join(items)
        + "\n国务院办公厅"
    )


def one(item: str, year: int = 2027) -> Holiday:
    return read_notice(notice(item, year=year)).holidays[0]


@pytest.mark.parametrize(
    ("item", "off", "make_up", "count"),
    [
        ("一、元旦:1月1日(周五)至3日(周日)放假调休,共3天。1月4日(周一)上班。", ("01-01", "01-02", "01-03"), ("01-04",), 3),
        ("一、元旦：１月１日放假１天。", ("01-01",), (), 1),
        ("一、元旦:1月1日放假,不调休。", ("01-01",), (), None),
        ("一、元旦：1月1日放假，与周末连休。", ("01-01",), (), None),
        ("三、清明节：4月5日放假，4月6日（星期二）补休。", ("04-05", "04-06"), (), None),
        ("三、清明节：4月4日放假公休。4月10日（星期六）照常上班。", ("04-04",), ("04-10",), None),
        ("五、端午节 6 月 9 日 至 11 日 放假 ， 共 三 天 。", ("06-09", "06-10", "06-11"), (), 3),
        ("<p>四、劳动节：</p><p>5月1日&nbsp;至\n3日放假<b>调休</b>,共3天。</p>", ("05-01", "05-02", "05-03"), (), 3),
        ("——国庆节：10月1—3日放假，共3天。", ("10-01", "10-02", "10-03"), (), 3),
        ("四、“五一”国际劳动节：5月1日到2日休息。", ("05-01", "05-02"), (), None),
        ("七、国庆节：10月1日、2日和3日放假,9月26日（星期日）、10月9日（星期六）上班。", ("10-01", "10-02", "10-03"),
         ("09-26", "10-09"), None),
        ("五、端午节：6月9日放假。鼓励各单位安排职工在6月10日休息。", ("06-09",), (), None),
    ],
)  # fmt: skip
def test_a_statement_is_read_in_every_shape_seen(
    item: str, off: tuple[str, ...], make_up: tuple[str, ...], count: int | None
) -> None:
    found = one(item)
    assert found.off == days(*(f"2027-{day}" for day in off))
    assert found.make_up == days(*(f"2027-{day}" for day in make_up))
    assert found.count == count


def test_new_year_reaches_back_into_the_old_year() -> None:
    found = one("一、元旦：2026年12月31日（周四）至2027年1月2日（周六）放假调休，共3天。12月27日（周日）上班。")
    assert (found.off, found.make_up) == (days("2026-12-31", "2027-01-01", "2027-01-02"), days("2026-12-27"))
    spoken = one("一、元旦：12月31日至1月2日放假，共3天。")
    assert spoken.off == days("2026-12-31", "2027-01-01", "2027-01-02")


def test_a_day_of_rest_moved_elsewhere_is_worked_unless_it_lies_in_the_holiday() -> None:
    found = one(
        "六、端午节：6月5日至7日放假，6月6日（星期日）公休日调至6月7日（星期一），6月12日（星期六）公休日调至6月8日。"
    )
    assert found.make_up == days("2027-06-12")
    assert days("2027-06-08")[0] in found.off


def test_the_number_may_be_missing_or_oddly_bracketed() -> None:
    assert read_notice(notice("一、元旦：1月1日放假。").replace("国办发明电〔2026〕9号", "")).number == ""
    odd = notice("一、元旦：1月1日放假。").replace("国办发明电〔2026〕9号", "国 办 发明电 [2026] 9 号")
    assert read_notice(odd).number == "国办发明电〔2026〕9号"


def test_a_forum_copy_with_noise_between_the_lines_is_read_the_same() -> None:
    noisy = re.sub(r"\n", "\n7q,M2v; }3 K$ <wbr> &nbsp;\u200b\n", text(2013))
    assert read_notice(noisy).holidays == read_notice(text(2013)).holidays


@pytest.mark.parametrize("name", [*YEARS, *CORRECTIONS])
@pytest.mark.parametrize("width", [24, 30, 37, 45])
def test_a_copy_whose_lines_are_cut_at_a_fixed_width_is_read_the_same(name: object, width: int) -> None:
    cut = re.sub(f"(.{{{width}}})", "\\1\n", text(name))
    assert read_notice(cut).holidays == read_notice(text(name)).holidays


@pytest.mark.parametrize("name", [*YEARS, *CORRECTIONS])
def test_a_saved_page_with_its_menu_and_its_foot_is_read_as_the_notice_alone(name: object) -> None:
    page = (
        f"首页 > 政策 > 国务院文件\n2023-10-25 10:00 来源：新华社 字体：大 中 小 打印\n{text(name)}\n"
        "责任编辑：张三\n相关稿件\n图解：2024年10月1日放假，10月12日上班\n版权所有 京ICP备05070218号"
    )
    assert read_notice(page) == read_notice(text(name))


def test_a_copy_without_line_breaks_is_read_the_same() -> None:
    assert read_notice(text(2023).replace("\n", "")).holidays == read_notice(text(2023)).holidays


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        (notice("一、元旦：1月1日（周六）放假。"), "星期"),
        (notice("一、元旦：1月32日放假。"), "没有"),
        (notice("六、国庆节：0月1日至8日放假调休，共8天。"), "没有"),
        (notice("一、元旦：2月29日放假。"), "没有"),
        (notice("一、元旦：1月3日至1日放假。"), "起止"),
        (notice("一、元旦：1月1日放假，1月9日另行安排调班。"), "没有读懂"),
        (notice("一、元旦：1月1日放假。二、元旦：1月1日放假。"), "两个节日"),
        (notice("值班电话 12345"), "没有读到放假日期"),
        ("今年放假吗", "哪一年"),
        ("", "哪一年"),
        ("关于1999年放假的通知 元旦：1月1日放假", "哪一年"),
        ("x" * 300_000, "超过"),
    ],
)
def test_what_does_not_hold_is_refused_with_what_is_wrong(wrong: str, what: str) -> None:
    with pytest.raises(BadInput, match=what):
        read_notice(wrong)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("共9天", "共8天", "共8天"),
        ("2月14日（周六）、", "", "调休上班日"),
        ("5月9日（周六）上班", "5月8日（周五）上班", "不是周末"),
        ("三、清明节：4月4日（周六）至6日（周一）放假，共3天。", "", "没有读到清明节"),
        (
            "五、端午节：6月19日（周五）至21日（周日）",
            "五、端午节：6月20日（周六）至22日（周一）",
            "端午节的法定假日2026-06-19",
        ),
        ("2月28日（周六）上班", "2月15日（周日）上班", "既放假又上班"),
    ],
)
def test_a_damaged_notice_does_not_add_up(old: str, new: str, problem: str) -> None:
    damaged = text(2026).replace(old, new)
    assert damaged != text(2026)
    assert any(problem in line for line in check(read_notice(damaged)))


def test_the_statutory_days_are_thirteen_since_2025() -> None:
    assert [len(statutory_days(year)) for year in (2007, 2008, 2013, 2014, 2020, 2024, 2025, 2026, 2027, 2030)] == [
        10, 11, 11, 11, 11, 11, 13, 13, 13, 13
    ]  # fmt: skip
    assert (date(2027, 2, 5), "春节") in statutory_days(2027)


HOLIDAY_CN = {
    "year": 2024,
    "papers": ["https://www.gov.cn/zhengce/content/202310/content_6911527.htm"],
    "days": [
        {"name": "元旦", "date": "2024-01-01", "isOffDay": True},
        {"name": "春节", "date": "2024-02-04", "isOffDay": False},
        {"name": "春节", "date": "2024-02-10", "isOffDay": True},
        {"name": "春节", "date": "2024-02-19", "isOffDay": False},
    ],
}


def test_holiday_cn_json_is_read_too() -> None:
    read = read_notice("\ufeff" + json.dumps(HOLIDAY_CN, ensure_ascii=False))
    assert (read.year, read.make_up_days) == (2024, days("2024-02-04"))
    assert [holiday.off for holiday in read.holidays] == [days("2024-01-01"), days("2024-02-10")]
    assert any("清明节" in line for line in check(read))


@pytest.mark.parametrize("year", YEARS)
def test_a_year_as_holiday_cn_json_is_the_calendar_too(year: int) -> None:
    calendar = calendar_of(*papers(year))
    rows = [
        {"name": change.name, "date": str(day), "isOffDay": not change.workday}
        for day, change in calendar.changes.items()
    ] + [{"name": "春节", "date": "2020-02-03", "isOffDay": False}] * (year == 2020)
    read = read_notice(json.dumps({"year": year, "papers": ["x"] * len(papers(year)), "days": rows}))
    assert check(read) == []
    assert differences(changes_of(read, CALENDAR), CALENDAR) == ()


@pytest.mark.parametrize(
    "wrong", ["{", "{}", '{"year": 2024}', '{"year": 2024, "days": [1]}', '{"year": 2024, "days": []}',
              '{"year": 2024, "days": [{"name": "x", "date": "1999-01-01", "isOffDay": true}]}',
              '{"year": "甲", "days": []}', "{" * 90_000, '{"year": 2024, "papers": 3, "days": []}'],
)  # fmt: skip
def test_other_json_is_refused(wrong: str) -> None:
    with pytest.raises(BadInput):
        read_notice(wrong)


pieces = st.sampled_from(
    ["元旦", "春节", "：", "1月1日", "12月31日", "2027年", "至", "3日", "（周五）", "（", "）", "放假", "调休", "共3天", "上班",
     "。", "，", "、", "公休日调至", "延长", "假期至", "关于2027年", "通知", "\n", " ", "&nbsp;", "<p>", "0", "99", "号", "鼓励", "起"]
)  # fmt: skip


@given(st.lists(pieces, max_size=40))
@settings(max_examples=400)
def test_any_text_is_read_or_refused_in_one_line(parts: list[str]) -> None:
    with contextlib.suppress(BadInput):
        assert all(isinstance(line, str) for line in check(read_notice("关于2027年" + "".join(parts))))


@given(st.text(max_size=300))
@settings(max_examples=200)
def test_any_characters_are_read_or_refused(anything: str) -> None:
    with contextlib.suppress(BadInput):
        read_notice(anything)


@given(st.integers(2007, 2026), st.data())
@settings(max_examples=150)
def test_a_cut_copy_never_passes_for_the_whole(year: int, data: st.DataObject) -> None:
    whole = text(year)
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    try:
        read = read_notice(cut)
    except BadInput:
        return
    full = read_notice(whole)
    assert check(read) or read.holidays == full.holidays
