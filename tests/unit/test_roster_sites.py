"""A user's roster: read by meaning; what can't be used is named by row and column."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from huiying.errors import BadInput
from huiying.probe.page import allowed
from huiying.roster.sites import read_sites
from huiying.roster.tables import read_sheets

GOOD = """某市政府网站名录,,,,
序号,网站 名称,首页网址,网站标识码,主办单位
1,杞县,http://www.qixian.gov.cn/,4102210001,杞县人民政府
2,市人防办(国动办),www.kfrf.gov.cn,4102000033,市人防办
"""


def sites_of(text: str, encoding: str = "utf-8"):
    return read_sites("名录.csv", read_sheets("名录.csv", text.encode(encoding)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_headers_are_found_by_meaning_in_any_encoding(encoding: str) -> None:
    read = sites_of(GOOD, encoding)
    assert read.problems == ()
    assert [(s.order, s.name, s.home_url, s.code) for s in read.sites] == [
        (1, "杞县", "http://www.qixian.gov.cn/", "4102210001"),
        (2, "市人防办(国动办)", "http://www.kfrf.gov.cn", "4102000033"),
    ]
    assert read.sites[0].hosts == ("www.qixian.gov.cn",)


def test_full_width_brackets_in_a_name_stay_as_written() -> None:
    read = sites_of("网站名称,首页网址\n市人防办\uff08国动办\uff09,http://a.gov.cn\n")
    assert read.sites[0].name == "市人防办\uff08国动办\uff09"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("杞县,http://b.gov.cn", "第3行「网站名称」：与第2行重复：杞县"),
        ("通许县,http://a.gov.cn/", "第3行「首页网址」：与第2行重复"),
        ("通许县,https://A.gov.cn:443", "第3行「首页网址」：与第2行重复"),
        ("通许县,htp:/bad", "第3行「首页网址」：网址不正确：htp:/bad"),
        ("通许县,http://user:secret@a.gov.cn", "网址不正确"),
        ("通许县,file:///etc/passwd", "网址不正确"),
        ("通许县,", "第3行「首页网址」：没有填写"),
        (",http://b.gov.cn", "第3行「网站名称」：没有填写"),
    ],
)
def test_a_bad_row_is_named_with_row_and_column(row: str, said: str) -> None:
    read = sites_of(f"网站名称,首页网址\n杞县,http://a.gov.cn\n{row}\n市局,http://z.gov.cn\n")
    assert said in "；".join(str(problem) for problem in read.problems)
    assert [site.name for site in read.sites] == ["杞县", "市局"]


@pytest.mark.parametrize("home", ["http://www.qx.gov.cn:80/", "https://WWW.qx.gov.cn:443", "http://www.qx.gov.cn./"])
def test_a_home_page_is_the_sites_own_however_its_address_is_spelt(home: str) -> None:
    (one,) = sites_of(f"网站名称,首页网址\n杞县,{home}\n").sites
    assert one.hosts == ("www.qx.gov.cn",)
    assert allowed(one.home_url, one.hosts)


def test_another_host_that_can_not_be_read_is_named() -> None:
    read = sites_of("网站名称,首页网址,其他域名\n杞县,http://a.gov.cn,b.gov.cn；见附件、c.gov.cn:x\n")
    assert [str(problem) for problem in read.problems] == [
        "第2行「其他域名」：域名不正确：见附件",
        "第2行「其他域名」：域名不正确：c.gov.cn:x",
    ]
    assert read.sites == ()


def test_an_empty_row_inside_is_a_problem_and_at_the_end_is_none() -> None:
    read = sites_of("网站名称,首页网址\n杞县,http://a.gov.cn\n,\n通许县,http://b.gov.cn\n,\n,\n")
    assert [str(problem) for problem in read.problems] == ["第3行：空行"]
    assert [site.order for site in read.sites] == [1, 2]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(BadInput, match=r"名录\.csv：没有找到“首页网址”列"):
        sites_of("序号,网站名称\n1,杞县\n")


def test_a_file_that_is_no_table_is_refused_in_one_line() -> None:
    with pytest.raises(BadInput, match="不是可读取的表格"):
        read_sheets("名录.xlsx", b"\x00\x01 no workbook")


def test_merged_cells_say_the_same_in_every_row_they_cover() -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["网站名称", "首页网址", "分组"])
        sheet.write_row(1, 0, ["杞县", "http://a.gov.cn"])
        sheet.write_row(2, 0, ["通许县", "http://b.gov.cn"])
        sheet.merge_range(1, 2, 2, 2, "县区")
    read = read_sites("名录.xlsx", read_sheets("名录.xlsx", data.getvalue()))
    assert [site.group for site in read.sites] == ["县区", "县区"]


def test_other_hosts_and_the_channel_count_as_the_sites_own() -> None:
    read = sites_of(
        "网站名称,首页网址,咨询入口,其他域名\n杞县,http://a.gov.cn,http://12345.gov.cn:8080/form,b.gov.cn、c.gov.cn\n"
    )
    assert read.sites[0].hosts == ("a.gov.cn", "12345.gov.cn:8080", "b.gov.cn", "c.gov.cn")
