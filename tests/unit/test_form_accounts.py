"""A password is written only where the writer chooses one for the letter: never an account's, nor one to a person's own records."""

from __future__ import annotations

import pytest

from huiying.probe.challenge import ChallengeKind
from huiying.probe.controls import Button, Control, Place, Texts
from huiying.probe.form import FormModel
from huiying.probe.lexicon import load
from huiying.probe.purpose import Purpose, purpose_of
from huiying.probe.recognise import Recognition, recognise


def line(name: str, label: str, *, kind: str = "text", html_type: str = "", required: str = "class") -> Control:
    return Control(
        order=1, kind=kind, place=Place(selector=f"#{name}"), name=name, texts=Texts(left=label), type=html_type,
        required=required,
    )  # fmt: skip


def read(purpose: Purpose, *controls: Control) -> Recognition:
    return recognise(FormModel(purpose=purpose, controls=controls))


def mapped(found: Recognition) -> dict[str, str]:
    return {one.control.name: one.field for one in found.fields}


def unmapped(found: Recognition) -> set[str]:
    return {one.name for one in found.unmapped_required}


@pytest.mark.parametrize("account", ["账号：", "用户名", "登录账号"])
def test_an_account_asked_for_within_the_letter_is_a_log_in(account: str) -> None:
    found = read(
        Purpose.CONSULTATION,
        line("q1", "咨询标题"),
        line("q2", "咨询内容", kind="textarea"),
        line("q3", account),
        line("q4", "密码", html_type="password"),
    )

    assert found.challenge is ChallengeKind.LOGIN
    assert mapped(found) == {"q1": "title", "q2": "body"}
    assert unmapped(found) == {"q3", "q4"}


@pytest.mark.parametrize(("beside", "secret"), [("姓名", "密码"), ("用户名", "查询密码"), ("昵称", "设置密码")])
def test_a_password_chosen_for_the_letter_is_written(beside: str, secret: str) -> None:
    found = read(
        Purpose.CONSULTATION,
        line("q1", "留言内容", kind="textarea"),
        line("q2", beside),
        line("q3", secret, html_type="password"),
    )

    assert found.challenge is ChallengeKind.NONE
    assert mapped(found)["q3"] == "query_password"


@pytest.mark.parametrize("purpose", [Purpose.OTHER, Purpose.LOGIN, Purpose.SURVEY])
def test_no_password_is_chosen_where_no_letter_is_written(purpose: Purpose) -> None:
    found = read(purpose, line("q1", "考生姓名"), line("q2", "设置密码", html_type="password"))

    assert "query_password" not in mapped(found).values()


def test_the_password_to_a_persons_own_records_is_not_the_letters() -> None:
    found = read(Purpose.LOOKUP, line("q1", "身份证号"), line("q2", "查询密码", html_type="password"))

    assert unmapped(found) == {"q2"}


def test_a_letter_is_looked_up_by_its_password() -> None:
    found = read(Purpose.LOOKUP, line("q1", "信件编号"), line("q2", "查询密码", html_type="password"))

    assert mapped(found) == {"q1": "query_number", "q2": "query_password"}


def test_what_a_button_looks_up_is_no_log_in_whatever_its_script_is_called() -> None:
    form = FormModel(
        purpose=Purpose.OTHER,
        controls=(line("q1", "身份证号"), line("q2", "查询密码", html_type="password")),
        buttons=(Button(order=2, place=Place(selector="#b"), tag="input", type="submit", text="查 询"),),
        action="check.php?action=login",
    )

    assert purpose_of(form, load()) is Purpose.LOOKUP
