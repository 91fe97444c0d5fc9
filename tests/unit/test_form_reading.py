"""`huiying forms read FILE`: saved pages in whatever characters, fragments, and the source of a component."""

from __future__ import annotations

from pathlib import Path

import pytest

from huiying.app.reading import read_forms
from huiying.errors import BadInput
from huiying.probe.controls import Control, Place
from huiying.probe.fill import Slot
from huiying.probe.reading import kept

FRAGMENT = (
    '<form action="save"><p>标题：<input name="t"></p><p>内容：<textarea name="c"></textarea>（至少20字）</p>'
    '<p><input type="submit" value="提交"></p></form>'
)
COMPONENT = """<!-- 写信 -->
<template>
  <el-form><el-form-item label="标题" required><el-input v-model="t"/></el-form-item>
    <el-form-item label="内容"><el-input type="textarea" v-model="c"><template #label>内容</template></el-input></el-form-item>
    <el-button @click="send">提交</el-button></el-form>
</template>
<script>export default {}</script>
"""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRAGMENT, "utf-8"),
        (FRAGMENT, "utf-8-sig"),
        (FRAGMENT, "gbk"),
        (FRAGMENT, "utf-16"),
        (f'<meta charset="gb2312">{FRAGMENT}', "utf-8"),
        (f'<meta charset="utf-8">{FRAGMENT}', "gb18030"),
    ],
)
def test_a_fragment_is_read_in_its_own_characters(text: str, encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(text.encode(encoding))

    (form,) = read_forms(str(file))["forms"]

    assert form["purpose"] == "consultation"
    assert {one["field"]: one["name"] for one in form["fields"]} == {"title": "t", "body": "c"}
    assert form["limits"] == {"body": {"min": 20, "max": 0}}


@pytest.mark.browser
def test_the_source_of_a_component_is_read_as_it_would_be_drawn(tmp_path: Path) -> None:
    file = tmp_path / "Letter.vue"
    file.write_text(COMPONENT, "utf-8")

    (form,) = read_forms(str(file))["forms"]

    assert {one["field"]: one["required"] for one in form["fields"]} == {"title": True, "body": False}
    assert form["submit"].endswith("el-button:nth-of-type(1)")


@pytest.mark.browser
def test_what_a_validator_lets_be_empty_is_not_demanded(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(
        '<meta charset="utf-8"><form><p>邮箱：<input name="e" require="false" datatype="Email"></p>'
        '<p>电话：<input name="p" datatype="*0-20"></p><p>标题：<input name="t" datatype="*2-100"></p>'
        '<p>内容：<textarea name="c" datatype="*"></textarea></p><p><input type="submit" value="提交"></p></form>',
        "utf-8",
    )

    (form,) = read_forms(str(file))["forms"]

    assert {one["name"]: one["required"] for one in form["fields"]} == {"e": False, "p": False, "t": True, "c": True}
    assert form["limits"]["title"] == {"min": 2, "max": 100}


@pytest.mark.browser
def test_a_file_without_a_form_is_read_as_such(tmp_path: Path) -> None:
    file = tmp_path / "empty.html"
    file.write_bytes(b"\x00\xff\xfe")

    assert read_forms(str(file)) == {"forms": []}


def slot(field: str, selector: str) -> Slot:
    return Slot(field=field, control=Control(order=1, kind="select", place=Place(selector=selector)))


def test_what_is_asked_twice_stays_asked_for_where_a_recipe_names_one_of_the_two() -> None:
    slots = (slot("category", "#a"), slot("category", "#b"), slot("name", "#c"))

    assert kept(slots, {"category"}, {Place(selector="#a")}) == [slots[1], slots[2]]
    assert kept(slots, {"category"}, {Place(selector="#other")}) == [slots[2]]


def test_neither_file_nor_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        read_forms(str(tmp_path / "missing.html"))


@pytest.mark.browser
def test_a_page_that_scripts_draw_without_any_request_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "late.html"
    form = "<form><p>标题<input name=t></p><p>姓名<input name=n></p><p>内容<textarea name=c></textarea></p><button>提交留言</button></form>"
    file.write_text(
        f"<meta charset=utf-8><template id=t><h1>我要咨询</h1>{form}</template><div id=root></div><script>"
        "setTimeout(() => root.append(t.content), 1500)</script>",
        "utf-8",
    )
    (form_read,) = read_forms(str(file))["forms"]
    assert {one["field"] for one in form_read["fields"]} == {"title", "name", "body"}
