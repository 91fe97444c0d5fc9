"""Does a finished notice agree with itself? Pure, over a structure read from .docx, .txt or .pdf.

What cannot be told for certain is left alone: one false alarm costs the reader's trust in all the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from huiying.report.audit.finding import Finding
from huiying.report.audit.names import check_names
from huiying.report.audit.order import check_order
from huiying.report.audit.paper import Block, outline
from huiying.report.audit.read import read_text
from huiying.report.audit.tables import check_tables
from huiying.report.audit.totals import check_totals

__all__ = ["Finding", "audit", "audit_text", "read_text"]


def audit(blocks: Sequence[Block]) -> list[Finding]:
    """Return what in the notice contradicts the notice, each finding once, in the order of the checks."""
    paper = outline(blocks)
    found = [*check_totals(paper), *check_names(paper), *check_order(paper), *check_tables(paper.annexes)]
    return list(dict.fromkeys(found))


def audit_text(text: str) -> list[Finding]:
    """Audit a notice saved as plain text."""
    return audit(read_text(text))
