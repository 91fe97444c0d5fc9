"""Annex 3 from the record: computed, then written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from huiying.app.disputing import history, standing
from huiying.app.files import write_files
from huiying.app.mail_gap import TO_DO
from huiying.app.results import Result, judge_round
from huiying.app.world import World
from huiying.calendar.policy import CountingPolicy
from huiying.calendar.sightings import CHANNEL_NAMES, show_span
from huiying.errors import NotAllowed, some_of
from huiying.model import Bucket, Round
from huiying.report.annex3 import Annex3, SiteResult, build_annex3, to_json
from huiying.report.sheet import annex3_xlsx
from huiying.report.text import annex3_text
from huiying.report.word import annex3_docx


@dataclass(frozen=True, slots=True)
class Written:
    """The annex and the files it was written to."""

    annex: Annex3
    files: tuple[Path, ...]


def annex3(world: World, round_: Round, *, draft: bool) -> Annex3:
    """Compute annex 3 of the round; a draft says that it is one, whatever could still change.

    Raises:
        NotAllowed: a row could still change, and no draft was asked for.
        TamperedEvidence: a file that a row rests on is gone or was changed, and no draft was asked for.
    """
    now = world.clock.now()
    results = judge_round(world, round_, as_of=now)
    open_ones = [result for result in results if not result.final]
    if open_ones and not draft:
        names = some_of([result.inquiry.site.name for result in open_ones])
        to_do = f"{TO_DO}；" if any(result.waits_for_mail for result in open_ones) else ""
        raise NotAllowed(
            what="生成正式的附件3",
            why=f"{names}的归类还可能变化（{_open_reason(open_ones[0])}）",
            do=f"{to_do}请完成检查和复核、运行 huiying round close 后再生成，或加 --draft 生成草稿",
        )
    policy = CountingPolicy.from_json(round_.policy)
    annex = build_annex3(
        [site_result(world, result, order=order) for order, result in enumerate(results, start=1)],
        period=round_.name,
        office=round_.authority.office,
        as_of=now,
        draft=draft,
        labels=policy.labels(),
        limits=policy.limits,
        notes=policy.describe(),
    )
    if not draft:
        for evidence in {file.path: file for line in annex.lines for file in line.evidence}.values():
            world.vault.read(evidence)
    return annex


def _open_reason(result: Result) -> str:
    marks = [mark.label for mark in result.finding.marks] if result.finding else [result.reason]
    claims = [f"{result.claims}封邮件待认领"] if result.claims else []
    mail = [result.mail_gap] if result.waits_for_mail else []
    return "、".join([*marks, *claims, *mail, *standing(result.disputes)]) or "尚未到统计截止时间"


def site_result(world: World, result: Result, *, order: int) -> SiteResult:
    """Return the annex's line for one site; `order` is its place in the round, which later rosters do not change."""
    inquiry, finding = result.inquiry, result.finding
    answered = finding is not None and finding.reply is not None and finding.bucket is not Bucket.NO_REPLY
    return SiteResult(
        order=order,
        site=inquiry.site.name,
        bucket=result.bucket,
        group=inquiry.site.group,
        unit=inquiry.site.unit,
        question=inquiry.title,
        asked_at=inquiry.asked_at,
        receipt_number=inquiry.receipt.number,
        answered=_when(result) if answered else "",
        channel=CHANNEL_NAMES[finding.reply.channel] if answered and finding and finding.reply else "",
        workdays=finding.workdays if finding else None,
        marks=(*(mark.label for mark in (finding.marks if finding else ())), *standing(result.disputes)),
        reason=result.reason,
        why=finding.why if finding else (),
        disputes=history(result.disputes),
        evidence=tuple(world.ledger.observations.evidence_of(inquiry.id)),
    )


def _when(result: Result) -> str:
    if result.finding is None or result.finding.window is None:
        return ""
    return show_span(*result.finding.window)


def write_annex3(world: World, round_: Round, folder: Path, *, draft: bool) -> Written:
    """Write annex 3 as .docx, .xlsx, .txt and .json into the folder.

    Raises:
        As `annex3`; BadInput where a file can't be written.
    """
    annex = annex3(world, round_, draft=draft)
    files = tuple(folder / f"annex3.{suffix}" for suffix in ("docx", "xlsx", "txt", "json"))
    data = json.dumps(to_json(annex), ensure_ascii=False, indent=2) + "\n"
    made = (annex3_docx(annex), annex3_xlsx(annex), annex3_text(annex).encode(), data.encode())
    write_files(dict(zip(files, made, strict=True)))
    return Written(annex, files)
