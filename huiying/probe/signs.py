"""Signs that the site took the letter which are no sentence (pure); each counts only beside a request that went well."""

from __future__ import annotations

from huiying.probe.few_signs import number_of_address
from huiying.probe.news import new_lines
from huiying.probe.outcome_words import CHECK_URLS, DONE, SUCCESS_CLASSES, TRUE_KEYS
from huiying.probe.page import AfterPress, PageText
from huiying.probe.receipt import fresh_number


def sign_of(before: PageText, after: AfterPress) -> str:
    """Return in Chinese what shows it: a script's `success: true`, a new number's address, a class, a button; "" for nothing."""
    posted = [r for r in after.responses if r.method not in {"GET", "HEAD"} and not CHECK_URLS.search(r.url)]
    good = [r for r in posted if r.status < 400 and TRUE_KEYS.search(r.text)]
    if len(good) == 1 and len(posted) == 1:
        return "网站对提交请求返回成功"
    if number := _number_of_redirect(before, after):
        return f"提交后网站转到编号为 {number} 的网页"
    if not posted or any(r.status >= 400 for r in posted):
        return ""
    new = after.page.classes - before.classes if after.page is not None else frozenset()
    if sign := next((name for name in sorted(new) if SUCCESS_CLASSES.search(name)), ""):
        return f"页面出现成功标记（{sign}）"
    done = _first_done(before, after)
    return f"页面显示“{done}”" if done else ""


def _number_of_redirect(before: PageText, after: AfterPress) -> str:
    """Return the number in the address to which the site led after it took the form's own POST, another page than the form's."""
    posted = any(one.kind == "Document" and one.method == "POST" and one.status < 400 for one in after.responses)
    if not posted or after.page is None or after.page.status >= 400:
        return ""
    elsewhere = after.page.url.partition("?")[0] != before.url.partition("?")[0]
    url = after.page.url
    return (fresh_number(url, before.url) or number_of_address(url, before.url)) if elsewhere else ""


def _first_done(before: PageText, after: AfterPress) -> str:
    lines = new_lines(before.text, after.page.text) if after.page is not None else []
    return next((line for line in lines if DONE.fullmatch(line)), "")
