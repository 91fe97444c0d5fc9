"""Where two controls or two fields would fit, the better one is taken, and where neither is sure, none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huiying.probe.challenge import ChallengeKind
from huiying.probe.controls import Control, Option, Place, Texts
from huiying.probe.form import FormModel
from huiying.probe.purpose import Purpose
from huiying.probe.recognise import Recognition, recognise


def line(name: str, label: str, *, kind: str = "text", value: str = "", **more: object) -> Control:
    texts = Texts(left=label, value=value)
    return Control(order=1, kind=kind, place=Place(selector=f"#{name}"), name=name, texts=texts, **more)  # type: ignore[arg-type]


def read(*controls: Control) -> Recognition:
    return recognise(FormModel(purpose=Purpose.CONSULTATION, controls=controls))


def name_of(found: Recognition, field: str) -> str:
    control = found.control(field)
    return control.name if control else ""


def unmapped(found: Recognition) -> set[str]:
    return {one.name for one in found.unmapped_required}


def test_the_department_of_the_writers_company_is_not_the_office_written_to() -> None:
    found = read(
        line("a1", "公司名称："), line("a2", "部门：", required="class"), line("a3", "咨询内容：", kind="textarea")
    )

    assert name_of(found, "department") == ""
    assert "a2" in unmapped(found)


def test_a_bare_department_is_the_office_where_no_company_is_asked_for() -> None:
    found = read(line("a1", "姓名："), line("a2", "部门："), line("a3", "咨询内容：", kind="textarea"))

    assert name_of(found, "department") == "a2"


def test_the_letter_shown_in_a_locked_box_is_not_the_box_for_the_answer() -> None:
    found = read(
        line("old", "内容：", kind="textarea", value="您好", readonly=True), line("new", "", kind="textarea", value="")
    )

    assert name_of(found, "body") == "new"


def test_a_line_for_unit_or_person_does_not_take_the_name_from_the_line_for_the_person() -> None:
    found = read(
        line("x1", "单位/个人名称", required="text"),
        line("x2", "联系人", required="text"),
        line("text", "留言内容", kind="textarea"),
    )

    assert name_of(found, "name") == "x2"
    assert "x1" in unmapped(found)


def test_choices_of_anonymity_are_no_kinds_of_letter() -> None:
    choices = (Option(text="非匿名投诉", value="0"), Option(text="匿名投诉", value="1"))
    found = read(
        line("nm", "是否匿名投诉：", kind="radio", options=choices), line("text", "投诉内容：", kind="textarea")
    )

    assert name_of(found, "category") == ""
    assert name_of(found, "anonymous") == "nm"


def test_the_department_complained_of_is_not_the_office_written_to() -> None:
    choices = (Option(text="请选择", value=""), Option(text="A", value="a"), Option(text="B", value="b"))
    found = read(
        line("toDept", "被投诉人部门：", kind="select", options=choices), line("text", "投诉内容：", kind="textarea")
    )

    assert name_of(found, "department") == ""


@pytest.mark.parametrize(
    ("button", "between", "challenge"),
    [
        ("点击获取验证码", False, ChallengeKind.SMS),
        ("点击获取验证码", True, ChallengeKind.IMAGE),
        ("发送验证码", True, ChallengeKind.SMS),
        ("获取短信验证码", True, ChallengeKind.SMS),
    ],
)
def test_a_code_comes_by_phone_where_the_phone_stands_beside_it_or_the_button_sends(
    button: str, between: bool, challenge: ChallengeKind
) -> None:
    middle = (line("bt", "标题："), line("nr", "内容：", kind="textarea"))
    code = line("checkcode", "验证码：", pressables=(button,))
    phone = line("tel", "联系电话：")
    found = read(phone, *middle, code) if between else read(*middle, phone, code)

    assert found.challenge == challenge


@pytest.mark.parametrize(
    ("beside", "field"),
    [("（必需为有效的E-mail）", "email"), ("", "")],
)
def test_an_address_called_email_is_one_only_where_the_text_beside_it_says_so(beside: str, field: str) -> None:
    texts = Texts(left="发信人地址：", after=(beside,) if beside else ())
    control = Control(
        order=1, kind="text", place=Place(selector="#m"), name="frommail", texts=texts, required="required"
    )
    found = read(control, line("nr", "内容：", kind="textarea"))

    assert name_of(found, "address") == ""
    assert name_of(found, "email") == ("frommail" if field else "")
    assert unmapped(found) == (set() if field else {"frommail"})


@pytest.mark.parametrize("label", ["产品名称：", "品牌名称：", "商品名称：", "站点名称：", "项目名称：", "网站名称："])
def test_the_name_of_a_thing_is_not_the_writers(label: str) -> None:
    found = read(line("x1", label, required="class"), line("nr", "内容：", kind="textarea"))

    assert name_of(found, "name") == ""
    assert unmapped(found) == {"x1"}


@pytest.mark.parametrize(
    ("label", "hint", "field"),
    [
        ("联系人：", "请填写法定代表人", ""),
        ("名称：", "请填写公开义务机关名称", ""),
        ("姓名：", "请输入姓名或机构名称", "name"),
    ],
)
def test_a_line_whose_hint_asks_for_somebody_else_is_not_the_writers(label: str, hint: str, field: str) -> None:
    texts = Texts(left=label, placeholder=hint)
    asked = Control(order=1, kind="text", place=Place(selector="#a1"), name="a1", texts=texts, required="class")

    found = read(asked, line("a2", "咨询内容：", kind="textarea"))

    assert name_of(found, "name") == ("a1" if field else "")
    assert ("a1" in unmapped(found)) == (not field)


def test_a_code_is_demanded_without_a_star_unless_the_page_lets_it_be_empty() -> None:
    found = read(line("x1", "验证码："), line("x2", "留言内容", kind="textarea"))
    free = read(line("x1", "验证码（选填）："), line("x2", "留言内容", kind="textarea"))

    assert {one.field: one.required for one in found.fields} == {"captcha": True, "body": False}
    assert {one.field: one.required for one in free.fields} == {"captcha": False, "body": False}


@pytest.mark.parametrize(
    ("label", "hint", "field"),
    [
        ("联系方式（邮箱）", "请留下您的联系方式", "email"),
        ("联系方式：", "请输入您的邮箱地址", "email"),
        ("联系方式：", "手机号或邮箱", "phone"),
        ("联系方式（手机）", "", "phone"),
        ("联系方式：", "方便我们回复您", "phone"),
        ("其他联系方式：", "如QQ、MSN等", "qq"),
        ("其他联系方式：", "", "phone"),
    ],
)
def test_a_way_to_reach_the_writer_is_the_one_that_stands_with_it(label: str, hint: str, field: str) -> None:
    control = Control(
        order=1, kind="text", place=Place(selector="#w"), name="w", texts=Texts(left=label, placeholder=hint)
    )

    assert name_of(read(control, line("nr", "留言内容", kind="textarea")), field) == "w"


def test_a_way_that_is_no_phone_takes_no_phones_number() -> None:
    found = read(line("w", "联系方式（QQ）"), line("nr", "留言内容", kind="textarea"))

    assert name_of(found, "phone") == ""


@pytest.mark.parametrize(
    ("label", "choices", "field"),
    [
        ("", ("个人", "企业"), ""),
        ("", ("自然人", "法人", "其他组织"), ""),
        ("投诉人类型", ("普通", "特殊"), ""),
        ("类型", ("咨询", "投诉"), "category"),
    ],
)
def test_what_the_writer_is_is_no_kind_of_letter(label: str, choices: tuple[str, ...], field: str) -> None:
    options = tuple(Option(text=one, value=str(index)) for index, one in enumerate(choices))
    found = read(line("user_type", label, kind="radio", options=options), line("nr", "内容", kind="textarea"))

    assert name_of(found, "category") == ("user_type" if field else "")


def test_a_bracket_in_the_line_above_or_in_the_hint_says_how_the_writer_is_reached() -> None:
    above = Texts(above=("联系方式（邮箱）",), placeholder="请留下您的联系方式，以便回复")
    hint = Texts(placeholder="联系方式（微信/QQ，选填）")
    place = Place(selector="#w")
    box = line("nr", "留言内容", kind="textarea")

    assert name_of(read(Control(order=1, kind="text", place=place, name="w", texts=above), box), "email") == "w"
    assert name_of(read(Control(order=1, kind="text", place=place, name="w", texts=hint), box), "phone") == ""


@pytest.mark.parametrize(
    ("label", "body"),
    [("症状描述", False), ("加盟理由", False), ("备注", False), ("报修内容", True), ("描述", True), ("问题描述", True)],
)
def test_a_form_that_is_no_letter_demands_a_letters_text_only_where_its_label_says_so(label: str, body: bool) -> None:
    box = line("nr", label, kind="textarea", required="class")
    found = recognise(FormModel(purpose=Purpose.OTHER, controls=(line("xm", "姓名"), box)))

    assert name_of(found, "body") == ("nr" if body else "")
    assert unmapped(found) == (set() if body else {"nr"})


def test_matters_to_choose_among_are_the_category_beside_a_line_for_the_subject() -> None:
    kinds = (Option(text="政策法规", value="1"), Option(text="项目申报", value="2"))
    found = read(
        line("sx", "咨询事项", kind="select", options=kinds),
        line("zt", "主题"),
        line("nr", "内容", kind="textarea"),
    )

    assert {one.control.name: one.field for one in found.fields} == {"sx": "category", "zt": "title", "nr": "body"}


def test_the_bracket_tells_the_mobile_from_the_landline() -> None:
    found = read(
        line("a1", "联系电话（手机）："), line("a2", "联系电话（座机）："), line("nr", "信件内容", kind="textarea")
    )

    assert (name_of(found, "phone"), name_of(found, "telephone")) == ("a1", "a2")


def test_a_search_by_subject_is_for_something_to_find() -> None:
    found = recognise(FormModel(purpose=Purpose.SEARCH, controls=(line("zt", "咨询主题"),)))

    assert {one.field for one in found.fields} == {"keywords"}


def test_whom_a_report_is_about_is_never_the_writer_whatever_the_hint_says() -> None:
    texts = Texts(before=("被举报人姓名",), placeholder="请填写姓名")
    found = read(
        replace(line("reportedName", ""), texts=texts),
        line("reportedDept", "被举报人部门/支部"),
        line("nr", "举报内容", kind="textarea"),
    )

    assert name_of(found, "name") == ""
