"""What the conditions of a page's script say of its controls (pure): `if (… == "") … 请输入标题`, and its like.

A variable that was set from a control stands for it. Conditions joined by && demand none of several controls by itself, and what
is only tested where the control holds something demands nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from huiying.probe.loops import EACH
from huiying.probe.operands import Aliases, closing, meets_none, takes_only_blank, target_of
from huiying.probe.refusals import Manner, manner_of

MAX_CONDITIONS = 2000
_CONDITION = 300
_BODY = 260
_BLOCK = 3000

_IF = re.compile(r"\bif\s*\(")
_EMPTY = re.compile(
    r"""^\(*\s*(?P<left>[^=<>]{1,200}?)\s*(?:={2,3}\s*(?:""|''|null|undefined|0|-1|["'](?:0|-1)["'])|<=?\s*\d{1,4})\s*\)*$"""
    r"""|^\(*\s*(?P<fails>[\w$.]{1,60}\([^=<>!&]{1,160}?\)|[^=<>!&]{1,160}?(?:\.checked|\((?:"|')(?::?checked)(?:"|')\)))\s*(?:={2,3}\s*(?:false|!1)|!={1,2}\s*(?:["']?true["']?|!0))\s*\)*$"""
    r"""|^\(*\s*(?:""|''|null)\s*={2,3}\s*(?P<right>[^=<>]{1,200}?)\s*\)*$"""
    r"""|^\(*\s*!\s*(?P<not>[^=<>!&]{1,200}?)\s*\)*$"""
    r"""|^\(*\s*(?:[\w$.]*\.)?(?:is_?(?:empty|null|blank|nothing)\w*|check(?:null|empty)|StrIsNull)\s*\((?P<call>[^()]{1,80}(?:\([^()]{0,60}\)[^()]{0,30})*)\)\s*(?:={2,3}\s*(?:true|""))?\s*\)*$""",
    re.IGNORECASE,
)
_HOLDS = re.compile(r"""^\(*\s*(?P<of>[^=<>!]{1,200}?)\s*={2,3}\s*["'](?P<held>[^"'\n]{2,60})["']\s*\)*$""")
_PICKS = re.compile(r"getAttribute|\battr\(|hasClass|className|dataset|\.(?:name|id)\b|required|\.data\(")
_LENGTH = re.compile(
    r"^[\s(]*(?P<left>[^=<>!]{1,200}?)\s*(?P<sign>[<>]=?)\s*(?P<number>\d{1,5})\s*\)*$|^[\s(]*(?P<turned>\d{1,5})\s*(?P<gis>[<>]=?)\s*(?P<right>[^=<>!]{1,200}?)\s*$"
)
_OF_LENGTH = re.compile(r"[长短字超多少限]|不足")
_TEST = re.compile(
    r"""(?P<rule>/(?:[^/\\\n]|\\.){1,200}/\w*|[\w$.]{1,60})\.test\s*\(\s*(?P<of>[^()]{1,80}(?:\(\s*["'][^()"']{0,60}["']\s*\)[^()]{0,30})?(?:\(\))?)\s*\)"""
)
_FLAG = re.compile(r"([A-Za-z_$][\w$]{0,40})\s*=\s*(?=[^=;\n]{1,200}\.test\s*\()([^;\n]{1,300})")
_FILLED = re.compile(r"""^\(*\s*(?P<of>[^=<>!&|]{1,200}?)\s*(?:!={1,2}\s*(?:""|'')|(?:\.length)?\s*>\s*0)\s*\)*$""")
_TRUTHY = re.compile(r"^\(*\s*(?P<of>(?![A-Za-z_]\w*\()[^=<>!&|]{1,160}?)\s*\)*$")
_ROUND = re.compile(r"\bif\s*\(([^{};]{1,200})\)\s*\{\s*(?:(?:var|let|const)\b[^;{}]{0,160};\s*)*$")
"""The condition of the block that has only just been opened."""
_CALL = re.compile(
    r"""\b(?:is_?(?:empty|null|blank|selected)|che?c?k_?(?:null|empty|blank)|not_?(?:empty|null)|required)\w*\s*\(\s*(?P<of>[A-Za-z_$][\w$.]{0,100}|["'][\w$.-]{1,80}["'])\s*,[^()]{0,60}?["'](?P<said>[^"'()\n]{2,60})["']\s*\)""",
    re.IGNORECASE,
)
_NAMED_CALL = re.compile(
    r"""(?<![\w$.])(?!(?:attr|prop|css|data|val|text|html|append|setAttribute)\b)[\w$]{2,40}\(\s*(?:[\w$.]{1,40}\s*,\s*)?["']#?(?P<name>[A-Za-z_][\w$.-]{0,60})["']\s*,\s*["'](?P<said>[^"'()\n]{2,60})["']\s*[,)]"""
)
"""A helper that is handed a control's name and what to say of an empty one: isNull(f, "xm", "请填写姓名")."""
_HANDED = re.compile(
    r"""(?<![\w$.])(?!(?:if|while|for|switch|return)\b)[\w$]{2,40}\(\s*(?P<of>(?:document\.|this\.|[A-Za-z_$]\w{0,20}\.)[\w$.]{1,80}|(?:\$|document\.getElementById)\(\s*["'][^"'\n]{1,60}["']\s*\)(?:\.val\(\)|\.value)?)\s*,\s*["'](?P<said>[^"'()\n]{2,60})["']\s*[,)]"""
)
"""A helper that is handed a control and what to say of an empty one: need(document.f.title, "请填写标题")."""
_SAYS_NOTHING_ELSE = re.compile(
    r"^(?!.*(?:正确|有效|合法|格式|超过|以内)).*(?:不能为空|不可为空|必填|请(?:先|您)?(?:填写|输入|选择))"
)
_SAYS_EMPTY = re.compile(
    r"空|请|未[填输选写]|没有?[填输选写]|必[填须选]|不能少|缺少|完整|至少|忘|还没|不得少|不足|[太过]短"
)
_REFUSES = re.compile(
    r"\breturn\s*(?:\(?\s*(?:false|!1)|;|\})|\.preventDefault\(\s*\)|\breturnValue\s*=\s*(?:false|!1)"
)
_TELLS = re.compile(r"(?:alert|msg|tips?|toast|message|layer|warn|error)\w*\s*\(", re.IGNORECASE)
"""What an else-if does that only tells, and so leaves the sending to the last else."""
_STOPS = re.compile(
    r"\breturn\s*(?:\(?\s*(?:false|!1)|[\"'](?=[^\"'\n]{0,40}[\u4e00-\u9fa5]))|\.preventDefault\(\s*\)|\breturnValue\s*=\s*(?:false|!1)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One check: of a control (by name or id, in a form's name where the script says it), its words, and what it is.

    `demands`: an empty control is refused. `alone`: the words speak of this control only. `held`: the text in it that is refused
    where that is not "": an empty control is refused only where the page itself put it there (姓名...). `least`, `most`: the
    number of characters that it compares with; 0 where it compares none.
    """

    name: str
    form: str = ""
    message: str = ""
    demands: bool = True
    alone: bool = True
    held: str = ""
    least: int = 0
    most: int = 0


def conditions(text: str, aliases: Aliases, manner: Manner | None = None) -> Iterator[Check]:
    """Yield what the conditions of the script say, in their order; `manner` is that of the whole script."""
    manner = manner or manner_of(text)
    for match in islice(_IF.finditer(text), MAX_CONDITIONS):
        end = closing(text, match.end(), _CONDITION)
        if end < 0:
            continue
        body = re.split(r"\bif\s*\(|\bfunction\b|\belse\b", text[end + 1 : end + 1 + _BODY])[0]
        messages = manner.said(body)
        messages.sort(
            key=lambda one: not _SAYS_EMPTY.search(one)
        )  # a title may stand before it: alert("网站", "请填写…")
        message = re.sub(r"<[^>]{0,60}>", "", messages[0]) if messages else ""
        round_it = _ROUND.search(text[max(0, match.start() - _BODY) : match.start()])
        filled = _filled(round_it.group(1), aliases) if round_it else frozenset()
        told = bool(_TELLS.search(body)) and _in_chain(text, match.start(), end)
        told = told or manner.lowers(body)
        found = _of_condition(text[match.end() : end], message, body, aliases, told=told)
        yield from (one for one in found if (one.form, one.name) not in filled)
        yield from _of_held(text[match.end() : end], message, aliases)
        yield from _of_valid(text, match.end(), end, aliases, manner=manner, message=message, told=told)
    for match in islice(_CALL.finditer(text), MAX_CONDITIONS):
        operand, said = match.group("of"), match.group("said")
        target = ("", operand[1:-1]) if operand[0] in "\"'" else target_of(operand, aliases)
        if target and (_SAYS_EMPTY.search(said) or operand[0] in "\"'"):
            yield Check(form=target[0], name=target[1], message=said if _SAYS_EMPTY.search(said) else "")
    for match in islice(_NAMED_CALL.finditer(text), MAX_CONDITIONS):
        if _SAYS_NOTHING_ELSE.search(match.group("said")):
            yield Check(name=match.group("name"), message=match.group("said"))
    for match in islice(_HANDED.finditer(text), MAX_CONDITIONS):
        target = target_of(match.group("of"), aliases) if _SAYS_NOTHING_ELSE.search(match.group("said")) else None
        if target is not None:
            yield Check(form=target[0], name=target[1], message=match.group("said"))


def _of_condition(condition: str, message: str, body: str, aliases: Aliases, *, told: bool) -> Iterator[Check]:
    if _OF_LENGTH.search(message) or (_STOPS if message else _REFUSES).search(body):
        yield from _of_lengths(condition, message, aliases)
    if not (_SAYS_EMPTY.search(message) or (_REFUSES if not message else _STOPS).search(body) or told):
        return
    targets: set[tuple[str, str]] = set()
    for either in condition.split("||"):
        clauses = either.split("&&")
        tested = {one for clause in clauses if (one := _tested(clause, aliases)) is not None}
        tested -= {one for one in tested if len(clauses) > 1 and re.search(rf"\b{re.escape(one[1])}\s*\(", either)}
        if len(tested) == 1 and not tested & _filled(either, aliases) and not _of_some(either, tested):
            targets |= tested
    for form, name in sorted(targets):
        yield Check(form=form, name=name, message=message if len(targets) == 1 else "", alone=len(targets) == 1)


def _of_lengths(condition: str, message: str, aliases: Aliases) -> Iterator[Check]:
    """What is refused for its length: x.length > 200, 1000 < lengthOf(x); bytes counted for characters give the words alone."""
    for match in (_LENGTH.match(one) for one in re.split(r"\|\||&&", condition)):
        if match is None:
            continue
        operand, sign = match.group("left") or match.group("right"), match.group("sign") or match.group("gis")
        number = int(match.group("number") or match.group("turned"))
        target = target_of(operand, aliases) if "len" in operand.lower() else None
        if target is None or number < 2:
            continue
        beyond = (">" in sign) is bool(match.group("left"))
        bound = number + (("=" in sign) if not beyond else -("=" in sign))
        bound = bound if re.search(r"\.length$", operand.strip()) and "replace" not in operand else 0
        if message or bound:
            yield Check(
                form=target[0],
                name=target[1],
                message=message,
                demands=False,
                least=0 if beyond else bound,
                most=bound if beyond else 0,
            )


def _of_some(condition: str, tested: Collection[tuple[str, str]]) -> bool:
    """Whether a condition over elements of a kind picks some of them by more than the kind."""
    return any(name.startswith(EACH) for _, name in tested) and bool(_PICKS.search(condition))


def _of_held(condition: str, message: str, aliases: Aliases) -> Iterator[Check]:
    """What is refused while it still holds the page's own words: x == "姓名..." … 请填写您的姓名."""
    if not _SAYS_EMPTY.search(message):
        return
    found = (_HOLDS.match(one.strip()) for one in condition.split("||"))
    for match in (one for one in found if one is not None):
        target = target_of(match.group("of"), aliases)
        if target is not None:
            yield Check(form=target[0], name=target[1], demands=False, held=match.group("held"))


def _filled(condition: str, aliases: Aliases) -> frozenset[tuple[str, str]]:
    """The controls that a condition lets through only where they hold something: x != "" && …"""
    clauses = condition.split("&&") if "||" not in condition else ()
    found = (_FILLED.match(one.strip()) or _TRUTHY.match(one.strip()) for one in clauses if not _blank(one))
    targets = (target_of(one.group("of"), aliases) for one in found if one)
    return frozenset(one for one in targets if one is not None)


def _blank(clause: str) -> str:
    """The operand of a clause that only blank texts meet: rule.test(x), the rule for blanks alone; "" for any other."""
    match = _TEST.fullmatch(clause.strip(" \t\r\n("))
    return match.group("of") if match and takes_only_blank(match.group("rule").rpartition("/")[0][1:]) else ""


def _tested(clause: str, aliases: Aliases) -> tuple[str, str] | None:
    if blank := _blank(clause):
        return target_of(blank, aliases)
    match = _EMPTY.match(clause.strip())
    if match is None:
        return None
    operand = next(one for one in match.groups() if one is not None)
    if _TEST.search(operand):
        return None
    shorter = "<" in clause
    return target_of(operand, aliases) if not shorter or ".length" in operand or "Length" in operand else None


def _of_valid(
    text: str, start: int, end: int, aliases: Aliases, *, manner: Manner, message: str, told: bool
) -> Iterator[Check]:
    """What is only let through filled: `if (x != "" && rule.test(x)) … true … else … false`, or refused by a rule."""
    condition, after = text[start:end], text[end + 1 : end + 1 + 2 * _BODY]
    then, _, otherwise = after.partition("else")
    if filled := _FILLED.match(condition.strip()):
        said = _else_says(text, end + 1, manner)
        target = target_of(filled.group("of"), aliases) if _SAYS_EMPTY.search(said) else None
        if target is not None:
            yield Check(form=target[0], name=target[1], message=said)
            return
    refuses = _REFUSES.search(re.split(r"\bif\s*\(|\bfunction\b", then)[0])
    passes = re.search(r"\breturn\s*(?:true|!0)", then) and _REFUSES.search(re.split(r"\bfunction\b", otherwise)[0])
    negated = condition.strip().startswith("!")
    if "||" in condition or not (passes if not negated else refuses or told):
        return
    tested: set[tuple[str, str]] = set()
    for clause in condition.split("&&"):
        filled = _FILLED.match(clause.strip())
        operand = filled.group("of") if filled else _ruled(clause, text, start)
        target = target_of(operand, aliases) if operand else None
        if target is not None:
            tested.add(target)
    if len(tested) == 1 and (not negated or "&&" not in condition):
        form, name = tested.pop()
        yield Check(form=form, name=name, message=message if negated else "")


def _in_chain(text: str, at: int, end: int) -> bool:
    """Whether a condition is one of several of which only the last else sends: else stands before it or behind its block."""
    if re.search(r"\belse\s*$", text[max(0, at - 12) : at]):
        return True
    opened = re.match(r"\s*\{", text[end + 1 : end + 21])
    close = closing(text, end + 1 + opened.end(), _BODY, "{}") if opened else -1
    return close >= 0 and bool(re.match(r"\s*else\b", text[close + 1 : close + 20]))


def _else_says(text: str, at: int, manner: Manner) -> str:
    """The words of what is done else, behind the block that begins here; "" where there are none."""
    opened = re.match(r"\s*\{", text[at : at + 20])
    end = closing(text, at + opened.end(), _BLOCK, "{}") if opened else -1
    otherwise = re.match(r"\}\s*else\s*\{?([^{}]{0,200})", text[end : end + 240]) if end >= 0 else None
    return next(iter(manner.said(otherwise.group(1))), "") if otherwise else ""


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
    return operand if meets_none(rule.rpartition("/")[0][1:]) and not re.search(guard, before[-_BODY:]) else ""
