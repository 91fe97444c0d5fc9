"""The user's own calendar file: a year that this version doesn't know, corrections, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huiying.app.calendars import FILE_NAME, DoesNotAddUp, add_notice, read_calendar
from huiying.errors import BadInput, UnproclaimedYear

NOTICES = Path(__file__).parents[1] / "notices"
IMAGINED = (NOTICES / "imagined-2027.txt").read_text(encoding="utf-8")
"""As the notice for 2027 might read; not a published text."""


def test_a_pasted_notice_opens_its_year_with_the_paper_beside_each_day(tmp_path: Path) -> None:
    added = add_notice(tmp_path, IMAGINED)
    assert added.proclaimed.year == 2027
    known = read_calendar(tmp_path)
    assert known.count(date(2026, 12, 31), date(2027, 1, 4)) == 1
    assert known.is_workday(date(2027, 2, 20))
    assert known.why(date(2027, 2, 20)) == "国办发明电〔2026〕9号：春节调休上班"
    assert known.count(date(2027, 2, 4), date(2027, 2, 12)) == 1
    with pytest.raises(UnproclaimedYear):
        known.count(date(2027, 12, 31), date(2028, 1, 1))


def test_the_same_notice_again_changes_nothing(tmp_path: Path) -> None:
    add_notice(tmp_path, IMAGINED)
    before = (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert add_notice(tmp_path, IMAGINED).changed == ()
    assert (tmp_path / FILE_NAME).read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("lost", "put"),
    [
        ("2月20日（周六）上班。", ""),
        ("共7天。2月20日", "共6天。2月20日"),
        ("2月20日（周六）上班", "2月22日（周一）上班"),
        ("五、端午节：6月9日（周三）放假，共1天。", ""),
    ],
)
def test_a_notice_that_does_not_add_up_is_not_added(tmp_path: Path, lost: str, put: str) -> None:
    assert lost in IMAGINED
    with pytest.raises((DoesNotAddUp, BadInput)):
        add_notice(tmp_path, IMAGINED.replace(lost, put))
    assert not (tmp_path / FILE_NAME).exists()


def test_a_later_correction_changes_single_days_and_says_which(tmp_path: Path) -> None:
    add_notice(tmp_path, IMAGINED)
    correction = (
        "国务院办公厅关于调整2027年劳动节放假安排的通知\n国办发明电〔2027〕1号\n"
        "经国务院批准，现将调整2027年劳动节放假安排通知如下：\n"
        "2027年5月1日（周六）至6日（周四）放假调休，共6天。5月8日（周六）、5月9日（周日）上班。\n"
    )
    changed = {change.day: change.workday for change in add_notice(tmp_path, correction).changed}
    assert changed == {date(2027, 5, 6): False, date(2027, 5, 9): True}
    known = read_calendar(tmp_path)
    assert known.why(date(2027, 5, 9)) == "国办发明电〔2027〕1号：劳动节调休上班"
    assert known.why(date(2027, 2, 20)) == "国办发明电〔2026〕9号：春节调休上班"


def test_a_correction_of_a_year_without_a_notice_is_refused(tmp_path: Path) -> None:
    correction = "国务院办公厅关于调整2031年劳动节放假安排的通知\n2031年5月1日至4日放假调休，共4天。\n"
    with pytest.raises((UnproclaimedYear, BadInput)):
        add_notice(tmp_path, correction)
    assert not (tmp_path / FILE_NAME).exists()


def test_a_broken_calendar_file_is_named_and_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("year = [", encoding="utf-8")
    with pytest.raises(BadInput, match=FILE_NAME):
        add_notice(tmp_path, IMAGINED)
    assert (tmp_path / FILE_NAME).read_text(encoding="utf-8") == "year = ["
