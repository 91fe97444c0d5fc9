"""How long a field may be: from the control's own attributes, and from what the page says (标题10-25字, 内容不少于20字) (pure)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huiying.probe.conditions import Check
from huiying.probe.controls import Control

UNBOUNDED = 20_000
"""A maxlength beyond this limits nothing (524288 is the browser's own)."""

_NUMBER = r"(\d{1,5})"
_UNIT = r"\s*(?:个|位(?=任意|汉字|中文|字))?\s*(?:任意|中文|汉)?(?:字符|字(?!节|母)|个(?=[,。;)以之]))"
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_RANGE = re.compile(_NUMBER + r"\s*(?:个?字符?)?\s*(?:-|~|—|–|－|～|到|至|—{1,2}|-{1,2})\s*" + _NUMBER + _UNIT)
_AT_LEAST = re.compile(
    r"(?:不得少于|不能少于|不少于|不低于|不得低于|至少|最少|(?<!不)(?<!不得)(?<!不能)(?:大于|多于)|>=|>|≥|不小于|最低)\s*(?:为|要|需|须|得|应)?\s*(?:输入|填写|写|有|来|含|包含)?\s*(?:个|满|够|到|上)?\s*"
    + _NUMBER
    + _UNIT
    + "|"
    + _NUMBER
    + _UNIT
    + r"\s*(?:以上|起)"
)
_MOST_WORDS = (
    r"不得超过|不能超过|不超过|不要超过|不多于|不得多于|至多|最多|最长|上限|限制在?|限定?在?|控制在|(?<!不)小于"
    r"|(?<!不)(?<!不得)(?<!不能)少于|<=|<|≤|不大于|不高于"
)
_AT_MOST = re.compile(
    rf"(?:{_MOST_WORDS})\s*(?:为|可以?|只?能)?\s*(?:输入|填写|在|写)?\s*{_NUMBER}{_UNIT}"
    rf"|{_NUMBER}{_UNIT}\s*(?:以内|之内|以下|内)"
    rf"|(?:还|可|剩余|剩)(?:能|可以?)?(?:再)?(?:输入|填写)?\s*{_NUMBER}{_UNIT}"
    r"|(?:^|\D)0\s*/\s*(\d{2,5})(?!\d)"
)
_BEYOND = re.compile(
    rf"(?:如果?|若|凡|当)[^,。;]{{0,8}}?(?<!不)(?<!未)(?:多于|大于|超过|超出|超)\s*{_NUMBER}{_UNIT}"
    rf"|字数(?:不得?超过|不能超过|限制?|上限|控制)?(?:为|在|是|:)\s*{_NUMBER}个?(?![\d个]|\s*[-~到至])"
)
"""What is done with more than so many, and 字数限制为100个: greatest numbers whose words or unit say it indirectly."""

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("标题", "主题", "题目"),
    "body": ("内容", "正文", "描述", "详情", "诉求"),
    "name": ("姓名", "称呼", "名字", "昵称"),
}
_MENTION = re.compile("|".join(word for words in _FIELDS.values() for word in words))


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """Least and greatest number of characters; 0 where there is none."""

    min: int = 0
    max: int = 0


def _arabic(text: str) -> str:
    """五百字 → 500字; only the plain forms that such notices use."""

    def value(match: re.Match[str]) -> str:
        digit, scale, more, tens = match.group(1), match.group(2), match.group(3), match.group(4)
        total = _DIGITS.get(digit or "一", 1) * {"十": 10, "百": 100, "千": 1000}[scale]
        if more:
            total += _DIGITS.get(more, 0) * ({"百": 10, "千": 100, "十": 1}[scale] if not tens else 10)
        return str(total)

    text = re.sub(r"([一二两三四五六七八九])?([十百千])([一二三四五六七八九])?(十)?(?=个?[字汉])", value, text)
    return re.sub(r"[二两三四五六七八九](?=个(?:汉?字|字符)|字以)", lambda one: str(_DIGITS[one.group()]), text)


def said(text: str) -> Limit:
    """Return the limit that a sentence states; the tightest where it states several."""
    text = _arabic(unicodedata.normalize("NFKC", text[:600])).replace(" ", "")
    least: list[int] = []
    most: list[int] = []
    for match in _RANGE.finditer(text):
        least.append(int(match.group(1)))
        most.append(int(match.group(2)))
    rest = _RANGE.sub("", text)
    most += [int(one) for match in _BEYOND.finditer(rest) for one in match.groups() if one]
    rest = _BEYOND.sub("", rest)
    least += [int(one) for match in _AT_LEAST.finditer(rest) for one in match.groups() if one]
    rest = _AT_LEAST.sub("", rest)
    most += [int(one) for match in _AT_MOST.finditer(rest) for one in match.groups() if one]
    low, high = max(least, default=0), min((one for one in most if one), default=0)
    return Limit(min=low, max=high) if not high or low <= high else Limit(max=high)


_RULED = re.compile(
    r"\b(?P<bound>max|min)_?(?:size|len(?:gth)?)\s*[\[:(=]\s*(?P<one>\d{1,5})"
    r"|(?:\b(?:range)?(?:length|size)\s*[\[(:]\s*\[?\s*|\bdatatype:[*s](?=\d+-))(?P<low>\d{0,5})\s*[,~-]\s*(?P<high>\d{1,5})",
    re.IGNORECASE,
)


def ruled(rules: Iterable[str]) -> Limit:
    """Return the limit that a control's rules for a validator state: maxSize[100], length(10~200), data-rule-maxlength."""
    limit = Limit()
    for match in (one for rule in rules for one in _RULED.finditer(rule[:400])):
        if match.group("one"):
            value = int(match.group("one"))
            limit = tighter(limit, Limit(max=value) if match.group("bound").lower() == "max" else Limit(min=value))
        else:
            limit = tighter(limit, Limit(min=int(match.group("low") or 0), max=int(match.group("high"))))
    return limit


def tighter(one: Limit, other: Limit) -> Limit:
    """Return the limit that satisfies both; the smaller maximum wins over a minimum that it contradicts."""
    most = min((value for value in (one.max, other.max) if value), default=0)
    least = max(one.min, other.min)
    return Limit(min=least if not most or least <= most else 0, max=most)


def own(maxlength: int, minlength: int, texts: Iterable[str], *, field: str = "", notes: Iterable[str] = ()) -> Limit:
    """Return a control's limit: its attributes and the texts beside it, without what they say of other fields.

    `notes` are the page's longer notes: a bare 30字以内 that stands in one on 标题 is no limit of 内容 below it.
    """
    limit = Limit(min=minlength, max=maxlength if maxlength <= UNBOUNDED else 0)
    others = [note for note in map(_tight, notes) if _MENTION.search(note) and not _speaks_of(field, note)]
    for text in map(_tight, texts):
        if not ((text and "字" in text) or "/" in text):
            continue
        if _MENTION.search(text):
            limit = tighter(
                limit, noted(field, [text]) if _several(text) or not _speaks_of(field, text) else said(text)
            )
        elif not any(text in note for note in others):
            limit = tighter(limit, said(text))
    return limit


def _tight(text: str) -> str:
    """Without the padding of 标　题."""
    return re.sub(r"\s+", "", text)


def _speaks_of(field: str, text: str) -> bool:
    return any(match.group() in _FIELDS.get(field, ()) for match in _MENTION.finditer(text))


def _several(text: str) -> bool:
    """Whether the text speaks of more than one field."""
    kinds = {kind for match in _MENTION.finditer(text) for kind, words in _FIELDS.items() if match.group() in words}
    return len(kinds) > 1


def noted(field: str, notes: Iterable[str]) -> Limit:
    """Return what the page's notes say of a field: the words from its mention up to the next field's or the sentence's end."""
    limit = Limit()
    for note in map(_tight, notes):
        mentions = list(_MENTION.finditer(note))
        for index, match in enumerate(mentions):
            if match.group() not in _FIELDS.get(field, ()):
                continue
            end = mentions[index + 1].start() if index + 1 < len(mentions) else len(note)
            part = re.split(r"[。;；!！\n]", note[match.end() : end])[0][:60]
            limit = tighter(limit, said(part))
    return limit


def limit_of(field: str, control: Control, notes: Iterable[str], checks: Iterable[Check]) -> Limit:
    """Return a control's limit from all that speaks of it: its attributes, the texts beside it, the page's notes, its script."""
    if control.kind not in {"text", "textarea", "richtext"}:
        return Limit()
    t, notes = control.texts, tuple(notes)
    near = (
        *t.label,
        t.left,
        t.item,
        t.item_after,
        *t.before[:1],
        *t.above[:1],
        *t.after[:1],
        t.placeholder,
        t.title,
        t.value,
        *t.below[:1],
        *(value for value in control.attributes.values() if not value.isascii()),
    )
    limit = own(control.maxlength, control.minlength, near, field=field, notes=notes)
    limit = tighter(limit, noted(field, notes))
    attributes = (f"{key}:{value}" for key, value in control.attributes.items() if key != "class")
    limit = tighter(limit, ruled((control.css_class, *attributes)))
    called = {
        control.name,
        control.id,
        control.place.selector,
        control.model.split(".")[-1],
        control.attributes.get("prop", ""),
    } - {""}
    of_it = [check for check in checks if check.name in called]
    for check in of_it:
        limit = tighter(limit, Limit(min=check.least, max=check.most))
    return tighter(limit, own(0, 0, (check.message for check in of_it), field=field))
