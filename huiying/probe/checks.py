"""What a page's own script says of its fields (pure): which it refuses to send empty, and with what words.

The script is read as text, never run: `if (… == "") … 请输入标题` and the rule tables of the usual validators. A variable that
was set from a control stands for it. Conditions joined by && demand none of several controls by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

MAX_SCRIPT = 200_000
MAX_CHECKS = 200
MAX_CONDITIONS = 2000
_CONDITION = 300
_BODY = 260

_COMMENT = re.compile(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/|(?m:^\s*//.*$)")
_ALIAS = re.compile(r"(?:^|[;{},\n]|\b(?:var|let|const))\s*([A-Za-z_$][\w$]{0,40})\s*=\s*([^=;\n][^;\n]{1,160})")
_IF = re.compile(r"\bif\s*\(")
_QUOTED = re.compile(
    r"""(?:getElementById|getElementsByName|querySelector|\$|jQuery|\bg|\bid|\$id|elements|all|layui\.\$)\s*[(\[]\s*["'`]([^"'`\n]{1,120})["'`]"""
)
_BY_NAME = re.compile(r"""\[\s*name\s*=\s*\\?["']?([^"'\]\\\n]{1,80})\\?["']?\s*\]""")
_NAMED = re.compile(r"\[name:([^\]]{1,80})\]")
_EMPTY = re.compile(
    r"""^\(*\s*(?P<left>[^=<>]{1,200}?)\s*(?:={2,3}\s*(?:""|''|null|undefined|0|["']0["'])|<=?\s*\d{1,4})\s*\)*$"""
    r"""|^\(*\s*(?:""|''|null)\s*={2,3}\s*(?P<right>[^=<>]{1,200}?)\s*\)*$"""
    r"""|^\(*\s*!\s*(?P<not>[^=<>!&]{1,200}?)\s*\)*$"""
    r"""|^\(*\s*(?:[\w$.]*\.)?(?:is_?(?:empty|null|blank|nothing)\w*|check(?:null|empty)|StrIsNull)\s*\((?P<call>[^()]{1,80}(?:\([^()]{0,60}\)[^()]{0,30})*)\)\s*(?:={2,3}\s*(?:true|""))?\s*\)*$""",
    re.IGNORECASE,
)
_LONG = re.compile(r"^\(*\s*(?P<left>[^=<>]{1,200}?\.length)\s*>=?\s*\d{2,5}\s*\)*$")
_TEST = re.compile(
    r"""(?P<rule>/(?:[^/\\\n]|\\.){1,200}/\w*|[\w$.]{1,60})\.test\s*\(\s*(?P<of>[^()]{1,80}(?:\(\s*["'][^()"']{0,60}["']\s*\)[^()]{0,30})?(?:\(\))?)\s*\)"""
)
_FLAG = re.compile(r"([A-Za-z_$][\w$]{0,40})\s*=\s*(?=[^=;\n]{1,200}\.test\s*\()([^;\n]{1,300})")
_FILLED = re.compile(r"""^\(*\s*(?P<of>[^=<>!&|]{1,200}?)\s*(?:!={1,2}\s*(?:""|'')|(?:\.length)?\s*>\s*0)\s*\)*$""")
_METHODS = frozenset(
    {
        "value", "val", "text", "trim", "length", "replace", "toString", "html", "getContent", "getPlainTxt",
        "getContentTxt", "getData", "toLowerCase", "substr", "selectedIndex", "checked", "attr", "prop", "size",
    }
)  # fmt: skip
_FORM = re.compile(r"""^\s*document\s*\.\s*(?:forms\s*(?:\.|\[\s*["']))?([A-Za-z_$][\w$]{0,60})(?:["']\s*\])?\s*$""")
_CALL = re.compile(
    r"""\b(?:is_?(?:empty|null|blank|selected)|check_?(?:null|empty)|not_?(?:empty|null)|required)\w*\s*\(\s*([A-Za-z_$][\w$.]{0,100})\s*,[^()]{0,60}?["']([^"'()\n]{2,60})["']\s*\)""",
    re.IGNORECASE,
)
_SAYING = re.compile(r""""([^"\n]{4,120})"|'([^'\n]{4,120})'""")
_SAYS_EMPTY = re.compile(r"空|请|未[填输选写]|没有?[填输选写]|必[填须选]|不能少|缺少|完整|至少|忘|还没|不得少|不足")
_REFUSES = re.compile(r"\breturn\s*(?:\(?\s*(?:false|!1)|;|\})")
_MESSAGE = re.compile(r""""([^"\n]{2,160})"|'([^'\n]{2,160})'|`([^`\n]{2,160})`""")
_RULES = (
    re.compile(
        r"""["']?([\w.\[\]-]{1,60})["']?\s*:\s*(?:\{\s*rules\s*:\s*)?[\[{]\s*\{?[^{}\[\]]{0,120}?\brequired["']?\s*:\s*(?:true|!0|["'](?:true|required)["'])(?:[^{}]{0,80}?message["']?\s*:\s*["']([^"'\n]{2,60}))?"""
    ),
    re.compile(r"""["']?([\w.\[\]-]{1,60})["']?\s*:\s*["']required["']()"""),
    re.compile(
        r"""["']?([\w.\[\]-]{1,60})["']?\s*:\s*\{[^{}]{0,80}\bvalidators\s*:\s*\{\s*notEmpty\s*:\s*\{(?:[^{}]{0,40}?message\s*:\s*["']([^"'\n]{2,60}))?"""
    ),
    re.compile(
        r"""\bele\s*:\s*["'](?:#|\[name=|:input\[name=)?([\w.-]{1,60})(?:(?!\bele\b)[\s\S]){0,300}?\bnullmsg\s*:\s*["']([^"'\n]{2,60})"""
    ),
    re.compile(r"""\bcontroltovalidate\s*=\s*["']([\w$.:-]{1,120})["'];(?=[^}]{0,400}?RequiredFieldValidator)()"""),
    re.compile(
        r"""\$\(\s*["']#([\w.-]{1,60})["']\s*\)\s*\.formValidator\([^;]{0,300}?inputValidator\(\s*\{\s*min\s*:\s*[1-9]()"""
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One check: of a control (by name or id, in a form's name where the script says it), its words, and what it is.

    `demands`: an empty control is refused. `alone`: the words speak of this control only.
    """

    name: str
    form: str = ""
    message: str = ""
    demands: bool = True
    alone: bool = True


def checks_of(script: str) -> tuple[Check, ...]:
    """Return the checks of a page's script; linear in its length, never raises."""
    text = _BY_NAME.sub(r"[name:\1]", _COMMENT.sub("\n", script[:MAX_SCRIPT]))
    aliases = _aliases(text)
    found: dict[tuple[str, str, str], Check] = {}
    for check in (*_rules(text), *_conditions(text, aliases)):
        found.setdefault((check.name, check.form, check.message), check)
        if len(found) >= MAX_CHECKS:
            break
    return tuple(found.values())


def _rules(text: str) -> Iterator[Check]:
    for pattern in _RULES:
        for match in pattern.finditer(text):
            message = match.group(2) or ""
            said = "" if message.isascii() else message
            yield from (
                Check(name=name, message=said)
                for name in dict.fromkeys((match.group(1), match.group(1).split(".")[-1]))
            )


def _aliases(text: str) -> Mapping[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for match in _ALIAS.finditer(text):
        form = _FORM.match(match.group(2))
        target = ("", form.group(1)) if form else _direct(match.group(2))
        if target and len(found) < 400:
            found.setdefault(match.group(1), target)
    return found


def sayings_of(script: str) -> tuple[str, ...]:
    """Return what the script can say of lengths: its texts with a number and 字."""
    text = _COMMENT.sub("\n", script[:MAX_SCRIPT])
    said = ("".join(one) for one in islice(_SAYING.findall(text), 4000))
    return tuple(dict.fromkeys(one for one in said if "字" in one and re.search(r"\d", one)))[:30]


def _direct(expression: str) -> tuple[str, str] | None:
    """The control that an expression names outright: $("#title").val(), form1.title.value."""
    quoted = _QUOTED.search(expression)
    if quoted:
        named = _NAMED.search(quoted.group(1))
        last = (named.group(1) if named else re.split(r"[\s>#.,:]+", quoted.group(1).strip())[-1]).strip()
        return ("", last) if last else None
    if not re.search(r"\.(?:value|val\(\))", expression):
        return None
    return _path(expression)


def _path(expression: str) -> tuple[str, str] | None:
    paths = re.findall(r"[A-Za-z_$][\w$]{0,60}(?:\.[A-Za-z_$][\w$]{0,60}){0,6}", expression)
    for path in paths:
        parts = [one for one in path.split(".") if one not in _METHODS]
        parts = [one for one in parts if one not in {"document", "this", "window", "$", "jQuery", "forms", "all"}]
        if parts and parts[0] not in {"Trim", "trim", "String", "parseInt", "function", "return", "new"}:
            return (parts[-2] if len(parts) > 1 else "", parts[-1])
    return None


def _target(operand: str, aliases: Mapping[str, tuple[str, str]]) -> tuple[str, str] | None:
    target = _direct(operand) or _path(operand)
    if target is None:
        return None
    form, name = target
    if not form:
        return aliases.get(name, target)
    return (aliases[form][1] if form in aliases else form, name)


def _balanced(text: str, start: int, limit: int) -> int:
    """The index behind the bracket that closes the one before `start`; -1 beyond the limit."""
    depth = 1
    for index in range(start, min(len(text), start + limit)):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if depth == 0:
            return index
    return -1


def _conditions(text: str, aliases: Mapping[str, tuple[str, str]]) -> Iterator[Check]:
    for match in islice(_IF.finditer(text), MAX_CONDITIONS):
        end = _balanced(text, match.end(), _CONDITION)
        if end < 0:
            continue
        body = re.split(r"\bif\s*\(|\bfunction\b|\belse\b", text[end + 1 : end + 1 + _BODY])[0]
        messages = ["".join(one) for one in _MESSAGE.findall(body)]
        messages = [one for one in messages if not one.isascii()]
        message = re.sub(r"<[^>]{0,60}>", "", messages[0]) if messages else ""
        yield from _of_condition(text[match.end() : end], message, body, aliases)
        yield from _of_valid(text, match.end(), end, aliases)
    for match in islice(_CALL.finditer(text), MAX_CONDITIONS):
        target = _target(match.group(1), aliases)
        if target and _SAYS_EMPTY.search(match.group(2)):
            yield Check(form=target[0], name=target[1], message=match.group(2))


def _of_condition(condition: str, message: str, body: str, aliases: Mapping[str, tuple[str, str]]) -> Iterator[Check]:
    long = _LONG.match(condition.strip())
    if long and message:
        target = _target(long.group("left"), aliases)
        if target:
            yield Check(form=target[0], name=target[1], message=message, demands=False)
        return
    if not (_SAYS_EMPTY.search(message) or (not message and _REFUSES.search(body))):
        return
    targets: set[tuple[str, str]] = set()
    for either in condition.split("||"):
        tested = {one for clause in either.split("&&") if (one := _tested(clause, aliases)) is not None}
        if len(tested) == 1:
            targets |= tested
    for form, name in sorted(targets):
        yield Check(form=form, name=name, message=message if len(targets) == 1 else "", alone=len(targets) == 1)


def _tested(clause: str, aliases: Mapping[str, tuple[str, str]]) -> tuple[str, str] | None:
    match = _EMPTY.match(clause.strip())
    if match is None:
        return None
    operand = next(one for one in match.groups() if one is not None)
    shorter = "<" in clause
    return _target(operand, aliases) if not shorter or ".length" in operand or "Length" in operand else None


def _of_valid(text: str, start: int, end: int, aliases: Mapping[str, tuple[str, str]]) -> Iterator[Check]:
    """What is only let through filled: `if (x != "" && rule.test(x)) … true … else … false`, or refused by a rule."""
    condition, after = text[start:end], text[end + 1 : end + 1 + 2 * _BODY]
    then, _, otherwise = after.partition("else")
    refuses = _REFUSES.search(re.split(r"\bif\s*\(|\bfunction\b", then)[0])
    passes = re.search(r"\breturn\s*(?:true|!0)", then) and _REFUSES.search(re.split(r"\bfunction\b", otherwise)[0])
    negated = condition.strip().startswith("!")
    if "||" in condition or not (passes if not negated else refuses):
        return
    tested: set[tuple[str, str]] = set()
    for clause in condition.split("&&"):
        filled = _FILLED.match(clause.strip())
        operand = filled.group("of") if filled else _ruled(clause, text, start)
        target = _target(operand, aliases) if operand else None
        if target is not None:
            tested.add(target)
    if len(tested) == 1 and (not negated or "&&" not in condition):
        form, name = tested.pop()
        yield Check(form=form, name=name)


def _ruled(clause: str, text: str, at: int) -> str:
    """The operand that a clause puts to a rule which an empty one does not meet: rule.test(x), or a flag set from it."""
    before = text[max(0, at - 2 * _BODY) : at]
    flag = re.fullmatch(r"[\s(!]*([\w$]{1,40})[\s)]*(?:={2,3}\s*(?:true|false)\s*)?", clause)
    if flag:
        set_from = [one.group(2) for one in _FLAG.finditer(before) if one.group(1) == flag.group(1)]
        clause = set_from[-1] if set_from else ""
    match = _TEST.search(clause)
    if match is None:
        return ""
    rule, operand = match.group("rule"), match.group("of").strip()
    if not rule.startswith("/"):
        known = re.findall(rf"\b{re.escape(rule)}\s*=\s*(/(?:[^/\\\n]|\\.){{1,200}}/)", before)
        rule = known[-1] if known else ""
    guard = rf"{re.escape(operand)}\s*(?:!={{1,2}}\s*(?:\"\"|'')|\.length\s*(?:>|!=)|\)\s*\{{)"
    return operand if _meets_none(rule) and not re.search(guard, before[-_BODY:]) else ""


def _meets_none(rule: str) -> bool:
    """Whether a rule of the script is one that an empty text does not meet; an unreadable rule is taken to be met."""
    try:
        return bool(rule) and re.search(rule.rpartition("/")[0][1:], "") is None
    except (re.error, OverflowError, RecursionError):
        return False
