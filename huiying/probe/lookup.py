"""Looking a question up by what the site handed out: 编号 + 查询码, with an operator's captcha where the form asks one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from huiying.model import Inquiry, Persona
from huiying.ports import Challenge, Challenger
from huiying.probe.fetched import GONE, FetchFailed
from huiying.probe.page import Target
from huiying.probe.pages.labels import NOT_FOUND
from huiying.probe.pages.lookups import LookupForm, lookup_forms
from huiying.probe.pages.reading import PageReading
from huiying.probe.visit import Shown, Visit, drawing
from huiying.probe.ways import AnswerWays, LookupWay

MOST_FORMS = 3
MOST_PICTURES = 3
_WRONG_CAPTCHA = re.compile(
    r"(?:验证码|校验码|附加码)[^。\n<]{0,8}(?:错误|有误|不正确|不对|不匹配|已?过期|失效|不能为空)|请(?:重新)?输入(?:正确的)?验证码"
)
_GBK = re.compile(r"charset\s*=\s*[\"']?\s*gb", re.IGNORECASE)


class CaptchaUnanswered(Exception):
    """The look-up asks for a captcha and nobody answered it, or it was refused several times."""


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Keys:
    """What we hold to look our question up by; "" for what we do not. `name` and `phone` are the persona's."""

    number: str = ""
    code: str = ""
    phone: str = ""
    title: str = ""
    name: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A look-up form, the page on which it stands, and what goes into it."""

    page: Shown
    form: LookupForm
    values: dict[str, str]

    @property
    def by_number(self) -> bool:
        """Whether it names the letter by what only the site and we know."""
        return bool(self.form.number) and self.form.number in self.values


def plan_lookups(
    visit: Visit,
    ways: AnswerWays,
    keys: Keys,
    home: str,
    places: Sequence[str],
    *,
    failed: Callable[[str], None],
    hint: LookupWay | None = None,
) -> list[Plan]:
    """Return the look-ups that the site offers and for which we hold the keys, those by number first.

    `failed` is told in one Chinese line of each place that could not be read; a dead `hint` is none.

    Raises:
        FetchFailed: the page that a recipe names can't be had.
    """
    if ways.lookup is not None:
        return _named(visit, ways.lookup, keys, home, script=ways.script)
    found: dict[tuple[str, str], Plan] = {}
    if hint is not None:
        try:
            for plan in _named(visit, hint, keys, home, script=ways.script):
                found[(plan.form.action, "".join(plan.values))] = plan
        except FetchFailed as error:
            if error.status not in GONE:
                failed(error.note)
    for url in places:
        try:
            page = visit.page(url)
        except FetchFailed as error:
            failed(error.note)
            continue
        for form in lookup_forms(page.html, page.url):
            values = fill(form, keys)
            sendable = visit.own(form.action) if form.action else visit.drawable and bool(form.button)
            if sendable and values:
                found.setdefault((form.action, "".join(values)), Plan(page=page, form=form, values=values))
    return sorted(found.values(), key=lambda plan: not plan.by_number)[:MOST_FORMS]


def _named(visit: Visit, way: LookupWay, keys: Keys, home: str, *, script: bool) -> list[Plan]:
    page = visit.page(urljoin(home, way.page), script=way.script or script)
    form = _pinned(way, page)
    return [Plan(page=page, form=form, values=values)] if (values := fill(form, keys)) else []


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


def fill(form: LookupForm, keys: Keys) -> dict[str, str]:
    """Return the parameters of a look-up; empty where it asks for a key that we lack."""
    number = keys.number or (keys.phone if form.number_or_phone else "")
    code = keys.code or (keys.title if form.code_or_title else "")
    wanted = {
        form.number: number,
        form.query_code: code,
        form.phone: keys.phone,
        form.title: keys.title,
        form.name: keys.name,
    }
    wanted.pop("", None)
    # Where number and code are asked, what else it offers only narrows the search.
    keyed = bool(form.number and form.query_code)
    must = {form.number, form.query_code} if keyed else set(wanted) - {form.name}
    return (
        {name: value for name, value in wanted.items() if value} if must and all(wanted[name] for name in must) else {}
    )


def look_up(visit: Visit, plan: Plan, site: str, challenger: Challenger | None) -> Shown:
    """Send the look-up and return the page that comes back.

    Raises:
        FetchFailed: the site did not answer.
        CaptchaUnanswered: no operator, or none of the tries was taken.
    """
    form = plan.form
    if not form.action:
        return _look_up_drawn(visit, plan, site, challenger)
    charset = "gb18030" if _GBK.search(plan.page.html[:3000]) else "utf-8"
    values = {**form.extra, **plan.values}
    attempts = MOST_PICTURES if form.captcha else 1
    for attempt in range(1, attempts + 1):
        if form.captcha:
            text = _ask(visit, plan, site, challenger, attempt)
            if text == "":
                continue
            values[form.captcha] = text
        page = visit.submit(form.action, values, method=form.method, referer=plan.page.url, charset=charset)
        if not (form.captcha and _WRONG_CAPTCHA.search(page.html)):
            return page
    raise CaptchaUnanswered("查询验证码多次未填对，请人工查询")


def _look_up_drawn(visit: Visit, plan: Plan, site: str, challenger: Challenger | None) -> Shown:
    """Look up in the browser, where only a script sends the form; what would carry it to another host is refused there."""
    form, button = plan.form, Target(selector=plan.form.button)
    for attempt in range(1, (MOST_PICTURES if form.captcha else 1) + 1):
        browser = visit.open_drawn(plan.page.url)
        with drawing():
            values = dict(plan.values)
            if form.captcha:
                picture = browser.picture(Target(selector=form.picture)) if form.picture else b""
                values[form.captcha] = _solve(picture, plan, site, challenger, attempt)
            for name, value in values.items():
                browser.write(Target(selector=form.controls[name]), value)
            browser.prepare(button)
            browser.click(button)
            browser.settle()
        page = visit.shown(browser)
        if not (form.captcha and _WRONG_CAPTCHA.search(page.html)):
            return page
    raise CaptchaUnanswered("查询验证码多次未填对，请人工查询")


def _ask(visit: Visit, plan: Plan, site: str, challenger: Challenger | None, attempt: int) -> str:
    picture = visit.picture(plan.form.captcha_url, referer=plan.page.url) if plan.form.captcha_url else b""
    return _solve(picture, plan, site, challenger, attempt)


def _solve(picture: bytes, plan: Plan, site: str, challenger: Challenger | None, attempt: int) -> str:
    if challenger is None or not picture:
        raise CaptchaUnanswered("查询须填验证码，没有人填写")
    text = challenger.solve(
        Challenge(
            site=site,
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


def came_of(reading: PageReading, page: Shown, before: PageReading, form: Shown) -> bool:
    """Whether a look-up's page tells of our question what the form's page did not: side columns stand on both."""
    told = (reading.found, reading.state, reading.asked_at, reading.text)
    if told == (before.found, before.state, before.asked_at, before.text) or not any(told):
        return False
    refused = says_not_found(page.html) and not says_not_found(form.html)
    return bool(reading.answers) or not refused


def keys_of(inquiry: Inquiry, persona: Persona | None) -> Keys:
    """Return what our question can be looked up by."""
    return Keys(
        number=inquiry.receipt.number,
        code=inquiry.receipt.query_code or inquiry.query_password,
        phone=persona.phone if persona else "",
        name=persona.name if persona else "",
        title=inquiry.title or inquiry.question.title,
    )
