"""Scouting and recipes on the command line: what is told, what is written, and that nothing is ever sent."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from huiying.cli import run
from huiying.errors import BadInput
from huiying.probe.recipe import load_recipes, read_file, read_recipe
from huiying.probe.recipe_text import recipe_text
from tests.practice_site import RECEIPT, Answer, PracticeSite, practice_site
from tests.unit.test_probe_submit import CAPTCHA, PNG, serve_form

SETTINGS = """
[office]
name = "某市人民政府办公室"
ground = "检查通知"
[persona]
name = "王小明"
phone = "13800001234"
address = "开封市龙亭区晋安路1号"
[browser]
page_seconds = 4
"""
QUESTIONS = "咨询标题,咨询内容\n如何办理居住证,请问在本地租房居住，办理居住证需要带哪些材料？到哪里办理？\n"
FULL = """
family = "vendor"
verified = 2024-02-01
[[steps]]
open = "/hdjl"
[[steps]]
link = "我要\\u0085咨询"
[fields]
title = "#bt"
category = {selector = "#lx", option = "咨询"}
[challenge]
[outcome]
accepted = ["受理\\\\d+", "\\"成功\\""]
[answer.lookup]
page = "/cx"
extra = {"a.b" = "1"}
"""
VENDOR = """
title = "某软件"
[signs]
url = ["/vendor/"]
[submit]
selector = "#tj"
"""


@pytest.fixture
def site() -> Iterator[PracticeSite]:
    with practice_site() as found:
        serve_form(found)
        found.pages["/"] = Answer("<a href='/hd'>互动交流</a>")
        found.pages["/hd"] = Answer("<a href='/letter'>我要咨询</a>")
        found.on_post = lambda path, fields: Answer(RECEIPT)
        yield found
        assert found.posts == []


@pytest.fixture
def folder(
    tmp_path: Path, site: PracticeSite, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Path]:
    """A working folder with one good site and one that is not there; the process keeps its signals."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    (tmp_path / "huiying.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "recipes").mkdir()
    roster = f"网站名称,首页网址,网站标识码\n杞县,{site.url}/,4102000001\n通许县,http://127.0.43.1:1/,4102000002\n"
    (tmp_path / "名录.csv").write_text(roster, encoding="utf-8")
    (tmp_path / "问题.csv").write_text(QUESTIONS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    assert run(["sites", "import", "名录.csv"]) == 0
    assert run(["questions", "import", "问题.csv"]) == 0
    capsys.readouterr()
    yield tmp_path
    for number, handler in handlers.items():
        signal.signal(number, handler)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Run a command in this process; return its status and all that it said."""
    status = run(words)
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def editor(folder: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """An editor that adds a line to the file's beginning."""
    script = folder / "editor.sh"
    script.write_text(
        f"#!/bin/sh\nprintf '%s\\n' '{line}' | cat - \"$1\" > new && cat new > \"$1\"\n", encoding="utf-8"
    )
    script.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(script))


@pytest.mark.browser
def test_all_sites_are_scouted_into_one_table_and_a_draft_is_written_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, text = said(capsys, "sites", "scout", "--write")
    assert status == 1  # 通许县 cannot be reached
    assert "杞县：可以提交" in text
    assert "草稿 杞县.toml" in text
    assert "可以提交1家、未找到1家。没有提交任何内容" in text
    assert [file.name for file in (folder / "recipes").iterdir()] == ["杞县.toml"]
    assert len(list((folder / "evidence" / "scout").glob("001-杞县/*.jpg"))) == 1
    (folder / "recipes" / "杞县.toml").write_text('title = "我写的"\n', encoding="utf-8")
    status, text = said(capsys, "sites", "scout", "4102000001", "--write")
    assert status == 0
    assert "已有配方 杞县，没有改动" in text
    assert (folder / "recipes" / "杞县.toml").read_text(encoding="utf-8") == 'title = "我写的"\n'


@pytest.mark.browser
def test_a_scouting_is_plain_data_on_request(
    folder: Path, site: PracticeSite, capsys: pytest.CaptureFixture[str]
) -> None:
    serve_form(site, rows=CAPTCHA)
    site.pages["/captcha.png"] = Answer(raw=PNG, type="image/png")
    status, text = said(capsys, "sites", "scout", "杞县", "--json")
    (found,) = json.loads(text)
    assert status == 0
    assert (found["verdict"], found["label"], found["challenge"]) == ("captcha", "需验证码", "image")
    assert found["url"] == f"{site.url}/letter"
    assert {"标题", "内容"} <= {one["field"] for one in found["fields"]}
    assert found["evidence"][0].startswith("scout/001-杞县/")
    assert list((folder / "recipes").iterdir()) == []


@pytest.mark.browser
def test_a_draft_names_the_family_that_the_page_showed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "recipes" / "families").mkdir()
    vendor = '[signs]\nurl = ["/letter"]\n[answer]\nmail = true\n'
    (folder / "recipes" / "families" / "vendor.toml").write_text(vendor, encoding="utf-8")
    assert said(capsys, "sites", "scout", "杞县", "--write")[0] == 0
    recipe = load_recipes(folder / "recipes").sites["杞县"]
    assert recipe.family == "vendor"
    assert recipe.answer is not None
    assert recipe.answer.mail


@pytest.mark.browser
def test_a_recipe_is_tried_without_sending(
    folder: Path, site: PracticeSite, capsys: pytest.CaptureFixture[str]
) -> None:
    serve_form(
        site,
        after="<script>document.querySelector('[name=neirong]').onblur = () => "
        "document.body.insertAdjacentHTML('beforeend', '<p>内容不能少于' + 100 + '字</p>')</script>",
    )
    (folder / "recipes" / "杞县.toml").write_text('[[steps]]\nopen = "/letter"\n', encoding="utf-8")
    status, text = said(capsys, "recipe", "try", "杞县")
    assert status == 0
    assert "配方 杞县" in text
    assert "标题" in text
    assert "网页提示：内容不能少于100字" in text
    assert "没有提交任何内容" in text


@pytest.mark.browser
@pytest.mark.parametrize("step", ['click = "[type=submit]"', 'tick = "[type=submit]"', 'link = "提交"'])
def test_a_recipe_whose_way_leads_over_the_button_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], step: str
) -> None:
    steps = f'[[steps]]\nopen = "/letter"\n[[steps]]\n{step}\n'
    (folder / "recipes" / "杞县.toml").write_text(steps, encoding="utf-8")
    status, text = said(capsys, "recipe", "try", "杞县")
    assert status == 1
    if "link" not in step:  # the words of a submit input are no link's words
        assert "会提交留言表单，没有点击" in text


@pytest.mark.browser
def test_a_button_with_the_words_of_a_link_is_not_pressed_on_the_way(
    folder: Path, site: PracticeSite, capsys: pytest.CaptureFixture[str]
) -> None:
    site.pages["/letter"] = Answer(
        "<form method=post action=/save><textarea name=q1></textarea><button>我要留言</button></form>"
    )
    assert said(capsys, "sites", "scout", "杞县")[0] == 1


@pytest.mark.browser
def test_a_doubtful_field_stays_doubtful_in_a_draft_until_a_person_has_verified_it(
    folder: Path, site: PracticeSite, capsys: pytest.CaptureFixture[str]
) -> None:
    doubtful = (
        "<tr><td>请在这里告诉我们您通常在哪里居住的地址吧谢谢：<b>*</b></td><td><input name=zz9 required></td></tr>"
    )
    serve_form(site, rows=doubtful)
    assert "拿不准" in said(capsys, "sites", "scout", "杞县", "--write")[1]
    file = folder / "recipes" / "杞县.toml"
    draft = file.read_text(encoding="utf-8")
    assert "拿不准" in said(capsys, "recipe", "try", "杞县")[1]
    file.write_text(f"verified = 2024-02-01\n{draft}", encoding="utf-8")
    status, text = said(capsys, "recipe", "try", "杞县")
    assert (status, "可以提交" in text) == (0, True), text


@pytest.mark.browser
def test_the_only_long_box_is_the_letters_whatever_its_words(
    folder: Path, site: PracticeSite, capsys: pytest.CaptureFixture[str]
) -> None:
    site.pages["/letter"] = Answer(
        "<h2>我要咨询</h2><form method=post action=/save><input name=title placeholder='请输入标题 *' required>"
        "<input name=tel placeholder='手机号 *' required><textarea name=text required "
        "placeholder='请输入您要咨询的内容 *,10-300字'></textarea><input type=submit value=提交></form>"
    )
    assert said(capsys, "sites", "scout", "杞县")[0] == 0


@pytest.mark.browser
def test_editing_drafts_first_and_checks_afterwards(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    editor(folder, monkeypatch, "verified = 2024-02-01")
    status, text = said(capsys, "recipe", "edit", "4102000001")
    assert (status, text.splitlines()[-1]) == (0, f"{folder / 'recipes' / '杞县.toml'}：正确")
    recipe = read_file(folder / "recipes" / "杞县.toml", folder / "recipes")
    assert recipe.verified is not None
    assert "title" in recipe.fields
    assert said(capsys, "recipe", "edit", "通许县")[0] == 0
    assert "# 摸排没有读到表单：" in (folder / "recipes" / "通许县.toml").read_text(encoding="utf-8")


def test_a_broken_recipe_is_told_in_one_line_and_still_opens(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "recipes" / "families").mkdir()
    for name, text in (
        ("families/vendor", VENDOR),
        ("families/坏", "steps = 1\n"),
        ("杞县", FULL),
        ("通许县", "[fields]\ntitel = 1\n"),
        ("用坏的", 'family = "坏"\n'),
        ("没有的", 'family = "无此"\n'),
        ("断的", "[fields"),
    ):
        (folder / "recipes" / f"{name}.toml").write_text(text, encoding="utf-8")
    status, text = said(capsys, "recipe", "check")
    assert status == 1
    lines = {line.split(".toml")[0].rpartition("/")[2]: line for line in text.splitlines()}
    assert len(lines) == len(text.splitlines()) == 7
    assert [name for name, line in lines.items() if line.endswith("：正确")] == ["vendor", "杞县"]
    assert "fields.titel" in lines["通许县"]
    assert "没有名为“无此”的软件类别" in lines["没有的"]
    assert "不是正确的 TOML" in lines["断的"]
    assert said(capsys, "recipe", "check", "recipes/杞县.toml")[0] == 0
    status, text = said(capsys, "recipe", "check", "recipes/不在.toml")
    assert (status, len(text.splitlines())) == (1, 1)
    for words in (("sites", "scout"), ("recipe", "show", "杞县"), ("recipe", "try", "杞县")):
        status, text = said(capsys, *words)
        assert (status, len(text.splitlines())) == (2, 1)
        assert text.startswith("错误：")
    editor(folder, monkeypatch, "# 看过")
    status, text = said(capsys, "recipe", "edit", "通许县")
    assert status == 1
    assert "fields.titel" in text
    assert (folder / "recipes" / "通许县.toml").read_text(encoding="utf-8").startswith("# 看过\n")


def test_the_merged_recipe_is_shown_as_toml_that_reads_back_the_same(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "没有配方" in said(capsys, "recipe", "show", "杞县")[1]
    (folder / "recipes" / "families").mkdir()
    (folder / "recipes" / "families" / "vendor.toml").write_text(VENDOR, encoding="utf-8")
    (folder / "recipes" / "杞县.toml").write_text(FULL, encoding="utf-8")
    used = load_recipes(folder / "recipes").sites["杞县"]
    status, text = said(capsys, "recipe", "show", "杞县")
    assert status == 0
    assert "\x85" not in text
    assert "#tj" in text  # of the family
    assert text.endswith(recipe_text(used))
    assert read_recipe(text, name="杞县", where="", families={"vendor": {}}) == used


@pytest.mark.parametrize(
    "words",
    [("sites", "scout", "某县"), ("recipe", "show", "某县"), ("recipe", "try", "../名录"), ("recipe", "edit", "../x")],
)
def test_an_unknown_site_is_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    editor(folder, monkeypatch, "x")
    (folder / "x.toml").write_text("", encoding="utf-8")
    status, text = said(capsys, *words)
    assert (status, text) == (2, f"错误：没有找到网站“{words[-1]}”。请用 huiying sites list 查看名称\n")
    assert (folder / "x.toml").read_text(encoding="utf-8") == ""


def test_without_an_editor_it_is_said_what_to_set(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    status, text = said(capsys, "recipe", "edit", "杞县")
    assert status == 1
    assert "缺少编辑器" in text
    monkeypatch.setenv("EDITOR", "/没有/这个编辑器")
    (folder / "recipes" / "杞县.toml").write_text("", encoding="utf-8")
    assert said(capsys, "recipe", "edit", "杞县")[1].startswith("错误：不能启动编辑器")


def test_a_long_address_may_be_a_step() -> None:
    text = '[[steps]]\nopen = "http://127.0.0.1/{}"\n'
    assert read_recipe(text.format("a" * 1500), name="x", where="x").steps[0].open
    with pytest.raises(BadInput):
        read_recipe(text.format("a" * 3000), name="x", where="x")
