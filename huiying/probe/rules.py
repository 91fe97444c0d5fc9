"""What the rule tables in a page's script say of its fields (pure): name → the words for an empty one, "" where it has none.

jQuery validate, bootstrapValidator, nice-validator, element-ui and its kin, Validform, formValidator, ASP.NET's own, layui's
verify. The tables are scanned as text, bracket by bracket, never run; the scan is linear in the script's length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from huiying.probe.operands import closing, meets_none

MAX_TOKENS = 60_000
MAX_DEPTH = 200
OF_LAYUI = "lay-verify:"
"""Put before the name of a rule that layui's verify defines: a control names the rule in its lay-verify, not the rule the control."""

_TOKEN = re.compile(
    r"""(?:"(?P<double>[^"\n]{1,80})"|'(?P<single>[^'\n]{1,80})'|(?P<bare>[A-Za-z_$][\w$.-]{0,60}))\s*:(?!:)\s*(?P<open>[{\[])?"""
    r"""|"(?:[^"\\\n]|\\.){0,400}"|'(?:[^'\\\n]|\\.){0,400}'|[{}\[\]]"""
)
_TRUE = re.compile(r"""(?:true|!0)\b|["'](?P<said>[^"'\n]{1,80})["']""")
_STRING = re.compile(r"""["'](?P<said>[^"'\n]{1,200})["']""")
_WORD = re.compile(r"(?:^|[:;,|\s])required(?:[;,|\s(]|$)")
_FUNCTION = re.compile(
    r"(?:async\s+)?(?:function\b\s*[\w$]{0,40}\s*)?\(\s*(?P<first>[\w$]{1,40})\s*(?:,\s*(?P<second>[\w$]{1,40})\s*)?(?:,[^)]{0,60})?\)\s*(?:=>\s*)?\{"
)
_CHECKER = re.compile(
    r"(?:\bfunction\s+([\w$]{1,60})\s*|\b([\w$]{1,60})\s*[=:]\s*(?:async\s+)?(?:function\b\s*[\w$]{0,40}\s*)?)\(\s*[\w$]{1,40}\s*,\s*([\w$]{1,40})\s*,\s*[\w$]{1,40}\s*\)\s*(?:=>\s*)?\{"
)
_NAME = re.compile(r"[\w$.]{1,60}")
_VERIFY = re.compile(r"\.verify\s*\(\s*\{")
_ENTRY = re.compile(r"""["']?([\w$]{1,40})["']?\s*:\s*(?:(?P<list>\[\s*/)|(?P<call>(?:function\b\s*)?\())""")
_PATTERN = re.compile(r"/((?:[^/\\\n]|\\.){1,200})/")
_LINES = (
    re.compile(
        r"""\bcontroltovalidate\s*=\s*["']([\w$.:-]{1,120})["'];(?=(?:(?!controltovalidate)[^}]){0,400}?RequiredFieldValidatorEvaluate)()"""
    ),
    re.compile(
        r"""\$\(\s*["']#([\w.-]{1,60})["']\s*\)\s*\.formValidator\([^;]{0,300}?inputValidator\(\s*\{\s*min\s*:\s*[1-9]()"""
    ),
    re.compile(
        r"""\$\(\s*["']#([\w.-]{1,60})["']\s*\)\s*\.\w{3,20}\(\s*\{[^{}]{0,200}?\brequired\s*:\s*(?:true|!0)()"""
    ),
    re.compile(
        r"""\$\(\s*["'](?:#|\[name=["']?)([\w.-]{1,60})["']?\]?["']\s*\)\s*\.rules\(\s*["']add["']\s*,\s*\{[^{}]{0,120}?\brequired\s*:\s*(?:true|!0)()"""
    ),
)
_FIELD = frozenset({"name", "field", "prop", "id", "fieldname", "identifier"})
_DEMANDS = frozenset({"required", "require", "isrequired", "must", "notnull", "notempty"})
_SAID = re.compile(r"[\s(（*]*(?:此项|本项|该项)?为?必[填选须][项的]?[\s)）!！。]*")
"""A table of fields says of each what it is called and that it is demanded: {name: "xm", focusMsg: "必填"}, {field: "xm", must: 1}."""
_YES = re.compile(r"""\s*["']?(?:true|!0|1|yes|y)\b""", re.IGNORECASE)
_DREAMWEAVER = re.compile(r"\bMM_validateForm\(([^()]{3,2000})\)")
_EMPTY = re.compile(r"\s*[\"']empty[\"']")
_BETWEEN = frozenset({"rules", "validators", "rule", "validate"})
"""What stands between a field's name and its rules, and names no field. A component's props are required of its user, not of a person."""


@dataclass(slots=True)
class _Frame:
    """One open bracket: the name before it ("" for none), and what of Validform's or of a table of fields stands in it."""

    bracket: str
    name: str
    rules: dict[str, str] = field(default_factory=dict)


def ruled_fields(text: str) -> Iterator[tuple[str, str]]:
    """Yield (name, words) of each field that a rule table demands; a name of layui's verify bears OF_LAYUI."""
    for pattern in _LINES:
        for match in pattern.finditer(text):
            yield match.group(1), match.group(2)
    for match in islice(_DREAMWEAVER.finditer(text), 20):
        said = re.findall(r"""'([^'\n]{0,60})'|"([^"\n]{0,60})\"""", match.group(1))
        words = ["".join(one) for one in said]
        yield from ((name, "") for name, rule in zip(words[::3], words[2::3], strict=False) if rule.startswith("R"))
    yield from _tables(text, _checkers(text))
    for match in islice(_VERIFY.finditer(text), 20):
        yield from _verified(text[match.end() : match.end() + 4000])


def _tables(text: str, checkers: frozenset[str]) -> Iterator[tuple[str, str]]:
    stack: list[_Frame] = []
    for count, token in enumerate(_TOKEN.finditer(text)):
        if count > MAX_TOKENS:
            return
        name = token.group("double") or token.group("single") or token.group("bare") or ""
        if name:
            yield from _said_of(name, text, token.end(), stack, checkers)
        if name == "type":
            yield from _identified(text[token.end() : token.end() + 200], stack)
        bracket = token.group("open") or (token.group() if token.group() in "{}[]" else "")
        if bracket in {"{", "["}:
            if len(stack) < MAX_DEPTH:
                stack.append(_Frame(bracket=bracket, name=name))
        elif bracket:
            yield from _closed(stack, {"}": "{", "]": "["}[bracket])


def _closed(stack: list[_Frame], bracket: str) -> Iterator[tuple[str, str]]:
    while stack:
        frame = stack.pop()
        named = re.sub(r"^(?:#|:?input\[name=|\[name=)|\]$", "", frame.rules.get("ele", ""))
        kind = frame.rules.get("datatype", "")
        if named and frame.rules.get("ignore") != "ignore" and kind and not re.match(r"[*a-z]{1,2}0-\d", kind):
            yield named, frame.rules.get("nullmsg", "")
        if "field" in frame.rules and "must" in frame.rules:
            yield from ((one, "") for one in frame.rules["field"].split())
        if frame.bracket == bracket:
            return


def _said_of(key: str, text: str, at: int, stack: list[_Frame], checkers: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What `key: value` says of the field round it, or of the field that the key is."""
    if any(one.name == "props" for one in stack):
        return
    owner = next((one.name for one in reversed(stack) if one.name and one.name not in _BETWEEN), "")
    head = text[at : at + 400]
    if stack and stack[-1].bracket == "{":
        _of_a_table(key, head, stack)
    if key in {"ele", "datatype", "nullmsg", "ignore"} and stack:
        said = _STRING.match(head)
        stack[-1].rules[key] = said.group("said") if said else ""
    elif key == "required" and owner:
        true = _TRUE.match(head)
        if true:
            yield owner, true.group("said") or _message(text, at)
    elif key == "notEmpty" and owner:
        yield owner, _message(text, at)
    elif key == "validator" and owner:
        name, made = _NAME.match(head), _FUNCTION.match(head)
        value = (made.group("second") or made.group("first")) if made else ""
        inline = made is not None and _refuses_none(text, at + made.end(), value)
        if inline or (not made and name and name.group().split(".")[-1] in checkers):
            yield owner, ""
    else:
        said = _STRING.match(head)
        if said and _WORD.search(said.group("said")):
            yield key, ""


def _identified(head: str, stack: list[_Frame]) -> Iterator[tuple[str, str]]:
    """Semantic UI: {identifier: "xm", rules: [{type: "empty", prompt: words}]}."""
    if not _EMPTY.match(head):
        return
    named = next((one.rules["field"] for one in reversed(stack[-4:]) if "field" in one.rules), "")
    said = re.match(r"[^{}]{0,20}\bprompt\s*:\s*[\"']([^\"'\n]{2,60})", head)
    yield from ((one, said.group(1) if said else "") for one in named.split())


def _of_a_table(key: str, head: str, stack: list[_Frame]) -> None:
    """Keep what an entry of a table of fields says: what the field is called, and that it must be filled.

    The rules may stand in a list of their own: {name: "xm", rules: [{required: true}]}.
    """
    said, key, rules = _STRING.match(head), key.lower(), stack[-1].rules
    words = said.group("said") if said else ""
    if key in _FIELD and re.fullmatch(r"[\w.\[\]-]{1,60}", words):
        rules["field"] = f"{rules.get('field', '')} {words}"
    elif (
        (key in _DEMANDS and _YES.match(head))
        or _SAID.fullmatch(words)
        or (key in _BETWEEN and _WORD.search(words))
        or (key == "type" and words == "empty")
    ):
        rules["must"] = "1"
        within = next((index for index in range(len(stack) - 1, 0, -1) if stack[index].name), 0)
        if stack[within].name in _BETWEEN:
            stack[within - 1].rules["must"] = "1"


def _message(text: str, at: int) -> str:
    """The words that stand with a rule, before its bracket closes."""
    found = re.match(r"[^{}]{0,30}\{?[^{}]{0,80}?\bmessage[\"']?\s*:\s*[\"']([^\"'\n]{2,60})", text[at : at + 180])
    return found.group(1) if found else ""


def _refuses_none(text: str, at: int, value: str) -> bool:
    """Whether the function whose body begins at `at`, and which is handed a value, refuses an empty one."""
    end = closing(text, at, 600, "{}")
    body = text[at : end if end >= 0 else at + 400]
    v = rf"{re.escape(value)}(?:\.trim\(\))?"
    empty = rf"(?:!\s*{v}|{v}\s*={{2,3}}\s*(?:\"\"|''|null|undefined)|{v}\.length\s*(?:<=?\s*\d+|={{2,3}}\s*0))"
    found = re.search(rf"\bif\s*\(\s*{empty}\s*(?:\|\|[^{{}};]{{0,120}})?\)\s*\{{?([^{{}}]{{0,160}})", body)
    return bool(
        found and re.search(r"\bnew\s+Error|\breturn\s*[\"'`]|\breject\b|\breturn\s+(?:false|!1)", found.group(1))
    )


def _checkers(text: str) -> frozenset[str]:
    """The names of functions (rule, value, callback) that refuse an empty value."""
    return frozenset(
        match.group(1) or match.group(2)
        for match in _CHECKER.finditer(text)
        if _refuses_none(text, match.end(), match.group(3))
    )


def _verified(table: str) -> Iterator[tuple[str, str]]:
    """layui: verify({title: function (value) {…}, pass: [/pattern/, words]})."""
    for entry in _ENTRY.finditer(table):
        name = OF_LAYUI + entry.group(1)
        if entry.group("list"):
            rule = _PATTERN.match(table, entry.end() - 1)
            if rule and meets_none(rule.group(1)):
                yield name, ""
            continue
        made = _FUNCTION.match(table, entry.start("call"))
        if made and _refuses_none(table, made.end(), made.group("first")):
            yield name, ""
