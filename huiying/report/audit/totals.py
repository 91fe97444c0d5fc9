"""Whether the body's totals and rates are those of the annexes, and of each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huiying.report.audit.finding import Finding
from huiying.report.audit.numbers import HUNDRED, Count, Rate, agrees, counts, rates, rounded, show, slip
from huiying.report.audit.paper import Paper, Sentence
from huiying.report.audit.parts import check_parts
from huiying.report.audit.tables import is_total, number, numeric_columns, units

STEMS = ("报送", "上报", "采用", "采纳", "录用", "发布", "转载", "办结", "答复", "回复", "整改", "抽查", "检查")
"""How heads of columns and claims of the body name what was counted."""
SHARE = re.compile(
    r"(?:合格|达标|采用|采纳|录用|办结|完成|整改|抽查|答复|回复|转载)(?:率|比例)[^率]{0,4}$|占比?[^率]{0,4}$"
)
WHOLE = re.compile(r"共|合计|累计|总计|各县|各部门|各单位|全市|全省|全区|全县|全州")
_IS_SHARE = re.compile(r"占[^占,;]{0,6}?(?:总数|总量|全部|比)?(?:为|的|约)?$")
_PERIOD = re.compile(r"^(?:本季度|本季|本月|本期|累计|信息)")
SHARE_REACH = 24
"""Characters from a count to its share."""
SHARES_KEPT = 0.6
"""A whole is the one that is meant where so many of the shares are shares of it."""
CHECKED = re.compile(r"检查|抽查|普查|监测|巡查|核查|共")
FAILED = re.compile(r"(?:不合格|不达标)(?!率)|突出问题|单项否决")
PASSED = re.compile(r"(?<!不)(?:合格|达标)(?!率)")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Total:
    """A column of an annex added up: over all its tables, and table by table."""

    annex: str
    stem: str
    all: int
    each: tuple[int, ...]


def check_totals(paper: Paper) -> Iterator[Finding]:
    """Yield totals, rates and parts in the body that do not add up."""
    totals = list(_column_totals(paper))
    named = frozenset(unit for annex in paper.annexes for unit in units(annex))
    said: list[Count] = []
    for sentence in paper.sentences():
        found = list(counts(sentence.text))
        said += found
        corrected = dict(_corrections(sentence, found, totals, named))
        for count, total in corrected.items():
            yield Finding(
                place=sentence.place,
                stands=str(count),
                should=f"{total.all}{count.counter}",
                why=f"{total.annex}“{total.stem}”列相加为{total.all}",
            )
        yield from _rates(sentence, found, {count: total.all for count, total in corrected.items()})
        yield from _shares(sentence, found, said)
        yield from _passed_and_failed(sentence, found)
        yield from check_parts(sentence)


def _column_totals(paper: Paper) -> Iterator[_Total]:
    for annex in paper.annexes:
        columns: dict[str, list[int]] = {}
        for table in annex.tables:
            lines = [line for line in table.lines if not is_total(line)]
            stems = [(column, _stem(table.head[column])) for column in numeric_columns(table)]
            for column, stem in stems:
                if stem and sum(stem == other for _, other in stems) == 1:
                    columns.setdefault(stem, []).append(sum(number(line[column]) for line in lines))
        for stem, sums in columns.items():
            yield _Total(annex=annex.place, stem=stem, all=sum(sums), each=tuple(sums))


def _stem(head: str) -> str:
    bare = _PERIOD.sub("", head)
    return next((stem for stem in STEMS if bare.startswith(stem) and not bare.endswith("率")), "")


def _corrections(
    sentence: Sentence, found: Sequence[Count], totals: Sequence[_Total], named: frozenset[str]
) -> Iterator[tuple[Count, _Total]]:
    if not WHOLE.search(sentence.text):
        return
    for total in totals:
        for count in found:
            claim = re.search(
                rf"{total.stem}(?:了|各类|政务|信息|稿件|数量|总数|量|数)*(?:共|共计|合计|为)?$", count.words
            )
            of_one = any(unit in sentence.text[: count.start] for unit in named)
            if not claim or of_one or count.counter not in "条篇件个次":
                continue
            if count.value not in (total.all, *total.each) and slip(count.value, total.all):
                yield count, total


def _rates(sentence: Sentence, found: Sequence[Count], corrected: dict[Count, int]) -> Iterator[Finding]:
    for rate in rates(sentence.text):
        if rate.value > HUNDRED and SHARE.search(rate.words):
            why = "占比和合格率一类的比率不会大于100%"
            yield Finding(place=sentence.place, stands=str(rate), should="不大于100%", why=why)
            continue
        before = [count for count in found if count.start < rate.start]
        operands = _operands(rate, before, list(counts(sentence.before)))
        pairs = [(corrected.get(part, part.value), corrected.get(whole, whole.value)) for part, whole in operands]
        pairs = [(part, whole) for part, whole in pairs if whole > 0]
        if not pairs or any(agrees(rate, part, whole) for part, whole in pairs):
            continue
        part, whole = min(pairs, key=lambda pair: abs(rounded(pair[0], pair[1], rate.places) - rate.value))
        should = show(rounded(part, whole, rate.places))
        yield Finding(place=sentence.place, stands=str(rate), should=should, why=f"{part}÷{whole}={should}")


def _operands(rate: Rate, before: Sequence[Count], earlier: Sequence[Count]) -> list[tuple[Count, Count]]:
    """Return the pairs whose quotient the rate may be; none where that cannot be told."""
    if match := re.search(r"(不合格|合格|达标)率[^率]{0,4}$", rate.words):
        return _pass_rate(before, earlier, failed=match[1] == "不合格")
    stem = next((stem for stem in STEMS if stem in rate.words), "")
    if _IS_SHARE.search(rate.words) or not stem:
        return _share(before) if _IS_SHARE.search(rate.words) else _abbreviated(rate, before or earlier[-2:])
    if not SHARE.search(rate.words):
        return []
    parts = [count for count in before if stem in count.words or count.after.startswith(f"进行了{stem}")]
    if not parts:
        return []
    part = parts[-1]
    wholes = [count for count in before if count.start < part.start and count.counter == part.counter]
    if len(wholes) == 1:
        return [(part, wholes[0])]
    wholes = wholes or [count for count in earlier if count.counter == part.counter]
    return [(part, whole) for whole in wholes if whole.value >= part.value]


def _abbreviated(rate: Rate, before: Sequence[Count]) -> list[tuple[Count, Count]]:
    """采纳发布250条，信息采发率…: a rate whose name is made of its part's words, over the only larger count."""
    named = re.search(r"([一-鿿]{2,4})率[^率]{0,4}$", rate.words)
    if named is None or len(before) < 2:
        return []
    name = named[1]
    part, wholes = before[-1], [count for count in before[:-1] if count.counter == before[-1].counter]
    short = next((name[place:] for place in range(len(name) - 1) if within(name[place:], part.words)), "")
    if not short or len(wholes) != 1 or wholes[0].value < part.value:
        return []
    return [(part, wholes[0])]


def within(short: str, words: str) -> bool:
    """Whether the characters of an abbreviation stand in the words in this order."""
    rest = iter(words)
    return all(char in rest for char in short)


def _share(before: Sequence[Count]) -> list[tuple[Count, Count]]:
    """…40家，其中…38家，占比95%: the last count is part of the only larger one before it, if no other has a share."""
    if len(before) < 2:
        return []
    part = before[-1]
    wholes = [count for count in before[:-1] if count.counter == part.counter and count.value >= part.value]
    return [(part, wholes[0])] if len(wholes) == 1 and not re.match(r"占", wholes[0].then) else []


def _shares(sentence: Sentence, found: Sequence[Count], said: Sequence[Count]) -> Iterator[Finding]:
    """咨询类120件，占24.1%；…: several shares of one whole, which is what most of them are shares of."""
    pairs = []
    for rate in rates(sentence.text):
        before = [count for count in found if count.start < rate.start]
        if before and _IS_SHARE.search(rate.words) and rate.start - before[-1].start <= SHARE_REACH:
            pairs.append((before[-1], rate))
    if len(pairs) < 2:
        return
    parts = [part.value for part, _ in pairs]
    candidates = list(dict.fromkeys([*(count.value for count in reversed(said)), sum(parts)]))
    kept = {
        whole: sum(agrees(rate, part.value, whole) for part, rate in pairs)
        for whole in candidates
        if whole >= max(parts)
    }
    whole = max(kept, key=lambda one: kept[one], default=0)
    if sum(parts) in {count.value for count in said}:
        whole = sum(parts)
    elif not whole or kept[whole] < max(2, SHARES_KEPT * len(pairs)):
        return
    for part, rate in pairs:
        if not agrees(rate, part.value, whole):
            should = show(rounded(part.value, whole, rate.places))
            yield Finding(
                place=sentence.place, stands=f"{part}，占{rate}", should=should, why=f"{part.value}÷{whole}={should}"
            )


def _pass_rate(before: Sequence[Count], earlier: Sequence[Count], *, failed: bool) -> list[tuple[Count, Count]]:
    bad = [count for count in before if FAILED.search(_label(count))][-1:]
    good = [count for count in before if PASSED.search(_label(count)) and not FAILED.search(_label(count))][-1:]
    parts = bad if failed else good or bad
    wholes = [count for count in (*earlier, *before) if count not in parts and parts and count.value >= parts[0].value]
    if not any(CHECKED.search(_label(whole)) for whole in wholes):
        return []  # what was checked does not stand here
    if failed or good:
        return [(part, whole) for part in parts for whole in wholes]
    return [(_less(whole, part), whole) for part in parts for whole in wholes]


def _label(count: Count) -> str:
    return count.words + count.after


def _less(whole: Count, part: Count) -> Count:
    return Count(
        value=whole.value - part.value, counter=whole.counter, start=whole.start, words=whole.words, after=whole.after
    )


def _passed_and_failed(sentence: Sentence, found: Sequence[Count]) -> Iterator[Finding]:
    """合格 and 不合格 make the whole that was checked, where all three stand in one sentence."""
    good = [count for count in found if re.search(r"(?<!不)合格[^,;。、\d]{0,8}$", count.words)]
    bad = [count for count in found if re.search(r"不合格[^,;。、\d]{0,8}$", count.words)]
    first = min((count.start for count in (*good, *bad)), default=0)
    whole = [
        count
        for count in found
        if count.start < first and re.search(r"检查|抽查|普查|对|共", sentence.text[: count.start])
    ]
    if len(good) == 1 and not bad and whole and good[0].value > max(count.value for count in whole):
        should = f"不多于{whole[-1]}"
        yield Finding(place=sentence.place, stands=f"合格{good[0]}", should=should, why=f"检查总数为{whole[-1]}")
    if len(good) == len(bad) == 1 and whole and len([count for count in found if count.start >= first]) == 2:
        total = good[0].value + bad[0].value
        if all(count.value != total for count in whole) and any(slip(count.value, total) for count in whole):
            yield Finding(
                place=sentence.place,
                stands=f"{whole[-1]}，合格{good[0]}，不合格{bad[0]}",
                should=f"合格与不合格相加等于检查总数（现相加为{total}）",
                why=f"{good[0].value}+{bad[0].value}={total}",
            )
