"""Looking a question up by what the site handed out: 编号 + 查询码, with an operator's captcha where the form asks one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from huiying.model import Inquiry
from huiying.ports import Challenge, Challenger
from huiying.probe.fetch import FetchFailed
from huiying.probe.pages.labels import NOT_FOUND
from huiying.probe.pages.links import LookupForm, frames, lookup_forms, lookup_links
from huiying.probe.visit import Shown, Visit
from huiying.probe.ways import AnswerWays, LookupWay

MOST_FORMS = 3
MOST_LINKS = 3
MOST_PICTURES = 3
_WRONG_CAPTCHA = re.compile(
    r"(?:验证码|校验码|附加码)[^。\n<]{0,8}(?:错误|有误|不正确|不对|不匹配|已?过期|失效|不能为空)|请(?:重新)?输入(?:正确的)?验证码"
)
_GBK = re.compile(r"charset\s*=\s*[\"']?\s*gb", re.IGNORECASE)


class CaptchaUnanswered(Exception):
    """The look-up asks for a captcha and nobody answered it, or it was refused several times."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A look-up form, the page on which it stands, and what goes into it."""

    page: Shown
    form: LookupForm


def plan_lookups(visit: Visit, ways: AnswerWays, inquiry: Inquiry) -> list[Plan]:
    """Return the look-ups that the site offers and for which we hold the keys.

    Raises:
        FetchFailed: the page that a recipe names can't be had.
    """
    if ways.lookup is not None:
        page = visit.page(urljoin(inquiry.site.home_url, ways.lookup.page), script=ways.lookup.script or ways.script)
        return [Plan(page=page, form=_pinned(ways.lookup, page))]
    if ways.named:
        return []
    found: dict[tuple[str, str], Plan] = {}
    for page in _candidates(visit, inquiry):
        for form in lookup_forms(page.html, page.url):
            if form.action and visit.own(form.action) and _keys(form, inquiry):
                found.setdefault((form.action, form.number), Plan(page=page, form=form))
    return list(found.values())[:MOST_FORMS]


def _candidates(visit: Visit, inquiry: Inquiry) -> list[Shown]:
    pages: list[Shown] = []
    for start in dict.fromkeys([inquiry.site.channel_url, inquiry.site.home_url]):
        if not start or not visit.own(start) or (page := _try(visit, start)) is None:
            continue
        pages.append(page)
        inner = [url for url in frames(page.html, page.url) if visit.own(url)]
        links = [url for url in lookup_links(page.html, page.url) if visit.own(url)][:MOST_LINKS]
        pages.extend(p for url in [*inner, *links] if (p := _try(visit, url)) is not None)
        if any(lookup_forms(p.html, p.url) for p in pages):
            break
    return pages


def _try(visit: Visit, url: str) -> Shown | None:
    try:
        return visit.page(url)
    except FetchFailed:
        return None


def _pinned(way: LookupWay, page: Shown) -> LookupForm:
    discovered = next(iter(lookup_forms(page.html, page.url)), None)
    action = urljoin(page.url, way.action) if way.action else (discovered.action if discovered else page.url)
    return LookupForm(
        action=action,
        method=way.method,
        number=way.number or "",
        query_code=way.query_code or way.password or "",
        phone=way.phone or "",
        title=way.title or "",
        captcha=way.captcha_parameter or "",
        captcha_url=urljoin(page.url, way.captcha) if way.captcha else "",
        extra={**(discovered.extra if discovered else {}), **way.extra},
    )


def _keys(form: LookupForm, inquiry: Inquiry) -> dict[str, str]:
    """Return the parameters that we can fill; empty where the form asks for one that we lack."""
    code = inquiry.receipt.query_code or inquiry.query_password
    wanted = {form.number: inquiry.receipt.number, form.query_code: code, form.title: inquiry.title}
    wanted.pop("", None)
    asked = {name: value for name, value in wanted.items() if name in {form.number, form.query_code}}
    if not asked or not all(asked.values()):
        return {}
    return {name: value for name, value in wanted.items() if value}


def look_up(visit: Visit, plan: Plan, inquiry: Inquiry, challenger: Challenger | None) -> Shown:
    """Send the look-up and return the page that comes back.

    Raises:
        FetchFailed: the site did not answer.
        CaptchaUnanswered: no operator, or none of the tries was taken.
    """
    form = plan.form
    charset = "gb18030" if _GBK.search(plan.page.html[:3000]) else "utf-8"
    values = {**form.extra, **_keys(form, inquiry)}
    attempts = MOST_PICTURES if form.captcha else 1
    for attempt in range(1, attempts + 1):
        if form.captcha:
            text = _ask(visit, plan, inquiry, challenger, attempt)
            if text == "":
                continue
            values[form.captcha] = text
        page = visit.submit(form.action, values, method=form.method, referer=plan.page.url, charset=charset)
        if not (form.captcha and _WRONG_CAPTCHA.search(page.html)):
            return page
    raise CaptchaUnanswered("查询验证码多次未填对,请人工查询")


def _ask(visit: Visit, plan: Plan, inquiry: Inquiry, challenger: Challenger | None, attempt: int) -> str:
    if challenger is None or not plan.form.captcha_url:
        raise CaptchaUnanswered("查询须填验证码,没有人填写")
    picture = visit.picture(plan.form.captcha_url, referer=plan.page.url)
    text = challenger.solve(
        Challenge(
            site=inquiry.site.name,
            kind="image",
            picture=picture,
            page_url=plan.page.url,
            attempt=attempt,
            prompt="查询答复的验证码",
        )
    )
    if text is None:
        raise CaptchaUnanswered("查询验证码无人填写")
    return text


def says_not_found(html: str) -> bool:
    """Whether a look-up's page says that it found nothing."""
    return bool(NOT_FOUND.search(html))
