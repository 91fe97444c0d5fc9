"""The words of forms: what labels, names, limits and choices mean."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.probe.assignment import best_assignment
from huiying.probe.controls import Control, Option, Place, Texts
from huiying.probe.lexicon import load
from huiying.probe.limits import Limit, noted, own, said
from huiying.probe.options import CATEGORIES, choose_option, choose_public, tick_public
from huiying.probe.values import Values
from huiying.probe.wishes import wished

LEXICON = load()


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("*姓　　名：", "name"),
        ("请输入您的手机号码", "phone"),
        ("电子邮箱地址（用于接收回复）", "email"),
        ("留言人联系地址", "address"),
        ("标 题：（10-25字）", "title"),
        ("您的意见或建议不能为空", "body"),
        ("信件查询密码", "query_password"),
        ("再次输入查询密码", "query_password_confirm"),
        ("手机验证码", "sms_code"),
        ("* 验 证 码：", "captcha"),
        ("申请人/单位", "name"),
        ("电子邮箱/QQ：", "email"),
        ("是否愿意公开内容", "public"),
        ("聯絡電話", "phone"),
        ("電子郵件", "email"),
        ("是否同意公开信件内容", "public"),
        ("是否公开姓名", "anonymous"),
        ("3、办理单位（必填）", "department"),
        ("被投诉单位名称", "subject_unit"),
        ("举报事项不能为空", "body"),
        ("写信人所属部门", "organisation"),
        ("联糸电话", "phone"),
        ("E－ｍａｉｌ", "email"),
        ("举报人身份证号", "id_number"),
        ("请输入右侧字符", "captcha"),
    ],
)
def test_a_label_means_its_field_before_any_other(label: str, field: str) -> None:
    meant = LEXICON.read_label(label)

    assert max(meant, key=lambda one: meant[one]) == field


@pytest.mark.parametrize("label", ["户主关系", "渠道来源", "爱好", "温馨提示", "****", "", "2024-01-01"])
def test_a_label_that_names_no_field_means_none(label: str) -> None:
    assert all(strength < 0.45 for strength in LEXICON.read_label(label).values())


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("ctl00$ContentPlaceHolder1$txtTitle", "title"),
        ("info[lianxidianhua]", "phone"),
        ("vc_content", "body"),
        ("sfzhm", "id_number"),
        ("txtYzm", "captcha"),
        ("letter.sfgk", "public"),
        ("GuestName", "name"),
        ("cxmm", "query_password"),
        ("ddlDept", "department"),
    ],
)
def test_a_control_name_means_its_field(name: str, field: str) -> None:
    meant = LEXICON.read_name(name)

    assert max(meant, key=lambda one: meant[one]) == field


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert all(0 <= strength <= 1 for strength in LEXICON.read_label(text).values())
    assert all(0 <= strength <= 1 for strength in LEXICON.read_name(text).values())


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("标题：字数在10到25字之间", Limit(min=10, max=25)),
        ("（5-30字）", Limit(min=5, max=30)),
        ("内容≤600字", Limit(max=600)),
        ("内容不少于20字", Limit(min=20)),
        ("至少20个字，最多1000个字符", Limit(min=20, max=1000)),
        ("限500字以内", Limit(max=500)),
        ("不得超过五百字", Limit(max=500)),
        ("还可以输入 300 字", Limit(max=300)),
        ("0/200", Limit(max=200)),
        ("100字以上", Limit(min=100)),
        ("如果字数多于1000字，请以附件形式上传", Limit(max=1000)),
        ("若超过五百字，请上传附件", Limit(max=500)),
        ("字数限制为100个", Limit(max=100)),
        ("输入字数不多于200字", Limit(max=200)),
        ("不大于50个字", Limit(max=50)),
        ("称呼应为2-20位任意字符", Limit(min=2, max=20)),
        ("6-16位字母或数字", Limit()),
        ("附件不超过5M，500字节", Limit()),
        ("请于2024年1月5日前提交", Limit()),
    ],
)
def test_a_limit_stated_in_words_is_read(text: str, limit: Limit) -> None:
    assert said(text) == limit


def test_a_note_gives_each_field_its_own_limit() -> None:
    notes = ["标题：字数在10到25字之间，反映信件的核心内容。正文：字数限定在600字内。"]

    assert noted("title", notes) == Limit(min=10, max=25)
    assert noted("body", notes) == Limit(max=600)


def test_the_browsers_own_maxlength_limits_nothing() -> None:
    assert own(524_288, 0, []) == Limit()


def _control(*options: tuple[str, str], kind: str = "select", label: str = "") -> Control:
    return Control(
        order=1,
        kind=kind,
        place=Place(selector="#x"),
        texts=Texts(label=(label,)) if label else Texts(),
        options=tuple(Option(text=text, value=value) for text, value in options),
    )


def test_where_the_writer_lives_is_chosen_by_the_address() -> None:
    control = _control(("请选择", ""), ("龙亭区", "1"), ("鼓楼区", "2"))
    home = Values(
        title="问", body="问", name="王芳", phone="1", email="", address="开封市鼓楼区某路1号", unit="市教育局"
    )
    chosen = wished("region", control, home, required=True, part=False)
    assert chosen is not None
    assert chosen.text == "鼓楼区"
    assert wished("region", control, replace(home, address="某路1号"), required=True, part=False) is None
    assert wished("department", control, home, required=True, part=False) is not chosen


def test_a_plain_question_goes_under_consultation() -> None:
    control = _control(("--请选择--", "-1"), ("投诉举报", "1"), ("我要建议", "2"), ("我要咨询", "3"))

    assert choose_option(control, CATEGORIES) == control.options[3]


def test_nothing_is_chosen_for_want_of_a_better_one() -> None:
    assert choose_option(_control(("请选择", ""), ("投诉", "1"), ("举报", "2")), CATEGORIES) is None
    assert choose_option(_control(("请选择", ""), ("咨询", "")), ("部门",)) is None


@pytest.mark.parametrize("offered", ["开封市教育局", "市教育局", "教育局", "开封市教育局（体育局）"])
def test_the_department_is_found_under_its_short_and_long_names(offered: str) -> None:
    control = _control(("请选择", "0"), ("市公安局", "1"), (offered, "2"), ("市教育考试院", "3"))

    assert choose_option(control, ("开封市教育局",)) == control.options[2]


def test_another_countys_office_is_not_taken_for_the_right_one() -> None:
    assert choose_option(_control(("请选择", ""), ("杞县教育体育局", "1")), ("兰考县教育体育局",)) is None


@pytest.mark.parametrize(
    ("options", "label", "public", "secret"),
    [
        ((("公开", "1"), ("不公开", "0")), "是否公开", "公开", "不公开"),
        ((("是", "1"), ("否", "0")), "是否公开", "是", "否"),
        ((("是", "1"), ("否", "0")), "是否保密", "否", "是"),
        ((("同意", "1"), ("不同意", "0")), "公开意愿", "同意", "不同意"),
        ((("保密", "1"), ("公开", "0")), "", "公开", "保密"),
    ],
)
def test_public_or_secret_as_the_round_says(
    options: tuple[tuple[str, str], ...], label: str, public: str, secret: str
) -> None:
    control = _control(*options, kind="radio", label=label)

    chosen = choose_public(control, public=True), choose_public(control, public=False)

    assert [one.text for one in chosen if one] == [public, secret]


def test_a_tick_that_says_secret_is_set_for_secret_only() -> None:
    control = _control(("不公开此信", "1"), kind="checkbox")

    assert not tick_public(control, public=True)
    assert tick_public(control, public=False)


SCORES = st.integers(1, 5).flatmap(
    lambda wide: st.lists(
        st.lists(st.sampled_from([0.0, 0.3, 0.5, 0.9]), min_size=wide, max_size=wide), min_size=1, max_size=4
    )
)


@given(SCORES)
def test_the_assignment_is_the_best_there_is(scores: list[list[float]]) -> None:
    def best(row: int, taken: frozenset[int]) -> float:
        if row == len(scores):
            return 0.0
        choices = [best(row + 1, taken)]
        choices += [
            score + best(row + 1, taken | {column}) for column, score in enumerate(scores[row]) if column not in taken
        ]
        return max(choices)

    found = best_assignment(scores)
    columns = [column for column in found if column >= 0]

    assert len(columns) == len(set(columns))
    assert sum(scores[row][column] for row, column in enumerate(found) if column >= 0) == pytest.approx(
        best(0, frozenset())
    )


@pytest.mark.parametrize("label", ["身份证号后六位", "手机号后四位", "联系人与您的关系", "孩子姓名", "对象地址"])
def test_a_piece_of_a_number_and_what_is_anothers_is_no_field_of_the_writers(label: str) -> None:
    said = LEXICON.read_label(label)

    assert not {name for name, strength in said.items() if name in LEXICON.writer and strength >= 0.45}


@pytest.mark.parametrize(
    ("label", "sure"), [("投诉举报类型", True), ("信件所属类别", True), ("单位类型", False), ("住房性质", False)]
)
def test_only_the_kind_of_a_letter_is_its_category(label: str, sure: bool) -> None:
    assert (LEXICON.read_label(label).get("category", 0.0) >= 0.6) is sure
