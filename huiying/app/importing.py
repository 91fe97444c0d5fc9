"""Bringing the user's tables in: nothing, or, on request, all rows that are sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from huiying.app.asking import not_on_roster, unknown_names
from huiying.db.ledger import Ledger
from huiying.errors import BadInput, HuiyingError, os_reason
from huiying.model import Question, Site
from huiying.roster.headers import Problem
from huiying.roster.questions import read_questions
from huiying.roster.sites import read_sites
from huiying.roster.tables import Sheet, read_sheets

SHOWN = 50


class BadRows(HuiyingError):
    """{file} 有{count}处问题，没有导入任何内容：{problems}。请改正后重新导入，或加 --skip-bad 只导入没有问题的行"""

    exit_status = 2


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows came in, the problems of those that were left out, and what is odd about the others."""

    added: int
    updated: int
    problems: tuple[Problem, ...]
    warnings: tuple[str, ...] = ()


def import_sites(ledger: Ledger, path: Path, *, skip_bad: bool) -> Imported:
    """Import a roster.

    Raises:
        BadInput: no such file, no table, or columns missing.
        BadRows: some rows can't be used and `skip_bad` is off; nothing was imported.
        NotAllowed: a site that is being asked would stand at other addresses; nothing was imported.
    """
    read = read_sites(path.name, _sheets(path))
    _refuse(path, read.sites, read.problems, skip_bad=skip_bad)
    added, updated = ledger.rosters.import_sites(read.sites)
    return Imported(added, updated, read.problems)


def import_questions(ledger: Ledger, path: Path, *, skip_bad: bool) -> Imported:
    """Import a question bank; raises as `import_sites`. Warns of names that the roster, where there is one, does not have."""
    read = read_questions(path.name, _sheets(path))
    _refuse(path, read.questions, read.problems, skip_bad=skip_bad)
    before = len(ledger.rosters.questions())
    added = ledger.rosters.import_questions(read.questions) - before
    sites = ledger.rosters.sites()
    warnings = not_on_roster(unknown_names(read.questions, sites)) if sites else []
    return Imported(added, len(read.questions) - added, read.problems, tuple(warnings))


def _sheets(path: Path) -> list[Sheet]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(where=str(path), what=f"文件打不开（{os_reason(error)}）", do="请检查文件名和权限") from error
    return read_sheets(path.name, data)


def _refuse(path: Path, good: Sequence[Site | Question], problems: Sequence[Problem], *, skip_bad: bool) -> None:
    if not problems or (skip_bad and good):
        return
    more = f"；还有{len(problems) - SHOWN}处" if len(problems) > SHOWN else ""
    named = "；".join(str(problem) for problem in problems[:SHOWN]) + more
    raise BadRows(file=path.name, count=len(problems), problems=named)
