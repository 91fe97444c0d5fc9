"""What a page's script says of its fields, read as text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.probe.checks import MAX_CHECKS, checks_of, sayings_of


def demanded(script: str) -> set[str]:
    return {one.name for one in checks_of(script) if one.demands}


@pytest.mark.parametrize(
    "script",
    [
        'if(document.f.bt.value==""){alert("请填写标题");return false}',
        'var t=document.getElementById("bt"); if (t.value.length == 0) { alert("标题不能为空"); return false; }',
        'var v=$("#bt").val();\nif($.trim(v)==""){layer.msg("请输入标题");return false;}',
        "if(!$(\"input[name='bt']\").val()){alert('请输入标题');return false}",
        'if (isEmpty(f.bt, "请输入标题")) return false;',
        'rules:{ bt: [{ required: true, message: "请输入标题", trigger: "blur" }] }',
        'fields:{bt:{validators:{notEmpty:{message:"标题不能为空"}}}}',
        'if (!this.form.bt || !this.form.nr) { toast("请填写标题和内容"); return; }',
        "var v=$('#bt').val(); if(v!=null && v!='' && v.length<50){ return true }else{ return false }",
        "var v=$('#bt').val(); var r=/^.{1,50}$/; var ok=r.test(v); if(ok){ return true } else { return false }",
        "if(!/^1\\d{10}$/.test(document.f.bt.value)){ alert('手机号不对'); return false; }",
    ],
)
def test_an_empty_field_that_the_script_refuses_is_demanded(script: str) -> None:
    assert "bt" in demanded(script)


def test_a_rule_of_a_dotted_name_counts_for_the_whole_name_and_for_its_last_part() -> None:
    assert {"letter.bt", "bt"} <= demanded('fields:{"letter.bt":{validators:{notEmpty:{message:"标题不能为空"}}}}')


@pytest.mark.parametrize(
    "script",
    [
        'if(f.bt.value!="" && !/^1\\d{10}$/.test(f.bt.value)){ alert("手机号不对"); return false; }',
        'if(f.bt.value!=""){ if(!/^1\\d{10}$/.test(f.bt.value)){ alert("手机号不对"); return false; } }',
        'if(f.bt.value=="" && f.nr.value==""){ alert("标题和内容请至少填写一项"); return false; }',
        'if(f.bt.value=="公司"){ alert("请换一个"); return false; }',
        "var ok=/^.{0,50}$/.test(f.bt.value); if(ok){ return true } else { return false }",
        '// if(f.bt.value==""){alert("请填写标题");return false}',
        '/* bt: [{ required: true, message: "请输入标题" }] */',
    ],
)
def test_a_field_that_may_stay_empty_is_not_demanded(script: str) -> None:
    assert "bt" not in demanded(script)


def test_the_form_that_a_check_speaks_of_is_kept() -> None:
    (check,) = checks_of('if(search.word.value==""){alert("请输入关键词");return false}')

    assert (check.form, check.name, check.message) == ("search", "word", "请输入关键词")


def test_what_the_script_can_say_of_lengths_is_kept() -> None:
    assert sayings_of('if(n<20) alert("内容不能少于20个字"); alert("提交成功");\n// "标题10字"') == (
        "内容不能少于20个字",
    )


@given(st.text(alphabet="if(=\"')!&|/.test[]{}: abc,;\\\n空请", max_size=400))
def test_no_script_makes_the_reader_raise(script: str) -> None:
    checks_of(script)
    sayings_of(script)


@pytest.mark.parametrize(
    "piece",
    [
        "if(!a.test(",
        "if(a!=''&&",
        "x=r.test(",
        "/a/.test(b",
        "$('#a",
        "a:{required",
        "if(" * 5,
        "ele:'a',",
        'a.value==""||',
    ],
)
def test_a_hostile_script_is_read_in_time(piece: str) -> None:
    began = time.monotonic()

    found = checks_of(piece * (200_000 // len(piece)))

    assert len(found) <= MAX_CHECKS
    assert time.monotonic() - began < 5
