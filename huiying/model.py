"""The words of the field as types: frozen, keyword-only, every datetime aware.

docs/glossary.md gives each type its Chinese name; tests/unit/test_glossary.py holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""Days are counted by the date in Beijing, whatever zone an instant was observed in."""


def require_aware(*instants: datetime | None) -> None:
    """Raise ValueError for a datetime without a zone: a naive one would count in whatever zone the machine has."""
    for instant in instants:
        if instant is not None and instant.tzinfo is None:
            raise ValueError(f"naive datetime: {instant!r}")


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


class Fault(StrEnum):
    """责任归属: whose fault it is that a question could not be put."""

    SITE = "site"
    OURS = "ours"
    UNTESTABLE = "untestable"


class BlockReason(StrEnum):
    """未能提交原因: why a question could not be put. Nothing was accepted by the site."""

    fault: Fault
    label: str

    def __new__(cls, value: str, fault: Fault, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.fault = fault
        member.label = label
        return member

    UNREACHABLE = "unreachable", Fault.SITE, "网站无法访问"
    SERVER_ERROR = "server_error", Fault.SITE, "网站返回服务器错误"
    TIMEOUT = "timeout", Fault.SITE, "页面长时间未能打开"
    NO_CHANNEL = "no_channel", Fault.SITE, "未找到留言咨询渠道"
    OFF_ROSTER = "off_roster", Fault.UNTESTABLE, "跳转到名录以外的网站"
    WRONG_SITE = "wrong_site", Fault.OURS, "网站标识码与名录不符"
    FORM_CHANGED = "form_changed", Fault.OURS, "表单与配置不符"
    UNMAPPED_REQUIRED = "unmapped_required", Fault.OURS, "有未能识别的必填项"
    CHALLENGE_UNSOLVED = "challenge_unsolved", Fault.OURS, "验证码无人填写"
    CHALLENGE_REFUSED = "challenge_refused", Fault.OURS, "验证码多次填写错误"
    LOGIN_REQUIRED = "login_required", Fault.UNTESTABLE, "须登录后才能留言"
    REAL_NAME_REQUIRED = "real_name_required", Fault.UNTESTABLE, "须实名信息才能留言"
    SMS_REQUIRED = "sms_required", Fault.UNTESTABLE, "须短信验证码才能留言"
    RATE_LIMITED = "rate_limited", Fault.OURS, "提交过于频繁被网站限制"
    REFUSED = "refused", Fault.SITE, "网站拒绝受理"
    BROWSER_FAILED = "browser_failed", Fault.OURS, "本机浏览器故障"


class State(StrEnum):
    """咨询件状态: where an inquiry stands (huiying.lifecycle says which moves are allowed)."""

    PLANNED = "planned"
    BLOCKED = "blocked"
    ARMED = "armed"
    UNCONFIRMED = "unconfirmed"
    SUBMITTED = "submitted"
    REPLIED = "replied"
    CLOSED = "closed"
    VOID = "void"


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """主办单位: a public body that answers for one or more sites."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """政府网站: one row of the roster.

    `hosts` are all host names (with port where it is not the default) that belong to the site; only these are ever
    submitted to. `code` is the 网站标识码 (10 characters). `group` is the heading under which annexes list it.
    """

    id: int
    order: int
    name: str
    home_url: str
    hosts: tuple[str, ...]
    unit: str = ""
    group: str = ""
    code: str = ""
    channel_url: str = ""
    recipe: str = ""
    department: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """咨询问题: a plain, common question. `keywords` are words of which a real answer uses at least one."""

    id: int
    title: str
    body: str
    category: str = "咨询"
    keywords: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Persona:
    """咨询身份: the citizen in whose name a round asks. An id-card number is given by the user or absent, never made."""

    name: str
    phone: str
    email: str
    address: str = ""
    postcode: str = ""
    id_number: str = field(default="")

    def __repr__(self) -> str:
        return f"Persona(name={self.name!r})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Authority:
    """检查依据: who checks, and on what ground. No round opens without it."""

    office: str
    ground: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """轮次: one check of the roster, with the counting policy frozen into it as JSON."""

    id: int
    name: str
    opened_at: datetime
    closes_at: datetime
    authority: Authority
    policy: str
    closed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """回执: what the site handed back to find the question again."""

    number: str = ""
    query_code: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Inquiry:
    """咨询件: one question to one site in one round.

    `alias` is the mail address given to the site, `page_url` the page on which its form was pressed. `asked_at` is the
    instant of the press that counts; None until one was accepted. `block` and `note` say why it could not be put.
    """

    id: int
    round_id: int
    site: Site
    question: Question
    state: State
    alias: str
    title: str = ""
    body: str = ""
    query_password: str = ""
    page_url: str = ""
    asked_at: datetime | None = None
    receipt: Receipt = Receipt()
    block: BlockReason | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dispatch:
    """提交凭证: the permission to press once. Only the ledger makes it, in a committed transaction before the press."""

    id: int
    inquiry_id: int
    armed_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Accepted:
    """已受理: the site took the question."""

    why: str
    receipt: Receipt = Receipt()


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejected:
    """被拒绝: the site said, in so many words, that it did not take it. `message` is the site's own text.

    `reason` is what the refusal means for the next try; CHALLENGE_REFUSED opens the slot for a new picture.
    """

    why: str
    reason: BlockReason
    message: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unknown:
    """结果不明: nothing proves either; never sent again by the machine, never counted as the site's silence."""

    why: str


Outcome = Accepted | Rejected | Unknown


class EvidenceKind(StrEnum):
    """证据种类."""

    PAGE_BEFORE = "page_before"
    SCREENSHOT_BEFORE = "screenshot_before"
    ALERT = "alert"
    PAGE_AFTER = "page_after"
    RESPONSES = "responses"
    SCREENSHOT_AFTER = "screenshot_after"
    CHALLENGE = "challenge"
    CHECKED_PAGE = "checked_page"
    MAIL = "mail"
    ATTACHMENT = "attachment"
    DOCUMENT = "document"


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """证据: a file that is written once. `path` is relative to the vault; `sha256` is of the bytes as they lie there."""

    sha256: str
    kind: EvidenceKind
    path: str
    size: int
    kept_at: datetime


class Precision(StrEnum):
    """时间精度: how exactly a page states a time."""

    DATE = "date"
    MINUTE = "minute"
    SECOND = "second"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """网站载明的时间: a time as the site states it; with precision DATE the hours mean nothing."""

    at: datetime
    precision: Precision

    def __post_init__(self) -> None:
        require_aware(self.at)


@dataclass(frozen=True, kw_only=True, slots=True)
class At:
    """Seen at an instant that the record itself proves (a mail's arrival, an operator's note)."""

    instant: datetime

    def __post_init__(self) -> None:
        require_aware(self.instant)


@dataclass(frozen=True, kw_only=True, slots=True)
class Between:
    """Appeared in the half-open window (after, before]: last check without it, first check with it."""

    after: datetime
    before: datetime

    def __post_init__(self) -> None:
        require_aware(self.after, self.before)
        if self.after > self.before:
            raise ValueError(f"empty window: {self.after} … {self.before}")


Sighting = At | Between


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
    which wins. `at` is when we looked; for a mail, when the mailbox received it.
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


@dataclass(frozen=True, kw_only=True, slots=True)
class DisputeDecision:
    """异议处理: what was decided of an objection, by whom and why; written once.

    An upheld one is a verdict on the observation `observation_id`; a rejected one changes nothing and names none.
    """

    upheld: bool
    who: str
    why: str
    at: datetime
    observation_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Dispute:
    """异议: a unit's objection to its row, with its documents; never changed once written."""

    id: int
    inquiry_id: int
    at: datetime
    who: str
    text: str
    decision: DisputeDecision | None = None
    evidence: tuple[Evidence, ...] = ()
