"""Which controls a form demands, by the marks around them."""

from __future__ import annotations

import pytest

from huiying.probe.controls import Control, Place, Texts
from huiying.probe.required import demands_all, is_required


def demanded(texts: Texts, *, leading: bool = False) -> bool:
    control = Control(order=1, kind="text", place=Place(selector="#x"), name="x", texts=texts)
    return is_required(control, frozenset(), leading=leading, first=False)


@pytest.mark.parametrize(
    "beside", ["*", "*请填写真实姓名", "（必填）", "必选", "（必需为有效的邮箱地址）", "* 不能为空", "*（必填）"]
)
def test_a_mark_behind_a_control_demands_it(beside: str) -> None:
    assert demanded(Texts(left="姓名：", after=(beside,)))


@pytest.mark.parametrize(
    "beside",
    [
        "* 为必填项",
        "*号项为必填",
        "带*号的必须填写",
        "注：带 * 的为必填项",
        "（“*”为必填项）",
        "*点击图片刷新验证码",
        "* 看不清？换一张",
        "",
    ],
)
def test_a_note_that_explains_the_stars_and_a_tip_on_a_picture_demand_nothing(beside: str) -> None:
    assert not demanded(Texts(left="姓名：", after=(beside,), item_after=beside))


@pytest.mark.parametrize("label", ["*姓名：", "姓名（必填）", "姓名 ＊", "有无附件 *", "标签*"])
def test_a_mark_in_the_label_demands_it(label: str) -> None:
    assert demanded(Texts(left=label))


def test_a_note_in_the_row_above_is_no_mark_of_a_control_with_a_label_beside_it() -> None:
    assert not demanded(Texts(left="年龄：", header="* 填写之前请先阅读须知"), leading=True)
    assert demanded(Texts(header="姓名*"), leading=True)


@pytest.mark.parametrize(
    ("hint", "must"),
    [
        ("请写下事情的经过，方便我们核实（10到200字、必填）", True),
        ("请写下您希望得到的答复和您的联系办法，必填", True),
        ("请写下事情的经过，方便我们核实（非必填）", False),
        ("请写下事情的经过和您希望得到的答复，标有必填的项目都要写", False),
    ],
)
def test_a_hint_may_end_with_its_mark(hint: str, must: bool) -> None:
    assert demanded(Texts(placeholder=hint)) is must


@pytest.mark.parametrize(
    ("note", "every"),
    [
        ("注：以上各项均为必填项", True),
        ("以下内容都必须填写。", True),
        ("所有选项均不能为空", True),
        ("所有带*的均为必填项", False),
        ("请将所有必填项填写完整", False),
        ("以上标星号项为必填", False),
    ],
)
def test_a_note_that_every_item_must_be_filled_is_the_star_of_each(note: str, every: bool) -> None:
    assert demands_all([note]) is every


@pytest.mark.parametrize(
    ("hint", "wanted"),
    [
        ("请把事情的经过写清楚，越详细越好（5-100字、必填）", True),
        ("请把事情的经过写清楚，越详细越好（不是必填）", False),
    ],
)
def test_a_mark_in_brackets_at_the_end_of_a_long_hint_demands_it(hint: str, wanted: bool) -> None:
    assert demanded(Texts(placeholder=hint)) is wanted
