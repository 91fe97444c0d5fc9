"""Where labels stand on a page: before a colon, alone in their element, in brackets, or as a head with a time in it."""

from __future__ import annotations

import re
from itertools import islice

from huiying.probe.pages.flat import Flat
from huiying.probe.pages.labels import Name, name_of

MOST_HITS = 4000
_HAN = r"[A-Za-z\u4e00-\u9fff]"
_WORD = rf"{_HAN}(?:[ \x1f]{{0,6}}{_HAN}){{0,28}}"
_COLON = re.compile(r"[:：﹕]")
_BEFORE_COLON = re.compile(rf"(?P<label>{_WORD})[ \x1f]*[】\]）)]?[ \x1f]*$")
_WINDOW = 60
_LONGEST_BROKEN = 24
_ALONE = rf"{_HAN}(?: {{0,6}}{_HAN}){{0,28}}"
_OPENING = (
    r"(?:^|(?<=[\n\x1e\x1f]))[ \x1f]*(?:[一二三四五六七八九十\d]{1,2}[、.．)）])?[ ]*"
    r"[【\[(（〔「<《☆★●◆▶·•]?[ ]*(?:[—=*~-]{2,}[ ]*)?"
)
_CLOSING = r"[ ]*(?:[(（\[【]\d{0,4}[条个]?[)）\]】])?[】\])）〕」>》]?[ ]*(?:[—=*~-]{2,}[ ]*)?"
_PURE = re.compile(rf"{_OPENING}(?P<label>{_ALONE}){_CLOSING}(?=[\n\x1e\x1f]|$)")
_BRACKET = re.compile(rf"(?:^|(?<=[\n\x1e\x1f]))[ \x1f]*[【\[〔「](?P<label>{_ALONE})[】\]〕」][ :：]*")
SAYS = re.compile(  # 市人社局 于 2024-02-06 10:00 回复:  ·  回复(2024-02-06):
    r"(?:^|(?<=\n))[ \x1f\x1e]*[\[【(（]?(?P<unit>[\u4e00-\u9fff]{2,26})?[\]】)）]?[ \x1f]*(?:于|在)?[ \x1f]*"
    r"(?:(?P<when>20\d{2}[-年/.][\d 年月日时分秒:/.-]{3,20}\d[日分秒]?)[ \x1f]*(?P<unit2>[\u4e00-\u9fff]{2,26}?)?"
    r"[ \x1f]*(?:官方)?(?:作出)?(?:的)?"
    r"(?:回复|答复|回应|回答)(?:说|道|如下)?|(?:的|官方)?(?:回复|答复|回应|回答)(?:内容|意见)?[ \x1f]*[(（\[【]"
    r"(?P<when2>20\d{2}[-年/.][\d 年月日时分秒:/.-]{3,20}\d?[日分秒]?)[ \x1f]*[)）\]】])[ \x1f]*[:：]?(?=[\n\x1e\x1f]|$)"
)
DATED_HEAD = re.compile(  # 管理员回复 2024-02-04:周一闭馆 · 提问于 2024-02-03
    r"(?:^|(?<=[\n\x1e\x1f]))[ \x1f]*[\[【(（]?(?P<who>[\u4e00-\u9fff]{0,24}?)(?P<verb>回复|答复|回应|回答)[\]】)）]?[ \x1f]*于?[ \x1f]*"
    r"[\[【(（]?(?P<when>20\d{2}[-年/.][\d 年月日时分秒:/.-]{3,20}?)[\]】)）]?[ \x1f]*[:：](?!\d)"
)
SAID_HEAD = re.compile(  # 市人社局 2024-02-06 10:00 答复:携带身份证…
    r"(?:^|(?<=[\n\x1e\x1f]))[ \x1f]*[\[【(（]?(?P<who>[\u4e00-\u9fff]{2,24}?)[\]】)）]?[ \x1f]*(?:于|在)?[ \x1f]*[\[【(（]?"
    r"(?P<when>20\d{2}[-年/.][\d 年月日时分秒:/.-]{3,20}?)[\]】)）]?[ \x1f]*(?P<verb>回复|答复|回应|回答)(?:如下)?[ \x1f]*[:：](?!\d)"
)
WHEN_HEAD = re.compile(  # 2024-02-06 10:00 市人社局答复:携带身份证…
    r"(?:^|(?<=[\n\x1e\x1f]))[ ]*[\[【(（]?(?P<when>20\d{2}[-年/.][\d 年月日时分秒:/.-]{3,20}?)[\]】)）]?[ ]*"
    r"(?P<who>[\u4e00-\u9fff]{2,24}?)[ ]*(?P<verb>回复|答复|回应|回答)(?:如下)?[ ]*[:：](?!\d)"
)
_ON = re.compile(
    r"(?P<label>于)[ \x1f]*(?:20\d{2}[-年/.][\d 年月日时分秒:/.-]{3,20}?)[ \x1f]*(?:提交|发表|留言|提问|咨询|来信|发布"
    r"|提出|反映|写信|投诉|求助|写道)(?![\u4e00-\u9fff])"
)
_AT = re.compile(
    r"(?P<label>(?:发表|提交|留言|提问|咨询|来信|投递|创建|回复|答复|办结)于)[ \x1f]*[:：]?[ \x1f]*(?=20\d{2}[-年/.])"
)
_BEFORE = frozenset("\n\x1e\x1f |｜/【[〔（(「·•●◆☆★*;；>》.、0123456789")
_ENDS_LINE = re.compile(
    r"(?:^|(?<=\n))[^\n]{0,60}?(?:版权所有|ICP备|公网安备|网站标识码|Copyright|©|技术支持[:：]|主办单位?[:：]|主办[:：]|"
    r"(?:访问|浏览|点击|阅读)(?:量|次数|人数|数)[:：为 ]{0,2}\d|您是第\s*\d+|当前在线|今天是|[上下]一[篇条封页][:：]|"
    r"分享(?:到|至)[:：]?|扫一扫|打印本页|关闭窗口|责任编辑[:：])",
    re.IGNORECASE,
)
_ANSWERED_AT = frozenset({"回复", "答复", "办结"})
Mark = tuple[int, int, str, Name, bool]


def find_marks(flat: Flat) -> list[Mark]:
    """Return start, end, text and meaning of every label, and whether it stands alone."""
    found: dict[int, Mark] = {}
    _with_colon(flat.text, found)
    _alone(flat, found)
    _broken(flat, found)
    for match in SAYS.finditer(flat.text):
        for inside in range(match.start(), match.end()):
            found.pop(inside, None)
        label = match.group().strip(" \x1e\x1f\n")
        found[match.start()] = (match.start(), match.end(), label, Name.ANSWER, True)
    for match in DATED_HEAD.finditer(flat.text):
        found.setdefault(match.start(), _answer_at(match))
    for match in (*SAID_HEAD.finditer(flat.text), *WHEN_HEAD.finditer(flat.text)):
        for inside in range(match.start(), match.end()):
            found.pop(inside, None)
        found[match.start()] = _answer_at(match)
    for match in _AT.finditer(flat.text):
        name = Name.ASKED if match["label"][:2] not in _ANSWERED_AT else Name.ANSWERED
        found.setdefault(match.start(), (match.start(), match.end(), match["label"], name, False))
    for match in _ON.finditer(flat.text):  # 网友 于 2024-02-21 提交
        found.setdefault(match.start(), (match.start(), match.end("label"), "提交于", Name.ASKED, False))
    for match in _ENDS_LINE.finditer(flat.text):
        found.setdefault(match.start(), (match.start(), match.end(), "", Name.END, False))
    return [found[start] for start in sorted(found)]


def _answer_at(match: re.Match[str]) -> Mark:
    return match.start(), match.end(), match.group().strip(" \x1e\x1f\n"), Name.ANSWER, False


def _with_colon(text: str, found: dict[int, Mark]) -> None:
    for colon in islice(_COLON.finditer(text), MOST_HITS * 5):
        low = max(0, colon.start() - _WINDOW)
        match = _BEFORE_COLON.search(text[low : colon.start()])
        if match is None:
            continue
        start, label = _shortest(text, match["label"], low + match.start("label"))
        if label and (name := name_of(label)) is not None and name is not Name.END:
            found[start] = (start, colon.end(), label, name, False)


def _alone(flat: Flat, found: dict[int, Mark]) -> None:
    for pattern in (_PURE, _BRACKET):
        for match in pattern.finditer(flat.text):
            label = re.sub(r"[ \x1f]", "", match["label"])
            start = match.start("label")
            name = name_of(label)
            if name is None or start in found:
                continue
            if name is Name.END or not _is_link(flat, start, match.end("label")):
                found[start] = (start, match.end(), label, name, True)


def _broken(flat: Flat, found: dict[int, Mark]) -> None:
    """Add the labels that lines break in a narrow cell of a printed form (承办/单位/意见)."""
    for element in flat.elements:
        raw = flat.text[element.start : element.end].strip(" \n\x1e\x1f")
        if element.tag not in {"td", "th"} or "\n" not in raw or len(raw) > _LONGEST_BROKEN:
            continue
        label = re.sub(r"[ \n\x1f]", "", raw)
        name = name_of(label) if re.fullmatch(_HAN + "+", label) else None
        if name is not None and name is not Name.END:
            start = flat.text.find(raw[0], element.start)
            for inside in range(start, element.end):
                found.pop(inside, None)
            found[start] = (start, start + len(raw), label, name, True)


def _shortest(text: str, raw: str, base: int) -> tuple[int, str]:
    """Return where the label begins and its text: padding (回 复) joined, the words before it (张三 回复时间) left out."""
    parts = [(m.start(), m.group()) for m in re.finditer(r"[^ \x1f]+", raw)]
    if not parts:
        return base, ""
    choices = range(len(parts) - 1, -1, -1)
    if all(len(word) == 1 for _, word in parts):
        choices = range(1)
    best: tuple[int, str] = (base, "")
    for first in choices:
        offset = base + parts[first][0]
        label = "".join(word for _, word in parts[first:])
        before = text[offset - 1] if offset else "\n"
        if before not in _BEFORE:
            continue
        name = name_of(label)
        if name is None:
            continue
        best = (offset, label)
        if name not in {Name.OTHER, Name.OTHER_TIME} or label not in {"时间", "日期", "人气"}:
            break
    return best


def _is_link(flat: Flat, start: int, end: int) -> bool:
    for index in flat.up(flat.deepest(start, end)):
        element = flat.elements[index]
        if element.tag == "a":
            return bool(element.href) and not element.href.startswith(("#", "javascript"))
        if element.tag not in {"span", "b", "strong", "em", "i", "font"}:
            return False
    return False
