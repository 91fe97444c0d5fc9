"""Several replies to one letter: each has the time and the unit that stand with it, or none; never another reply's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.model import SHANGHAI, Precision, Stated
from huiying.probe.pages.describe import describe
from huiying.probe.pages.detail import read_detail
from huiying.probe.pages.pinned import pinned
from huiying.probe.pages.reading import PageAnswer, PageReading

TITLE = "社保卡丢失后如何补办"
BODY = "您好，我的社保卡不慎丢失，请问补办需要带哪些材料，到哪里办理？"
TEXTS = (
    "您好，您的来信已收到，现已转交有关科室，请耐心等待。",
    "您好，请您携带本人有效身份证到合作银行任一网点办理社保卡补卡，当场领取。",
    "补充说明：代办的须同时带代办人身份证原件，周六上午也可以办理，不收取任何费用。",
    "网点地址可以在市人社局网站的服务指南栏目里查看，中午不休息。",
)
TIMES = ("2024-02-05 09:01", "2024-02-07 10:02", "2024-02-19 11:03", "2024-02-21 16:04")
UNITS = ("市信访局", "市人力资源和社会保障局", "市行政审批服务中心", "杞县人民政府")

ORDERS = list(permutations(("text", "time", "unit")))
WORDS = {
    "text": ("回复内容", "答复内容", "办理结果"),
    "time": ("回复时间", "答复时间", "办结时间"),
    "unit": ("回复单位", "答复单位", "承办单位"),
}
"""The last of each is one that a reply's own paragraphs use as well, or that other steps are dated by."""
HEAD: tuple[tuple[str, str], ...] = (("标题", TITLE), ("来信时间", "2024-02-04 08:00"), ("来信内容", BODY))
Fields = tuple[tuple[str, str], ...]


def rows(groups: list[Fields]) -> str:
    fields = [*HEAD, *(field for group in groups for field in group)]
    return f"<table>{''.join(f'<tr><td>{label}</td><td>{value}</td></tr>' for label, value in fields)}</table>"


def wide_rows(groups: list[Fields]) -> str:
    fields = [*((field,) for field in HEAD), *groups]
    cells = ("".join(f"<th>{label}</th><td>{value}</td>" for label, value in row) for row in fields)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def terms(groups: list[Fields]) -> str:
    fields = [*HEAD, *(field for group in groups for field in group)]
    return f"<dl>{''.join(f'<dt>{label}</dt><dd>{value}</dd>' for label, value in fields)}</dl>"


def lines(groups: list[Fields]) -> str:
    return "".join(f"<p>{label}：{value}</p>" for label, value in [*HEAD, *(f for group in groups for f in group)])


def breaks(groups: list[Fields]) -> str:
    fields = [*HEAD, *(field for group in groups for field in group)]
    return f"<div>{'<br>'.join(f'{label}：{value}' for label, value in fields)}</div>"


def items(groups: list[Fields]) -> str:
    fields = [*HEAD, *(field for group in groups for field in group)]
    return f"<ul>{''.join(f'<li><b>{label}</b>：<span>{value}</span></li>' for label, value in fields)}</ul>"


def boxes(groups: list[Fields]) -> str:
    head = "".join(f"<p>{label}：{value}</p>" for label, value in HEAD)
    inner = ("".join(f"<p>{label}：{value}</p>" for label, value in group) for group in groups)
    return head + "".join(f'<div class="one">{box}</div>' for box in inner)


def tables(groups: list[Fields]) -> str:
    inner = ("".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in group) for group in groups)
    return "".join(f"<p>{label}：{value}</p>" for label, value in HEAD) + "".join(f"<table>{t}</table>" for t in inner)


LAYOUTS = (rows, wide_rows, terms, lines, breaks, items, boxes, tables)


def page(layout: object, order: tuple[str, ...], values: list[dict[str, str]], words: dict[str, str]) -> PageReading:
    assert callable(layout)
    groups = [tuple((words[kind], value[kind]) for kind in order if kind in value) for value in values]
    return read_detail(layout(groups), title=TITLE, question=BODY)


def minute(answer: PageAnswer) -> str:
    return f"{answer.answered_at.at:%Y-%m-%d %H:%M}" if answer.answered_at else ""


def first_words() -> dict[str, str]:
    return {kind: words[0] for kind, words in WORDS.items()}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_each_of_two_replies_has_its_own_time_and_unit_wherever_they_stand_in_its_group(
    layout: object, order: tuple[str, ...]
) -> None:
    values = [{"text": TEXTS[n], "time": TIMES[n], "unit": UNITS[n]} for n in range(2)]
    got = [(one.text, minute(one), one.unit) for one in page(layout, order, values, first_words()).answers]
    assert got == [(TEXTS[n], TIMES[n], UNITS[n]) for n in range(2)]


@st.composite
def letters(draw: st.DrawFn) -> tuple[object, tuple[str, ...], list[dict[str, str]], dict[str, str]]:
    """Two to four replies in one page; a value may be empty, and a field may be left out of a group as a whole."""
    values = []
    for n in range(draw(st.integers(2, 4))):
        value = {"text": TEXTS[n], "time": TIMES[n], "unit": UNITS[n]}
        for kind in ("time", "unit"):
            match draw(st.sampled_from(["whole", "whole", "whole", "empty", "left out"])):
                case "empty":
                    value[kind] = ""
                case "left out":
                    del value[kind]
        if draw(st.integers(0, 5)) == 0:
            value["text"] = draw(st.sampled_from(["", "暂无"]))
        values.append(value)
    words = {kind: draw(st.sampled_from(choice)) for kind, choice in WORDS.items()}
    return draw(st.sampled_from(LAYOUTS)), draw(st.sampled_from(ORDERS)), values, words


@settings(max_examples=800)
@given(letters())
def test_no_reply_has_another_replys_time_or_unit(
    letter: tuple[object, tuple[str, ...], list[dict[str, str]], dict[str, str]],
) -> None:
    for answer in page(*letter).answers:
        own = next((n for n, text in enumerate(TEXTS) if text in answer.text), None)
        assert own is not None
        assert minute(answer) in {TIMES[own], ""}
        assert answer.unit in {UNITS[own], ""}


@settings(max_examples=300)
@given(
    st.sampled_from(LAYOUTS),
    st.sampled_from(ORDERS),
    st.integers(2, 4),
    st.fixed_dictionaries({kind: st.sampled_from(choice[:2]) for kind, choice in WORDS.items()}),
)
def test_whole_groups_of_one_order_give_every_reply_all_that_is_its_own(
    layout: object, order: tuple[str, ...], count: int, words: dict[str, str]
) -> None:
    values = [{"text": TEXTS[n], "time": TIMES[n], "unit": UNITS[n]} for n in range(count)]
    got = [(one.text, minute(one), one.unit) for one in page(layout, order, values, words).answers]
    assert got == [(TEXTS[n], TIMES[n], UNITS[n]) for n in range(count)]


def two(between: str = "", *, before: str = "", after: str = "") -> str:
    head = "".join(f"<p>{label}：{value}</p>" for label, value in HEAD)
    return f"{head}{before}<p>回复内容：{TEXTS[0]}</p>{between}<p>回复内容：{TEXTS[1]}</p>{after}"


@pytest.mark.parametrize(
    "html",
    [
        two(before=f"<p>回复时间：{TIMES[0]}</p>"),
        two(f"<p>回复时间：{TIMES[0]}</p>"),
        two(after=f"<p>回复时间：{TIMES[0]}</p>"),
        two(f"<p>时间：{TIMES[0]}</p>"),
        two(f"<p>回复时间：{TIMES[0]}</p><p>回复时间：{TIMES[1]}</p>"),
        f"<p>回复时间：{TIMES[1]}</p>" + two(),
    ],
    ids=["above both", "between", "below both", "between, named a time only", "two between", "above the question"],
)
def test_a_time_that_may_be_of_either_reply_is_of_none(html: str) -> None:
    answers = read_detail(html, title=TITLE, question=BODY).answers
    assert [(one.text, minute(one)) for one in answers] == [(TEXTS[0], ""), (TEXTS[1], "")]


def test_a_letters_own_time_above_its_question_is_not_taken_for_the_first_replys() -> None:
    html = f"<p>回复时间：{TIMES[3]}</p>" + two(f"<p>回复时间：{TIMES[0]}</p>", after=f"<p>回复时间：{TIMES[1]}</p>")
    assert [minute(one) for one in read_detail(html, title=TITLE, question=BODY).answers] == [TIMES[0], TIMES[1]]


def test_another_letters_time_below_the_replies_changes_nothing() -> None:
    more = f"<p>回复时间：{TIMES[1]}</p><h4>相关信件</h4><p>路灯不亮 回复时间：{TIMES[3]}</p>"
    html = two(f"<p>回复时间：{TIMES[0]}</p>", after=more)
    assert [minute(one) for one in read_detail(html, title=TITLE, question=BODY).answers] == [TIMES[0], TIMES[1]]


def test_of_a_time_in_the_box_of_one_reply_the_other_has_none() -> None:
    html = (
        "".join(f"<p>{label}：{value}</p>" for label, value in HEAD)
        + f"<div><p>回复内容：{TEXTS[0]}</p></div><div><p>回复内容：{TEXTS[1]}</p><p>回复时间：{TIMES[1]}</p></div>"
    )
    assert [minute(one) for one in read_detail(html, title=TITLE, question=BODY).answers] == ["", TIMES[1]]


def test_pins_name_each_replys_time_or_none() -> None:
    groups = [(("text", TEXTS[n]), ("time", TIMES[n]), ("unit", UNITS[n])) for n in range(2)]
    html = "".join(f"<div>{''.join(f'<p class={kind}>{value}</p>' for kind, value in g)}</div>" for g in groups)
    pins = {"text": ".text", "answered_at": ".time", "unit": ".unit"}
    whole = pinned(html, pins, PageReading(found=True)).answers
    assert [(one.text, minute(one), one.unit) for one in whole] == [(TEXTS[n], TIMES[n], UNITS[n]) for n in range(2)]
    one_time = html.replace(f"<p class=time>{TIMES[0]}</p>", "")
    assert [minute(one) for one in pinned(one_time, pins, PageReading(found=True)).answers] == ["", ""]
    first_empty = html.replace(TEXTS[0], "暂无")
    assert [minute(one) for one in pinned(first_empty, pins, PageReading(found=True)).answers] == [TIMES[1]]


def test_pins_of_other_things_lend_no_reply_the_first_ones_time() -> None:
    html = f'<b class="state">已回复</b>{two()}'
    read = read_detail(html, title=TITLE, question=BODY)
    first, second = read.answers
    dated = replace(
        first, answered_at=Stated(at=datetime(2024, 2, 5, 9, 1, tzinfo=SHANGHAI), precision=Precision.MINUTE)
    )
    read = replace(read, answers=(dated, second), answered_at=dated.answered_at, unit=UNITS[0])
    got = pinned(html, {"state": ".state"}, read).answers
    assert [(minute(one), one.unit) for one in got] == [(TIMES[0], ""), ("", "")]


@pytest.mark.parametrize("state", ["已撤回", "已受理", "已转办"])
def test_a_letter_whose_state_tells_of_no_reply_has_not_the_time_of_the_letters_beside_it(state: str) -> None:
    page = (
        "<ul><li><span>信件标题</span><span>危房改造补助标准</span></li><li><span>写信时间</span><span>2026-10-27 14:19</span></li>"
        "<li><span>信件内容</span><span>每户补助多少钱，向谁申请？</span></li>"
        f"<li><span>办理状态</span><span>{state}</span></li></ul>"
        "<div class=side><h3>最新答复</h3><p><a href=/40>后期扶持资金发放时间</a> 答复时间：2026-10-29</p></div>"
    )
    said = describe(page.encode(), question="危房改造补助标准")
    assert (said["answered"], said["answered_at"], said["kind"]) == (False, None, None)
