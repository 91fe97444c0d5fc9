"""Whether names in the body are those of the annexes: accounts in quotes, units that answered late, lists with a count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from huiying.report.audit.finding import Finding
from huiying.report.audit.numbers import agrees, rates, rounded, show
from huiying.report.audit.paper import Annex, Paper, Sentence
from huiying.report.audit.tables import LONGEST_NAME, listed, names, number, numeric_columns

KEYWORDS = {"优秀": ("表扬", "优秀"), "不合格": ("不合格",)}
"""What an annex's title says of its members → what a sentence about the same ones says."""
LONGEST_HEADING = 40
SHORTEST = 6
"""Characters; of shorter names two that differ in one character are often two accounts."""
_DIRECTION = re.compile(r"[东西南北中上下新老一二三四五六七八九十0-9]")
_QUOTED = re.compile(r"[“\"「]([^”\"」]{2,30})[”\"」]")
_AMONG = re.compile(r"等(\d{1,4})[个家]")
_ALONE = re.compile(
    r"(?<!率)(?:共|分别为|有|是|,|^|其中|:)?((?:[^,;。:、\d“”()]{2,20}、){2,}[^,;。:、\d“”()]{2,20}?)(?:共|这)?(\d{1,3})[家个](?!月|工作日|百分点|小时|季度|方面|问题|环节|栏目|要素|文件|指标|重点|领域)"
)
_COUNTED = re.compile(
    r"(?:[省市县区州]|单位|部门|网站|地区|政府|政务|账号|微信|微博|乡镇|街道|集团|企业|学校|医院|部委|$)"
)
_VERBS = re.compile(r"的|了|是|与|对|在|被|将|类|网站$|新媒体$|渠道|栏目|信息")
_LIMIT = re.compile(r"(\d{1,2})个工作日内")
_OVER = re.compile(r"(?:大于|超过|逾)(\d{1,2})个工作日")
_BEFORE = re.compile(r"连续|仍|再次|上季度|上年|同期")
"""Words by which a list tells of more than this quarter, so that it is only some of the late ones."""
_UNMEASURED = re.compile(r"^未能[^(]{0,6}\((\d+)")
_SILENT = re.compile(r"^(?:未回复|未答复|未回应|未办理)")


def check_names(paper: Paper) -> Iterator[Finding]:
    """Yield names and counts of names in the body that do not agree with the annexes."""
    accounts = {annex.number: _members(annex) for annex in paper.annexes}
    answers = next((found for found in map(_answers, paper.annexes) if found), None)
    yield from _titled(paper.paragraphs)
    for sentence in paper.sentences():
        for annex in paper.annexes:
            yield from _counted(sentence, annex, accounts[annex.number])
        yield from _quoted(sentence, {name for members in accounts.values() for name in members})
        yield from _listed_and_counted(sentence)
        if answers:
            yield from _answered(sentence, answers)
        yield from _below(sentence, paper.annexes)


def _titled(paragraphs: Sequence[str]) -> Iterator[Finding]:
    """A heading …(3个) over a paragraph that only lists names: as many as it says."""
    for heading, text in pairwise(paragraphs):
        match = re.search(r"[(](?:共|计)?(\d{1,4})([个家])[)][:。]?$", heading)
        several = "、" in re.sub(r"^[一二三四五六七八九十]{1,3}、", "", heading)  # 甲县(5个)、乙县(3个): itself a list
        if match is None or several or len(heading) > LONGEST_HEADING or re.search(r"[。;:!?]|等", text.rstrip("。")):
            continue
        listed = names(text.rstrip("。"))
        if len(listed) > 1 and all(len(name) <= LONGEST_NAME for name in listed) and len(listed) != int(match[1]):
            should = f"{len(listed)}{match[2]}"
            why = f"其下列出的名称为{len(listed)}个"
            yield Finding(place=f"“{heading[:18]}”", stands=f"{match[1]}{match[2]}", should=should, why=why)


def _members(annex: Annex) -> list[str]:
    """Return the accounts or sites that an annex lists, in order; [] for tables of figures."""
    if any(numeric_columns(table) for table in annex.tables):
        return []
    found = [name for group in listed(annex).values() for name in group]
    for table in annex.tables:
        if len(table.head) > 2 and table.head[0] == "序号":
            found += [line[1] for line in table.lines if line[1]]
    return found


def _counted(sentence: Sentence, annex: Annex, members: Sequence[str]) -> Iterator[Finding]:
    """“某某”等15个…表扬, and 不合格3个: as many as the annex lists."""
    words = next((words for key, words in KEYWORDS.items() if key in annex.title), ())
    if not members or "部分" in annex.title or not any(word in sentence.text for word in words):
        return
    topic = "新媒体" if "新媒体" in annex.title else "网站"
    claims = []
    quoted = _QUOTED.findall(sentence.text)
    if quoted and all(name in members for name in quoted):
        claims += [(match[0].removeprefix("等"), int(match[1])) for match in _AMONG.finditer(sentence.text)]
    if "不合格" in words and topic in sentence.text + sentence.before:
        claims += [
            (match[0], int(match[1]))
            for match in re.finditer(r"不合格(?:的)?[^,;。、\d]{0,6}(\d{1,4})[个家]", sentence.text)
        ]
        if ("网站" if topic == "新媒体" else "新媒体") in sentence.text:
            claims = []  # which of the two the number counts cannot be told
    for stands, value in claims:
        if value != len(members):
            yield Finding(
                place=sentence.place,
                stands=stands,
                should=re.sub(r"\d+", str(len(members)), stands),
                why=f"{annex.place}列出{len(members)}个",
            )


def _quoted(sentence: Sentence, members: set[str]) -> Iterator[Finding]:
    for name in _QUOTED.findall(sentence.text):
        if name in members or not members:
            continue
        if not any(word in sentence.text for words in KEYWORDS.values() for word in words):
            continue
        near = min(sorted(members), key=lambda member: Levenshtein.distance(name, member))
        alike = len(name) >= SHORTEST and Levenshtein.distance(name, near) == 1
        if alike and not _DIRECTION.search(_difference(name, near)):
            yield Finding(place=sentence.place, stands=f"“{name}”", should=f"“{near}”", why="与附件中的名称不一致")


def _difference(one: str, other: str) -> str:
    """Return the characters in which two names of about the same length differ."""
    return "".join(char for char in one + other if one.count(char) != other.count(char))


def _listed_and_counted(sentence: Sentence) -> Iterator[Finding]:
    """A、B、C等3家 lists no more than 3; A、B、C3家 lists exactly 3."""
    for clause in re.split(r"[,;。:]", sentence.text):
        if match := re.search(r"((?:[^、“”()\d]{2,20}、)+[^、“”()\d]{2,20}?)等(\d{1,4})[个家]", clause):
            count = match[1].count("、") + 1
            if count > int(match[2]) and not re.search(r"[和及]", match[1]):
                yield Finding(
                    place=sentence.place,
                    stands=match[0][-12:],
                    should=f"不少于{count}个",
                    why=f"“等”字之前已列出{count}个名称",
                )
            continue
        for match in _ALONE.finditer(clause):
            yield from _exactly(sentence, match)


def _exactly(sentence: Sentence, match: re.Match[str]) -> Iterator[Finding]:
    if "等" in match[1] or any(_VERBS.search(name) for name in match[1].split("、")[1:]):
        return
    count, said = match[1].count("、") + 1, int(match[2])
    if not _COUNTED.match(match.string[match.end() :]):
        return
    joined = len(re.findall(r"[和及]", match[1]))
    if not count <= said <= count + joined and abs(count - said) <= 3:
        yield Finding(
            place=sentence.place,
            stands=match[0][-len(match[0]) + len(match[0].split(match[1])[0]) + len(match[1]) :],
            should=f"{count}个",
            why=f"列出的名称为{count}个：{match[1]}",
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Answers:
    """The annex of answers: for each row the limit in workdays (0 for later or none) and its sites."""

    place: str
    within: tuple[tuple[int, tuple[str, ...]], ...]
    late: tuple[str, ...]
    unmeasured: int

    @property
    def total(self) -> int:
        """How many sites were measured."""
        return sum(len(sites) for _, sites in self.within) + len(self.late)

    @property
    def sites(self) -> frozenset[str]:
        """All sites of the annex."""
        return frozenset([*self.late, *(site for _, sites in self.within for site in sites)])

    def by(self, limit: int) -> int | None:
        """How many had answered within the limit; None where no row ends there."""
        if limit not in [row for row, _ in self.within]:
            return None
        return sum(len(sites) for row, sites in self.within if row <= limit)

    def after(self, limit: int) -> list[str]:
        later = [site for row, sites in self.within if row > limit for site in sites]
        return [*later, *self.late]


def _answers(annex: Annex) -> _Answers | None:
    within: list[tuple[int, tuple[str, ...]]] = []
    late: list[str] = []
    unmeasured = 0
    for label, sites in listed(annex).items():
        if missed := _UNMEASURED.match(label):
            unmeasured = int(missed[1])
        elif match := _OVER.search(label):
            late += sites
        elif match := _LIMIT.search(label):
            within.append((int(match[1]), tuple(sites)))
        elif _SILENT.match(label):
            late += sites
    return (
        _Answers(place=annex.place, within=tuple(within), late=tuple(late), unmeasured=unmeasured) if within else None
    )


def _answered(sentence: Sentence, answers: _Answers) -> Iterator[Finding]:
    clauses = re.split(r"[,;。]", sentence.text)
    for clause in clauses:
        limit = _LIMIT.search(clause)
        on_time = answers.by(int(limit[1])) if limit else None
        if limit is None or on_time is None or not answers.total:
            continue
        failed = "未" in clause
        count = answers.total - on_time if failed else on_time
        for rate in rates(clause):
            if "网站" in clause and not agrees(rate, count, answers.total):
                should = show(rounded(count, answers.total, rate.places))
                why = f"{answers.place}：{count}÷{answers.total}={should}"
                yield Finding(place=sentence.place, stands=str(rate), should=should, why=why)
        if failed and not _BEFORE.search(clause):
            named = clause.split("未")[0] if ":" not in clause else clause.rpartition(":")[2]
            if "、" in named and "%" not in named:
                yield from _late_names(sentence, named, answers.after(int(limit[1])), answers)
    if re.search(r"模拟|互动", sentence.text):
        for match in re.finditer(r"全[市省州县区](\d{1,5})[家个]政府网站", sentence.text):
            total = answers.total + answers.unmeasured
            if int(match[1]) != total:
                should, why = f"{total}家", f"{answers.place}各行合计{total}家"
                yield Finding(place=sentence.place, stands=f"{match[1]}家", should=should, why=why)


def same(one: str, other: str) -> bool:
    """Whether two names may be one unit's: 市工信局 is 市工业和信息化局 with characters left out."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(char in rest for char in short)


def _late_names(sentence: Sentence, text: str, late: Sequence[str], answers: _Answers) -> Iterator[Finding]:
    place, others = answers.place, answers.sites
    open_list = bool(re.search(r"等(?:\d+[家个])?(?:网站|单位|部门)?$", text))
    named = names(re.sub(r"(?:等(?:\d+[家个])?(?:网站|单位|部门)?)?[均都]?$", "", text))
    for name in named:
        if name in others and not any(same(name, site) for site in late):
            yield Finding(place=sentence.place, stands=name, should="不应列入", why=f"{place}中该网站不在此列")
    for name in late:
        if not open_list and not any(same(name, other) for other in named):
            yield Finding(place=sentence.place, stands=f"缺少{name}", should=name, why=f"{place}中该网站超过时限")


def _below(sentence: Sentence, annexes: Sequence[Annex]) -> Iterator[Finding]:
    """A、B等单位…报送信息少于5条: each of them truly has fewer."""
    match = re.search(r"([^,;。:]+)(报送|采用)信息(?:均)?(?:少于|不足|低于)(\d{1,4})条", sentence.text)
    if not match:
        return
    figures = _figures(annexes, match[2])
    limit = int(match[3])
    for part in match[1].split("、"):
        unit = next((unit for unit in sorted(figures, key=len, reverse=True) if part.startswith(unit)), None)
        if unit and figures[unit][0] >= limit:
            value, place = figures[unit]
            yield Finding(place=sentence.place, stands=f"{unit}少于{limit}条", should=f"{value}条", why=f"{place}所列")


def _figures(annexes: Sequence[Annex], stem: str) -> dict[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    for annex in annexes:
        for table in annex.tables:
            columns = [column for column in numeric_columns(table) if table.head[column].startswith(stem)]
            if len(columns) == 1 and table.head[0] == "序号":
                found |= {line[1]: (number(line[columns[0]]), annex.place) for line in table.lines}
    return found
