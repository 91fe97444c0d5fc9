"""The quarterly notice as text and tables, composed from the figures; pure, and sound before it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from huiying.inspection import Inspection, Quarter
from huiying.report.annex3 import Annex3
from huiying.report.annexes import AnnexPage, build_annexes
from huiying.report.facts import build_facts
from huiying.report.figures import Figures, compute
from huiying.report.imprint import Imprint, build_imprint
from huiying.report.rounding import Rounding
from huiying.report.text import NONE, by_reason, counted
from huiying.report.wording import Line, Wording, compose, default_wording, fill, read_wording

LIMITS = ("units", "accounts", "best", "commended", "reposts", "wording")
ANNEXES = ("sites_failed", "failed", "troubled", "answers", "submissions", "commended")


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """通报: title, addressees, the paragraphs, the annexes, and who signs it when ("" for a date still open)."""

    title: str
    addressees: str
    lines: tuple[Line, ...]
    annexes: tuple[AnnexPage, ...]
    office: str
    issued: str
    figures: Figures
    imprint: Imprint | None = None
    rounding: Rounding = field(default_factory=Rounding)


def build_notice(
    inspection: Inspection,
    annex: Annex3 | None,
    *,
    wording: Wording | None = None,
    rounding: Rounding | None = None,
) -> Notice:
    """Compute the figures, number the annexes that have data, and compose the text."""
    words = wording or load_wording(default_wording())
    figures = compute(inspection, annex)
    titles = {key: fill(text, {"quarter": str(inspection.quarter)}) for key, text in words.annexes.items()}
    annexes = build_annexes(figures, titles)
    rounding = rounding or Rounding()
    facts = build_facts(figures, annexes, rounding, words.limits)
    issued = inspection.issued_on
    return Notice(
        title=fill(words.title, facts),
        addressees=fill(words.addressees, facts),
        lines=tuple(compose(words, facts)),
        annexes=annexes,
        office=facts["office"],
        issued=f"{issued.year}年{issued.month}月{issued.day}日" if issued else "",
        figures=figures,
        imprint=build_imprint(inspection),
        rounding=rounding,
    )


def load_wording(text: str, *, where: str = "notice.toml") -> Wording:
    """Read an office's templates and check that they use nothing but what there is; raises BadInput."""
    return read_wording(text, where=where, facts=known_facts(), annexes=ANNEXES, limits=LIMITS)


def known_facts() -> frozenset[str]:
    """Return the names that may stand in {…}."""
    empty = Inspection(quarter=Quarter(year=2000, number=1), office="")
    limits: Mapping[str, int] = dict.fromkeys(LIMITS, 1)
    return frozenset(build_facts(compute(empty, None), (), Rounding(), limits))


def notice_text(notice: Notice) -> str:
    """Return the notice as plain text; its tables with one line a row and | between the cells."""
    lines = [notice.title, "", notice.addressees] if notice.addressees else [notice.title, ""]
    lines += [line.heading + line.text for line in notice.lines]
    if notice.annexes:
        lines += ["", *annex_list(notice.annexes)]
    lines += ["", *(line for line in (notice.office, notice.issued) if line)]
    for page in notice.annexes:
        lines += ["", *_page(page, mark(page, notice.annexes))]
    if notice.imprint is not None:
        copied = [f"抄送：{notice.imprint.copied_to}"] if notice.imprint.copied_to else []
        printed = f"{notice.imprint.printed_on}印发" if notice.imprint.printed_on else ""
        lines += ["", *copied, f"{notice.imprint.printed_by}　{printed}".strip()]
    return "\n".join(lines) + "\n"


def annex_list(annexes: Sequence[AnnexPage]) -> list[str]:
    """Return the list of annexes under the body; a single one has no number."""
    if len(annexes) == 1:
        return [f"附件：{annexes[0].title}"]
    return [f"{'附件：' if page.number == 1 else '　　　'}{page.number}.{page.title}" for page in annexes]


def mark(page: AnnexPage, annexes: Sequence[AnnexPage]) -> str:
    """Return an annex's number as it is written; a single one has none (GB/T 9704-2012 §7.3.4)."""
    return "" if len(annexes) == 1 else str(page.number)


def _page(page: AnnexPage, number: str) -> list[str]:
    lines = [f"附件{number}", page.title]
    for part in page.parts:
        lines += [part.caption] if part.caption else []
        rows = [part.head, *part.rows, *([part.total] if part.total else [])]
        lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    if page.answers is not None:
        answers = [(counted(row.label, len(row.sites)), "、".join(row.sites) or NONE) for row in page.answers.rows]
        if missed := page.answers.not_measured:
            answers.append((counted(page.answers.not_measured_label, len(missed)), "；".join(by_reason(page.answers))))
        lines += [f"| {label} | {sites} |" for label, sites in [("互动回应情况", "网站名称"), *answers]]
    return [*lines, page.remark] if page.remark else lines
