"""Annex 3 as plain text, for the screen and for pasting into a mail."""

from __future__ import annotations

from huiying.report.annex3 import Annex3
from huiying.report.clean import clean, name, sentence

NONE = "无"


def annex3_text(annex: Annex3) -> str:
    """Return the annex as lines: heading, the four rows with their sites, the unmeasured ones with reasons."""
    lines = [f"附件{annex.number}", clean(annex.title)]
    if annex.draft:
        lines.append(f"（{annex.draft_line}）")
    for row in annex.rows:
        lines += ["", counted(row.label, len(row.sites)), "、".join(map(name, row.sites)) or NONE]
    if annex.not_measured:
        lines += ["", counted(annex.not_measured_label, len(annex.not_measured))]
        lines += by_reason(annex)
    if annex.notes:
        lines += ["", remark(annex)]
    if said := objections(annex):
        lines += ["", *said]
    return "\n".join(lines).rstrip() + "\n"


def by_reason(annex: Annex3) -> tuple[str, ...]:
    """Return a line for each reason for which sites could not be measured: 杞县、通许县：网站无法访问."""
    groups: dict[str, list[str]] = {}
    for site in annex.not_measured:
        groups.setdefault(sentence(site.reason, 200), []).append(name(site.site))
    return tuple(f"{'、'.join(sites)}：{reason}" for reason, sites in groups.items())


def objections(annex: Annex3) -> tuple[str, ...]:
    """Return a line for each site that had an objection: 异议（杞县）：1号异议：…；1号异议：…认定异议成立：…。"""
    return tuple(
        f"异议（{name(line.site)}）：{'；'.join(sentence(said, 600).rstrip('。；') for said in line.disputes)}。"
        for line in annex.lines
        if line.disputes
    )


def remark(annex: Annex3) -> str:
    """Return the notes as one sentence: 注：…；…。 or "" without any."""
    said = [sentence(note).rstrip("。；") for note in annex.notes]
    return f"注：{'；'.join(said)}。" if said else ""


def counted(label: str, count: int) -> str:
    """Return a row's label with its count as in the notice: 1个工作日内答复（34家）."""
    return f"{label}（{count}家）"
