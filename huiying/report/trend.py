"""What charts show: the rows of annex 3 by quarter, and what units sent in; plain numbers, for workbook and picture."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from huiying.report.annex3 import MEASURED
from huiying.report.figures import Figures, Submissions

QUARTERS_SHOWN = 8
UNITS_SHOWN = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class Bars:
    """A chart's numbers: for each label one value a series."""

    caption: str
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def trend(figures: Figures) -> Bars:
    """Return how many sites stood in each row, quarter by quarter, this one last; empty without answers."""
    answers, past = figures.answers, figures.inspection.past[-(QUARTERS_SHOWN - 1) :]
    if answers is None:
        return Bars(caption="", series=(), rows=())
    rows = []
    for quarter in past:
        counted = Counter(bucket for _, bucket in quarter.rows)
        rows.append((str(quarter.quarter), tuple(counted[bucket] for bucket in MEASURED)))
    rows.append((str(figures.inspection.quarter), tuple(len(row.sites) for row in answers.annex.rows)))
    series = tuple(row.label for row in answers.annex.rows)
    return Bars(caption="各季度互动回应情况（家）", series=series, rows=tuple(rows))


def by_unit(submissions: Submissions) -> Bars:
    """Return submitted and adopted by unit, those with the most adopted first."""
    lines = sorted(
        (line for _, rows in submissions.groups for line in rows), key=lambda line: (-line.adopted, -line.submitted)
    )
    rows = tuple((line.unit, (line.submitted, line.adopted)) for line in lines[:UNITS_SHOWN])
    return Bars(caption="信息报送和采用（条）", series=("报送", "采用"), rows=rows)
