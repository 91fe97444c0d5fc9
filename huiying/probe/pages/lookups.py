"""Look-up forms (编号 + 查询码, 手机 + 标题): what they ask and how they are sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from huiying.probe.pages.flat import clean
from huiying.probe.pages.flatten import parse

MOST_FORMS = 50
MOST_INPUTS = 12

_NUMBER = re.compile(r"编号|编码|受理号|信件号|流水号|查询号|单号|办件号|序列号|登记号|受理码|回执号")
_CODE = re.compile(r"查询码|查询密码|密码|校验密码|提取码|查询口令|查询序列")
_CAPTCHA = re.compile(
    r"验证码|校验码|附加码|图片字符|captcha|yzm|vcode|checkcode|verify|rand(?:code)?$|validatecode|authcode",
    re.IGNORECASE,
)
_PHONE = re.compile(r"手机|电话|联系方式")
_NAME = re.compile(r"姓名|写信人|来信人|留言人")
_TITLE = re.compile(r"标题|主题|关键[字词]")
_NAMES = {
    "number": re.compile(r".*(?:bianhao|bh|number|serial|code_?no|xh|sn|lsh|num|no)$", re.IGNORECASE),
    "query_code": re.compile(r".*(?:cxm|cxmm|chaxunma|code|pwd|password|mima|passwd|pass)$", re.IGNORECASE),
    "phone": re.compile(r".*(?:phone|mobile|shouji|sjhm|tel|dianhua|lxdh)$", re.IGNORECASE),
}  # fmt: skip
_LOGIN = re.compile(r"登录|登陆|用户名|账号|帐号|注册")
_ASKS = re.compile(r"查询|查看|查找|检索|搜索|进度")
_SENDS = re.compile(r"提交留言|提交信件|我要留言|发表|立即提交|写信$|发送")
_PICTURE = re.compile(
    r"captcha|yzm|vcode|verify|valid|checkcode|randcode|authcode|imgcode|kaptcha|code\.|/code|rand", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True, slots=True)
class LookupForm:
    """A look-up form: where it goes and the names of its parameters ("" where it has none of that kind).

    `action` is "" where only a script sends it; then `button`, `picture` and `controls` (by parameter) are CSS selectors.
    """

    action: str
    method: str
    number: str = ""
    query_code: str = ""
    phone: str = ""
    name: str = ""
    title: str = ""
    captcha: str = ""
    captcha_url: str = ""
    button: str = ""
    picture: str = ""
    controls: dict[str, str] = field(default_factory=dict)
    number_or_phone: bool = False
    code_or_title: bool = False
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def script(self) -> bool:
        """Whether only a script sends it."""
        return not self.action


def lookup_forms(html: str, base_url: str) -> list[LookupForm]:
    """Return the page's look-up forms. A form in which a message could be written, or a log-in, is never one."""
    tree = parse(html)
    found = []
    for form in tree.css("form")[:MOST_FORMS]:
        one = _lookup(tree, form, base_url)
        if one is not None:
            found.append(one)
    if not found and tree.body is not None and tree.css_first("form") is None:
        one = _lookup(tree, tree.body, base_url)
        if one is not None:
            found.append(one)
    return found


def _lookup(tree: LexborHTMLParser, form: LexborNode, base_url: str) -> LookupForm | None:
    if form.css_first("textarea, input[type=file], [contenteditable]") is not None:
        return None
    inputs = [node for node in form.css("input, select") if _is_open(node)]
    if not 1 <= len(inputs) <= MOST_INPUTS:
        return None
    words = clean(form.text(deep=True, separator=" ")[:3000]) + " ".join(
        (node.attributes.get("value") or "")
        for node in form.css("input[type=submit], input[type=button], input[type=image]")
    )
    roles = _roles(tree, inputs)
    if _LOGIN.search(words) and not roles.get("number"):
        return None
    keyed = roles.get("number") or roles.get("query_code") or (roles.get("phone") and roles.get("title"))
    if _SENDS.search(words) or not keyed:
        return None
    action = (form.attributes.get("action") or "").strip() if form.tag == "form" else ""
    scripted = (
        form.tag != "form"
        or action.lower().startswith("javascript")
        or "return false" in (form.attributes.get("onsubmit") or "")
    )
    try:
        target = "" if scripted else urljoin(base_url, action or base_url)
    except ValueError:
        return None
    has_captcha = bool(roles.get("captcha"))
    return LookupForm(
        action=target,
        method="get" if (form.attributes.get("method") or "get").lower() == "get" else "post",
        number=roles.get("number", ""),
        query_code=roles.get("query_code", ""),
        phone=roles.get("phone", ""),
        name=roles.get("name", ""),
        title=roles.get("title", ""),
        captcha=roles.get("captcha", ""),
        captcha_url=_picture(form, base_url) if has_captcha else "",
        button=_button(form),
        picture=_picture_node(form)[1] if has_captcha else "",
        controls={name: path_to(node) for node in inputs if (name := _name_of(node)) in roles.values()},
        number_or_phone=_beside(inputs, roles.get("number", ""), _PHONE),
        code_or_title=_beside(inputs, roles.get("query_code", ""), _TITLE),
        extra=_extra(form, set(roles.values())),
    )


def _beside(inputs: list[LexborNode], name: str, words: re.Pattern[str]) -> bool:
    """Whether the text around a control says that something else will do as well (编号 … 或手机号码)."""
    for node in inputs:
        if name and name in {node.attributes.get("name"), node.attributes.get("id")} and node.parent is not None:
            text = re.sub(r"\s", "", node.parent.text(deep=True)[:300])
            return "或" in text and bool(words.search(text))
    return False


def _is_open(node: LexborNode) -> bool:
    kind = (node.attributes.get("type") or "text").lower()
    return (
        node.tag == "input"
        and kind in {"text", "password", "tel", "number", "search", ""}
        and "disabled" not in node.attributes
    )


def _roles(tree: LexborHTMLParser, inputs: list[LexborNode]) -> dict[str, str]:
    """Return role → parameter name, by the words around each control, then by its own name."""
    roles: dict[str, str] = {}
    unnamed: list[tuple[str, str]] = []
    for node in inputs:
        name = _name_of(node)
        if not name:
            continue
        role = next((role for role, pattern in _ROLES if pattern.search(_words_of(tree, node))), "")
        if role:
            roles.setdefault(role, name)
        else:
            unnamed.append((name, (node.attributes.get("type") or "").lower()))
    for name, kind in unnamed:
        if _CAPTCHA.search(name):
            roles.setdefault("captcha", name)
            continue
        role = next((role for role, pattern in _NAMES.items() if pattern.match(name)), "")
        if kind == "password":
            role = "query_code"
        if role:
            roles.setdefault(role, name)
    return roles


_ROLES = (
    ("captcha", _CAPTCHA),
    ("query_code", _CODE),
    ("number", _NUMBER),
    ("phone", _PHONE),
    ("title", _TITLE),
    ("name", _NAME),
)


def _words_of(tree: LexborHTMLParser, node: LexborNode) -> str:
    """Return the words that name a control: placeholder and title, its <label>, else the text right before it."""
    attributes = node.attributes
    own = f"{attributes.get('placeholder') or ''} {attributes.get('title') or ''} {attributes.get('aria-label') or ''}"
    ident = attributes.get("id") or ""
    if ident and re.fullmatch(r"[\w-]+", ident):
        label = tree.css_first(f'label[for="{ident}"]')
        if label is not None:
            own += label.text(deep=True)
    if own.strip():
        return re.sub(r"\s", "", own)[:80]
    for text in _before(node):
        return text
    return ""


def _before(node: LexborNode) -> Iterator[str]:
    """Yield the nearest text before a control, climbing up to four boxes, never past another control."""
    current: LexborNode | None = node
    for _ in range(4):
        if current is None:
            return
        sibling = current.prev
        while sibling is not None:
            if sibling.tag in {"input", "select"} or (
                sibling.tag != "-text" and sibling.css_first("input[type=text], select") is not None
            ):
                return
            text = re.sub(
                r"\s|\xa0|\u3000", "", sibling.text(deep=True) if sibling.tag != "-text" else sibling.text_content or ""
            )
            if text:
                yield text[-40:]
                return
            sibling = sibling.prev
        current = current.parent


def _extra(form: LexborNode, taken: set[str]) -> dict[str, str]:
    """Return the parameters that the form sends of itself: hidden fields, first options, ticked choices."""
    extra: dict[str, str] = {}
    for node in form.css("input, select")[:100]:
        name = (node.attributes.get("name") or "").strip()
        if not name or name in taken:
            continue
        kind = (node.attributes.get("type") or "text").lower()
        if node.tag == "select":
            option = node.css_first("option[selected]") or node.css_first("option")
            extra[name] = (option.attributes.get("value") or option.text()).strip()[:500] if option is not None else ""
        elif kind in {"radio", "checkbox"}:
            if "checked" in node.attributes:
                extra[name] = (node.attributes.get("value") or "on")[:500]
        elif kind not in {"button", "image", "reset", "file", "submit"}:
            extra[name] = (node.attributes.get("value") or "")[:2000]
    return extra


def _picture(form: LexborNode, base_url: str) -> str:
    source, _ = _picture_node(form)
    return urljoin(base_url, source) if source and not source.startswith("data:") else ""


def _picture_node(form: LexborNode) -> tuple[str, str]:
    """Return the captcha picture's source and selector; "" for none."""
    for node in form.css("img, canvas"):
        words = " ".join(node.attributes.get(key) or "" for key in ("src", "id", "class", "alt", "onclick", "title"))
        if _PICTURE.search(words) or "换" in words or "验证" in words:
            return (node.attributes.get("src") or "").strip()[:2000], path_to(node)
    return "", ""


def _name_of(node: LexborNode) -> str:
    return (node.attributes.get("name") or node.attributes.get("id") or "").strip()


def _button(form: LexborNode) -> str:
    """Return the selector of what a person would press to look up."""
    for node in form.css("button, input[type=submit], input[type=button], a"):
        words = re.sub(r"\s", "", node.text(deep=True)[:60]) or re.sub(r"\s", "", node.attributes.get("value") or "")
        if len(words) <= 8 and _ASKS.search(words) and not (node.tag == "a" and _leads_away(node)):
            return path_to(node)
    return ""


def _leads_away(node: LexborNode) -> bool:
    href = (node.attributes.get("href") or "").strip().lower()
    return bool(href) and not href.startswith(("#", "javascript"))


def path_to(node: LexborNode) -> str:
    """Return a CSS selector that leads to this element alone: by its id, else step by step from the page's body."""
    steps: list[str] = []
    current: LexborNode | None = node
    while current is not None and current.tag not in {"body", "html", None} and len(steps) < 60:
        ident = current.attributes.get("id") or ""
        if re.fullmatch(r"[A-Za-z][\w-]*", ident):
            steps.append(f"#{ident}")
            return " > ".join(reversed(steps))
        place, sibling = 1, current.prev
        while sibling is not None:
            place += sibling.tag == current.tag
            sibling = sibling.prev
        steps.append(f"{current.tag}:nth-of-type({place})")
        current = current.parent
    return " > ".join(["body", *reversed(steps)])
