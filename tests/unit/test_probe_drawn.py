"""Selects that scripts draw, in the shapes of the usual libraries: entries that come with the opening, levels, no input at all."""

from __future__ import annotations

import pytest

from huiying.model import BlockReason, State
from huiying.probe.browser import ChromiumBrowser
from tests.practice_site import PracticeSite
from tests.unit.test_probe_submit import Desk, serve_form

pytestmark = pytest.mark.browser

DRAW = """<script>
function list(field, levels) {
  var box = document.getElementById(field), value = box.querySelector('input[type=hidden]'), shown = box.querySelector('.shown');
  box.addEventListener('click', function () {
    if (box.pop) { box.pop.remove(); box.pop = null; return; }
    var pop = box.pop = document.createElement('div');
    var top = box.getBoundingClientRect().bottom + scrollY;
    pop.style.cssText = 'position:absolute;left:300px;background:#fff;z-index:99;top:' + top + 'px';
    document.body.appendChild(pop); open(levels, pop, []);
  });
  function open(entries, pop, path) {
    var ul = document.createElement('ul'); pop.appendChild(ul);
    Object.keys(entries).forEach(function (name) {
      var li = document.createElement('li'); li.innerHTML = '<span>' + name + '</span>'; ul.appendChild(li);
      li.onclick = function () {
        while (ul.nextSibling) ul.nextSibling.remove();
        if (entries[name]) { setTimeout(function () { open(entries[name], pop, path.concat(name)); }, 200); return; }
        value.value = path.concat(name).join('/'); shown.textContent = name; pop.remove(); box.pop = null;
      };
    });
  }
}
</script>"""


def row(field: str, label: str, kind: str, entries: str, inner: str = "") -> str:
    return (
        f"<tr><td>{label}：<b>*</b></td><td><div class='{kind}' id={field} style='width:200px;height:30px;border:1px solid'>"
        f"<input type=hidden name={field}>{inner}<span class=shown>请选择</span></div><script>list('{field}', {entries})</script></td></tr>"
    )


INPUT = "<input readonly role=combobox style='position:absolute;opacity:0;width:10px'>"
BY_ROLE = "box' role='combobox"


@pytest.mark.parametrize(
    ("kind", "inner"),
    [
        ("ivu-select", ""),
        ("n-base-selection", ""),
        ("ant-select", INPUT),
        ("el-select", INPUT),
        (BY_ROLE, "<input readonly placeholder=请选择 style='width:60px;pointer-events:none'>"),
    ],
    ids=["ivu", "naive", "ant", "element", "by its role"],
)
def test_entries_that_come_with_the_opening_are_chosen_from(
    chromium: ChromiumBrowser, site: PracticeSite, kind: str, inner: str
) -> None:
    entries = "{'县教育局': 0, '县卫健委': 0, '杞县人民政府办公室': 0}"
    serve_form(site, rows=DRAW + row("bm", "受理单位", kind, entries, inner))
    desk = Desk(chromium, site)
    assert desk.put().state is State.SUBMITTED, desk.door.blocks or desk.door.outcomes
    assert site.posts[0][1]["bm"] == "杞县人民政府办公室"


def test_a_cascade_in_one_drawn_list_is_followed_to_its_last_level(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    entries = "{'市直部门': {'市教育局': 0}, '县区': {'兰考县': {'办公室': 0}, '杞县': {'办公室': 0, '财务科': 0}}}"
    serve_form(site, rows=DRAW + row("bm", "受理单位", "ivu-cascader", entries))
    desk = Desk(chromium, site)
    assert desk.put().state is State.SUBMITTED, desk.door.blocks or desk.door.outcomes
    assert site.posts[0][1]["bm"] == "县区/杞县/办公室"


def test_a_required_drawn_list_without_a_fit_names_what_it_offers(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    entries = "{'城管科': 0, '绿化科': 0}"
    serve_form(site, rows=DRAW + row("bm", "受理单位", "ivu-select", entries))
    desk = Desk(chromium, site)
    assert desk.put().block is BlockReason.UNMAPPED_REQUIRED
    assert "城管科、绿化科" in desk.door.blocks[0][1]
    assert site.posts == []


TREE = """<script>
function tree(id) {
  var box = document.getElementById(id), shown = box.querySelector('.shown'), value = box.querySelector('input[type=hidden]');
  box.onclick = function () {
    if (box.pop) return;
    var pop = box.pop = document.createElement('div');
    var top = box.getBoundingClientRect().bottom + scrollY;
    pop.style.cssText = 'position:absolute;left:300px;width:600px;background:#fff;z-index:99;top:' + top + 'px';
    ['市直部门', '办公室', '业务科'].forEach(function (name, n) {
      var row = document.createElement('div'); row.setAttribute('role', 'treeitem'); row.setAttribute('aria-expanded', !n);
      row.innerHTML = '<i></i><span><b>' + name + '</b></span>';
      if (n) row.querySelector('span').onclick = function () { shown.textContent = value.value = name; pop.remove(); box.pop = null; };
      pop.appendChild(row);
    });
    document.body.appendChild(pop);
  };
}
</script>"""


def test_an_entry_of_an_open_tree_is_taken_at_its_words_and_not_its_head(
    chromium: ChromiumBrowser, site: PracticeSite
) -> None:
    tree = row("bm", "受理部门", "ivu-select", "{}").replace("list('bm', {})", "tree('bm')")
    serve_form(site, rows=DRAW + TREE + tree)
    desk = Desk(chromium, site)
    assert desk.put().state is State.SUBMITTED, desk.door.blocks
    assert site.posts[0][1]["bm"] == "办公室"


OVER_NATIVE = """<tr><td>受理单位：<b>*</b></td><td><div role=combobox id=over style='width:200px;min-height:30px;border:1px solid'>
<div class='form-control' style='min-height:24px'><select name=bm hidden></select><span class=now></span></div>
<div class=drop style='display:none'><input type=search><div role=listbox></div></div></div><input type=hidden name=chosen></td></tr>
<script>
var over = document.getElementById('over'), drop = over.querySelector('.drop'), native = over.querySelector('select');
over.querySelector('.form-control').onclick = function () { drop.style.display = drop.style.display ? '' : 'none'; };
OFFICES.forEach(function (name) {
  var one = document.createElement('div');
  one.setAttribute('role', 'option'); one.textContent = name; native.add(new Option(name, name));
  over.querySelector('[role=listbox]').append(one);
  one.onclick = function () {
    native.value = document.querySelector('[name=chosen]').value = over.querySelector('.now').textContent = name;
    drop.style.display = 'none';
  };
});
</script>"""


@pytest.mark.parametrize("offices", [["县教育局", "杞县人民政府办公室"], ["杞县人民政府办公室", "县教育局"]])
def test_what_only_the_browser_counts_as_chosen_behind_a_drawn_list_is_chosen_by_a_press(
    chromium: ChromiumBrowser, site: PracticeSite, offices: list[str]
) -> None:
    serve_form(site, rows=OVER_NATIVE.replace("OFFICES", str(offices)))
    desk = Desk(chromium, site)
    assert desk.put().state is State.SUBMITTED, desk.door.blocks or desk.door.outcomes
    assert site.posts[0][1]["chosen"] == "杞县人民政府办公室"


# --- libraries that no list of ours names


SEE_THROUGH = (
    "<input readonly role=combobox aria-expanded=false style='position:absolute;opacity:0;inset:0;width:100%'>"
)


@pytest.mark.parametrize(
    ("kind", "inner"),
    [
        ("box", SEE_THROUGH),
        ("box", SEE_THROUGH.replace("role=combobox aria-expanded=false", "aria-haspopup=listbox")),
        ("q-select' tabindex='0", ""),
        ("cell' role='button", "<input readonly placeholder='点击选择' style='width:20px'>"),
        ("a-select-view", "<input readonly placeholder='点击选择' style='width:20px'>"),
    ],
    ids=["see-through combobox", "see-through listbox", "a library's class", "a cell to press", "a read-only input"],
)
def test_a_drawn_list_is_known_by_its_shape(
    chromium: ChromiumBrowser, site: PracticeSite, kind: str, inner: str
) -> None:
    entries = "{'县教育局': 0, '县卫健委': 0, '杞县人民政府办公室': 0}"
    serve_form(
        site,
        rows=DRAW + row("bm", "受理单位", kind, entries, inner).replace("height:30px", "height:30px;position:relative"),
    )
    desk = Desk(chromium, site)
    assert desk.put().state is State.SUBMITTED, desk.door.blocks or desk.door.outcomes
    assert site.posts[0][1]["bm"] == "杞县人民政府办公室"


SHEET = """<tr><td>受理单位：<b>*</b></td><td><div role=button id=bm>
<input id=bms readonly placeholder="点击选择"><input type=hidden name=bm></div>
<div id=sheet style="display:none;position:fixed;left:0;right:0;bottom:0;background:#eee;z-index:9">
<button type=button onclick="sheet.style.display='none'">取消</button>
<button type=button onclick="done()">确认</button><ul></ul></div>
<script>
var sheet = document.getElementById('sheet'), chosen = '';
['县教育局', '杞县人民政府办公室'].forEach(function (name) {
  var li = document.createElement('li');
  li.textContent = name; li.onclick = function () { chosen = name; }; sheet.querySelector('ul').appendChild(li);
});
document.getElementById('bm').onclick = function () { sheet.style.display = 'block'; };
function done() {
  document.getElementsByName('bm')[0].value = document.getElementById('bms').value = chosen; sheet.style.display = 'none';
}
</script></td></tr>"""

HEARS_INPUT = """<tr><td>受理单位：<b>*</b></td><td><select id=bm>
<option value="">请选择</option><option>县教育局</option><option>杞县人民政府办公室</option></select>
<input type=hidden name=bm><script>
document.getElementById('bm').addEventListener('input', function () { document.getElementsByName('bm')[0].value = this.value; });
</script></td></tr>"""


@pytest.mark.parametrize("rows", [SHEET, HEARS_INPUT], ids=["counts only when confirmed", "listens to input alone"])
def test_a_choice_is_made_as_a_person_makes_it(chromium: ChromiumBrowser, site: PracticeSite, rows: str) -> None:
    serve_form(site, rows=rows)
    desk = Desk(chromium, site)
    assert desk.put().state is State.SUBMITTED, desk.door.blocks or desk.door.outcomes
    assert site.posts[0][1]["bm"] == "杞县人民政府办公室"


DRAWN_RADIOS = """<tr><td>答复方式：<b>*</b></td><td><div role=radiogroup><input type=hidden name=df>
<div role=radio aria-checked=false aria-label="电话" tabindex=0>
<input type=radio style="opacity:0" tabindex=-1><span>电话</span></div>
<div role=radio aria-checked=false aria-label="电子邮件" tabindex=0>
<input type=radio style="opacity:0" tabindex=-1><span>电子邮件</span></div></div><script>
document.querySelectorAll('[role=radio]').forEach(function (one) { one.onclick = function (event) {
  event.preventDefault(); one.setAttribute('aria-checked', 'true');
  document.getElementsByName('df')[0].value = one.getAttribute('aria-label'); }; });
</script></td></tr>"""


def test_a_drawn_radio_says_itself_that_it_is_chosen(chromium: ChromiumBrowser, site: PracticeSite) -> None:
    serve_form(site, rows=DRAWN_RADIOS)
    desk = Desk(chromium, site)
    assert desk.put().state is State.SUBMITTED, desk.door.blocks or desk.door.outcomes
    assert site.posts[0][1]["df"] == "电子邮件"
