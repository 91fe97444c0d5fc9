"""Annex 3, 政府网站互动回应检查情况, as plain figures: which site stands in which row, and what each row rests on.

The four rows come from the counting policy's labels (DOMAIN §1). A site that could not be measured is never silent: it
stands apart, with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiying.calendar.policy import CountingPolicy
from huiying.model import Bucket, Evidence, EvidenceKind, require_aware
from huiying.report.clean import minute

MEASURED = (Bucket.ONE_WORKDAY, Bucket.FIVE_WORKDAYS, Bucket.OVER_FIVE, Bucket.NO_REPLY)
"""The rows of the annex in their order."""
SUBJECT = "政府网站互动回应检查情况"
NOT_MEASURED = "未能检测"
NO_REASON = "原因未登记"
EVIDENCE_NAMES = {
    EvidenceKind.PAGE_BEFORE: "提交前网页",
    EvidenceKind.SCREENSHOT_BEFORE: "提交前截图",
    EvidenceKind.ALERT: "提示框文字",
    EvidenceKind.PAGE_AFTER: "提交后网页",
    EvidenceKind.RESPONSES: "网站返回内容",
    EvidenceKind.SCREENSHOT_AFTER: "提交后截图",
    EvidenceKind.CHALLENGE: "验证码图片",
    EvidenceKind.CHECKED_PAGE: "检查时网页",
    EvidenceKind.MAIL: "邮件原文",
    EvidenceKind.ATTACHMENT: "邮件附件",
    EvidenceKind.DOCUMENT: "其他材料",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteResult:
    """One site of the round: its row and what it rests on. `answered` and `channel` are Chinese text, "" for none.

    `workdays` counts from the question to the answer; None where no answer came. `marks` are reservations such as
    疑似倒签; `why` is the arithmetic in words, line by line; `reason` says why the site could not be measured;
    `disputes` are the unit's objections and what was decided of them, line by line.
    """

    order: int
    site: str
    bucket: Bucket
    group: str = ""
    unit: str = ""
    question: str = ""
    asked_at: datetime | None = None
    receipt_number: str = ""
    answered: str = ""
    channel: str = ""
    workdays: int | None = None
    marks: tuple[str, ...] = ()
    reason: str = ""
    why: tuple[str, ...] = ()
    disputes: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        require_aware(self.asked_at)


@dataclass(frozen=True, kw_only=True, slots=True)
class Annex3Row:
    """One row: `label` as in the notice, without the count; `sites` in the round's order."""

    bucket: Bucket
    label: str
    sites: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class NotMeasured:
    """A site that could not be measured, and why."""

    site: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Annex3:
    """The annex: always all four `rows`, in order; `lines` are all sites in the round's order.

    `draft` means that rows may still change; `as_of` is the instant for which the rows were computed. `notes` are
    printed below the table.
    """

    number: int
    period: str
    office: str
    as_of: datetime
    draft: bool
    rows: tuple[Annex3Row, ...]
    not_measured: tuple[NotMeasured, ...]
    lines: tuple[SiteResult, ...]
    labels: Mapping[Bucket, str]
    notes: tuple[str, ...] = ()
    heading: str = ""
    limits: tuple[int, int] = (1, 5)

    @property
    def title(self) -> str:
        """The title as in the notice, 2024年第一季度政府网站互动回应检查情况, or the office's own `heading`."""
        return self.heading or f"{self.period}{SUBJECT}"

    @property
    def measured(self) -> int:
        """How many sites stand in one of the four rows."""
        return sum(len(row.sites) for row in self.rows)

    @property
    def not_measured_label(self) -> str:
        """The label under which the unmeasured sites stand."""
        return self.labels[Bucket.NOT_MEASURED]

    @property
    def draft_line(self) -> str:
        """What a draft says of itself; "" for a final annex."""
        return f"草稿，截至{minute(self.as_of)}，各网站归类可能变化" if self.draft else ""


def build_annex3(
    results: Sequence[SiteResult],
    *,
    period: str,
    office: str,
    as_of: datetime,
    draft: bool,
    labels: Mapping[Bucket, str] | None = None,
    notes: Sequence[str] = (),
    number: int = 3,
    limits: tuple[int, int] = (1, 5),
) -> Annex3:
    """Put every site into its row. `labels` and `limits` are those of the round's counting policy.

    Raises:
        ValueError: two results are of one site, which would be counted twice.
    """
    require_aware(as_of)
    lines = tuple(sorted(results, key=lambda result: result.order))
    for site, count in Counter(line.site for line in lines).items():
        if count > 1:
            raise ValueError(f"two results of {site}")
    said = {Bucket.NOT_MEASURED: NOT_MEASURED} | dict(CountingPolicy().labels() if labels is None else labels)
    return Annex3(
        number=number,
        period=period,
        office=office,
        as_of=as_of,
        draft=draft,
        rows=tuple(
            Annex3Row(
                bucket=bucket, label=said[bucket], sites=tuple(line.site for line in lines if line.bucket is bucket)
            )
            for bucket in MEASURED
        ),
        not_measured=tuple(
            NotMeasured(site=line.site, reason=line.reason or NO_REASON)
            for line in lines
            if line.bucket is Bucket.NOT_MEASURED
        ),
        lines=lines,
        labels=said,
        notes=tuple(notes),
        limits=limits,
    )


def to_json(annex: Annex3) -> dict[str, Any]:
    """Return the rows as plain data; names stand as in the roster. `disputes` only where a unit has objected."""
    disputes = [{"site": line.site, "history": list(line.disputes)} for line in annex.lines if line.disputes]
    return {
        "rows": [{"bucket": row.bucket.value, "label": row.label, "sites": list(row.sites)} for row in annex.rows],
        "not_measured": [{"site": site.site, "reason": site.reason} for site in annex.not_measured],
        **({"disputes": disputes} if disputes else {}),
    }
