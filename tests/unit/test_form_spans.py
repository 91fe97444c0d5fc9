"""A script that states a length by numbers alone limits its control; other numbers limit nothing."""

from __future__ import annotations

import pytest

from huiying.probe.checks import checks_of
from huiying.probe.controls import Control, Place
from huiying.probe.limits import Limit, limit_of


def limit(script: str, name: str = "bt") -> Limit:
    control = Control(order=1, kind="text", place=Place(selector="#x"), name=name)
    return limit_of("title", control, (), checks_of(script))


@pytest.mark.parametrize(
    ("script", "wanted"),
    [
        ("rules: { bt: [{ required: true }, { min: 2, max: 50, message: '长度在 2 到 50 个字符' }] }", Limit(min=2, max=50)),
        ("$('#f').validate({ rules: { bt: { required: true, minlength: 4, maxlength: 30 } } })", Limit(min=4, max=30)),
        ("rules: { bt: { rangelength: [4, 30] } }", Limit(min=4, max=30)),
        ("fields: { bt: { validators: { notEmpty: {}, stringLength: { min: 3, max: 60 } } } }", Limit(min=3, max=60)),
        ("if (document.f.bt.value.length > 40) { alert('标题过长'); return false; }", Limit(max=40)),
        ("var v = $('#bt').val(); if (v.length < 5) { alert('标题太短'); return false; }", Limit(min=5)),
        ("rules: { bt: [{ type: 'number', min: 1, max: 120 }] }", Limit()),
        ("if (f.bt.value.length > 20) { send(); }", Limit()),
        ("rules: { nr: [{ min: 2, max: 50 }] }", Limit()),
    ],
)  # fmt: skip
def test_a_length_that_a_script_states_limits_its_own_control(script: str, wanted: Limit) -> None:
    assert limit(script) == wanted
