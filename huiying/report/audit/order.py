"""Whether dates, numbering, the list of annexes and the scope agree throughout the notice."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from huiying.report.audit.finding import Finding
from huiying.report.audit.numbers import slip
from huiying.report.audit.paper import Paper, chinese_number

SURE = 20
"""Of two differing numbers, small ones may well count two different things."""
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_SIGNED = re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})日$")
_DUE = re.compile(
    r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:\([^)]*\))?(?:下班)?(?:之?前|以前)[^。]{0,12}?(?:报送|报至|上报|反馈|完成|整改|报)"
)
_LOOKING_BACK = re.compile(r"曾|此前|上季度|上年|第[一二三四]季度通报|已|未按|逾期|截至|仍")
_SPAN = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日(?:至|到|—|-)(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_QUARTER = re.compile(r"(\d{4})年第([一二三四])季度")
_SCOPE = re.compile(r"全[市省州县区][^\d,;。]{0,20}?(\d{1,6})[个家](政府网站|政务新媒体)(?!中)")
_ALL = re.compile(r"对(\d{1,6})[个家](政府网站|政务新媒体)全部")
_REFERENCE = re.compile(r"(?:见|详见)附件(\d{1,2})")
_TITLE_NOISE = re.compile(r"[\s《》“”\"、,.。()]")


def check_order(paper: Paper) -> Iterator[Finding]:
    """Yield what contradicts itself across the notice."""
    yield from _dates(paper)
    yield from _headings(paper)
    yield from _annex_list(paper)
    yield from _scope(paper)
    yield from _quarters(paper)


def _dates(paper: Paper) -> Iterator[Finding]:
    signed = None
    texts = [*paper.paragraphs, *(caption for annex in paper.annexes for caption in annex.captions)]
    for text in texts:
        for match in _DATE.finditer(text):
            if _day(*map(int, match.groups())) is None:
                why = "该月没有这一天"
                yield Finding(place=_place(text), stands=match[0], should="实际存在的日期", why=why)
        if stamp := _SIGNED.match(text):
            signed = _day(*map(int, stamp.groups())) or signed
    for text in texts:
        yield from _spans(text, signed)
    if signed:
        yield from _due(paper, signed)


def _spans(text: str, signed: date | None) -> Iterator[Finding]:
    for match in _SPAN.finditer(text):
        if not match[4] and (int(match[5]), int(match[6])) < (int(match[2]), int(match[3])):
            continue  # …11月27日至2月25日 runs into the next year
        first = _day(int(match[1]), int(match[2]), int(match[3]))
        last = _day(int(match[4] or match[1]), int(match[5]), int(match[6]))
        if first and last and first > last:
            yield Finding(place=_place(text), stands=match[0], should="起日不晚于止日", why="起止日期颠倒")
        if "采集" in text and signed and last and last > signed:
            why = "数据采集截止日晚于成文日期"
            yield Finding(place=_place(text), stands=match[0], should=f"不晚于{_show(signed)}", why=why)


def _due(paper: Paper, signed: date) -> Iterator[Finding]:
    for sentence in paper.sentences():
        if _LOOKING_BACK.search(sentence.text):
            continue
        for match in _DUE.finditer(sentence.text):
            year = int(match[1] or signed.year)
            due = _day(year, int(match[2]), int(match[3]))
            if due and not match[1] and due.month < 4 and signed.month > 10:
                due = due.replace(year=year + 1)
            if due and due < signed:
                yield Finding(
                    place=sentence.place,
                    stands=match[0],
                    should=f"不早于成文日期{_show(signed)}",
                    why="要求的期限早于成文日期",
                )


def _day(year: int, month: int, day: int) -> date | None:
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1900 <= year <= 2200):
        return None
    return date(year, month, day) if day <= monthrange(year, month)[1] else None


def _show(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _headings(paper: Paper) -> Iterator[Finding]:
    """一、二、三 and （一）（二） follow each other; a series may begin again at one."""
    first, second = 0, 0
    for text in paper.paragraphs:
        if match := re.match(r"^([一二三四五六七八九十]{1,3})、", text):
            value, second = chinese_number(match[1]), 0
            if value not in (first + 1, 1):
                yield _jump(text, match[0])
            first = value
        elif match := re.match(r"^\(([一二三四五六七八九十]{1,3})\)", text):
            value = chinese_number(match[1])
            if value not in (second + 1, 1):
                yield _jump(text, match[0])
            second = value


def _jump(text: str, mark: str) -> Finding:
    return Finding(place=_place(text), stands=mark, should="与上一标题连续的序号", why="标题序号不连续")


def _annex_list(paper: Paper) -> Iterator[Finding]:
    numbers = [number for number, _ in paper.listed]
    for before, after in pairwise(numbers):
        if after not in (before + 1, 1):
            yield Finding(
                place="附件说明", stands=f"{before}之后为{after}", should=str(before + 1), why="附件序号不连续"
            )
    titles = dict(paper.listed)
    yield from _annex_titles(paper, titles)
    for sentence in paper.sentences():
        for match in _REFERENCE.finditer(sentence.text):
            if titles and int(match[1]) not in titles:
                yield Finding(place=sentence.place, stands=match[0], should="附件说明中所列的附件", why="没有此附件")


def _annex_titles(paper: Paper, titles: dict[int, str]) -> Iterator[Finding]:
    for annex in paper.annexes:
        said = titles.get(annex.number)
        if titles and said is None:
            yield Finding(
                place="附件说明", stands=f"未列附件{annex.number}", should=annex.title, why="正文之后有此附件"
            )
        elif said and _bare(said) != _bare(annex.title) and annex.title and not _contains(said, annex.title):
            yield Finding(place=f"{annex.place}标题", stands=annex.title, should=said, why="与附件说明中的名称不一致")
    here = {annex.number for annex in paper.annexes}
    for number, title in paper.listed:
        if number not in here and any(other > number for other in here):
            yield Finding(place=f"附件{number}", stands="缺少", should=title, why="附件说明中列有此附件")


def _bare(title: str) -> str:
    return _TITLE_NOISE.sub("", title)


def _contains(said: str, title: str) -> bool:
    """Published pages often shorten one of the two, or run the title into the line below."""
    one, other = _bare(said), _bare(title)
    return one in other or other in one


def whole_claims(paper: Paper) -> list[tuple[str, int, str]]:
    """Return each place where the body numbers the whole that was checked: topic, number, place."""
    return [
        (match[2], int(match[1]), sentence.place)
        for sentence in paper.sentences()
        for pattern in (_SCOPE, _ALL)
        for match in pattern.finditer(sentence.text)
    ]


def _scope(paper: Paper) -> Iterator[Finding]:
    """The whole that was checked is the same number wherever it is called the whole."""
    claims = whole_claims(paper)
    for topic in dict.fromkeys(topic for topic, _, _ in claims):
        values = Counter(value for name, value, _ in claims if name == topic)
        (usual, times), *others = values.most_common()
        for value, _ in others:
            place = next(place for name, number, place in claims if (name, number) == (topic, value))
            if times > 1 or (slip(value, usual) and min(value, usual) >= SURE):
                why = f"其他{times}处为{usual}"
                yield Finding(place=place, stands=f"{value}个{topic}", should=f"{usual}个", why=why)


def _quarters(paper: Paper) -> Iterator[Finding]:
    titles = [(f"附件{number}名称", title) for number, title in paper.listed]
    titles += [(f"{annex.place}标题", annex.title) for annex in paper.annexes]
    found = [(place, match) for place, title in titles for match in [_QUARTER.search(title)] if match]
    usual = Counter(match[0] for _, match in found).most_common(1)
    for place, match in found:
        if match[0] != usual[0][0] and usual[0][1] > 1:
            yield Finding(place=place, stands=match[0], should=usual[0][0], why="与其他附件的季度不一致")


def _place(text: str) -> str:
    return f"“{text[:18]}{'…' if len(text) > 18 else ''}”"
