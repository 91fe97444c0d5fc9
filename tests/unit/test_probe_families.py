"""The families that are shipped: each is known by its signs, speaks only of the press, and makes no form less safe."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from huiying.model import Accepted, BlockReason, Inquiry, Rejected, State, Unknown
from huiying.probe.browser import ChromiumBrowser
from huiying.probe.outcome import read_outcome
from huiying.probe.page import AfterPress, PageText
from huiying.probe.recipe import Recipes, load_recipes, read_recipe
from huiying.probe.scout import Verdict
from tests.practice_site import Answer, PracticeSite
from tests.unit.test_probe_scout import look
from tests.unit.test_probe_submit import PNG, Desk, serve_form

PAGES = Path(__file__).parent.parent / "sites" / "families"
FAMILIES = load_recipes()

SAID = {
    "dedecms-guestbook": ("成功发送或回复留言！ 我已经知道了，点击此返回>>", "你的姓名和留言内容不能为空!"),
    "dedecms-diyform": ("发布成功，请等待管理员处理...", "数据校验不对，程序返回"),
    "empirecms-gbook": ("提交成功", "系统限制的发表留言间隔是 60 秒,请稍后再发"),
    "empirecms-feedback": ("提交成功", "带*项为必填"),
    "phpcms-formguide": ("感谢您的参与！", "表单已过期，感谢您的关注！"),
    "minmore-directormail": ("您的信件已经提交，我们将为您尽快处理", "验证码错误，请重新输入！"),
    "hanweb-jact": ("", ""),
}
"""What each says when it took the letter, and when it did not."""


def page_of(name: str) -> PageText:
    html = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    text = re.sub(r"<[^>]*>", "\n", html)
    return PageText(url="http://x/letter", html=html, text=text, controls=5, filled=4)


def test_every_family_has_its_page_its_words_and_its_source() -> None:
    assert set(FAMILIES.families) == set(SAID) == {page.stem for page in PAGES.glob("*.html")}
    assert all(family.title and family.source for family in FAMILIES.families.values())


@pytest.mark.parametrize("name", sorted(SAID))
def test_a_family_is_known_by_its_signs_and_none_takes_anothers_page(name: str) -> None:
    page = page_of(name)
    assert [key for key, family in FAMILIES.families.items() if family.fits(page)] == [name]


def test_pages_of_no_family_are_nobodys() -> None:
    for page in (Path(__file__).parent.parent / "sites" / "forms").glob("*.html"):
        if not page.stem.startswith(("dede", "empire", "phpcms", "jcms")):
            assert FAMILIES.detect(PageText(html=page.read_text(encoding="utf-8", errors="replace"))) is None, page.stem


@pytest.mark.parametrize("name", sorted(set(SAID) - {"hanweb-jact"}))
def test_a_familys_words_accept_and_refuse_only_what_is_new(name: str) -> None:
    before, rules = page_of(name), FAMILIES.families[name].outcome
    taken, refused = SAID[name]
    new = PageText(url="http://x/save", text=taken)
    assert isinstance(read_outcome(before, AfterPress(page=new, requests=1), rules), Accepted)
    new = PageText(url="http://x/save", text=refused)
    assert isinstance(read_outcome(before, AfterPress(page=new, requests=1), rules), Rejected)
    told = PageText(url="http://x/letter", text=f"{before.text}\n{taken}\n{refused}", controls=5, filled=4)
    assert isinstance(read_outcome(told, AfterPress(page=told, requests=1), rules), Unknown)


def test_a_families_own_number_is_read() -> None:
    rules = FAMILIES.families["minmore-directormail"].outcome
    page = PageText(url="http://x/save", text="您的信件已经提交，我们将为您尽快处理\n信件编号:C20240205187\n继续写信")
    outcome = read_outcome(page_of("minmore-directormail"), AfterPress(page=page, requests=1), rules)
    assert isinstance(outcome, Accepted)
    assert outcome.receipt.number == "C20240205187"


# --- in the browser


def put(chromium: ChromiumBrowser, site: PracticeSite, *answers: str, families: Recipes = FAMILIES) -> Inquiry:
    return Desk(chromium, site, *answers).put(channel="", families=families)


@pytest.mark.browser
@pytest.mark.parametrize("name", sorted(SAID))
def test_a_site_of_a_family_is_put_its_question_once(chromium: ChromiumBrowser, site: PracticeSite, name: str) -> None:
    site.pages["/"] = Answer("<a href='/letter'>我要留言</a>")
    site.pages["/letter"] = Answer((PAGES / f"{name}.html").read_text(encoding="utf-8"))
    site.pages["/captcha.png"] = Answer(raw=PNG, type="image/png")
    site.on_post = lambda path, fields: Answer(f"<p>{SAID[name][0] or '提交成功'}</p>")
    assert put(chromium, site, "ab12").state is State.SUBMITTED
    assert len(site.posts) == 1


@pytest.mark.browser
def test_a_refused_captcha_of_a_family_is_asked_again(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    site.pages["/"] = Answer("<a href='/plus/guestbook.php'>我要留言</a>")
    site.pages["/plus/guestbook.php"] = Answer((PAGES / "dedecms-guestbook.html").read_text(encoding="utf-8"))
    site.pages["/captcha.png"] = Answer(raw=PNG, type="image/png")
    said = iter(
        ["<p>验证码不正确!</p><script>setTimeout('history.go(-1)',600)</script>", "<p>成功发送或回复留言！</p>"]
    )
    site.on_post = lambda path, fields: Answer(next(said))
    assert put(chromium, site, "ab12", "cd34").state is State.SUBMITTED
    assert [fields["validate"] for _, fields in site.posts] == ["ab12", "cd34"]


@pytest.mark.browser
def test_a_family_that_was_met_knows_the_way_where_searching_finds_none(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    site.pages["/"] = Answer("<title>留言簿 - powered by dedecms</title><p>欢迎</p>")
    site.pages["/plus/guestbook.php"] = Answer(
        (PAGES / "dedecms-guestbook.html").read_text(encoding="utf-8").replace("captcha.png", "c.png")
    )
    site.pages["/c.png"] = Answer(raw=PNG, type="image/png")
    site.on_post = lambda path, fields: Answer("<p>成功发送或回复留言！</p>")
    assert put(chromium, site, "ab12").state is State.SUBMITTED


@pytest.mark.browser
def test_a_familys_field_that_is_missing_or_known_as_another_gives_way(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    """A family speaks of many sites; what recognition sees on this one is stronger, and its checks still hold."""
    serve_form(site)
    site.pages["/"] = Answer("<a href='/letter'>我要咨询</a>")
    site.on_post = lambda path, fields: Answer("<p>提交成功</p>")
    family = read_recipe(
        '[signs]\nhtml = ["id=.letter"]\n[fields]\naddress = "#gone"\ntitle = "[name=shouji]"\n',
        name="f",
        where="f.toml",
    )
    assert put(chromium, site, families=Recipes(families={"f": family})).state is State.SUBMITTED
    assert site.posts[0][1]["shouji"] == "13800000000"
    serve_form(site, rows="<tr><td>所属网格编号：<b>*</b></td><td><input name=q17 required></td></tr>")
    assert put(chromium, site, families=Recipes(families={"f": family})).block is BlockReason.UNMAPPED_REQUIRED


@pytest.mark.browser
def test_a_draft_names_the_family_and_so_takes_over_its_ways(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    site.pages["/"] = Answer("<a href='/plus/guestbook.php'>我要留言</a>")
    site.pages["/plus/guestbook.php"] = Answer((PAGES / "dedecms-guestbook.html").read_text(encoding="utf-8"))
    site.pages["/captcha.png"] = Answer(raw=PNG, type="image/png")
    found, _ = look(chromium, site, families=FAMILIES)
    assert found.verdict is Verdict.CAPTCHA
    raw = {
        "dedecms-guestbook": FAMILIES.families["dedecms-guestbook"].model_dump(exclude_defaults=True, exclude={"name"})
    }
    recipe = read_recipe(found.recipe, name="杞县", where="杞县.toml", families=raw)
    assert recipe.family == "dedecms-guestbook"
    assert recipe.answer is not None
    assert recipe.answer.same_page == "/plus/guestbook.php"
