"""What the controls of one form say of each other (pure): evidence that no control gives by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from huiying.probe.controls import Control
from huiying.probe.evidence import KNOWN, OPTION_KINDS, Evidence, weigh
from huiying.probe.form import FormModel
from huiying.probe.labels import label_of
from huiying.probe.lexicon import Lexicon
from huiying.probe.purpose import Purpose
from huiying.probe.wording import plain

THRESHOLD = 0.45
"""A control below it stays without a field."""

_EXACT = 0.95
"""The strength of a label that is a term itself."""

_NOT_IN_LETTERS = frozenset({"username", "password", "keywords", "query_number"})
NOTHING = Evidence(score=0.0, why="")
_WISH = re.compile(r"诉求|要求|目的|期望|愿望|希望|请求")
_COMPLAINED_TO = re.compile(r"被?(?:投诉|举报)(?:单位|部门)")
_CHOSEN = frozenset({"事项", "理由", "原因", "事由"})
_CHOOSE = frozenset({"选择", "选择单位", "选择部门", "请选择"})
_MATTER = re.compile(r"内容|情况|描述|事实|经过|原因|理由|事由|详情|问题|留言|正文")


def tables(
    form: FormModel, controls: Sequence[Control], required: Sequence[bool], lexicon: Lexicon
) -> list[dict[str, Evidence]]:
    shared = _shared_pictures(controls)
    table = [weigh(one, lexicon, messages=form.messages, shared_pictures=shared) for one in controls]
    _split_numbers(controls, table, required)
    if form.purpose is Purpose.CONSULTATION:
        _only_big_box(controls, table)
        _matter_before_wish(controls, table, required)
        _matters_to_choose(controls, table, lexicon)
        _unnamed_list(controls, table)
        _line_with_the_boxes_label(controls, table)
        _writers_department(controls, table)
        _office_complained_to(controls, table, lexicon)
        table = [{name: one for name, one in scores.items() if name not in _NOT_IN_LETTERS} for scores in table]
    _rest_of_anothers_row(controls, table, lexicon)
    if form.purpose is Purpose.SEARCH:
        _sought(table)
    if form.purpose is Purpose.OTHER:
        if not any(label_of(one) for one in controls if one.kind in {"textarea", "richtext"}):
            _only_big_box(controls, table)
        _stories_of_letters_only(controls, table, required, lexicon)
        _kinds_of_letters_only(controls, table, lexicon)
    return table


def _rest_of_anothers_row(controls: Sequence[Control], table: Sequence[dict[str, Evidence]], lexicon: Lexicon) -> None:
    """Behind 事发地点 [区县] [街道] the line for 详细地址, with no label of its own, goes on with what happened, not with the writer."""
    anothers: tuple[int, ...] = ()
    for control, scores in zip(controls, table, strict=True):
        if label := label_of(control):
            anothers = control.chain if lexicon.of_others(label) else ()
        elif anothers and control.chain == anothers:
            for name in lexicon.writer & scores.keys():
                del scores[name]


def _sought(table: Sequence[dict[str, Evidence]]) -> None:
    """A search by 主题 or 内容 asks what to find: there is nothing to be written there."""
    for scores in table:
        for name in {"title", "body"} & scores.keys():
            told = scores.pop(name)
            if told.score > scores.get("keywords", NOTHING).score:
                scores["keywords"] = told


def _stories_of_letters_only(
    controls: Sequence[Control], table: Sequence[dict[str, Evidence]], required: Sequence[bool], lexicon: Lexicon
) -> None:
    """A box that a form other than a letter's demands holds no letter's text, unless its label says so: 症状描述, 加盟理由 don't."""
    for control, scores, must in zip(controls, table, required, strict=True):
        label = label_of(control)
        told = lexicon.read_label(label).get("body", 0.0) >= _EXACT or any(one in label for one in lexicon.matters)
        if must and label and not told:
            scores.pop("body", None)


def _kinds_of_letters_only(controls: Sequence[Control], table: Sequence[dict[str, Evidence]], lexicon: Lexicon) -> None:
    """A form that is no letter asks with a bare 类型 for the kind of something else (融资), unless the choices are letters'."""
    for control, scores in zip(controls, table, strict=True):
        if "category" not in lexicon.read_options(one.text for one in control.options):
            scores.pop("category", None)


def _shared_pictures(controls: Iterable[Control]) -> frozenset[str]:
    seen: dict[str, int] = {}
    for control in controls:
        for selector in {one.selector for one in control.pictures}:
            seen[selector] = seen.get(selector, 0) + 1
    return frozenset(selector for selector, count in seen.items() if count > 1)


_DASH = re.compile(r"[-－—–~～]{1,2}")


def _split_numbers(controls: Sequence[Control], table: Sequence[dict[str, Evidence]], required: Sequence[bool]) -> None:
    """A number asked for in pieces (区号-号码) takes no whole one: where it is demanded, its pieces are known for nothing."""
    for index, (one, other) in enumerate(pairwise(controls)):
        between = (*one.texts.after[:1], *other.texts.before[:1])
        if one.kind == other.kind == "text" and one.chain == other.chain and any(map(_DASH.fullmatch, between)):
            for piece in (index, index + 1):
                if required[index] or required[index + 1]:
                    for name in ("phone", "telephone"):
                        table[piece].pop(name, None)


def _only_big_box(controls: Sequence[Control], table: Sequence[dict[str, Evidence]]) -> None:
    """The one big box of a letter's form is its body, where no text beside it says that it is another field.

    It is never the title (事由) while nothing else is the body: a letter has one, and a line holds no story.
    """
    big = [index for index, one in enumerate(controls) if one.kind in {"textarea", "richtext"}]
    bodies = {index for index, scores in enumerate(table) if scores.get("body", NOTHING).score >= THRESHOLD}
    if len(big) != 1 or bodies - {big[0]}:
        return
    own_scores = table[big[0]]
    names = {name: one.score for name, one in own_scores.items() if name not in {"remark", "title", "body"}}
    if max(names.values(), default=0.0) < THRESHOLD:
        told = own_scores.get("body", NOTHING)
        spare = max(own_scores.pop(name, NOTHING).score for name in ("remark", "title"))
        if told.score < max(0.6, spare):
            own_scores["body"] = Evidence(score=max(0.6, spare), why="唯一的多行输入框")


def _matter_before_wish(
    controls: Sequence[Control], table: Sequence[dict[str, Evidence]], required: Sequence[bool]
) -> None:
    """Of several big boxes the body is the one that must be filled, then the one for what happened, not for what is wanted."""
    big = [index for index, one in enumerate(controls) if one.kind in {"textarea", "richtext"}]
    big = [index for index in big if table[index].get("body", NOTHING).score >= THRESHOLD]
    labels = {index: label_of(controls[index]) for index in big}
    wishes = [index for index in big if _WISH.search(labels[index]) and not _MATTER.search(labels[index])]
    matters = [index for index in big if _MATTER.search(labels[index])]
    later = [index for index in big if not required[index]] if any(required[index] for index in big) else []
    for index in later or (wishes if matters else []):
        body = table[index]["body"]
        table[index]["body"] = replace(body, score=body.score * 0.6)


def followers(controls: Sequence[Control]) -> set[int]:
    """The ticks that stand behind another control in the same cell and say themselves what they are (我不清楚部门)."""
    return {
        index
        for index, (one, other) in enumerate(pairwise(controls), start=1)
        if other.kind == "checkbox"
        and len(other.options) == 1
        and plain(other.options[0].text)
        and one.texts.left == other.texts.left != ""
        and one.chain == other.chain
    }


def own_words(control: Control) -> Control:
    return replace(control, texts=replace(control.texts, left="", header="", before=()))


def _matters_to_choose(controls: Sequence[Control], table: Sequence[dict[str, Evidence]], lexicon: Lexicon) -> None:
    """举报事项 or 举报原因 with several choices asks for the kind of letter, where nothing else does: a text is written, not chosen."""
    for control, scores in zip(controls, table, strict=True):
        kinds = scores.get("category", NOTHING).score
        if kinds >= THRESHOLD and (control.kind in OPTION_KINDS or kinds == max(one.score for one in scores.values())):
            return
    for control, scores in zip(controls, table, strict=True):
        asked = label_of(control) or "".join(map(plain, control.texts.above[:1]))
        told = lexicon.read_label(asked).get("body", 0.0)
        several = control.kind in OPTION_KINDS and len(control.options) > 1
        if several and told >= KNOWN and asked[-2:] in _CHOSEN:
            scores["category"] = Evidence(score=0.7, why=f"可选的“{asked[:20]}”")


def _unnamed_list(controls: Sequence[Control], table: Sequence[dict[str, Evidence]]) -> None:
    """The one list without any label is the category where it ends in 其他: so only lists of kinds do."""
    lists = [index for index, one in enumerate(controls) if one.kind == "select"]
    if len(lists) != 1 or table[lists[0]]:
        return
    if any(plain(option.text) in {"其他", "其它", "其他类", "其他问题"} for option in controls[lists[0]].options):
        table[lists[0]]["category"] = Evidence(score=0.5, why="选项中有“其他”的唯一一个列表")


def _line_with_the_boxes_label(controls: Sequence[Control], table: Sequence[dict[str, Evidence]]) -> None:
    """A line that bears the same label as the one big box is the title: nobody asks for one text twice."""
    big = [index for index, one in enumerate(controls) if one.kind in {"textarea", "richtext"}]
    titled = any(scores.get("title", NOTHING).score >= THRESHOLD for scores in table)
    if len(big) != 1 or titled:
        return
    label = label_of(controls[big[0]])
    same = [index for index, one in enumerate(controls) if one.kind == "text" and label and label_of(one) == label]
    if len(same) == 1:
        table[same[0]].pop("body", None)
        table[same[0]]["title"] = Evidence(score=0.72, why="与内容同名的单行输入框")


def _writers_department(controls: Sequence[Control], table: Sequence[dict[str, Evidence]]) -> None:
    """A line for 部门 beside one for 公司 or 工作单位 asks where the writer works, not to whom the letter goes."""
    if not any(scores.get("organisation", NOTHING).score >= KNOWN for scores in table):
        return
    for control, scores in zip(controls, table, strict=True):
        if control.kind == "text" and not control.widget and label_of(control) in {"部门", "科室", "单位"}:
            scores.pop("department", None)


def _office_complained_to(controls: Sequence[Control], table: Sequence[dict[str, Evidence]], lexicon: Lexicon) -> None:
    """投诉单位 is where the complaint goes, unless another control is, if its choices or its own hint are offices or a press chooses one.

    A line for it that says nothing more is for the one complained of.
    """
    pairs = [
        (_COMPLAINED_TO.fullmatch(label_of(one)), one, scores) for one, scores in zip(controls, table, strict=True)
    ]
    if any(not told and scores.get("department", NOTHING).score >= KNOWN for told, _, scores in pairs):
        return
    for told, control, scores in pairs:
        offices = lexicon.read_options(one.text for one in control.options).get("department", 0.0)
        listed = control.kind in {"select", "radio"} and offices >= KNOWN
        hinted = lexicon.read_label(control.texts.placeholder).get("department", 0.0) >= KNOWN
        chosen = any(plain(one) in _CHOOSE for one in control.texts.after[:1])
        if told and (listed or hinted or chosen):
            scores.pop("subject_unit", None)
            scores["department"] = Evidence(score=0.8, why="投诉单位是从部门中选择的")
