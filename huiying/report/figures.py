"""All counts, rankings and name lists of the quarterly notice; pure, each computed once from the data.

The text and the annexes are both written from here, so they cannot disagree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from huiying.inspection import (
    COUNTY,
    DEPARTMENT,
    Account,
    AccountProblem,
    Inspection,
    Rectification,
    RepostCheck,
    Submission,
    WebsiteCheck,
)
from huiying.model import Bucket
from huiying.report.annex3 import MEASURED, Annex3

LATE = frozenset({Bucket.OVER_FIVE, Bucket.NO_REPLY})
FEW = 5
"""Fewer submissions than this in a quarter are named."""
MOSTLY = 0.5
"""A unit whose share of good republications is below this is named as one that mostly did not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """互动回应: the annex, and how it stands to last quarter's, by site in the annex's order."""

    annex: Annex3
    on_time: int
    late: tuple[str, ...]
    better: tuple[str, ...]
    worse: tuple[str, ...]
    again_late: tuple[str, ...]

    @property
    def measured(self) -> int:
        """How many sites stand in one of the four rows."""
        return self.annex.measured


@dataclass(frozen=True, kw_only=True, slots=True)
class Reposts:
    """重要信息转载: how many places were looked at, and which units did well or mostly not at all.

    Places of which nothing certain is known are counted apart (`unchecked` names the sites) and stand in no share.
    """

    important: int
    drawn: int
    sites: int
    sites_good: int
    sites_bad: tuple[str, ...]
    unchecked: tuple[str, ...]
    accounts: int
    accounts_good: int
    accounts_unchecked: int
    good: tuple[str, ...]
    poor: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Submissions:
    """信息报送: the two groups ranked by adopted, then submitted; the sums; those who sent fewest."""

    groups: tuple[tuple[str, tuple[Submission, ...]], ...]
    submitted: int
    adopted: int
    few: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """Everything the notice says in numbers and names; a part without data is None or empty."""

    inspection: Inspection
    sites: int
    sites_failed: tuple[WebsiteCheck, ...]
    accounts: int
    failed: tuple[AccountProblem, ...]
    troubled: tuple[AccountProblem, ...]
    commended: tuple[Account, ...]
    answers: Answers | None
    reposts: Reposts | None
    wording: tuple[tuple[str, int], ...]
    submissions: Submissions | None
    rectified: tuple[Rectification, ...]
    unrectified: tuple[Rectification, ...]

    @property
    def accounts_failed(self) -> int:
        """How many accounts failed; an account with two problems counts once."""
        return len({(problem.platform, problem.name) for problem in self.failed})


def compute(inspection: Inspection, annex: Annex3 | None) -> Figures:
    """Compute the notice's figures; `annex` holds the answers of the quarter's round."""
    failed = tuple(problem for problem in inspection.problems if problem.failed)
    shut = {(problem.platform, problem.name) for problem in failed}
    return Figures(
        inspection=inspection,
        sites=len(inspection.websites),
        sites_failed=tuple(check for check in inspection.websites if check.vetoes),
        accounts=sum(account.in_use for account in inspection.accounts),
        failed=failed,
        troubled=tuple(
            problem
            for problem in inspection.problems
            if not problem.failed and (problem.platform, problem.name) not in shut
        ),
        commended=inspection.commended,
        answers=_answers(inspection, annex) if annex is not None and annex.measured else None,
        reposts=_reposts(inspection) if inspection.reposts else None,
        wording=_wording(inspection),
        submissions=_submissions(inspection.submissions) if inspection.submissions else None,
        rectified=tuple(item for item in inspection.rectifications if item.done),
        unrectified=tuple(item for item in inspection.rectifications if not item.done),
    )


def _answers(inspection: Inspection, annex: Annex3) -> Answers:
    now = {line.site: line.bucket for line in annex.lines if line.bucket is not Bucket.NOT_MEASURED}
    past: Mapping[str, Bucket] = dict(inspection.past[-1].rows) if inspection.past else {}
    following = bool(inspection.past) and inspection.past[-1].quarter == inspection.quarter.previous
    both = [(site, MEASURED.index(past[site]), MEASURED.index(bucket)) for site, bucket in now.items()
            if past.get(site) in MEASURED]  # fmt: skip
    return Answers(
        annex=annex,
        on_time=sum(bucket is Bucket.ONE_WORKDAY for bucket in now.values()),
        late=tuple(site for row in annex.rows if row.bucket in LATE for site in row.sites),
        better=tuple(site for site, before, after in both if after < before),
        worse=tuple(site for site, before, after in both if after > before),
        again_late=tuple(site for site, _, _ in both if following and past[site] in LATE and now[site] in LATE),
    )


def _reposts(inspection: Inspection) -> Reposts:
    by_place: dict[tuple[bool, str], list[bool | None]] = {}
    for check in inspection.reposts:
        by_place.setdefault((check.is_site, check.place), []).append(check.good)
    # One item proven missing is enough to say so; that all is well needs all of them.
    told = {place: False if False in found else None if None in found else True for place, found in by_place.items()}
    accounts = [check for check in inspection.reposts if not check.is_site and check.good is not None]
    shares = {unit: _share(check for check in accounts if check.unit == unit) for unit in _units(accounts)}
    return Reposts(
        important=inspection.important,
        drawn=len(inspection.sample) or len({check.item for check in inspection.reposts}),
        sites=sum(is_site for is_site, _ in by_place),
        sites_good=sum(is_site for (is_site, _), good in told.items() if good),
        sites_bad=tuple(place for (is_site, place), good in told.items() if is_site and good is False),
        unchecked=tuple(place for (is_site, place), good in told.items() if is_site and good is None),
        accounts=sum(not is_site for is_site, _ in by_place),
        accounts_good=sum(not is_site for (is_site, _), good in told.items() if good),
        accounts_unchecked=sum(not is_site for (is_site, _), good in told.items() if good is None),
        good=tuple(unit for unit, share in shares.items() if share == 1),
        poor=tuple(unit for unit, share in shares.items() if share < MOSTLY),
    )


def _units(checks: Iterable[RepostCheck]) -> list[str]:
    return [unit for unit in dict.fromkeys(check.unit for check in checks) if unit]


def _share(checks: Iterable[RepostCheck]) -> float:
    found = [bool(check.good) for check in checks]
    return sum(found) / len(found)


def _wording(inspection: Inspection) -> tuple[tuple[str, int], ...]:
    counted: Counter[str] = Counter()
    for item in inspection.wording:
        counted[item.unit] += item.count
    return tuple((unit, count) for unit, count in counted.most_common() if count)


def _submissions(lines: Sequence[Submission]) -> Submissions:
    groups = [COUNTY, DEPARTMENT, *dict.fromkeys(line.group for line in lines)]
    ranked = [
        (group, tuple(sorted((line for line in lines if line.group == group), key=rank)))
        for group in dict.fromkeys(groups)
    ]
    return Submissions(
        groups=tuple((group, rows) for group, rows in ranked if rows),
        submitted=sum(line.submitted for line in lines),
        adopted=sum(line.adopted for line in lines),
        few=tuple(line.unit for _, rows in ranked for line in rows if line.submitted < FEW),
    )


def rank(line: Submission) -> tuple[int, int]:
    """Order submissions by adopted, then submitted, the most first; equal ones stay as they were."""
    return -line.adopted, -line.submitted
