"""The user's own calendar file: notices of years that this version does not know yet, and changed days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from huiying.app.files import write_files
from huiying.calendar.amendments import Amendments, merge, read_amendments, write_amendments
from huiying.calendar.notices import Proclaimed, changes_of, check, differences, read_notice
from huiying.calendar.workdays import Change, WorkdayCalendar, proclaimed_calendar
from huiying.errors import BadInput, HuiyingError

FILE_NAME = "calendar.toml"


class DoesNotAddUp(HuiyingError):
    """通知内容前后不一致，没有录入：{problems}。请核对原文后重新粘贴"""

    exit_status = 2


@dataclass(frozen=True, slots=True)
class Added:
    """What was understood of a notice, and the days that it changes in years known before."""

    proclaimed: Proclaimed
    changes: tuple[Change, ...]
    changed: tuple[Change, ...]


def read_calendar(folder: Path) -> WorkdayCalendar:
    """Return the proclaimed calendar with the amendments that lie in the folder."""
    own = _own(folder)
    return proclaimed_calendar(notices=own.notices, changes=own.changes)


def add_notice(folder: Path, text: str) -> Added:
    """Read a notice and add it to the folder's calendar file.

    Raises:
        BadInput: the text is no such notice.
        DoesNotAddUp: its own statements disagree; nothing was written.
    """
    proclaimed = read_notice(text)
    calendar = read_calendar(folder)
    if problems := check(proclaimed):
        raise DoesNotAddUp(problems="；".join(problems[:10]))
    if proclaimed.corrects:
        calendar.require_years(*_span(proclaimed))
    changes = changes_of(proclaimed, calendar)
    changed = differences(changes, calendar)
    new = Amendments(notices=() if proclaimed.corrects else (proclaimed.notice,), changes=changes)
    file = folder / FILE_NAME
    write_files({file: write_amendments(merge([_own(folder), new])).encode()})
    return Added(proclaimed, changes, changed)


def _span(proclaimed: Proclaimed) -> tuple[date, date]:
    days = [day for holiday in proclaimed.holidays for day in (*holiday.off, *holiday.make_up)]
    days += [holiday.until for holiday in proclaimed.holidays if holiday.until]
    return min(days), max(days)


def _own(folder: Path) -> Amendments:
    file = folder / FILE_NAME
    if not file.exists():
        return Amendments()
    try:
        return read_amendments(file.read_text(encoding="utf-8-sig"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(where=str(file), what="不能读取", do="请恢复或删除这个文件") from error
