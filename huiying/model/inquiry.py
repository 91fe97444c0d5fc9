"""A round, and one question to one site in it, up to what came of the press."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from huiying.model.roster import Authority, Question, Site


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
