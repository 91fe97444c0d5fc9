"""Lines that only say who speaks and when (市人社局 2024-02-06 10:22), or which step of a letter's way was taken when."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from importlib.resources import files

from huiying.model import Stated
from huiying.probe.pages.dates import find_dates
from huiying.probe.pages.labels import UNIT_ENDINGS, name_of, says_nothing

_DATA = tomllib.loads(files(__package__).joinpath("speakers.toml").read_text(encoding="utf-8"))


class Who(Enum):
    """Who a line says to be speaking, or what a step is."""

    OFFICE = auto()
    CITIZEN = auto()
    REPLY_STEP = auto()
    ASK_STEP = auto()
    OTHER_STEP = auto()
    SYSTEM = auto()


STEPS = frozenset({Who.REPLY_STEP, Who.ASK_STEP, Who.OTHER_STEP})
LONGEST_HEAD = 60
_LONGEST_NAME, _LONGEST_POST = 12, 4
_SPLIT = re.compile(r"[\s:：,，|｜/()（）\[\]【】〔〕<>《》·•●◆■★☆—#\x1e\x1f]+|(?<![A-Za-z\d*])-+(?![A-Za-z\d])")
_ENDING = "|".join(sorted({*UNIT_ENDINGS, *_DATA["office"]["endings"]}, key=len, reverse=True))
_UNIT = re.compile(rf"[\u4e00-\u9fff\d]{{2,24}}(?:{_ENDING})")
_UNIT_AND_STEP = re.compile(
    rf"(?P<unit>[\u4e00-\u9fff\d]{{2,24}}(?:{_ENDING}))(?P<step>(?:已|正在)?[\u4e00-\u9fff]{{2,4}})"
)
_NOT_NAMED = re.compile("|".join(_DATA["office"]["not_in_names"]))
_IN_NAMES = re.compile("|".join(_DATA["office"]["in_names"]))
_STAFF, _CITIZENS, _VERBS = (frozenset(_DATA[kind]["words"]) for kind in ("office", "citizen", "verbs"))
_SYSTEM = frozenset(_DATA["system"]["words"])
_MASKED = re.compile(_DATA["citizen"]["masked"])
_STEP = re.compile(r"(?:已|待|正在)?(?P<word>[\u4e00-\u9fff]{2,6}?)(?:中|完成|成功|完毕|环节|阶段|节点)?")
_STEPS = {
    word: who
    for kind, who in (("other", Who.OTHER_STEP), ("ask", Who.ASK_STEP), ("reply", Who.REPLY_STEP))
    for word in _DATA["stages"][kind]
}
_COUNTS = re.compile(
    r"(?:^|(?<=\s))(?:#\d{1,8}|(?:阅读?|浏览|点击|点?赞|评论|热度|人气)(?:量|数|次数)?[:： ]{0,2}\d{1,8})(?=\s|$)"
)
_FIELD = re.compile(r"\s*[|｜丨]\s*[\u4e00-\u9fff]{2,6}[:：]\s*[\u4e00-\u9fff]{1,10}\s*(?=[|｜丨]|$)")
"""Another field on a line divided by bars (市人社局 | 2024-02-06 | 公开方式:公开)."""
_MARK = re.compile(r"[\W_]{0,3}|第?\d{1,3}[楼#层、.]?|[A-Za-zＱＡ]|沙发|板凳|置顶|[问答官网民]")
_OFFICE_CLASS, _CITIZEN_CLASS, _OPPOSITE = (
    frozenset(_DATA[kind]["classes"]) for kind in ("office", "citizen", "opposite")
)


_GREETING = re.compile(rf"[\s\W]*(?:{'|'.join(_DATA['replies']['greeting'])})")
_REPLIES = re.compile("|".join(_DATA["replies"]["verbs"]))


@dataclass(frozen=True, slots=True)
class Said:
    """What one piece of a head says: who (None for a time alone), the name as it stands, the time."""

    who: Who | None
    name: str = ""
    when: Stated | None = None
    named: bool = False
    """Whether the name is one by its own form, not only by standing beside a time."""


@lru_cache(maxsize=8192)
def read_head(piece: str, year: int = 0) -> Said | None:
    """Return what a piece of text says of who speaks and when; None where it says anything else.

    `year` completes a date that is written without one.
    """
    if not piece or len(piece) > LONGEST_HEAD:
        return None
    piece = _COUNTS.sub(" ", _FIELD.sub("", piece))
    dates = find_dates(piece, year=year)
    if len(dates) > 1:
        return None
    when, rest = None, piece
    if dates:
        when, low, high = dates[0]
        rest = f"{piece[:low]} {piece[high:]}"
    words = [part for word in _SPLIT.split(rest) if word for part in _parts(word)]
    kept = [word for word in words if word not in _VERBS or _step(word) in {Who.REPLY_STEP, Who.ASK_STEP}]
    if not kept:
        return Said(None, when=when) if when else None
    if not _SYSTEM.isdisjoint(kept):
        return Said(Who.SYSTEM, "", when, named=True)
    return _named(kept, when)


def _parts(word: str) -> tuple[str, ...]:
    """Return a unit and the step that it took as two words (市信访局受理)."""
    match = _UNIT_AND_STEP.fullmatch(word)
    return (match["unit"], match["step"]) if match and _step(match["step"]) else (word,)


def is_mark(piece: str) -> bool:
    """Whether a piece is an ornament that may stand beside a name (a floor's number, Q, 答)."""
    return _MARK.fullmatch(piece) is not None


def _named(words: list[str], when: Stated | None) -> Said | None:
    steps = [step for word in words if (step := _step(word)) is not None]
    if len(set(steps)) > 1:
        return None  # 来信:2024-02-05 回复:
    rest = [word for word in words if _step(word) is None]
    units = [word for word in rest if is_office(word)]
    people = [word for word in rest if word not in units and is_citizen(word)]
    strange = [word for word in rest if word not in units and word not in people]
    if (
        units
        and not people
        and len(strange) <= 1
        and all(len(w) <= _LONGEST_POST and not _is_other(w) for w in strange)
    ):
        name = next((unit for unit in units if unit not in _STAFF), "")
        return Said(steps[0] if steps else Who.OFFICE, name, when, named=True)
    if people and not units and len(strange) <= 1:
        return Said(Who.CITIZEN, people[-1], when, named=True)
    if steps and not rest:
        return Said(steps[0], "", when, named=True)
    if when and len(strange) == 1 and not (units or people or steps) and not _is_other(strange[0]):
        return Said(Who.CITIZEN, strange[0], when)
    return None


def _is_other(word: str) -> bool:
    if _UNIT.match(word) or len(word) > _LONGEST_NAME:
        return True
    return name_of(word) is not None or says_nothing(word)


def _step(word: str) -> Who | None:
    match = _STEP.fullmatch(word)
    return (_STEPS.get(word) or _STEPS.get(match["word"])) if match else None


def is_step(word: str) -> bool:
    """Whether a word is the name of a step."""
    return _step(word) is not None


def is_office(word: str) -> bool:
    """Whether a word names an office or those who answer for it."""
    return word in _STAFF or (_UNIT.fullmatch(word) is not None and _NOT_NAMED.search(_IN_NAMES.sub("", word)) is None)


def is_citizen(word: str) -> bool:
    """Whether a word names a citizen by its own form."""
    return word in _CITIZENS or _MASKED.fullmatch(word) is not None


def greets(text: str) -> bool:
    """Whether a text begins as an office's words to a citizen do."""
    return _GREETING.match(text) is not None


def says_reply(head: str) -> bool:
    """Whether a head says that what follows is a reply."""
    return _REPLIES.search(head) is not None


def is_anybody(name: str) -> bool:
    """Whether a name is that of anybody (网友): two who bear it need not be one."""
    return name in _CITIZENS and "我" not in name


def side_of(classes: str) -> str:
    """Return whose box one of these classes is: "office", "citizen", "opposite"; "" where it says nothing or both."""
    tokens = set(re.split(r"[\s_-]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", classes).lower())) | set(
        classes.lower().split()
    )
    office, citizen = bool(tokens & _OFFICE_CLASS), bool(tokens & _CITIZEN_CLASS)
    if office != citizen:
        return "office" if office else "citizen"
    return "opposite" if not office and tokens & _OPPOSITE else ""
