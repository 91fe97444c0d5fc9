"""Where a site shows answers: look-up forms, links, redirects by script."""

from __future__ import annotations

import pytest

from huiying.probe.pages.links import client_redirect, list_links, lookup_links, needs_script
from huiying.probe.pages.lookups import lookup_forms

BASE = "http://a.gov.cn/hd/query.jsp"


def test_a_look_up_is_read_with_the_names_of_its_parameters() -> None:
    html = """<form action="do.jsp" method="post"><input type="hidden" name="token" value="7"><table>
      <tr><td>信件编号：</td><td><input name="a1"></td></tr>
      <tr><td>查询密码：</td><td><input type="password" name="a2"></td></tr>
      <tr><td>验证码：</td><td><input name="a3"><img src="/captcha.jpg" onclick="x()"></td></tr></table>
      <input type="submit" value="查询"></form>"""
    (form,) = lookup_forms(html, BASE)
    assert (form.action, form.method) == ("http://a.gov.cn/hd/do.jsp", "post")
    assert (form.number, form.query_code, form.captcha) == ("a1", "a2", "a3")
    assert form.captcha_url == "http://a.gov.cn/captcha.jpg"
    assert form.extra == {"token": "7"}


def test_placeholders_and_control_names_tell_parameters_too() -> None:
    html = '<form><input name="x1" placeholder="请输入受理编号"><input name="cxmm"><button>查询</button></form>'
    (form,) = lookup_forms(html, BASE)
    assert (form.number, form.query_code, form.method) == ("x1", "cxmm", "get")


@pytest.mark.parametrize(
    "html",
    [
        '<form action="/save"><input name="bh" placeholder="编号"><textarea name="content"></textarea><button>提交</button></form>',
        '<form><input name="user" placeholder="用户名"><input type="password" name="pwd"><button>登录</button></form>',
        '<form><input name="kw" placeholder="请输入关键字"><button>搜索</button></form>',
        '<form><input name="bh" placeholder="编号"><input type="file" name="f"><button>查询</button></form>',
        '<form><input name="title" placeholder="标题"><input name="bh" placeholder="编号"><button>提交留言</button></form>',
    ],
)
def test_a_form_that_could_send_something_is_no_look_up(html: str) -> None:
    assert lookup_forms(html, BASE) == []


def test_links_are_told_by_their_words() -> None:
    html = (
        '<a href="cx.jsp">信件查询</a><a href="/hd/xd/">来信选登</a><a href="/xw/">新闻中心</a><a href="javascript:;">办件查询</a>'
        '<a href="/hd/gkxj/">公开信件</a><a href="/w">我要写信</a>'
    )
    assert lookup_links(html, BASE) == ["http://a.gov.cn/hd/cx.jsp"]
    assert list_links(html, BASE) == ["http://a.gov.cn/hd/xd/", "http://a.gov.cn/hd/gkxj/"]


@pytest.mark.parametrize(
    ("html", "onward"),
    [
        ('<meta http-equiv="refresh" content="0; url=/index.shtml">', "http://a.gov.cn/index.shtml"),
        ('<script>window.location.href = "main.do";</script>', "http://a.gov.cn/hd/main.do"),
        ('<meta http-equiv="refresh" content="5; url=/x"><p>' + "正文" * 200 + "</p>", ""),
        ("<p>正文</p>", ""),
    ],
)
def test_a_page_that_only_sends_on_is_followed(html: str, onward: str) -> None:
    assert client_redirect(html, BASE) == onward


def test_a_page_that_a_script_draws_is_known() -> None:
    assert needs_script('<div id="app"></div><script src="app.js"></script>')
    assert needs_script("<p>{{ letter.title }}</p>" + "文字" * 100)
    assert not needs_script("<p>" + "文字" * 100 + "</p><script></script>")
