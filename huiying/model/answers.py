"""What was seen of an inquiry, what it is, and the row that follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from huiying.model.evidence import Evidence
from huiying.model.instants import Sighting, Stated


class Bucket(StrEnum):
    """互动回应情况: the row of annex 3 in which a site stands. NOT_MEASURED never merges into NO_REPLY."""

    ONE_WORKDAY = "one_workday"
    FIVE_WORKDAYS = "five_workdays"
    OVER_FIVE = "over_five"
    NO_REPLY = "no_reply"
    NOT_MEASURED = "not_measured"


class AnswerKind(StrEnum):
    """答复性质: what a text is (DOMAIN §5)."""

    ACKNOWLEDGEMENT = "acknowledgement"
    TRANSFERRED = "transferred"
    POINTER = "pointer"
    DEFLECTION = "deflection"
    SUBSTANTIVE = "substantive"

    @property
    def label(self) -> str:
        """What a text is, as users read it."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    AnswerKind.ACKNOWLEDGEMENT: "自动回执或受理告知",
    AnswerKind.TRANSFERRED: "转办告知",
    AnswerKind.POINTER: "查看指引",
    AnswerKind.DEFLECTION: "推诿性回复",
    AnswerKind.SUBSTANTIVE: "有效答复",
}


class Channel(StrEnum):
    """答复渠道: the way by which a text reached us."""

    MAIL = "mail"
    LOOKUP = "lookup"
    LIST = "list"
    SAME_PAGE = "same_page"
    PHONE = "phone"
    SMS = "sms"
    PROVED = "proved"
    """Shown by a unit's documents in a dispute, and upheld."""


TYPED = frozenset({Channel.PHONE, Channel.SMS, Channel.PROVED})
"""Channels of which a person writes down what came; each of their records stands by itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """性质判定: what a text is, whether the rule is sure, and why (Chinese, one line)."""

    kind: AnswerKind
    sure: bool
    why: str
    confidence: float = 1.0


class CheckResult(StrEnum):
    """检查结果: what one visit or one mail showed.

    UNLISTED: a public list was read to its end, or the pages of an unconfirmed question, and they do not show our
    question at all; it may be hidden, so this proves no silence.
    """

    ABSENT = "absent"
    UNLISTED = "unlisted"
    SEEN = "seen"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """检查记录: what was seen of one inquiry at one instant; never changed once written.

    `text` is the answer's text as read (empty unless SEEN). `judgement` is the rule's proposal; `verdict` a person's,
    which wins. `at` is when we looked; for a mail, when the mailbox received it. `withdrawn` says who took it back,
    when and why, because its mail was another site's or a person had written it down wrongly: it then counts for nothing.
    """

    id: int
    inquiry_id: int
    at: datetime
    channel: Channel
    result: CheckResult
    text: str = ""
    stated: Stated | None = None
    unit: str = ""
    state: str = ""
    judgement: Judgement | None = None
    verdict: Judgement | None = None
    note: str = ""
    withdrawn: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """答复: one distinct text that the site gave, with the tightest sighting that the record supports.

    `kind` and `sure` are a person's verdict where there is one, else the rule's; `reviewed` says that there is one.
    """

    channel: Channel
    kind: AnswerKind
    sure: bool
    sighting: Sighting
    text: str = ""
    stated: Stated | None = None
    evidence: tuple[Evidence, ...] = ()
    reviewed: bool = False
