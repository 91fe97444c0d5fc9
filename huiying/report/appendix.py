"""The sheet that a unit is given which objects: how its site came into its row, line by line. Plain data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiying.calendar.explain import Explanation
from huiying.model import Authority, Evidence, Inquiry, require_aware
from huiying.report.clean import minute

TITLE = "政府网站互动回应归类说明"


@dataclass(frozen=True, kw_only=True, slots=True)
class Appendix:
    """归类说明: one site of a round. `row` is the label of its row; `explanation` is None where nothing was measured.

    `reason` then says why. `marks` are reservations beside the row, `disputes` the objections and decisions in words.
    """

    period: str
    authority: Authority
    inquiry: Inquiry
    row: str
    final: bool
    as_of: datetime
    explanation: Explanation | None
    reason: str = ""
    marks: tuple[str, ...] = ()
    disputes: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        require_aware(self.as_of)

    @property
    def state(self) -> str:
        """Say as of when the sheet holds, and whether the row can still change."""
        return f"截至{minute(self.as_of)}，{'归类已经确定' if self.final else '归类还可能变化'}"


def numbered(evidence: Sequence[Evidence]) -> Callable[[Sequence[Evidence]], str]:
    """Return what names files by their places in the list of evidence, from 1: 1、3."""
    numbers = {file.path: str(number) for number, file in enumerate(evidence, start=1)}

    def of(files: Sequence[Evidence]) -> str:
        return "、".join(dict.fromkeys(numbers[file.path] for file in files if file.path in numbers))

    return of
