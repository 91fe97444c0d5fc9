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
        'var a=$("#aa").val(),b=$("#bt").val(); if(b==""){alert("请输入标题");return false;}',
        "var t=$('#route').find('#bt').val().trim(); if(isNull(t)){ alert('请填写标题'); return false; }",
        'var m=$("#bt").val(); if(!isMobile(m)){ alert("手机号不对"); return false; }',
        'if(f.bt.value.length<5){alert("标题太短");return false;}',
        'var d={ t: $("#bt").val(), n: $("#nr").val() }; if(!d.t){ alert("请输入标题"); return; }',
        "rules:{ bt:{ rangelength:[2,50], required:true } }",
        'messages:{ bt:{ required:"请输入标题" } }',
        '$("#bt").rules("add",{required:true})',
        "fields:{bt:{validators:{stringLength:{min:2,max:30},notEmpty:{message:'标题不能为空'}}}}",
        'demo.addRule([{ele:"#bt",datatype:"*2-50"}])',
        "fields:{ bt: '标题: required; length(2~50)' }",
        "var c=(rule,value,callback)=>{ if(!value){ return callback(new Error('空')) } callback() }; rules:{ bt:[{validator:c}] }",
        "rules:{ bt:[{ validator: function(r, v, back){ if(v===''){ back(new Error('请输入标题')) } } }] }",
        "rules:{ bt:[{ min:2, max:50 },{ required:true, message:'请输入标题' }] }",
        "$('#f').form({ fields:{ one:{ identifier:'bt', rules:[{ type:'empty', prompt:'请输入标题' }] } } })",
        'if($("#bt").val()=="-1"){alert("请选择类型");return false;}',
        'if($("#bt").val().match(/^1\\d{10}$/)==null){alert("手机号码有误");return false;}',
        "$('#bt').blur(function(){ if($(this).val()==''){ $(this).next().html('标题不能为空'); } })",
        'if($("#bt").val()!=""){ if($("#nr").val()!=""){ send() }else{ alert("内容不能为空") } }else{ alert("标题不能为空") }',
        'if(chkNull("bt","标题不能为空")) return false;',
        "if(!UE.getEditor('bt').hasContents()){alert('请输入内容');return false;}",
        "for(var i=0;i<x.length;i++){ if(x[i].name=='bt' && x[i].value.length==0){ alert('标题不能为空'); return false; } }",
        "for(var i=0;i<x.length;i++){ if(x[i].name=='bt'){ if(x[i].value==''){ alert('标题不能为空'); return false; } } }",
        "var fd=new FormData(f); if(!fd.get('bt')){ alert('请输入标题'); return; }",
        'if(/^\\s*$/.test($("#bt").val())){ alert("请输入标题"); return false; }',
        'if(document.f.bt.value.match(/^\\s*$/)){ alert("请输入标题"); return false; }',
        'if(document.forms["f"]["bt"].value==""){ alert("请输入标题"); return false; }',
        "new FormValidator('f',[{name:'bt',display:'标题',rules:'required|max_length[50]'}],function(e){})",
        "MM_validateForm('bt','','R','email','','NisEmail','nr','','R');return document.MM_returnValue",
        'function need(el,msg){ if(el.value==""){ alert(msg); return false; } return true; } need(document.f.bt,"请输入标题");',
        "var box=function(){ return document.getElementById('bt') }; if(!box().value.trim()){ tell('请输入标题'); return }",
        'if($("#bt").val()==""){ $("#bt").parent().addClass("has-error"); event.preventDefault(); }',
        'if(chk(document.f.bt.value)==false){ alert("请输入标题"); return false }',
        'if(f.bt.selectedIndex==0){ alert("请选择类型"); return false }',
        'if($("#bt option:selected").val()==""){ alert("请选择类型"); return false }',
        'if($("#bt").find("option:selected").val()==0){ alert("请选择类型"); return false }',
        (
            'var ck=false; var rs=document.getElementsByName("bt"); for(var i=0;i<rs.length;i++){ if(rs[i].checked){ ck=true; } } '
            'if(!ck){ alert("请选择类型"); return false; }'
        ),
        "$(\"#f\").form({fields:{title:{identifier:'bt',rules:[{type:'empty'}]}}})",
        '$("#bt").validatebox({required:true})',
        "var rows=[{ name:'bt', label:'标题', hint:'必填' },{ name:'nr', label:'内容', hint:'选填' }];",
        'var rows=[{ "field":"bt", "title":"标题", "required":true },{ "field":"nr", "required":false }];',
        "var v=dom('#bt').val(); if(!v){ dom('.tip').text('请输入标题').show(); return false; }",
        "var none_bt='请填写标题'; if(f.bt.value.length==0){ wrong += none_bt + '\\n'; }",
        "var lang={ no_bt:'标题没有填写' }; if(f.bt.value==''){ showError(lang.no_bt); }",
        "var m={}; m.t=f.elements['bt'].value; if(m.t.length>0){ if(!good(m.t)){ w+='格式不对' } } else { w+='请输入标题' }",
        "var ok=true; if($('#bt').val()==''){ $('#bt').addClass('red'); ok=false; } return ok;",
        "var pass=1; if(f.bt.value==''){ mark(f.bt); pass=false; } if(!pass) { return false; }",
        "$('form :input').blur(function(){ if($(this).is('#bt')){ if(this.value=='' || this.value.length<2){ tip('标题太短') } } })",
    ],
)
def test_an_empty_field_that_the_script_refuses_is_demanded(script: str) -> None:
    assert "bt" in demanded(script)


def test_a_rule_of_layuis_own_is_kept_under_its_name() -> None:
    script = (
        "form.verify({ bt:function(value){ if(value.length<5){ return '太短'; } },"
        " url:function(v){ if(v && !x(v)){ return '错'; } }, pass:[/^\\S{6,12}$/,'密码'] })"
    )

    assert demanded(script) == {"lay-verify:bt", "lay-verify:pass"}


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
        'if(f.bt.value!="" && f.bt.value.length<11){ alert("请输入正确的手机号"); return false; }',
        'var bt=$("#bt").val(); if(bt && bt.length<11){ alert("请输入正确的手机号"); return false; }',
        'if(f.bt.value!=""){ if(f.bt.value.length<11){ alert("请输入正确的手机号"); return false; } }',
        'if(f.bt.value!="" && f.bt.value.indexOf("@")==-1){ alert("请输入正确的邮箱"); return false; }',
        'var m=$("#bt").val(); if(m!="" && !isMobile(m)){ alert("手机号不对"); return false; }',
        'if($("#bt").val()!=""){ if(!isMobile($("#bt").val())){ alert("手机号不对"); return false; } }',
        "if($('#bt').val()==''){ $('#clear').hide(); } else { $('#clear').show(); }",
        "var words={ nr:'请输入内容' }; if(f.bt.value==''){ fetch(words.nr); }",
        "if($('#bt').val()==''){ open=false; } draw(open);",
        "rules:{ bt:{ required:false, maxlength:5 }, nr:{ required:true } }",
        "var c=(r,v,back)=>{ if(v && !/^1/.test(v)){ return back(new Error('不对')) } }; rules:{ bt:[{validator:c}] }",
        '[{ele:"#bt",datatype:"m",ignore:"ignore"},{ele:"#nr",datatype:"*"}]',
        "{ props:{ bt:{ type:String, required:true } } }",
        "var rows=[{ name:'bt', label:'标题', hint:'非必填' },{ name:'nr', label:'内容', hint:'必填' }];",
        'var rows=[{ "field":"bt", "required":false },{ "field":"nr", "required":true }];',
        '// if(f.bt.value==""){alert("请填写标题");return false}',
        "for(var i=0;i<x.length;i++){ if(x[i].name=='nr' && x[i].value==''){ alert('标题不能为空'); return false; } }",
        'if(f.bt.value.match(/^\\d+$/)){ alert("不能全是数字"); return false; }',
        'if($("#bt").val().match(/[<>]/)){ alert("请勿输入特殊字符"); return false; }',
        'if(/[<>]/.test($("#bt").val())){ alert("请不要输入特殊字符"); return false; }',
        'var bt=$("#bt").val(); if(bt && !bt.match(/^1\\d{10}$/)){ alert("手机号不正确"); return false; }',
        "MM_validateForm('bt','','NisEmail','nr','','R');",
        "new FormValidator('f',[{name:'bt',rules:'valid_email'},{name:'nr',rules:'required'}])",
        "var rows=[{name:'bt',rules:[{max:50}]},{name:'nr',rules:[{required:true}]}];",
        "var kinds=[{name:'bt',type:'text'},{name:'nr',type:'empty'}];",
        'if(need(document.f.bt,"邮箱格式不正确")) return false;',
        'mark(document.f.bt,"请输入正确的手机号码");',
        'if($("#bt").val()!=""){ if(!ok($("#bt").val())){ alert("格式不对"); e.preventDefault(); } }',
        '$("#send").click(function(e){ e.preventDefault(); var bt=$("#bt").val(); post({bt:bt}); });',
        'if($("#bt").val()==""){ $("#bt").val("匿名"); }',
        'if(!$("#bt").val()){ $("#bt").val("匿名"); flag=false; } if(flag){ draw(); }',
        "if(bt==0){ loading=false; } if(loading){ spin(); }",
        '$("#bt").datepicker({format:"yyyy"}); $("#nr").textbox({required:true});',
        'if($("#bt option:selected").val()=="other"){ $("#more").show(); }',
        'if($("#bt").val()=="") { $("#bt").attr("placeholder","选填"); }',
        'axios.get("bt").then(function(r){ if(!r.data){ alert("请稍后再试"); return; } })',
        "var ok=false; for(var i=0;i<rs.length;i++){ if(rs[i].checked){ ok=true; } } if(ok){ more(); }",
        'if(!file){ alert("请选择文件"); return; } else if($("#bt").val().length>50){ alert("太长"); return false; }',
        '$("#bt").keyup(function(){ if($(this).val()==""){ $("#list").hide(); return; } search($(this).val()); });',
        'var t={bt:"请输入标题"}; if(!$("#nr").val()){ tip(t.nr); return false; }',
        'if(localStorage.getItem("bt")==null){ alert("请先登录"); return false; }',
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
        "x.match(/a",
        "a.b",
        "x.match(/a/)==null",
        "$('#a').blur(function(){",
        ".verify({a:function(b){if(",
        "a:{validator:function(b,c){if(!c)",
    ],
)
def test_a_hostile_script_is_read_in_time(piece: str) -> None:
    began = time.monotonic()

    found = checks_of(piece * (200_000 // len(piece)))

    assert len(found) <= MAX_CHECKS
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "script",
    [
        (
            'var ids=["bt","nr"]; for(var i=0;i<ids.length;i++){ var o=document.getElementById(ids[i]); if(o.value==""){ '
            'alert("请填写完整"); return false; } }'
        ),
        (
            'var rows=[["bt","标题"],["nr","内容"]]; for(var i=0;i<2;i++){ if($("#"+rows[i][0]).val()==""){ '
            'alert("请填写"+rows[i][1]); return false; } }'
        ),
        (
            'var rows=[{id:"bt",msg:"缺标题"},{id:"nr",msg:"缺内容"}]; rows.forEach(function(r){ '
            "if(!document.getElementById(r.id).value){ alert(r.msg); return false; } });"
        ),
        '$.each(["bt","nr"],function(i,v){ if($.trim($("[name=\'"+v+"\']").val())==""){ layer.msg("请填写完整"); return false; } });',
        'var need={bt:"请填写标题",nr:"请填写内容"}; for(var k in need){ if(f[k].value==""){ alert(need[k]); return false; } }',
        'const list=["bt","nr"]; for(const n of list){ if(form1[n].value===""){ alert("请填写完整"); return false } }',
        'if(lacks(f,"bt","请填写标题")) return false; if(lacks(f,"nr","内容不能为空")) return false;',
    ],
)
def test_what_a_loop_or_a_helper_refuses_empty_is_demanded_one_by_one(script: str) -> None:
    assert {"bt", "nr"} <= demanded(script)


def test_a_loop_over_elements_demands_all_of_their_kind() -> None:
    each = '$("#book .need").each(function(){ if($(this).val()==""){ alert("请填写"); return false; } });'
    lines = (
        'document.querySelectorAll("#book input").forEach(el => { if(!el.value){ alert("请填写"); return false; } })'
    )
    whole = (
        'for(var i=0;i<f.elements.length;i++){ var e=f.elements[i]; if(e.value==""){ alert("请填写"); return false; } }'
    )

    assert "each~need^@book" in demanded(each)
    assert "each~input@book" in demanded(lines)
    assert "each~*@f" in demanded(whole)


@pytest.mark.parametrize(
    "script",
    [
        (
            'for(var i=0;i<f.elements.length;i++){ var e=f.elements[i]; if(e.getAttribute("must")=="1" && e.value==""){ '
            'alert("请填写"); return false; } }'
        ),
        '$(".line").each(function(){ if($(this).attr("must")){ if($(this).val()==""){ alert("请填写"); return false; } } });',
        '$("input[data-need=1]").each(function(){ if($(this).val()==""){ alert("请填写"); return false; } });',
    ],
)
def test_a_loop_that_picks_some_elements_demands_no_kind(script: str) -> None:
    assert not [one for one in demanded(script) if one.startswith("each~")]


def test_a_pattern_of_asp_net_demands_nothing_where_the_next_validator_does() -> None:
    script = (
        'v1.controltovalidate = "dh"; v1.evaluationfunction = "RegularExpressionValidatorEvaluateIsValid";'
        ' var RequiredFieldValidator2 = document.getElementById("RequiredFieldValidator2");'
        ' RequiredFieldValidator2.controltovalidate = "nr";'
        ' RequiredFieldValidator2.evaluationfunction = "RequiredFieldValidatorEvaluateIsValid";'
    )

    assert demanded(script) == {"nr"}


def test_a_wrong_format_that_a_helper_names_demands_nothing() -> None:
    assert not demanded('if(odd(f,"bt","请填写正确的邮箱")) return false;') & {"bt"}


@pytest.mark.parametrize(
    ("script", "least", "most"),
    [
        ('if(f.bt.value.length>50){alert("标题太长");return false;}', 0, 50),
        ('if(f.bt.value.length>=50){alert("标题太长");return false;}', 0, 49),
        ('if(f.bt.value.length<5 || f.bt.value.length>50){alert("标题的长度不对");return false;}', 5, 50),
        ('if(100 < $("#bt").val().length){ alert("标题过长"); return false; }', 0, 100),
        ('if($("#bt").val().replace(/[^\\x00-\\xff]/g,"**").length>60){alert("标题太长");return false;}', 0, 0),
        ('if(bytesOf(f.bt.value)>60){alert("标题太长");return false;}', 0, 0),
        ('if(f.bt.value.length>5){alert("提交成功");}', 0, 0),
        ('if(f.bt.value.length>5){ send() } else { alert("标题太短") }', 0, 0),
    ],
)
def test_the_length_that_a_script_compares_with_is_kept(script: str, least: int, most: int) -> None:
    found = [one for one in checks_of(script) if one.name == "bt"]

    assert (max((one.least for one in found), default=0), max((one.most for one in found), default=0)) == (least, most)


def test_a_flag_that_a_loop_lowers_demands_all_of_its_kind() -> None:
    script = '$("#f").submit(function(){ var ok=true; $("#f input").each(function(){ if($(this).val()==""){ ok=false; } }); return ok; })'

    assert "each~input@f" in demanded(script)


@pytest.mark.parametrize(
    ("script", "bounds"),
    [
        ('if(f.nr.value.length>200){alert("太长了，请精简");return false;}', (0, 200)),
        ('if($("#nr").val().length<5||$("#nr").val().length>=300){alert("字数不对");return false;}', (5, 299)),
        ('if($("#nr").val().length>200){ $("#count").css("color","red"); }', (0, 0)),
    ],
)
def test_a_length_that_the_script_refuses_is_a_bound_of_its_field(script: str, bounds: tuple[int, int]) -> None:
    found = [one for one in checks_of(script) if one.name == "nr"]

    assert (max([one.least for one in found], default=0), max([one.most for one in found], default=0)) == bounds


def test_what_is_only_checked_where_something_was_written_demands_nothing() -> None:
    chain = "if (this.bt && !isMail(this.bt)) { Toast('请输入正确的邮箱'); return }"
    rule = "if (this.bt) { if (!/^.+@.+$/.test(this.bt)) { Toast('请输入正确的邮箱'); return } }"

    assert not demanded(chain)
    assert not demanded(rule)


def test_a_number_in_words_is_a_saying_on_lengths() -> None:
    assert sayings_of('alert("内容不能少于十个汉字！"); alert("请填写汉字")') == ("内容不能少于十个汉字！",)
