"""Pages made to hang or break the reader: everything is bounded, and the real form is still found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.probe.form import from_json
from huiying.probe.readout import read_page
from tests.form_pages import chromium, read_file

HEAD = '<!doctype html><html><head><meta charset="utf-8"><title>写信</title></head><body>'
FORM = (
    '<form method="post"><p>*姓名 <input name="n"></p><p>*手机 <input name="m"></p><p>*标题 <input name="t"></p>'
    '<p>*内容 <textarea name="c"></textarea></p><button>提交</button></form>'
)
ROWS = "".join(f'<div><span>字段{number}</span><input name="x{number}"></div>' for number in range(10_000))
COMPONENTS = "".join(f'<el-form-item label="字段{number}"><el-input v-model="f{number}"/>' for number in range(10_000))
RECURSION = """<script>window.depth = (parent.depth || 0) + 1;
if (depth < 40) {
const f = document.createElement("iframe"); f.srcdoc = document.documentElement.outerHTML; document.body.append(f); }</script>"""
PAGES = {
    "ten thousand controls after the form": HEAD + FORM + ROWS,
    "ten thousand radios of one group": HEAD
    + FORM
    + "".join(f'<input type=radio name=r value="{one}">' for one in range(10_000)),
    "ten thousand components within each other": HEAD + FORM + COMPONENTS,
    "labels full of control characters": HEAD
    + FORM.replace("标题", "标\u200b\u202e题\x07").replace("内容", "\u2066内\x1b容\ufeff"),
    "twenty thousand nested blocks": HEAD + "<div>" * 20_000 + FORM,
    "a page within itself": HEAD + FORM + RECURSION,
    "names of a megabyte": HEAD
    + FORM.replace('name="n"', f'name="{"n" * 1_000_000}" placeholder="{"姓名" * 100_000}"'),
    "texts that catch careless patterns": HEAD + FORM + "<p>" + "标题" * 5000 + "不少于" * 5000 + "1" * 5000 + "字</p>",
    "a script that catches careless patterns": HEAD
    + FORM
    + "<script>"
    + "a.value==" * 20_000
    + "(" * 50_000
    + "if(!a.test(" * 10_000
    + "if(a!=''&&" * 10_000
    + "</script>",
}


def _fields(documents: list[Any]) -> set[str]:
    forms = [one for one in read_page(documents)["forms"] if one["purpose"] == "consultation"]
    return {one["field"] for one in forms[0]["fields"]} if forms else set()


@pytest.mark.browser
@pytest.mark.parametrize("what", PAGES)
def test_the_form_is_found_on_a_hostile_page(what: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGES[what], "utf-8")

    with chromium() as driver:
        documents = read_file(driver, page)

    assert _fields(documents) >= {"name", "phone", "title", "body"}


@pytest.mark.browser
@pytest.mark.slow
def test_the_form_is_found_on_a_page_of_fifty_megabytes(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    row = "<p>" + "政务公开信息" * 20 + "<b>x</b></p>\n"
    page.write_text(HEAD + FORM + row * (50_000_000 // len(row.encode())), "utf-8")

    with chromium() as driver:
        documents = read_file(driver, page)

    assert page.stat().st_size > 49_000_000
    assert _fields(documents) >= {"name", "phone", "title", "body"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
KEYS = st.sampled_from(
    [
        "order",
        "kind",
        "tag",
        "name",
        "selector",
        "frame",
        "texts",
        "options",
        "pictures",
        "form",
        "chain",
        "attributes",
        "widget",
        "hidden",
    ]
)
CONTROL = st.dictionaries(KEYS, JSON, max_size=14).map(lambda one: {"kind": "text", "selector": "#a", **one})
PARTS = (
    "url",
    "title",
    "frame",
    "headings",
    "forms",
    "notes",
    "scripts",
    "login_texts",
    "slider_texts",
    "truncated",
    "json",
)
DOCUMENT = st.fixed_dictionaries(
    {
        "controls": st.lists(CONTROL | JSON, max_size=3) | JSON,
        "buttons": st.lists(st.dictionaries(KEYS, JSON) | JSON, max_size=3) | JSON,
    },
    optional=dict.fromkeys(PARTS, JSON),
)


@settings(max_examples=300)
@given(documents=st.lists(DOCUMENT | JSON, max_size=3))
def test_no_data_of_a_page_makes_the_reader_raise(documents: list[Any]) -> None:
    read_page(documents)


def test_texts_are_cut_and_rid_of_control_characters() -> None:
    raw = {
        "kind": "text",
        "selector": "#a",
        "name": "n\x1b[31m",
        "texts": {"label": ["姓\u202e名\x07" + "长" * 10_000]},
    }

    control = from_json([{"controls": [raw]}])[0].controls[0]

    assert control.name == "n [31m"
    assert len(control.texts.label[0]) <= 400
    assert not any(char in control.texts.label[0] for char in "\u202e\x07\x1b")


def test_a_document_of_another_origin_carries_the_way_to_its_frame() -> None:
    raw = {"kind": "textarea", "selector": "#c", "frame": ["#inner"], "texts": {"label": ["内容"]}}

    form = from_json([{"frame": ["#outer"], "controls": [raw]}])[0]

    assert form.frame == ("#outer", "#inner")
    assert form.controls[0].place.frame == ("#outer", "#inner")
