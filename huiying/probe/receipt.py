"""Receipt numbers and query codes, wherever a site shows them (pure)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from huiying.model import Receipt

_KINDS = (
    "受理|信件|办件|查询|回执|留言|咨询|工单|登记|事项|来信|诉求|业务|投诉|申请|提问|问题|邮件|反馈|处理|服务|订单|跟踪|凭证|建议|"
    "意见|信息|提交|案件|流水|序列"
)
NUMBER_LABELS = rf"(?:{_KINDS})(?:编号|编码|单号|序号|号(?!码))|(?:受理|信件|查询|回执|留言|办件|来信)号码|工单号|流水号|受理单号|编号"
CODE_LABELS = "查询密码|查询码|查询口令|查询验证码|查询凭证|查询密钥|信件密码|访问密码|回执密码|校验码|密码|密钥"
NUMBER_KEYS = frozenset(
    {
        "bh",
        "xjbh",
        "slbh",
        "bjbh",
        "lybh",
        "zxbh",
        "cxbh",
        "lsh",
        "slh",
        "number",
        "no",
        "sn",
        "receipt",
        "receiptno",
        "ticket",
        "acceptno",
        "letterno",
        "serialno",
        "queryno",
        "querynum",
    }
)
CODE_KEYS = frozenset(
    {"cxm", "cxmm", "querycode", "querypwd", "querypassword", "pwd", "password", "chaxunma", "accesscode", "searchcode"}
)

_NUMBER_KEY = re.compile(
    r"(letter|mail|accept|receipt|ticket|order|serial|appeal|consult|message|case|petition|work|apply|business|query|reply)"
    r"(no|num|number|sn|bh|code|id)"
)
_CODE_KEY = re.compile(r"(query|search|access|find|cx|select)(code|pwd|password|key|mm|word)")
BETWEEN = r"[\s\u3000\xa0]*(?:分别)?(?:[为是]|[:：])?[\s\u3000\xa0:：]*[【\[“\"'‘(（「<《]*[\s\u3000]*"
_RUN = r"([A-Za-z0-9][A-Za-z0-9_\-]{1,39})"
_NUMBER = re.compile(rf"(?<![备案证文标码])(?:{NUMBER_LABELS}){BETWEEN}{_RUN}")
_CODE = re.compile(rf"(?:{CODE_LABELS}){BETWEEN}{_RUN}")
_PAIR = re.compile(
    rf"(?:{NUMBER_LABELS})\s*(?:[和与及、,，/]|以及)\s*(?:您的)?(?:{CODE_LABELS})\s*(?:分别)?\s*[为是:：]*\s*{_RUN}\s*[,，、;；/和与及\s]+\s*{_RUN}"
)
_LATER = re.compile(rf"(?:{CODE_LABELS})[^A-Za-z0-9\n]{{2,60}}[:：]\s*\n\s*{_RUN}\s*(?:\n|$)")
"""A code that stands alone on the line below a sentence that speaks of it."""

MAX_TEXT = 50000


def read_receipt(texts: Iterable[str], *, patterns: Iterable[str] = ()) -> Receipt:
    """Return what the texts show, the earlier text first; several different numbers in one text count as none."""
    number = code = ""
    for text in texts:
        found = _one(text[:MAX_TEXT], tuple(patterns))
        number = number or found.number
        code = code or found.query_code
    return Receipt(number=number, query_code=code)


def few_signs_in_json(text: str) -> str:
    """Return the number of one or two signs that a script's answer carries under a name that only a letter's number has."""
    found = (
        value
        for key, value in _pairs(text)
        if re.fullmatch(r"[1-9]\d?", value)
        and (name := re.sub(r"[^a-z0-9]", "", key.lower())) not in {"no", "sn", "number"}
        and (name in NUMBER_KEYS or _NUMBER_KEY.fullmatch(name))
        and not name.endswith("code")
    )
    return next(found, "")


def receipt_in_json(text: str) -> Receipt:
    """Return what a script's answer carries under well-known keys; an empty receipt where it is no JSON object."""
    number = code = ""
    for key, value in _pairs(text):
        name = re.sub(r"[^a-z0-9]", "", key.lower())
        if not re.fullmatch(r"[A-Za-z0-9_\-]{3,40}", value):
            continue
        if _CODE_KEY.fullmatch(name) or name in CODE_KEYS:
            code = code or value
        elif (name in NUMBER_KEYS or _NUMBER_KEY.fullmatch(name)) and not number and any(c.isdigit() for c in value):
            number = value
    return Receipt(number=number, query_code=code)


def receipt_in_url(url: str) -> Receipt:
    """Return what an address carries in its query."""
    try:
        pairs = dict(parse_qsl(urlsplit(url).query)[:50])
    except ValueError:
        return Receipt()
    return receipt_in_json(json.dumps(pairs))


def fresh_number(url: str, before: str) -> str:
    """Return the number of a letter that an address carries under a name that can mean nothing else, and did not before."""
    number = receipt_in_url(url).number
    try:
        names = {
            re.sub(r"[^a-z0-9]", "", key.lower()) for key, value in parse_qsl(urlsplit(url).query) if value == number
        }
    except ValueError:
        return ""
    plain = names and not names & {"no", "sn", "number"}
    return number if plain and len(number) >= 4 and number not in before else ""


def words_of_json(text: str) -> str:
    """Return the texts of a JSON answer, one a line; the text itself where it is none."""
    values = [value for _, value in _pairs(text)]
    return "\n".join(values) if values else text


def _one(text: str, patterns: tuple[str, ...]) -> Receipt:
    for pattern in patterns:
        if match := re.search(pattern, text):
            groups = match.groupdict()
            return Receipt(number=groups.get("number") or "", query_code=groups.get("query_code") or "")
    if match := _PAIR.search(text):
        return Receipt(number=match[1], query_code=match[2])
    codes = set(_CODE.findall(text)) or set(_LATER.findall(text))
    numbers = {token for token in _NUMBER.findall(text) if any(c.isdigit() for c in token)} - codes
    code = codes.pop() if len(codes) == 1 else ""
    return Receipt(number=numbers.pop() if len(numbers) == 1 else "", query_code=code)


def _pairs(text: str, limit: int = 500) -> list[tuple[str, str]]:
    stripped = text.strip()
    if callback := re.fullmatch(r"[\w.$]+\((.*)\);?", stripped, re.DOTALL):
        stripped = callback[1]
    if stripped[:1] not in {"{", "["}:
        return []
    try:
        data = json.loads(stripped)
    except (ValueError, RecursionError):
        return []
    found: list[tuple[str, str]] = []
    rest: list[tuple[str, object]] = [("", data)]
    while rest and len(found) < limit:
        key, value = rest.pop(0)
        if isinstance(value, dict):
            rest += [(str(name), inner) for name, inner in value.items()]
        elif isinstance(value, list):
            rest += [(key, inner) for inner in value]
        elif isinstance(value, bool) or value is None:
            found.append((key, {True: "true", False: "false", None: ""}[value]))
        else:
            found.append((key, str(value)))
    return found
