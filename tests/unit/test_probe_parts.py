"""The pure parts of the probe: dialogs, traffic, hosts, link words, texts that fit, recipes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.errors import BadInput, Missing
from huiying.model import Receipt, Site, host_of
from huiying.probe.blocked import Blocked
from huiying.probe.browser.elements import plain
from huiying.probe.chromium import find_chromium
from huiying.probe.crossing import crossing, rank, score
from huiying.probe.dialogs import accepts, accepts_drawn
from huiying.probe.page import PageText, allowed
from huiying.probe.receipt import receipt_in_json, receipt_in_url, words_of_json
from huiying.probe.recipe import load_recipes, read_recipe
from huiying.probe.traffic import Traffic
from huiying.probe.values import Values, fitting

# --- dialogs


def test_a_confirm_before_anything_left_is_answered_yes() -> None:
    assert accepts("confirm", "确定要提交吗?", accepted_before=0, sent=False)
    assert accepts("confirm", "内容将公开,继续吗", accepted_before=0, sent=False) is False
    assert accepts("confirm", "信件将转有关部门", accepted_before=0, sent=False)


def test_a_second_confirm_is_answered_yes_only_if_it_asks_to_send_and_nothing_left() -> None:
    assert accepts("confirm", "信息是否无误?", accepted_before=1, sent=False)
    assert not accepts("confirm", "信息是否无误?", accepted_before=1, sent=True)
    assert not accepts("confirm", "要不要关注公众号?", accepted_before=1, sent=False)
    assert not accepts("confirm", "确定要提交吗?", accepted_before=3, sent=False)


def test_a_question_that_a_script_draws_is_answered_yes_only_if_it_asks_to_send() -> None:
    assert accepts_drawn("提示 确认提交该信件吗? 取消 确定", accepted_before=0, sent=False)
    assert not accepts_drawn("提示 确认提交该信件吗? 取消 确定", accepted_before=0, sent=True)
    assert not accepts_drawn("确定关注我们吗?", accepted_before=0, sent=False)
    assert not accepts_drawn("提交失败,是否重试? 取消 确定", accepted_before=0, sent=False)


@pytest.mark.parametrize(
    "text", ["提交失败,是否重试?", "提交成功,是否继续留言?", "网络超时,重新提交吗?", "是否打印回执?"]
)
def test_a_question_that_could_send_twice_is_answered_no(text: str) -> None:
    assert not accepts("confirm", text, accepted_before=0, sent=True)
    assert not accepts("confirm", text, accepted_before=0, sent=False)


def test_an_alert_is_always_closed_and_a_prompt_never_answered() -> None:
    assert accepts("alert", "随便什么", accepted_before=3, sent=True)
    assert not accepts("prompt", "请输入", accepted_before=0, sent=False)


# --- traffic


def entry(method: str, **params: object) -> dict[str, str]:
    return {"message": json.dumps({"message": {"method": method, "params": params}})}


def sent(identity: str, url: str, method: str = "GET", kind: str = "Document") -> dict[str, str]:
    return entry("Network.requestWillBeSent", requestId=identity, type=kind, request={"url": url, "method": method})


def test_a_captchas_refresh_is_no_sending_but_an_unknown_picture_is() -> None:
    traffic = Traffic()
    traffic.feed([sent("1", "http://x/yzm.png?1", kind="Image")])
    traffic.remember_pictures()
    traffic.clear()
    traffic.feed([sent("2", "http://x/yzm.png?2", kind="Image"), sent("3", "http://x/favicon.ico", kind="Other")])
    assert traffic.left() == ()
    traffic.feed([sent("4", "http://x/beacon.gif?bt=1", kind="Image")])
    assert [request.id for request in traffic.left()] == ["4"]


def test_a_post_that_is_redirected_stays_a_post() -> None:
    traffic = Traffic()
    traffic.feed([sent("1", "http://x/save", "POST"), sent("1", "http://x/ok", "GET")])
    assert [(r.method, r.url) for r in traffic.left()] == [("POST", "http://x/ok")]


def test_a_message_over_an_open_socket_is_something_that_left() -> None:
    traffic = Traffic()
    traffic.feed([entry("Network.webSocketFrameSent", requestId="9", response={"payloadData": "2"})])
    assert traffic.left() == ()
    letter = {"opcode": 1, "payloadData": '42["event",{"title":"如何办理居住证"}]'}
    traffic.feed([entry("Network.webSocketFrameSent", requestId="9", response=letter)])
    assert len(traffic.left()) == 1
    assert traffic.pending() == 0


def test_a_request_is_pending_until_it_ends() -> None:
    traffic = Traffic()
    traffic.feed([sent("1", "http://x/a", "POST", "XHR"), sent("2", "http://x/i.png", kind="Image")])
    assert traffic.pending() == 1
    traffic.feed([entry("Network.loadingFailed", requestId="1", errorText="net::ERR_EMPTY_RESPONSE")])
    assert traffic.pending() == 0


@given(
    st.lists(
        st.one_of(
            st.text(),
            st.just("{}"),
            st.just('{"message": []}'),
            st.just('{"message":{"method":"Network.requestWillBeSent"}}'),
        )
    )
)
def test_a_broken_log_is_passed_over(messages: list[str]) -> None:
    Traffic().feed([{"message": message} for message in messages])


# --- hosts


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://www.x.gov.cn/a", "www.x.gov.cn"),
        ("https://WWW.X.gov.cn:443/a", "www.x.gov.cn"),
        ("http://www.x.gov.cn:8080", "www.x.gov.cn:8080"),
        ("http://www.x.gov.cn@evil.example/", "evil.example"),
        ("javascript:alert(1)", ""),
        ("http://x:99999/", ""),
        ("file:///etc/passwd", ""),
    ],
)
def test_the_host_of_an_address(url: str, host: str) -> None:
    assert host_of(url) == host


def test_only_the_sites_own_hosts_are_allowed() -> None:
    hosts = ("www.x.gov.cn", "zhuanti.x.gov.cn:8080")
    assert allowed("https://www.x.gov.cn/letter", hosts)
    assert not allowed("https://evil.www.x.gov.cn/letter", hosts)
    assert not allowed("http://zhuanti.x.gov.cn/letter", hosts)
    assert not allowed("data:text/html,x", hosts)


# --- typing


def test_keys_of_webdriver_are_never_typed() -> None:
    assert plain("问\ue007题\ue006\x00", lines=True) == "问题"
    assert plain("一\r\n二\t三", lines=False) == "一 二 三"


# --- receipts


def test_receipts_in_json_and_addresses() -> None:
    assert receipt_in_json('{"data":{"slbh":"A1","cxm":"zz9"}}') == Receipt(number="", query_code="zz9")
    assert receipt_in_json('cb({"data":{"slbh":"A2024","cxm":"zz9"}});') == Receipt(number="A2024", query_code="zz9")
    assert receipt_in_url("http://x/ok?bh=2024001&cxm=ab12&page=3") == Receipt(number="2024001", query_code="ab12")
    assert receipt_in_json("[" * 100_000) == Receipt()


@given(st.text(max_size=200))
def test_words_of_anything_are_text(text: str) -> None:
    assert isinstance(words_of_json(text), str)


# --- links


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("我要咨询", "互动交流"),
        ("在线咨询", "纪检监察举报信箱"),
        ("县长信箱", "信访"),
        ("互动交流", "意见征集"),
        ("我要写信", "信件查询"),
        ("咨询投诉", "投诉举报"),
    ],
)
def test_consultation_comes_before_everything_else(better: str, worse: str) -> None:
    assert score(better) > score(worse)


@pytest.mark.parametrize(
    "text", ["市人社局开展现场咨询活动受到群众欢迎", "信件查询", "新闻发布", "首页", "信访举报", "民意征集结果公示"]
)
def test_headlines_and_other_business_are_not_followed(text: str) -> None:
    assert score(text) <= 0


def test_links_of_a_hostile_page_are_bounded_and_ranked() -> None:
    links = [
        {"text": "我要咨询", "href": "http://x/a", "selector": "a"},
        {"text": 5},
        None,
        "x",
        {"text": "新闻", "href": "http://x/n"},
    ]
    found = crossing([{"links": links, "boxes": None, "texts": "many", "frame": ["iframe"]}])
    assert [link.text for link in rank(found)] == ["我要咨询"]
    assert rank(found)[0].target.frame == ("iframe",)


# --- texts


VALUES = Values(
    title="如何办理居住证",
    body="请问办理居住证需要带哪些材料?我在鼓楼区租房。",
    name="王芳",
    phone="13800000000",
    email="a@b.cn",
)


def test_a_text_that_fits_is_left_as_it_is() -> None:
    assert fitting("title", VALUES, minimum=5, maximum=20) == VALUES.title


@given(st.integers(0, 60), st.integers(1, 80))
def test_no_variant_is_ever_cut(minimum: int, maximum: int) -> None:
    for field in ("title", "body"):
        try:
            text = fitting(field, VALUES, minimum=minimum, maximum=maximum)
        except Blocked:
            continue
        assert minimum <= len(text) <= maximum
        assert "居住证" in text
        assert text[-1] in "证?。！!询”" or text.endswith(VALUES.title)


def test_the_line_says_which_limit_was_broken() -> None:
    with pytest.raises(Blocked, match="标题要求3字以内"):
        fitting("title", VALUES, maximum=3)


# --- recipes


FAMILY = """
[signs]
html = ["LetterSys 3"]
[fields]
title = "#bt"
body = "#nr"
[submit]
selector = "#go"
[outcome]
accepted = ["已收到"]
"""
SITE = 'family = "lettersys"\nverified = 2024-02-01\n[fields]\ntitle = "#title"\ncategory = {selector = "#lx", option = "咨询"}\n'


def recipes_in(folder: Path, **texts: str) -> Path:
    (folder / "families").mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name.replace('__', '/')}.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_sites_recipe_lies_over_its_family(tmp_path: Path) -> None:
    recipes = load_recipes(recipes_in(tmp_path, families__lettersys=FAMILY, 杞县=SITE))
    found = recipes.for_site(Site(id=1, order=1, name="杞县", home_url="http://x/", hosts=("x",)))
    assert found is not None
    assert found.fields["title"].selector == "#title"
    assert found.fields["body"].selector == "#nr"
    assert found.submit is not None
    assert found.submit.selector == "#go"
    assert found.outcome.accepted == ("已收到",)


def test_a_family_is_known_by_its_signs_and_no_recipe_is_no_error(tmp_path: Path) -> None:
    recipes = load_recipes(recipes_in(tmp_path, families__lettersys=FAMILY))
    assert recipes.detect(PageText(html="<meta name=generator content='LetterSys 3'>")) is recipes.families["lettersys"]
    assert recipes.detect(PageText(html="<p>其他")) is None
    assert recipes.for_site(Site(id=1, order=1, name="通许县", home_url="http://x/", hosts=("x",))) is None


def test_a_roster_that_names_an_unknown_recipe_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="lettersys"):
        load_recipes(recipes_in(tmp_path, families__lettersys=FAMILY)).for_site(
            Site(id=1, order=1, name="杞县", home_url="http://x/", hosts=("x",), recipe="没有的")
        )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[fields]\ntitel = '#bt'\n", "fields.titel"),
        ("[submit]\nselector = '#a'\nscript = 'x'\n", "submit.script"),
        ("[[steps]]\nopen = '/a'\nclick = '#b'\n", "steps.0"),
        ("[[steps]]\nscript = 'alert(1)'\n", "steps.0.script"),
        ("[submit]\nselector = 'javascript:alert(1)'\n", "submit.selector"),
        ("[outcome]\naccepted = ['(']\n", "outcome.accepted.0"),
        ("family = 'none'\n", "family"),
        ("[challenge]\nkind = 'solver'\n", "challenge.kind"),
        ("fields = 3\n", "fields"),
        ("x = \n", "TOML"),
    ],
)
def test_a_wrong_key_is_named_with_its_file_in_one_line(text: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_recipe(text, name="x", where="recipes/x.toml")
    assert said in str(caught.value)
    assert "recipes/x.toml" in str(caught.value)
    assert "\n" not in str(caught.value).strip()


# --- Chromium


def test_a_missing_browser_or_driver_says_what_to_install() -> None:
    with pytest.raises(Missing, match="apt install chromium"):
        find_chromium(lambda name: None)
    with pytest.raises(Missing, match="chromedriver"):
        find_chromium(lambda name: "/usr/bin/chromium" if name == "chromium" else None)
