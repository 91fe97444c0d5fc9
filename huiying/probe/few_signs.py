"""Receipt numbers of a few signs (pure): 编号：1, Ticket #3, /tickets/3.

So short a number proves nothing by itself: it is read only beside something else that says that the letter was taken, and
never where it counts something (第1条, 共 3 条, 1/3).
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from huiying.probe.receipt import BETWEEN, NUMBER_LABELS

_LETTERS = "留言|来信|信件|咨询|问题|提问|诉求|意见|反馈|申请|请求|工单|投诉|建议|邮件|消息"
_ENGLISH = (
    "ticket|issue|request|reference|case|enquiry|inquiry|complaint|appeal|submission|consultation|petition|letter|"
    "tracking|confirmation|receipt"
)
_SIGNS = r"([A-Za-z]{0,4}\d{1,19})"
_COUNTS = "条|个|页|位|项|封|件|人|天|日|年|月|小时|分|秒|次|元|字|类|种|名|家|楼|[~～至到—%％]"
_END = rf"(?![\w\-/:：])(?!\.\d)(?!\s*(?:{_COUNTS}))"
_NUMBER = re.compile(
    rf"(?:(?<![备案证文标码])(?:{NUMBER_LABELS}|单号)|\b(?:{_ENGLISH})\s*(?:number|no\.?|id)\s*(?:is\b)?)"
    rf"{BETWEEN}(?:第\s*)?[#№]?\s*{_SIGNS}号?{_END}"
    rf"|(?:{_LETTERS}|\b(?:{_ENGLISH}))\s*[(（\[【]?\s*[#№]\s*(\d{{1,19}}){_END}",
    re.IGNORECASE,
)
_ADDRESSED = r"(?:tickets?|issues?|requests?|enquir(?:y|ies)|inquir(?:y|ies)|submissions?)"
_PATH = re.compile(rf"/{_ADDRESSED}[/_-]?(\d{{1,19}})(?:\.html?)?/?$", re.IGNORECASE)
_KEY = re.compile(rf"{_ADDRESSED}(?:id|no|num|number)?")


def few_signs(text: str) -> str:
    """Return the one number that the text gives the letter; "" for none or several."""
    found = {first or second for first, second in _NUMBER.findall(text)}
    return found.pop() if len(found) == 1 else ""


def number_of_address(url: str, before: str) -> str:
    """Return the number of the letter whose own page an address is: /tickets/3, /view?ticket_id=3; not one known before."""
    try:
        parts, earlier = urlsplit(url), urlsplit(before)
        pairs = parse_qsl(parts.query)[:50]
    except ValueError:
        return ""
    found = {value for name, value in pairs if _KEY.fullmatch(re.sub(r"[^a-z]", "", name.lower())) and value.isdigit()}
    if match := _PATH.search(parts.path):
        found.add(match[1])
    known = re.findall(r"\d+", f"{earlier.path} {earlier.query}")
    number = found.pop() if len(found) == 1 else ""
    return "" if number in known else number
