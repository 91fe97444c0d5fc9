"""The office's own words: a TOML file of sentences in which {…} stands for what the figures say.

A sentence whose {fact} has nothing to say leaves; so does a paragraph without sentences and a section without
paragraphs, and the numbering closes up. {fact?} may be empty without that.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from pydantic import BaseModel, ConfigDict, ValidationError

from huiying.errors import BadInput

DEFAULT = "notice.toml"
_FACT = re.compile(r"\{([a-z_]+)(\?)?\}")
_BRACE = re.compile(r"[{}]")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Sentence(_Part):
    """A sentence, the facts that must be there besides those it uses, and those that must not."""

    text: str
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Block(_Part):
    """A paragraph: its sentences run on; `heading` is numbered （一）; `each` repeats it for every line of that fact."""

    sentences: tuple[Sentence, ...]
    heading: str = ""
    each: str = ""


class Section(_Part):
    """A section under a heading 一、."""

    heading: str
    paragraphs: tuple[Block, ...]


class Wording(_Part):
    """The whole notice in templates."""

    title: str
    addressees: str
    opening: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    annexes: Mapping[str, str]
    limits: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One paragraph of the finished text; level 1 is a heading 一、, level 2 begins with one （一）, 0 is plain."""

    text: str
    level: int = 0
    heading: str = ""


def default_wording() -> str:
    """Return the templates that come with the package, as the office gets them to edit."""
    return resources.files("huiying.report").joinpath(DEFAULT).read_text(encoding="utf-8")


def read_wording(
    text: str, *, where: str, facts: frozenset[str], annexes: Sequence[str], limits: Sequence[str]
) -> Wording:
    """Read templates; `facts` are the names that may stand in {…}, `annexes` and `limits` the keys of those tables.

    Raises:
        BadInput: it is no TOML, a key is unknown or absent, or a {…} is none of the facts.
    """
    try:
        wording = Wording.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(where=where, what=f"文件格式有误（{error}）", do="请对照原文件改正") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise BadInput(where=where, what=f"“{key}”缺少、多余或填写有误", do="请对照原文件改正") from None
    for table, given, keys in (("annexes", wording.annexes, annexes), ("limits", wording.limits, limits)):
        if wrong := sorted(set(given) ^ set(keys)):
            raise BadInput(where=where, what=f"“{table}.{wrong[0]}”缺少或多余", do="请对照原文件改正")
    for sentence in _sentences(wording):
        used = {match[1] for match in _FACT.finditer(sentence.text)} | {*sentence.when, *sentence.unless}
        unknown = sorted(used - facts - {"item"})
        if unknown or _BRACE.search(_FACT.sub("", sentence.text)):
            what = f"“{sentence.text[:30]}”中有不认识的内容{{{unknown[0] if unknown else '…'}}}"
            raise BadInput(where=where, what=what, do=f"可用的内容有：{'、'.join(sorted(facts))}")
    return wording


def _sentences(wording: Wording) -> list[Sentence]:
    found = [Sentence(text=wording.title), Sentence(text=wording.addressees), *wording.opening]
    return found + [
        sentence
        for section in wording.sections
        for block in section.paragraphs
        for sentence in (*block.sentences, Sentence(text=block.heading), Sentence(text=section.heading))
    ]


def fill(text: str, facts: Mapping[str, str]) -> str:
    """Return the text with its facts; "" where one that it needs has nothing to say."""
    if any(not match[2] and not facts.get(match[1]) for match in _FACT.finditer(text)):
        return ""
    return _FACT.sub(lambda match: facts.get(match[1], ""), text)


def compose(wording: Wording, facts: Mapping[str, str]) -> list[Line]:
    """Return the paragraphs of the notice, the opening first; nothing empty, nothing out of number."""
    lines = [Line(text=text) for text in [_join(wording.opening, facts)] if text]
    number = 0
    for section in wording.sections:
        blocks = [filled for block in section.paragraphs for filled in _fill_block(block, facts)]
        heading = fill(section.heading, facts)
        if not blocks or not heading:
            continue
        number += 1
        lines.append(Line(text=f"{numeral(number)}、{heading}", level=1))
        headed = sum(bool(title) for title, _ in blocks)
        count = 0
        for title, text in blocks:
            if title and headed > 1:
                count += 1
                lines.append(Line(text=text, level=2, heading=f"（{numeral(count)}）{title}。"))
            else:
                lines.append(Line(text=text))
    return lines


def _fill_block(block: Block, facts: Mapping[str, str]) -> list[tuple[str, str]]:
    if not block.each:
        text = _join(block.sentences, facts)
        return [(fill(block.heading, facts), text)] if text else []
    items = [item for item in facts.get(block.each, "").split("\n") if item.strip()]
    filled = [_join(block.sentences, {**facts, "item": item}) for item in items]
    return [(block.heading, text) for text in filled if text]


def _join(sentences: tuple[Sentence, ...], facts: Mapping[str, str]) -> str:
    return "".join(
        fill(sentence.text, facts)
        for sentence in sentences
        if all(facts.get(fact) for fact in sentence.when) and not any(facts.get(fact) for fact in sentence.unless)
    )


def numeral(number: int) -> str:
    """Return 一 to 九十九."""
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
