"""版记 as plain text: the last lines of an official document."""

from __future__ import annotations

from dataclasses import dataclass

from huiying.inspection import Inspection
from huiying.report.clean import name, sentence


@dataclass(frozen=True, kw_only=True, slots=True)
class Imprint:
    """Who is sent a copy ("" for nobody), who printed it, and the day, as they are written."""

    copied_to: str
    printed_by: str
    printed_on: str


def build_imprint(inspection: Inspection) -> Imprint | None:
    """Return the imprint; where nothing is said, the office printed it on the day of the notice. None without either."""
    by = name(inspection.printed_by or inspection.office)
    day = inspection.printed_on or inspection.issued_on
    copied = sentence(inspection.copied_to).removeprefix("抄送：").rstrip("。")
    if not by or not (day or copied):
        return None
    return Imprint(
        copied_to=f"{copied}。" if copied else "",
        printed_by=by,
        printed_on=f"{day.year}年{day.month}月{day.day}日" if day else "",
    )
