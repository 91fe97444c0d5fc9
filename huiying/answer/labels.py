"""Each clause of an answer under one label; what no label claims is content (DOMAIN §5)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from huiying.answer.lexicon import lexicon
from huiying.answer.sentences import bare, clauses, han, news, repeated, sentences

_DEPENDENT = re.compile(
    r"^(?:根据|依据|按照|依照|为了?|由于|鉴于|因|针对|关于|对于|对|就|如|若|待|一经|经|在|接|于|自|从|通过|凭|使用|并|并且|且|及|以及|同时|另外?|此外|但|但是|而|所以|现|今后|目前|届时|之后|其中|由|第[一二三四五六七八九十百]+条)"
)
_SPAN = {"receipt": "\x01", "intro": "\x02", "topic": "\x03"}
_NAMES = {mark: name for name, mark in _SPAN.items()}
_HOURS = re.compile(
    r"\d{1,2}:\d{2}|^(?:工作日|周[一二三四五六日]|上午|下午|每天|24小时|全天|节假日|法定)[^，。]{0,12}$"
)
_TOPIC = re.compile(
    r"(?:条件|政策|标准|流程|材料|业务|问题|规定|事项|手续|清单|信息|情况|时间|内容|事宜|要求|办法|方式|细则|名单|范围|指南|咨询|步骤|一事|诉求|建议|疑问|意见)(?:等|为)?$"
)
_NUMBER = re.compile(r"(?:\d{3,4}[-—－])?\d{7,8}|\b(?:1[02]\d{3}|9\d{4})\b|1\d{10}")
_WEEKDAY = r"(?:(?:星期|周)[一二三四五六日天])?"
_NUMERAL = "[〇○零一二三四五六七八九十]"
_DAY = r"(?:\d{2,4} ?[年./-] ?)?\d{1,2} ?[月./-] ?\d{1,2}(?: ?日)?|\d{4} ?年 ?\d{1,2} ?月"
_DAY_IN_WORDS = rf"{_NUMERAL}{{4}}年{_NUMERAL}{{1,2}}月{_NUMERAL}{{1,3}}日"
_DATE = re.compile(
    rf"(?P<unit>[^，。：；\d]{{0,30}}?)(?P<gap> ?)(?:日期：)?[（(]?(?:{_DAY}|{_DAY_IN_WORDS})[）)]? ?[（(]?{_WEEKDAY}[）)]?"
    r" ?(?:上午|下午)?(?:\d{1,2}[:时点]\d{2}(?:[:分]\d{2}秒?)?分?)?"
)
_TELLS_WHEN = re.compile(r"[将已到在请于为是计预自从至起前后内可约期间]")
_OPENINGS = frozenset(("greeting", "intro", "topic", "quoted", "filler"))
_NOT_SENT = re.compile(r"(?:无法|不能|难以|不予|未能)[^，。]{0,4}(?:转|移|派|交|分)")
_SENT_ON = re.compile(
    r"转(?:发|交|办|派|送|给|至|到|由)(?:至|到|给|由)?[^，。]{2,20}(?:局|委|办|中心|办公室|街道|政府|公司|部门|镇|队|所)"
)
_LOOK = re.compile(r"登[录陆]|点击|查看|查阅|查收|查询")
_TO_US = re.compile(  # to a colleague, or not yet
    r"(?:转|交|派|送|给)[^，。]{0,4}(?:我们|我[局委办处院校中]|本局|本单位|业务科|业务部门|相关科室|有关科室)"
    r"|(?:会|拟|将(?:在|于|会|及时|尽快|统一|按|依法))[^，。]{0,14}(?:转|移送|交办|派)"
)
_CAUSE = re.compile(r"^(?:主要)?(?:是)?(?:因|由于)(?!您|涉及|情况)")
_LITTLE_NEWS = 5
_MUCH_NEWS = 10
_FIGURE = re.compile(r"\d")
_SPELL = re.compile(
    r"(?:\d+[-~—至到])?\d+个?(?:工作日|自然日|日|天|小时|分钟)(?:之?内|后|左右)?|\d{4,}|《[^》]*》|第\d+条|\d{1,2}:\d{2}"
)
_HANDLING = frozenset(("process", "promise", "vague", "thanks"))
_FILLER = re.compile(
    r"^(?:您|你|的|是|为|等|和|与|及|并|请|可|可以|也|又|再|还|即|则|了|我们|我局|我单位|本局|其|该|此|现|有关|相关|情况|事宜|信息|问题|来信|一事|事项|内容|经核实|经核查|经查|经了解|经调查|经研究|据了解|根据您|根据来信|同时|另外|此外|现在|目前|关于|针对|链接|网址|收到后|接到后|接件后|第[一二三四五六七八九十])+$"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What the clauses of a text were: how many of each label, what is left as content (`lines`: by sentence, with the sentence).

    `lost` are promises to nobody in particular, `referred` the clauses that name whom to ask.
    """

    counts: Counter[str] = field(default_factory=Counter)
    content: tuple[str, ...] = ()
    lines: tuple[tuple[tuple[str, ...], str], ...] = ()
    lost: tuple[str, ...] = ()
    referred: tuple[str, ...] = ()


def read(text: str, question: str) -> Reading:
    """Label the clauses of a plain text."""
    counts: Counter[str] = Counter()
    content: list[str] = []
    lost: list[str] = []
    referred: list[str] = []
    labelled = [pairs for sentence in sentences(text, question) if (pairs := _label(sentence, question))]
    _sign_off(labelled, question)
    lines: list[tuple[tuple[str, ...], str]] = []
    for pairs in labelled:
        lines.append((tuple(clause for clause, label in pairs if label == "content"), "，".join(dict(pairs))))
        for clause, label in pairs:
            if label == "content":
                content.append(clause)
            else:
                counts[label] += 1
                if label == "outlook":
                    lost.append(clause)
                if label in {"refer", "contact", "duty", "pointer"}:
                    referred.append(clause)
    return Reading(
        counts=counts, content=tuple(content), lines=tuple(lines), lost=tuple(lost), referred=tuple(referred)
    )


def _sign_off(labelled: list[list[tuple[str, str]]], question: str) -> None:
    """Label the dates under a letter: "signoff", or "dated" where it may as well be the date that was asked for."""
    told: list[str] = []
    for place, pairs in enumerate(labelled):
        clause, label = pairs[-1]
        if (date := _DATE.fullmatch(clause)) is not None:
            before = [*told, *(other for _, other in pairs[:-1])]
            after = [other for later in labelled[place + 1 :] for _, other in later]
            pairs[-1] = (clause, _of_date(date, label, before, after, question))
        told += [label for _, label in pairs]


def _of_date(date: re.Match[str], label: str, told: list[str], after: list[str], question: str) -> str:
    unit = date["unit"].strip(" （(")
    if unit and _of_clause(unit, question) != "signoff":
        if not date["gap"] or _TELLS_WHEN.search(unit):
            return label
    elif unit or told[-1:] == ["signoff"]:
        return "signoff"
    if not lexicon().asks["when"].search(question):
        return "signoff"
    announced = "intro" in told and "content" not in told
    return "dated" if not announced and {*told, *after} - _OPENINGS - {"content"} else "content"


def _label(sentence: str, question: str) -> list[tuple[str, str]]:
    words = lexicon()
    if sentence.endswith("？") and not words.asking.search(sentence):
        return [(sentence, "quoted")]
    if words.field_other.match(sentence) or (
        words.field_where.match(sentence) and not words.asks["where"].search(question)
    ):
        return [(part, "footer") for part in clauses(sentence)]
    return [pair for piece in sentence.split("；") if piece.strip() for pair in _label_piece(piece.strip(), question)]


def _label_piece(sentence: str, question: str) -> list[tuple[str, str]]:
    words = lexicon()
    for name, pattern in words.spans:
        sentence = pattern.sub(f"，{_SPAN[name]}，", sentence)
    parts = clauses(sentence)
    labels = [_NAMES.get(part) or _of_clause(part, question) for part in parts]
    _in_context(parts, labels, question)
    _lend(parts, labels)
    return list(zip(parts, labels, strict=True))


def _lend(parts: list[str], labels: list[str]) -> None:
    """Give an opening clause ("under article 33 …") the label of what it opens."""
    follower = ""
    for index in range(len(parts) - 1, -1, -1):
        if labels[index] == "content" and follower == "receipt" and han(parts[index]) <= 8:
            labels[index] = "filler"
        elif labels[index] == "content" and follower not in {"", "content"} and _opens(parts[index]):
            labels[index] = "outlook" if follower == "outlook" else "opening" if follower in _HANDLING else follower
        elif labels[index] == "content" and follower in {"pointer", "refer"} and _TOPIC.search(parts[index]):
            labels[index] = follower
        if labels[index] != "filler":
            follower = labels[index]


def _opens(clause: str) -> bool:
    """Whether a clause only leads up to the next one; one that reports something done stands for itself."""
    return bool(_DEPENDENT.match(clause)) and not re.search(r"予以|进行了|完毕|(?:已|了)[^，。]{0,12}$", clause)


def _of_clause(clause: str, question: str) -> str:
    words = lexicon()
    if repeated(clause, question):
        return "quoted"
    if words.keep.search(clause) or words.bare.match(clause) or _general_term(clause, question):
        return "content"
    for name, pattern in words.labels:
        if pattern.search(clause):
            return _in_substance(name, clause, question)
    return "filler" if _FILLER.match(bare(clause)) or not bare(clause) else "content"


def _in_substance(label: str, clause: str, question: str) -> str:
    """Look twice at the widest labels: a promise to nobody, the cause that was asked for, news beside the word “you”."""
    words = lexicon()
    if label == "mention":
        told = news(re.sub(r"\d+ ?[年月日时分秒号]?", "", clause), question)
        return "receipt" if _TOPIC.search(clause) or told <= _LITTLE_NEWS else "content"
    if label == "transfer" or (label == "receipt" and _SENT_ON.search(clause)):  # received and sent on, in one clause
        return "content" if _NOT_SENT.search(clause) else "process" if _TO_US.search(clause) else "transfer"
    if label not in {"process", "promise"}:
        return label
    if _CAUSE.match(clause) and words.asks["why"].search(question) and news(clause, question) > _LITTLE_NEWS:
        return "content"
    if _FIGURE.search(_SPELL.sub("", clause)) and news(clause, question) > _MUCH_NEWS:
        return "content"
    to_writer = words.to_writer.search(clause) or news(clause, question) <= _LITTLE_NEWS
    return label if to_writer else "outlook"


def _general_term(clause: str, question: str) -> bool:
    """Whether a time limit is told as the rule for all, to a question that asks how long something takes."""
    asked = re.search(r"多久|多长时间|几天|几个工作日|时限|期限", question)
    return bool(
        asked
        and re.search(r"\d+个?(?:工作)?(?:日|天|小时)", clause)
        and not re.search(r"您|我|本|将|会|来信|预计", clause)
    )


def _in_context(parts: list[str], labels: list[str], question: str) -> None:
    """A number to ask at is only for tracking, or only a courtesy, where the sentence says so."""
    if "answered" in labels:
        labels[:] = [
            "pointer" if label == "tracking" or (label != "answered" and _LOOK.search(part)) else label
            for part, label in zip(parts, labels, strict=True)
        ]
    labels[:] = [
        "pointer" if label in {"conditional", "details"} and points(part) else label
        for part, label in zip(parts, labels, strict=True)
    ]
    if {"tracking", "refer", "contact"} & set(labels) and any(has_number(part) for part in parts):
        labels[:] = [
            "contact" if label == "content" and _HOURS.search(part) else label
            for part, label in zip(parts, labels, strict=True)
        ]
    asked_hours = bool(lexicon().asks["hours"].search(question))
    for index in range(1, len(parts)):
        if labels[index] == "content" and {"footer", "follow"} & set(labels[:index]):
            labels[index] = "footer"
        elif (
            labels[index] == "content"
            and "contact" in labels[:index]
            and _HOURS.search(parts[index])
            and not asked_hours
        ):
            labels[index] = "contact"
    if "tracking" in labels:
        labels[:] = [
            "tracking" if label in {"refer", "contact", "pointer", "conditional", "details"} else label
            for label in labels
        ]
    for index, label in enumerate(labels):
        if label in {"conditional", "details"}:
            labels[index:] = ["details" if label == "details" else "courtesy"] * (len(labels) - index)


def points(clause: str) -> bool:
    """Whether a clause sends its reader to a site, an account or a paper."""
    return any(pattern.search(clause) for name, pattern in lexicon().labels if name == "pointer")


def has_number(clause: str) -> bool:
    """Whether a telephone number stands in the clause."""
    return bool(_NUMBER.search(clause))
