"""Does a finished notice agree with itself? Pure, over a structure read from .docx, .txt or .pdf.

What cannot be told for certain is left alone: one false alarm costs the reader's trust in all the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from huiying.report.audit.data import check_data
from huiying.report.audit.finding import Finding
from huiying.report.audit.names import check_names
from huiying.report.audit.order import check_order
from huiying.report.audit.paper import Block, outline
from huiying.report.audit.read import read_text
from huiying.report.audit.tables import check_tables
from huiying.report.audit.totals import check_totals
from huiying.report.notice import Notice

__all__ = ["Finding", "audit", "audit_text", "read_text"]


def audit(blocks: Sequence[Block], data: Notice | None = None) -> list[Finding]:
    """Return what in the notice contradicts the notice, each finding once, in the order of the checks.

    `data` is the notice as it comes out of the data; where given, the paper is held against that too.
    """
    paper = outline(blocks)
    found = [*check_totals(paper), *check_names(paper), *check_order(paper), *check_tables(paper.annexes)]
    known = {(finding.place, finding.stands, finding.should) for finding in found}
    if data is not None:
        further = check_data(paper, data)
        found += [finding for finding in further if (finding.place, finding.stands, finding.should) not in known]
    return list(dict.fromkeys(found))


def audit_text(text: str) -> list[Finding]:
    """Audit a notice saved as plain text."""
    return audit(read_text(text))
