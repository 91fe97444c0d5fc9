"""Every family of the practice city takes a question once, refuses what real sites refuse, and shows its answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from huiying.drill.city import City
from tests.citizen import LETTER, Citizen

FAMILIES = ("notice", "table", "inline", "alert", "captcha", "iframe", "letterbox", "pointer", "editor")
TAKING_PHONE = tuple(family for family in FAMILIES if family != "pointer")  # there the telephone may stay empty


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with City(tmp_path / "city") as city:
        yield city


@pytest.fixture
def citizen(city: City) -> Citizen:
    return Citizen(city)


def truth_of(city: City, site: str) -> dict:
    return next(line for line in city.truth()["sites"] if line["site"] == site)


def after_answer(city: City, site: str) -> datetime:
    """Jump to just after the site's answer and return its instant."""
    answered = datetime.fromisoformat(truth_of(city, site)["answered_at"])
    city.advance(answered + timedelta(seconds=1))
    return answered


@pytest.mark.parametrize("family", FAMILIES)
def test_a_letter_in_order_is_taken_once_and_never_twice(city: City, citizen: Citizen, family: str):
    site = citizen.site_of(family)
    assert citizen.accepted(site, citizen.put(site))
    again = citizen.put(site)
    assert not citizen.accepted(site, again)
    assert "请勿重复提交" in again
    truth = truth_of(city, site)
    assert (truth["posts_accepted"], truth["posts_duplicate"], truth["posts_refused"]) == (1, 1, 0)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_same_citizen_may_ask_something_else(city: City, citizen: Citizen, family: str):
    site = citizen.site_of(family)
    citizen.put(site)
    assert citizen.accepted(site, citizen.put(site, title="社保卡余额怎样查询"))
    assert truth_of(city, site)["posts_accepted"] == 2


@pytest.mark.parametrize("family", ["table", "alert", "iframe", "letterbox", "pointer"])
def test_another_telephone_does_not_hide_a_duplicate_from_the_same_mail_address(
    city: City, citizen: Citizen, family: str
):
    site = citizen.site_of(family)
    citizen.put(site)
    assert "请勿重复提交" in citizen.put(site, phone="13937800002")
    assert citizen.accepted(site, citizen.put(site, phone="13937800002", email="ask02@citizen.example"))


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("left_out", ["name", "title", "body"])
def test_a_letter_without_a_required_part_is_refused_in_chinese(
    city: City, citizen: Citizen, family: str, left_out: str
):
    site = citizen.site_of(family)
    page = citizen.put(site, **{left_out: ""})
    assert not citizen.accepted(site, page)
    assert "请填写" in page
    assert truth_of(city, site)["posts_accepted"] == 0
    assert truth_of(city, site)["posts_refused"] == 1
    assert truth_of(city, site)["asked_at"] is None


@pytest.mark.parametrize("family", TAKING_PHONE)
def test_a_telephone_number_that_cannot_be_one_is_refused(citizen: Citizen, family: str):
    assert "手机号码格式不正确" in citizen.put(citizen.site_of(family), phone="12345")


@pytest.mark.parametrize("family", FAMILIES)
def test_a_title_over_the_limit_is_refused(citizen: Citizen, family: str):
    page = citizen.put(citizen.site_of(family), title="请问" * 26)
    assert re.search(r"标题不能超过\d+个字", page)


def test_the_receipt_of_the_notice_family_finds_the_letter_and_later_its_answer(city: City, citizen: Citizen):
    site = citizen.site_of("notice")
    page = citizen.put(site)
    number, code = re.findall(r"<td>([\w-]+)</td>", page)
    url = citizen.home(site) + "/hdjl/query.html"
    assert LETTER["title"] in citizen.post(url, {"bh": number, "cxm": code})
    assert "未查询到" in citizen.post(url, {"bh": number, "cxm": "nothis"})
    answered = after_answer(city, site)
    page = citizen.post(url, {"bh": number, "cxm": code})
    assert "身份证" in page
    assert f"{answered:%Y-%m-%d %H:%M:%S}" in page
    assert page.count(LETTER["title"]) == citizen.post(url, {"sj": LETTER["phone"], "bt": LETTER["title"]}).count(
        LETTER["title"]
    )


def test_the_notice_family_sends_whoever_skips_its_rules_back_to_them(citizen: Citizen):
    site = citizen.site_of("notice")
    assert "我已阅读" in citizen.get(citizen.home(site) + "/hdjl/write.html")


def test_the_notice_family_refuses_a_robot_that_fills_the_invisible_field(city: City, citizen: Citizen):
    site = citizen.site_of("notice")
    url = citizen.home(site) + "/hdjl/write.html"
    page = citizen.post(url, {"username": "王", "homepage": "http://spam.example"})
    assert "提交异常" in page
    assert truth_of(city, site)["posts_accepted"] == 0


def test_table_pages_are_gbk_declared_in_meta_only(citizen: Citizen):
    site = citizen.site_of("table")
    header, body = citizen.raw(citizen.home(site) + "/guestbook/add.asp")
    assert header == "text/html"
    assert b"charset=gb2312" in body
    text = body.decode("gb18030")
    assert "姓&nbsp;&nbsp;&nbsp;&nbsp;名:" in text
    assert "主\u3000\u3000题:" in text
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_the_table_family_lists_a_pending_letter_at_once_and_its_answer_with_a_bare_date(city: City, citizen: Citizen):
    site = citizen.site_of("table")
    title = "请问外地户口在开封办理居住证需要多长时间和哪些材料"
    citizen.put(site, title=title)
    listing = citizen.raw(citizen.home(site) + "/guestbook/index.asp")[1].decode("gb18030")
    assert title[:18] + "…" in listing
    assert f'title="{title}"' in listing
    show = re.search(r'href="(show\.asp\?id=\d+)" title="' + title, listing)
    assert show
    url = citizen.home(site) + "/guestbook/" + show[1]
    assert "回复内容" not in citizen.raw(url)[1].decode("gb18030")
    answered = after_answer(city, site)
    page = citizen.raw(url)[1].decode("gb18030")
    assert f"{answered.year}-{answered.month}-{answered.day}<" in page
    assert "居住证" in page.partition("回复内容")[2]


def test_the_list_of_the_table_family_turns_pages_and_survives_nonsense(citizen: Citizen):
    site = citizen.site_of("table")
    pages = [
        citizen.raw(f"{citizen.home(site)}/guestbook/index.asp?page={page}")[1].decode("gb18030")
        for page in ("1", "2", "3", "99", "x")
    ]
    assert "第 1/3 页" in pages[0]
    assert "第 3/3 页" in pages[3]
    assert "第 1/3 页" in pages[4]
    ids = [set(re.findall(r"show\.asp\?id=(\d+)", page)) for page in pages[:3]]
    assert len(set.union(*ids)) == sum(map(len, ids)) == 23


def test_characters_that_gbk_lacks_come_through_as_the_browser_sends_them(city: City, citizen: Citizen):
    site = citizen.site_of("table")
    citizen.put(site, title="请问𠮷先生的身份证怎么办")
    listing = citizen.raw(citizen.home(site) + "/guestbook/index.asp")[1].decode("gb18030")
    assert "请问𠮷先生的身份证怎么办" in listing


def test_the_inline_family_shows_question_and_answer_on_the_form_page(city: City, citizen: Citizen):
    site = citizen.site_of("inline")
    url = citizen.forms[site]["form_url"]
    assert "<form id" not in citizen.get(url)
    citizen.put(site)
    assert LETTER["title"] in citizen.get(url)
    assert "答:" not in citizen.get(url)
    answered = after_answer(city, site)
    assert f"{answered:%Y.%m.%d %H:%M}" in citizen.get(url)


def test_the_alert_family_tells_number_and_code_in_a_script_only(city: City, citizen: Citizen):
    site = citizen.site_of("alert")
    page = citizen.put(site)
    found = re.search(r'alert\("提交成功!您的信件编号为:([\w-]+),查询密码为:(\d{6})', page)
    assert found
    assert "<p" not in page
    after_answer(city, site)
    assert "社会保障卡" in citizen.post(
        citizen.home(site) + "/zxzx/chaxun.jsp", {"xjbh": found[1], "cxmm": found[2]}
    ).replace("社保卡", "社会保障卡")


def test_a_token_of_the_alert_family_is_good_for_one_press(city: City, citizen: Citizen):
    site = citizen.site_of("alert")
    page = citizen.post(citizen.home(site) + "/zxzx/tijiao.jsp", {"xm": "王小明", "token": "0" * 32})
    assert "页面已过期" in page


def test_a_wrong_captcha_is_refused_and_uses_the_picture_up(city: City, citizen: Citizen):
    site = citizen.site_of("captcha")
    right = citizen.captcha(site)
    assert "验证码错误" in citizen.put(site, captcha="zzzz")
    assert "验证码错误" in citizen.put(site, captcha=right)
    assert citizen.accepted(site, citizen.put(site, captcha=citizen.captcha(site).lower()))
    assert truth_of(city, site)["posts_refused"] == 2


def test_a_captcha_belongs_to_the_session_that_fetched_it(city: City, citizen: Citizen):
    site = citizen.site_of("captcha")
    right = citizen.captcha(site)
    assert "验证码错误" in Citizen(city).put(site, captcha=right)


def test_the_captcha_picture_is_a_png_that_differs_each_time(citizen: Citizen):
    url = citizen.home(citizen.site_of("captcha")) + "/servlet/ValidateCode"
    first, second = citizen.raw(url), citizen.raw(url)
    assert first[0] == "image/png"
    assert first[1].startswith(b"\x89PNG")
    assert first[1] != second[1]


def test_some_sites_of_the_captcha_family_guard_the_lookup_as_well(city: City, citizen: Citizen):
    guarded = {}
    for turn in range(4):
        site = citizen.site_of("captcha", turn)
        citizen.put(site)
        page = citizen.post(
            citizen.home(site) + "/mailbox/search.do", {"number": LETTER["phone"], "secret": LETTER["title"]}
        )
        guarded[site] = "验证码错误" in page
        if guarded[site]:
            fields = {"number": LETTER["phone"], "secret": LETTER["title"], "validateCode": citizen.captcha(site)}
            page = citizen.post(citizen.home(site) + "/mailbox/search.do", fields)
        assert LETTER["body"] in page
    assert set(guarded.values()) == {True, False}


def test_the_iframe_family_puts_its_form_on_the_platform_which_is_on_the_roster(citizen: Citizen):
    site = citizen.site_of("iframe")
    page = citizen.get(citizen.forms[site]["form_url"])
    inner = re.search(r'src="http://([\d.:]+)/letter/write\.aspx\?site=(\d{10})"', page)
    assert inner
    assert inner[1] in citizen.roster[site]["hosts"]
    assert inner[2] == citizen.roster[site]["code"]


def test_the_editor_family_is_looked_up_by_the_password_that_the_citizen_chose(city: City, citizen: Citizen):
    site = citizen.site_of("editor")
    page = citizen.put(site)
    number = re.search(r"办件编号为 ([\w-]+) ", page)
    assert number
    url = citizen.home(site) + "/wszx/query.php"
    assert "不匹配" in citizen.post(url, {"bjbh": number[1], "mm": "abc124"})
    assert LETTER["title"] in citizen.post(url, {"bjbh": LETTER["phone"], "mm": "abc123"})
    after_answer(city, site)
    assert "身份证" in citizen.post(url, {"bjbh": number[1], "mm": "abc123"})


def test_the_editor_family_wants_the_password_twice(citizen: Citizen):
    assert "不一致" in citizen.put(citizen.site_of("editor"), again="abc124")


def test_every_home_page_names_its_code_and_leads_to_its_form_in_at_most_three_clicks(city: City, citizen: Citizen):
    for site, line in citizen.roster.items():
        charset = "gb18030" if citizen.forms[site]["family"] == "table" else "utf-8"
        home = citizen.home(site)
        home_page = citizen.raw(home + "/")[1].decode(charset)
        assert re.search(rf'<meta name="SiteIDCode" content="{line["code"]}">', home_page)
        assert re.fullmatch(r"4102\d{6}", line["code"])
        wanted = citizen.forms[site]["form_url"].removeprefix(home)
        seen, front = {"/"}, {"/"}
        for _ in range(3):
            pages = [citizen.raw(home + path)[1].decode(charset) for path in front]
            front = {path for page in pages for path in re.findall(r'<a [^>]*href="(/[^"]*)"', page)} - seen
            seen |= front
        assert wanted in seen, site


def test_no_page_names_anything_outside_the_city(city: City, citizen: Citizen):
    for site in citizen.roster:
        page = citizen.raw(citizen.forms[site]["form_url"])[1].decode("latin-1")
        assert all(address.startswith("127.0.") for address in re.findall(r"https?://([^/\"']+)", page))


def test_a_poll_or_report_is_no_question(city: City, citizen: Citizen):
    site = citizen.site_of("notice")
    citizen.post(citizen.home(site) + "/hudong/jubao", {"xm": "王小明", "yj": "内容"})
    truth = truth_of(city, site)
    assert (truth["posts_accepted"], truth["posts_decoy"]) == (0, 1)


@pytest.mark.parametrize("family", ["table", "inline", "captcha", "notice"])
def test_what_a_citizen_writes_is_shown_as_text_not_as_markup(city: City, citizen: Citizen, family: str):
    site = citizen.site_of(family, 1 if family == "captcha" else 0)
    citizen.put(site, title="<script>alert(1)</script>", body="</textarea><img src=x onerror=alert(1)> 0123456789")
    paths = {"table": ["/guestbook/index.asp", "/guestbook/show.asp?id=3100"], "inline": ["/interact/ask.html"]}.get(
        family, []
    )
    pages = [citizen.raw(citizen.home(site) + path)[1].decode("latin-1") for path in paths]
    if family == "notice":
        pages.append(
            citizen.post(
                citizen.home(site) + "/hdjl/query.html", {"sj": LETTER["phone"], "bt": "<script>alert(1)</script>"}
            )
        )
    if family == "captcha":
        pages.append(citizen.put(site, title="<script>alert(1)</script>", captcha="no"))
    for page in pages:
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_half_a_surrogate_pair_is_no_reason_to_fall_over(city: City, citizen: Citizen):
    site = citizen.site_of("inline")
    data = b'{"nickname": "\\ud800", "tel": "13800000001", "title": "\\udfff?", "text": "&#55357; 0123456789"}'
    assert b'"code": 0' in citizen.raw(citizen.home(site) + "/api/message/save", data, "application/json")[1]
    assert truth_of(city, site)["posts_accepted"] == 1
    assert "网友咨询" in citizen.get(citizen.forms[site]["form_url"])


@pytest.mark.parametrize("seed", [None, 1, 20240205])
def test_every_site_of_any_city_takes_a_letter_and_shows_no_answer_yet(tmp_path: Path, seed: int | None):
    with City(tmp_path / "seeded", seed=seed) as city:
        citizen = Citizen(city)
        for site in citizen.roster:
            assert citizen.accepted(site, citizen.put(site)), site
        truth = city.truth()["sites"]
        assert [line["posts_accepted"] for line in truth] == [1] * 43
        assert all(line["answered_at"] is None or line["answered_at"] > line["asked_at"] for line in truth)
