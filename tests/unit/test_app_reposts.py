"""From the sampled items to the table of checks, on sites that answer over HTTP."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from python_calamine import load_workbook

from huiying.app.quarterly import compose, import_tables, load
from huiying.app.reposting import check_reposts, sampled
from huiying.app.world import World
from huiying.db.evidence import FileVault
from huiying.db.ledger import open_ledger
from huiying.drill.city import City
from huiying.errors import BadInput, NotAllowed
from huiying.inspection import RepostCheck
from huiying.model import SHANGHAI, Site
from huiying.probe.fetch import Fetcher
from huiying.probe.recipe import Recipe, Recipes
from huiying.probe.reposts import look_for
from huiying.probe.ways import ListWay, RepostWays
from huiying.report.notice import notice_text
from tests.fakes import FakeClock
from tests.unit.test_recheck_fetch import Server, reply
from tests.worlds import world_of

ITEMS = (
    "信息标题,部署时间,原文来源\n"
    "国务院办公厅关于进一步优化支付服务提升支付便利性的意见,2024-01-08,中国政府网\n"
    "河南省人民政府办公厅关于印发河南省加快制造业数字化转型若干措施的通知,2024-01-15,河南省人民政府网\n"
    "国务院关于推动内贸内外贸一体化发展第二批改革措施的通知,2024-01-29,中国政府网\n"
)
BASICS = "项目,内容\n年份,2024\n季度,一\n发文机关,某市人民政府办公室\n抽取条数,3\n抽取种子,20240226\n"
WAYS = RepostWays(list=ListWay(pages=("/news/",), most=10), search="/search?q={title}")
SHOULD = {
    "good": (True, True, True),
    "late": (True, False, True),
    "own_source": (True, True, False),
    "absent": (False, False, False),
    "altered": (None, None, None),
    "other_batch": (None, None, None),
}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    clock = FakeClock(datetime(2024, 2, 26, 9, tzinfo=SHANGHAI))
    ledger = open_ledger(
        f"sqlite:///{tmp_path / 'huiying.sqlite'}", clock=clock, vault=FileVault(tmp_path / "evidence", clock)
    )
    with Fetcher(seconds=5.0, attempts=1) as fetcher:
        yield replace(world_of(tmp_path, ledger, clock), fetcher=fetcher)
    ledger.engine.dispose()


def prepared(world: World, tmp_path: Path) -> None:
    for name, text in (("基本信息.csv", BASICS), ("重要信息.csv", ITEMS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    import_tables(tmp_path, [tmp_path / "基本信息.csv", tmp_path / "重要信息.csv"], skip_bad=False)


def test_a_whole_city_is_told_as_it_is(world: World, tmp_path: Path) -> None:
    prepared(world, tmp_path)
    with City(tmp_path / "city", faults={"杞县": "down"}) as city:
        recipes = {site["name"]: Recipe(name=site["name"], reposts=WAYS) for site in city.roster()}
        world = replace(world, recipes=Recipes(sites=recipes))
        world.ledger.rosters.import_sites([_site(line) for line in city.roster()])
        done = check_reposts(world, load(tmp_path), out=tmp_path / "转载检查.xlsx")
        truth = {line["site"]: line["news"] for line in city.truth()["sites"]}
    found = {(check.place, check.item): check for check in done.checks}
    assert len(found) == 43 * 3
    wrong = []
    for (place, title), check in found.items():
        kind = truth[place][title]
        mixed_up = kind == "other_batch" and "批" not in title  # nothing like this title stands there
        should = (None, None, None) if place == "杞县" else SHOULD["absent" if mixed_up else kind]
        # a GBK site's search does not understand this recipe's UTF-8: then nothing is proven missing
        if (check.found, check.in_time, check.in_form) != should and check.found is not None:
            wrong.append((place, title, kind, check))
    assert wrong == []
    assert sum(check.found is False for check in found.values()) >= 5
    assert all(check.evidence for check in found.values() if check.place != "杞县")
    assert "网站未能打开" in found["杞县", sampled(load(tmp_path).inspection)[0].title].why
    text = notice_text(compose(tmp_path, load(tmp_path).inspection, None))
    assert "家网站未能核查，不计入以下情况：" in text
    assert "杞县" in text


def _site(line: dict) -> Site:
    return Site(
        id=0,
        order=line["order"],
        name=line["name"],
        home_url=line["home_url"],
        hosts=tuple(line["hosts"]),
        unit=line["unit"],
    )


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


def seek(world: World, server: Server, ways: RepostWays | None) -> RepostCheck:
    """Look for the one item on the server's site, as the use case does."""
    world.ledger.rosters.import_sites(
        [Site(id=0, order=1, name="甲局", home_url=server.url("/"), hosts=(server.host,))]
    )
    recipes = Recipes(sites={"甲局": Recipe(name="甲局", reposts=ways)} if ways else {})
    folder = world.settings.folder
    (folder / "转载检查.xlsx").unlink(missing_ok=True)
    done = check_reposts(replace(world, recipes=recipes), load(folder), out=folder / "转载检查.xlsx")
    return done.checks[0]


def lines(*items: tuple[str, str, str]) -> bytes:
    rows = "".join(f"<li><a href='{url}'>{title}</a><span>{day}</span></li>" for title, url, day in items)
    return f"<html><meta charset=utf-8><ul>{rows}</ul></html>".encode()


def page(title: str, day: str, source: str) -> bytes:
    text = f"<html><meta charset=utf-8><h1>{title}</h1><p>发布时间：{day} 来源：{source}</p><p>正文</p></html>"
    return text.encode()


TITLE = "国务院关于某事的若干意见"
LOCAL = ("全市安全生产工作会议召开", "/local", "2024-02-03")
OLDER = ("全市教育工作会议顺利召开", "/older", "2023-12-01")


@pytest.fixture
def one_item(world: World, tmp_path: Path) -> World:
    (tmp_path / "基本信息.csv").write_text(BASICS.replace("抽取条数,3", "抽取条数,1"), encoding="utf-8")
    (tmp_path / "重要信息.csv").write_text(f"信息标题,部署时间\n{TITLE},2024-01-08\n", encoding="utf-8")
    import_tables(tmp_path, [tmp_path / "基本信息.csv", tmp_path / "重要信息.csv"], skip_bad=False)
    return world


LIST = RepostWays(list=ListWay(pages=("/list",), most=3))
SEARCH = RepostWays(search="/so?q={title}")


def test_a_list_that_does_not_reach_back_proves_nothing(one_item: World, server: Server) -> None:
    server.routes["/list"] = reply(lines(LOCAL))
    check = seek(one_item, server, LIST)
    assert check.found is None
    assert "没有读到这条信息部署之前的日期" in check.why
    server.routes["/list"] = reply(lines(LOCAL, OLDER))
    check = seek(one_item, server, LIST)
    assert check.found is False
    assert check.why == "在1页栏目列表中没有找到"


def test_an_old_item_on_top_of_a_list_is_not_its_end(one_item: World, server: Server) -> None:
    server.routes["/list"] = reply(lines(OLDER, LOCAL))
    assert seek(one_item, server, LIST).found is None


def test_an_old_list_beside_the_news_is_not_its_end(one_item: World, server: Server) -> None:
    """The first page carries a list of old favourites; only the second shows that the news go on, and hold the item."""
    favourites = tuple(
        (f"多年以来点击最多的文章第{number}篇", f"/hot{number}", f"201{9 - number}-05-01") for number in range(3)
    )
    more = "<a href='/list2'>下一页</a>".encode()
    server.routes["/list"] = reply(lines(LOCAL, *favourites) + more)
    server.routes["/list2"] = reply(lines((TITLE, "/copy", "2024-01-09"), OLDER, *favourites))
    server.routes["/copy"] = reply(page(TITLE, "2024-01-09", "新华社"))
    assert seek(one_item, server, LIST).good
    server.routes["/list2"] = reply(lines(("全市工作会议如期召开了", "/other", "2024-01-09"), OLDER, *favourites))
    assert seek(one_item, server, LIST).found is False
    short = RepostWays(list=ListWay(pages=("/list",), most=1))
    assert seek(one_item, server, short).found is None


def test_a_search_is_believed_only_if_it_finds_what_the_site_has(one_item: World, server: Server) -> None:
    server.routes["/"] = reply(lines(LOCAL))
    server.routes["/so"] = reply("<html><meta charset=utf-8><p>没有找到</p></html>".encode())
    check = seek(one_item, server, SEARCH)
    assert check.found is None
    assert "站内搜索找不到本站已有的信息" in check.why

    def search(handler: object, body: str) -> None:
        hits = lines(LOCAL) if "%E5%AE%89%E5%85%A8%E7%94%9F%E4%BA%A7" in handler.path else b"<html><p>0</p></html>"  # type: ignore[attr-defined]
        reply(hits)(handler, body)  # type: ignore[arg-type]

    server.routes["/so"] = search
    assert seek(one_item, server, SEARCH).found is False


def test_a_question_that_the_results_repeat_is_no_result(one_item: World, server: Server) -> None:
    def search(handler: object, body: str) -> None:
        asked = handler.path  # type: ignore[attr-defined]
        echo = f"<title>{TITLE}_站内搜索</title><li><a href='{asked}'>{TITLE}</a></li>"
        reply(f"<html><meta charset=utf-8>{echo}</html>".encode())(handler, body)  # type: ignore[arg-type]

    server.routes["/"], server.routes["/so"] = reply(lines(LOCAL)), search
    assert seek(one_item, server, SEARCH).found is None


def test_without_a_recipe_nothing_is_proven_missing_but_what_stands_there_is_found(
    one_item: World, server: Server
) -> None:
    home = "<html><meta charset=utf-8><a href='/list'>通知公告</a></html>".encode()
    server.routes["/"], server.routes["/list"] = reply(home), reply(lines(LOCAL, OLDER))
    check = seek(one_item, server, None)
    assert check.found is None
    assert "没有找到不等于没有转载" in check.why
    server.routes["/list"] = reply(lines((f"{TITLE[:10]}…", "/copy", "2024-01-09"), OLDER))
    server.routes["/copy"] = reply(page(TITLE, "2024-01-09", "新华社"))
    check = seek(one_item, server, None)
    assert (check.found, check.in_time, check.in_form) == (True, True, True)
    assert check.copy is not None
    assert (check.copy.source, check.copy.after, check.copy.likeness) == ("新华社", "1天", 100)


def test_a_link_to_another_host_is_never_followed(one_item: World, server: Server) -> None:
    server.routes["/list"] = reply(lines((TITLE, "http://www.example.org/copy", "2024-01-09"), OLDER))
    check = seek(one_item, server, LIST)
    assert (check.found, check.in_time, check.in_form) == (True, True, None)
    assert "链接到别的网站，未打开" in check.why
    assert {path for _, path, _, _ in server.seen} == {"/list"}


def test_a_page_that_fails_leaves_the_item_open(one_item: World, server: Server) -> None:
    server.routes["/list"] = reply(lines((TITLE, "/copy", "2024-01-09"), OLDER))
    server.routes["/copy"] = reply(status=404)
    check = seek(one_item, server, LIST)
    assert check.found is None
    assert "未能打开" in check.why
    server.routes["/list"] = reply(status=404)
    assert seek(one_item, server, LIST).found is None


def test_a_hand_correction_stands_against_every_further_run(one_item: World, server: Server, tmp_path: Path) -> None:
    server.routes["/list"] = reply(lines(LOCAL, OLDER))
    assert seek(one_item, server, LIST).found is False
    table = tmp_path / "转载检查.xlsx"
    rows = load_workbook(io.BytesIO(table.read_bytes())).get_sheet_by_name("转载检查").to_python()
    assert rows[0][:8] == [
        "信息标题*",
        "网站或账号*",
        "单位*",
        "对象类型*",
        "是否转载*",
        "是否及时",
        "是否规范",
        "说明",
    ]
    assert rows[1][4:7] == ["否", "", ""]
    with pytest.raises(BadInput, match="已经存在"):
        check_reposts(one_item, load(tmp_path), out=table)
    import_tables(tmp_path, [table], skip_bad=False)  # unchanged: still the program's word
    assert [check.by_hand for check in load(tmp_path).inspection.reposts] == [False]
    corrected = tmp_path / "更正.csv"
    corrected.write_text(
        f"信息标题,网站或账号,单位,对象类型,是否转载,是否及时,是否规范,说明\n{TITLE},甲局,,网站,是,是,未核查,在专题栏目中\n",
        encoding="utf-8",
    )
    import_tables(tmp_path, [corrected], skip_bad=False)
    assert seek(one_item, server, LIST).found is False  # what this run saw …
    (kept,) = load(tmp_path).inspection.reposts
    assert (kept.found, kept.in_form, kept.by_hand, kept.why) == (
        True,
        None,
        True,
        "在专题栏目中",
    )  # … replaces nobody's word
    assert kept.evidence


def test_without_a_sample_there_is_nothing_to_look_for(world: World, tmp_path: Path) -> None:
    (tmp_path / "基本信息.csv").write_text(BASICS, encoding="utf-8")
    import_tables(tmp_path, [tmp_path / "基本信息.csv"], skip_bad=False)
    with pytest.raises(NotAllowed, match="还没有抽取"):
        check_reposts(world, load(tmp_path), out=tmp_path / "转载检查.xlsx")


def test_a_recipe_may_say_how_the_list_goes_on(one_item: World, server: Server) -> None:
    server.routes["/list"] = reply(lines(LOCAL) + b"<a class=more href='/list2'>&gt;&gt;&gt;|</a>")
    server.routes["/list2"] = reply(lines((TITLE, "/copy", "2024-01-09"), OLDER))
    server.routes["/copy"] = reply(page(TITLE, "2024-01-09", "新华社"))
    by_selector = RepostWays(list=ListWay(pages=("/list",), most=3, next="a.more"))
    assert seek(one_item, server, by_selector).good
    server.routes["/p1"], server.routes["/p2"] = server.routes["/list"], server.routes["/list2"]
    by_pattern = RepostWays(list=ListWay(pages=("/p1",), most=3, pattern="/p{page}"))
    server.routes["/p3"] = reply(status=404)
    assert seek(one_item, server, by_pattern).good
    server.routes["/p2"] = reply(lines(OLDER))
    assert seek(one_item, server, by_pattern).found is False
    server.routes["/p3"] = server.routes["/p2"]  # the last page again, whatever page is asked for
    assert seek(one_item, server, by_pattern).found is False
    server.routes["/p2"] = reply(status=500)
    assert seek(one_item, server, by_pattern).found is None


def test_a_list_without_end_is_read_no_further_than_the_recipe_says(one_item: World, server: Server) -> None:
    def endless(handler: object, body: str) -> None:
        number = int(handler.path.rpartition("=")[2] or 0) if "=" in handler.path else 0  # type: ignore[attr-defined]
        more = f"<a href='/list?p={number + 1}'>下一页</a>".encode()
        reply(lines((f"全市第{number}次工作会议顺利召开", f"/local{number}", "2024-02-03")) + more)(handler, body)  # type: ignore[arg-type]

    server.routes["/list"] = endless
    assert seek(one_item, server, LIST).found is None
    assert len(server.seen) == 3


def test_the_look_for_one_site_never_raises(world: World, tmp_path: Path) -> None:
    site = Site(id=1, order=1, name="甲局", home_url="http://127.0.0.1:9/", hosts=("127.0.0.1:9",))
    prepared(world, tmp_path)
    items = sampled(load(tmp_path).inspection)
    for ways in (None, LIST, SEARCH, RepostWays()):
        sought = look_for(
            site, items, ways=ways, fetcher=world.fetcher, browser_factory=None, vault=world.vault, folder="x"
        )
        assert [one.found for one in sought] == [None, None, None]
        assert all(one.why for one in sought)
