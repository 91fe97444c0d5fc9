"""The `[answer]` table of a site's recipe: where and how the site shows answers. Data only; every key may be left out.

Without it the ways are discovered from the pages (huiying.probe.pages.links).
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from huiying.errors import BadInput


def _selector(text: str) -> str:
    if re.search(r"javascript:|<script|[{}]", text, re.IGNORECASE):
        raise ValueError("只能写 CSS 选择器")
    return text


def _address(text: str) -> str:
    if re.match(r"\s*(?:javascript|data|file|ftp):", text, re.IGNORECASE):
        raise ValueError("只能写网址（http、https 或相对于首页的路径）")
    return text


Selector = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_selector)]
Address = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_address)]
Parameter = Annotated[str, Field(min_length=1, max_length=200)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class LookupWay(_Table):
    """Look-up by number and query code: the page with the form, where it is sent, and the names of its parameters.

    `action` defaults to the form's own; `extra` are fixed parameters; `captcha` is the picture's address and
    `captcha_parameter` the name under which the operator's text is sent.
    """

    page: Address
    action: Address | None = None
    method: Literal["get", "post"] = "post"
    number: Parameter | None = None
    query_code: Parameter | None = None
    phone: Parameter | None = None
    password: Parameter | None = None
    title: Parameter | None = None
    name: Parameter | None = None
    extra: dict[Parameter, str] = Field(default_factory=dict)
    captcha: Address | None = None
    captcha_parameter: Parameter | None = None
    script: bool = False


class ListWay(_Table):
    """A public list: `pages` are its first pages; further ones by `next` (a CSS selector) or by `pattern` with {page}."""

    pages: tuple[Address, ...] = Field(min_length=1)
    next: Selector | None = None
    pattern: Annotated[str, Field(max_length=2000, pattern=r"\{page\}")] | None = None
    first: int = Field(1, ge=0, le=10)
    most: int = Field(5, ge=1, le=50)
    entry: Selector | None = None
    script: bool = False


class DetailPins(_Table):
    """Where on a detail page things stand, as CSS selectors; what is not pinned is read by its words."""

    text: Selector | None = None
    answered_at: Selector | None = None
    asked_at: Selector | None = None
    unit: Selector | None = None
    state: Selector | None = None
    title: Selector | None = None
    number: Selector | None = None


class AnswerWays(_Table):
    """The ways in which a site shows answers. `mail`: it answers by mail only, its pages need not be visited."""

    lookup: LookupWay | None = None
    list: ListWay | None = None
    same_page: Address | None = None
    detail: DetailPins = DetailPins()
    mail: bool = False
    script: bool = False

    @property
    def named(self) -> bool:
        """Whether any way is named, so that none need be discovered."""
        return bool(self.lookup or self.list or self.same_page or self.mail)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The pages on which lists and letters stand."""
        return (*((self.same_page,) if self.same_page else ()), *(self.list.pages if self.list else ()))


class RepostWays(_Table):
    """The `[reposts]` table of a recipe: where a site shows what it republished. Whoever writes it vouches for it.

    `list` are the columns that hold every such item; `search` is the address of the site's search with {title} in it,
    written in `charset`.
    """

    list: ListWay | None = None
    search: Annotated[str, Field(max_length=2000, pattern=r"\{title\}"), AfterValidator(_address)] | None = None
    charset: Literal["utf-8", "gbk", "gb18030"] = "utf-8"
    script: bool = False


def ways_from(raw: object, *, where: str) -> AnswerWays:
    """Return the ways of a recipe's `[answer]` table; `where` is the file, for the message.

    Raises:
        BadInput: says the key's path and what is wrong with it.
    """
    try:
        return AnswerWays.model_validate(raw)
    except ValidationError as error:
        details = error.errors()[0]
        path = ".".join(["answer", *(str(part) for part in details["loc"])])
        raise BadInput(
            where=where, what=f"{path} {_WORDS.get(details['type']) or _said(details['msg'])}", do="请修改后再试"
        ) from error


_WORDS = {
    "missing": "没有填写",
    "extra_forbidden": "是不认识的设置项",
    "string_too_short": "没有填写",
    "too_short": "没有填写",
    "string_type": "应为文字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "literal_error": "只能是 get 或 post",
    "tuple_type": "应为列表",
    "model_type": "应为一节设置",
    "dict_type": "应为一节设置",
    "string_pattern_mismatch": "应包含 {page}",
    "greater_than_equal": "的值太小",
    "less_than_equal": "的值太大",
    "string_too_long": "太长",
}


def _said(message: str) -> str:
    return message.removeprefix("Value error, ") if message.startswith("Value error, ") else "的值不正确"
