"""What a round says in a form: the texts, the citizen, the choices; and the variants of a text that fit a limit (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from huiying.model import BlockReason, Inquiry, Persona, Site
from huiying.probe.blocked import Blocked

_SENTENCE = re.compile(r"[^。!?!?;;\n]+[。!?!?;;]?")
_ASKS = re.compile(r"[??吗呢]|怎么|怎样|如何|哪|什么|是否|多少|多久|请问|能不能|可不可以")
LEAST_SIGN = 4
_ENDING = re.compile(r"[。!?!?;;]$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Values:
    """Everything that may be written or chosen. Empty texts are not known and never made up."""

    title: str
    body: str
    name: str
    phone: str
    email: str
    address: str = ""
    postcode: str = ""
    id_number: str = ""
    query_password: str = ""
    category: str = "咨询"
    department: str = ""
    unit: str = ""
    site: str = ""
    public: bool = False

    def text(self, field: str) -> str:
        """Return the text for a field; "" where there is none."""
        same = {"nickname": "name", "telephone": "phone", "query_password_confirm": "query_password"}
        name = same.get(field, field)
        return str(getattr(self, name)) if name in TEXT_FIELDS else ""


TEXT_FIELDS = frozenset(
    {"title", "body", "name", "phone", "email", "address", "postcode", "id_number", "query_password"}
)


def values_of(inquiry: Inquiry, persona: Persona, *, public: bool = False) -> Values:
    """Put together what this inquiry says; the inquiry's own alias stands for the persona's address."""
    site: Site = inquiry.site
    return Values(
        title=inquiry.title or inquiry.question.title,
        body=inquiry.body or inquiry.question.body,
        name=persona.name,
        phone=persona.phone,
        email=inquiry.alias or persona.email,
        address=persona.address,
        postcode=persona.postcode,
        id_number=persona.id_number,
        query_password=inquiry.query_password,
        category=inquiry.question.category or "咨询",
        department=site.department,
        unit=site.unit,
        site=site.name,
        public=public,
    )


def fitting(field: str, values: Values, *, minimum: int = 0, maximum: int = 0) -> str:
    """Return the variant of a text that fits the limits (characters; 0: none), whole sentences only.

    Raises:
        Blocked: FORM_CHANGED where no variant fits; the line says which limit.
    """
    text = values.text(field)
    variants = {"title": _titles, "body": _bodies}.get(field)
    for variant in variants(values) if variants else (text,):
        if len(variant) >= minimum and (not maximum or len(variant) <= maximum):
            return variant
    names = {"title": "标题", "body": "内容", "name": "姓名", "phone": "电话", "email": "邮箱", "address": "地址"}
    limit = f"{minimum or ''}{'—' if minimum and maximum else ''}{maximum or ''}"
    bound = "字以内" if not minimum else ("字" if maximum else "字以上")
    raise Blocked(
        BlockReason.FORM_CHANGED,
        f"{names.get(field, field)}要求{limit}{bound}，准备的文字是{len(text)}字，没有合适的写法，请调整咨询问题",
    )


def _titles(values: Values) -> Iterator[str]:
    title = values.title.strip()
    bare = _ENDING.sub("", title)
    yield title
    yield bare
    yield f"咨询：{bare}"
    yield f"咨询一个问题：{title}"
    yield f"关于“{bare}”的咨询"
    yield f"您好，想咨询一个问题：{title}"
    yield from sorted(_asking(values.body), key=len)


def _bodies(values: Values) -> Iterator[str]:
    body, title = values.body.strip(), values.title.strip()
    ended = body if _ENDING.search(body) else f"{body}。"
    head = title if _ENDING.search(title) else f"{title}。"
    yield body
    yield f"您好！{ended}"
    yield f"您好！{ended}谢谢！"
    yield f"您好！{head}{ended}谢谢！"
    yield f"您好！我想咨询一个问题：{head}{ended}希望能得到答复，谢谢！"
    yield f"您好！我想咨询一个问题：{head}{ended}打扰了，希望能在方便的时候给我答复，把具体的要求和办法告诉我，非常感谢！"
    yield from _asking(body)
    yield title


def _asking(text: str) -> list[str]:
    """Return the whole sentences that ask: what was said around them may be left out, the question never."""
    sentences = (one.strip() for one in _SENTENCE.findall(text))
    return [one for one in sentences if len(one) > 5 and _ASKS.search(one)]


def signs_of(values: Values) -> tuple[str, ...]:
    """Return sentences of which every variant of the letter holds one."""
    found = (_ENDING.sub("", values.title.strip()), values.body.strip(), *_asking(values.body))
    return tuple(dict.fromkeys(one for one in found if len(one) >= LEAST_SIGN))
