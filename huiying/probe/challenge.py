"""What stands between the form and its sending: a picture, a sum, a slider, an SMS code, a log-in (pure)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum

from huiying.probe.controls import Control, Picture


class ChallengeKind(StrEnum):
    """验证方式."""

    IMAGE = "image"
    ARITHMETIC = "arithmetic"
    SLIDER = "slider"
    SMS = "sms"
    LOGIN = "login"
    NONE = "none"


_SUM = re.compile(
    r"[0-9一二三四五六七八九十零壹贰叁]{1,3}\s*(?:[+\-×*÷xX＋－]|加上?|减去?|乘以?|除以?)\s*[0-9一二三四五六七八九十零壹贰叁]{1,3}\s*(?:=|等于|是多少|\?|\Z|的)"
)
_SUM_WORDS = re.compile(
    r"计算结果|运算结果|算式|等于几|等于多少|计算题|答案|算术|得数|计算后|请计算|验证问题|加减|结果为"
)
_SEND_CODE = re.compile(
    r"(获取|发送|免费获?取?)(手机|短信|动态)?(验证码?|校验码|动态码|动态密码|短信|code)|发送短信|发验证码|点击获取"
)
_SENT = re.compile(r"发送?(?!布)|手机|短信|动态")
_MUST_LOG_IN = re.compile(
    r"请您?先登[录陆]|[需须]先登[录陆]|登[录陆]后(才|方|即|再)?(可|能|可以)?(进行|发表)?(留言|咨询|写信|提交|提问|投诉|操作)|(尚未|您还未|您还没有|当前未)登[录陆]|(须|需|请)(要)?(通过)?统一身份认证"
)
_NEED_NOT = re.compile(r"无需|不需|不用|免登|匿名|游客|也可|或者|可选|自愿")


def asks_for_log_in(texts: Iterable[str]) -> bool:
    """Whether one of the page's visible texts says that one must log in first."""
    return any(_MUST_LOG_IN.search(text) and not _NEED_NOT.search(text) for text in texts)


def sends_code(control: Control, *, phone: bool = True) -> bool:
    """Whether a button beside the control sends a code to the phone.

    Where no phone is asked for beside it, 点击获取验证码 may as well draw a picture: the button must speak of sending.
    """
    said = [text.replace(" ", "") for text in control.pressables]
    return any(_SEND_CODE.search(text) and (phone or _SENT.search(text)) for text in said)


def picture_of(control: Control) -> Picture | None:
    """Return the captcha picture beside a control: one whose address or title says so, else the only picture of that shape."""
    seen = [one for one in control.pictures if one.visible]
    spoken = [one for one in seen if one.words]
    if spoken:
        return spoken[0]
    shaped = [one for one in seen if 0 < one.width <= 260 and 0 < one.height <= 100 and one.width >= one.height]
    return shaped[0] if len(shaped) == 1 else None


def _is_sum(control: Control) -> bool:
    t = control.texts
    near = (
        *t.label,
        t.left,
        t.item,
        t.item_after,
        t.placeholder,
        t.title,
        *t.before,
        *t.after[:1],
        *t.above[:1],
        t.seen_left,
    )
    said = unicodedata.normalize("NFKC", " ".join((*near, *(one.alt for one in control.pictures))))
    return bool(_SUM.search(said) or _SUM_WORDS.search(said))


def challenge_of(
    captcha: Control | None, sms: Control | None, *, slider_texts: Sequence[str], must_log_in: bool
) -> ChallengeKind:
    """Return the hardest thing that a person would be asked for."""
    if must_log_in:
        return ChallengeKind.LOGIN
    if sms is not None:
        return ChallengeKind.SMS
    if captcha is not None:
        return ChallengeKind.ARITHMETIC if _is_sum(captcha) else ChallengeKind.IMAGE
    return ChallengeKind.SLIDER if slider_texts else ChallengeKind.NONE
