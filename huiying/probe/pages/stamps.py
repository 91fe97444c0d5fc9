"""Who gave a reply and when, as its own first and last lines say it."""

from __future__ import annotations

import re
from itertools import pairwise

from huiying.model import Stated
from huiying.probe.pages.dates import find_dates, stated_alone
from huiying.probe.pages.flat import clean
from huiying.probe.pages.speakers import Said, Who, read_head

UNIT_WORD = (
    r"[\u4e00-\u9fff]{2,24}(?:局|委|办|厅|处|科|所|站|院|中心|政府|公司|大队|支队|街道|办事处|镇|乡|部|会|集团|室)"
)
_HEAD = re.compile(
    rf"^[\[【(（]?(?P<unit>{UNIT_WORD})?[\]】)）]?\s*(?:于|在)?\s*"
    r"(?P<when>[\[(（【]?[\d〇○一二三四五六七八九十年月日号/:. T：-]{6,30}[\])）】]?)?\s*"
    r"(?:的)?(?:官方)?(?:回复|答复|回应)?(?:说|道)?[:：]?$"
)
_TAIL = re.compile(
    r"[。！!；;]\s*(?P<stamp>[(（\[]?[\u4e00-\u9fff ]{0,24}20\d{2}[-/.]\d{1,2}[-/.]\d{1,2}[ \d:]{0,9}[\u4e00-\u9fff ]{0,24}[)）\]]?)$"
)
"""A stamp that stands on the reply's last line, after its last sentence."""
_SIGNED = re.compile(
    r"[。！!；;?？][ )）”]*(?P<stamp>[(（]?[\u4e00-\u9fff]{2,24}[,，]?\s*[\d〇○一二]{4}[^。！!；;]{4,14})$"
)


_SEAL = re.compile(r"[(（][公盖]?章[)）]")
_SPEAKS = re.compile(
    rf"^(?:(?P<unit>{UNIT_WORD})[:：] *(?=您|你(?!单位|局|办|公司)|网友|市民|尊敬)"
    rf"|(?P<said>{UNIT_WORD})(?:官方)?(?:回复|答复|反馈)(?:如下)?[:：]\s*|[\[【](?P<marked>{UNIT_WORD})[\]】][:：]?\s*(?=[^\s\d\[【(（]))"
)
"""A unit that speaks, not one that is written to."""


def office_head(line: str, year: int = 0) -> Said | None:
    """Return what a line says that only names an office and a time; None for any other line."""
    said = read_head(line, year)
    return said if said and said.who in {Who.OFFICE, Who.REPLY_STEP} and said.name and said.when else None


def by_heads(text: str) -> list[str]:
    """Return the parts of a text in which several offices speak, each below (or each above) the line that names it.

    Where the text neither begins nor ends with such a line it can't be told whose words are whose: it is one part.
    """
    lines = text.splitlines()
    heads = [place for place, line in enumerate(lines) if office_head(line)]
    if len(heads) < 2 or (heads[0] != 0 and heads[-1] != len(lines) - 1):
        return [text]
    cuts = [*heads, len(lines)] if heads[0] == 0 else [0, *(place + 1 for place in heads)]
    return ["\n".join(lines[low:high]) for low, high in pairwise(cuts)]


def without_head(text: str) -> tuple[str, str, Stated | None]:
    """Split off a first line that only says who replied and when (市人社局 2024-02-06 09:30 回复:)."""
    if speaks := _SPEAKS.match(text):
        return text[speaks.end() :], speaks["unit"] or speaks["said"] or speaks["marked"], None
    first, _, rest = text.partition("\n")
    if rest and (said := office_head(first)) is not None:
        return rest.strip(), said.name, said.when
    second, _, below = rest.partition("\n")
    if below and re.fullmatch(UNIT_WORD, first.strip()) and (when := stated_alone(second)) is not None:
        return below.strip(), first.strip(), when
    match = _HEAD.match(first.strip())
    if not rest or match is None or not (match["unit"] or match["when"]):
        return text, "", None
    when = stated_alone(match["when"]) if match["when"] else None
    if when is None and not first.strip().endswith(
        ("回复:", "回复:", "答复:", "答复:", "回复：", "答复：", "回复", "答复")
    ):
        return text, "", None
    return rest.strip(), match["unit"] or "", when


def without_stamp(text: str, year: int = 0) -> tuple[str, str, Stated | None]:
    """Split off a last line that is the page's own stamp (市人社局 2024-02-06 09:30); a letter's signature stays."""
    if (tail := _TAIL.search(text)) is not None and len(found := find_dates(tail["stamp"])) == 1:
        unit = clean(tail["stamp"][: found[0][1]] + tail["stamp"][found[0][2] :]).strip("[]【】()（） ")
        if not unit or re.fullmatch(UNIT_WORD, unit):
            return text[: tail.start("stamp")].strip(), unit, found[0][0]
    rest, _, last = text.rpartition("\n")
    if rest and "年" not in last and (said := office_head(last, year)) is not None:
        return rest.strip(), said.name, said.when
    dates = find_dates(last)
    if not rest or len(dates) != 1 or "年" in last:
        return text, "", None
    when, start, end = dates[0]
    unit = clean(last[:start] + last[end:]).strip("[]【】()（）:： ")
    unit = re.sub(r"(?:于|官方)?(?:回复|答复)?(?:于)?$", "", unit)
    if (unit and not re.fullmatch(UNIT_WORD, unit)) or (not unit and _unit_alone(rest.rpartition("\n")[2])):
        return text, "", None
    return rest.strip(), unit, when


def signature(text: str) -> tuple[str, Stated | None]:
    """Return the unit and the date under which a reply is signed: its last lines are a unit, a date or both, or they
    stand after its last sentence.
    """
    lines = [line.strip("()（）[]【】 ") for line in text.splitlines()]
    if len(lines) > 1 and (own := _unit_and_date(lines[-1])) is not None:
        unit, when = own
        return unit or _unit_alone(lines[-2]), when
    if len(lines) > 2 and _unit_alone(lines[-1]) and (own := _unit_and_date(lines[-2])) is not None and not own[0]:
        return _unit_alone(lines[-1]), own[1]
    if len(lines) > 1 and _unit_alone(lines[-1]):
        return _unit_alone(lines[-1]), None
    if lines and (tail := _SIGNED.search(lines[-1])) is not None and (own := _unit_and_date(tail["stamp"])) is not None:
        return own if own[0] else ("", None)
    return "", None


def _unit_alone(line: str) -> str:
    return line if re.fullmatch(UNIT_WORD, line) else ""


def _unit_and_date(line: str) -> tuple[str, Stated] | None:
    """Return what a line says that is a date, alone or with a unit; None for any other line."""
    dates = find_dates(line)
    if len(dates) != 1:
        return None
    when, start, end = dates[0]
    rest = _SEAL.sub("", clean(line[:start] + line[end:])).strip("()（）,，:： ")
    unit = _unit_alone(rest)
    return (unit, when) if unit or not rest else None
