"""What a page's script says of lengths by numbers alone (pure): the tables of validators, and comparisons that refuse.

Only a comparison whose own words speak of too long or too short is one; a number's range (min: 1, max: 120 of an age) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from huiying.probe.operands import Aliases, target_of

MAX_SPANS = 200
_LISTED = re.compile(
    r"""(?<![\w$.-])["']?(?P<name>[A-Za-z_$][\w$.-]{0,60})["']?[ \t]{0,8}:\s{0,20}\[(?P<rules>[^\[\]]{1,800})\]"""
)
"""title: [{ required: true }, { min: 2, max: 50 }]."""
_RULE = re.compile(r"\{[^{}]{1,300}\}")
_NUMBER = re.compile(r"""\btype\s*:\s*["'](?:number|integer|float|array|date)""")
_KEYED = re.compile(
    r"""(?<![\w$.-])["']?(?P<name>[A-Za-z_$][\w$.-]{0,60})["']?[ \t]{0,8}:\s{0,20}\{(?P<rules>[^{}]{1,400})\}"""
    r"""|(?<![\w$.-])["']?(?P<outer>[A-Za-z_$][\w$.-]{0,60})["']?[ \t]{0,8}:\s{0,20}\{[^{}]{0,160}\bvalidators["']?\s{0,8}:\s{0,8}\{"""
    r"""(?P<inner>(?:[^{}]{0,120}\{[^{}]{0,200}\}){1,6})"""
)
"""title: { minlength: 2, maxlength: 50 }, title: { validators: { stringLength: { min: 2, max: 50 } } }."""
_BOUND = re.compile(r"\b(?P<end>min|max)\s*:\s*(?P<size>\d{1,5})\b")
_LENGTH = re.compile(
    r"\b(?P<end>min|max)length[\"']?\s*:\s*(?P<size>\d{1,5})\b|\brangelength[\"']?\s*:\s*\[\s*(?P<low>\d{1,5})\s*,\s*(?P<high>\d{1,5})"
    r"|\bstringLength[\"']?\s*:\s*\{(?P<inner>[^{}]{1,200})"
)
_COMPARED = re.compile(
    r"""(?<![\w$.])(?P<of>[\w$][\w$.#'"()\[\]:-]{0,100})\.length\s{0,4}(?P<sign>[<>]=?)\s{0,4}(?P<size>\d{1,5})\b(?P<then>[^;{}]{0,40}\{?[^;{}]{0,160})"""
)
_TOO = {
    ">": re.compile(r"超|过[长多]|太[长多]|[多大长]于|以内"),
    "<": re.compile(r"[太过]短|[少小短]于|不足|至少|最少|不够"),
}


def spans_of(text: str, aliases: Aliases) -> Iterator[tuple[str, str]]:
    """Yield (name, the length in words) of what the script says of each control."""
    for match in islice(_LISTED.finditer(text), MAX_SPANS):
        yield from ((match.group("name"), said) for said in _of_list(match.group("rules")))
    for match in islice(_KEYED.finditer(text), MAX_SPANS):
        name = match.group("name") or match.group("outer")
        yield from ((name, said) for said in _of_keys(match.group("rules") or match.group("inner")))
    for match in islice(_COMPARED.finditer(text), MAX_SPANS):
        target = target_of(match.group("of"), aliases)
        name = target[1] if target else ""
        sign, size = match.group("sign"), int(match.group("size"))
        if name and size > 1 and _TOO[sign[0]].search(match.group("then")):
            yield name, _words("max", size - (sign == ">=")) if sign[0] == ">" else _words("min", size + (sign == "<="))


def _words(end: str, size: int) -> str:
    return f"不超过{size}字" if end == "max" else f"至少{size}字"


def _of_list(rules: str) -> Iterator[str]:
    for rule in _RULE.findall(rules):
        if not _NUMBER.search(rule):
            yield from (_words(one.group("end"), int(one.group("size"))) for one in _BOUND.finditer(rule))


def _of_keys(rules: str) -> Iterator[str]:
    for one in _LENGTH.finditer(rules):
        if one.group("low"):
            yield _words("min", int(one.group("low")))
            yield _words("max", int(one.group("high")))
        elif one.group("inner"):
            yield from (
                _words(each.group("end"), int(each.group("size"))) for each in _BOUND.finditer(one.group("inner"))
            )
        else:
            yield _words(one.group("end"), int(one.group("size")))
