"""The quarter's tables as users have them: found by meaning, read into one inspection, nothing dropped in silence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.errors import BadInput
from huiying.inspection import COUNTY, DEPARTMENT, Account, Inspection, Quarter, Submission
from huiying.model import Bucket, Unit
from huiying.quarter.cells import day, joined, number, split, when, yes
from huiying.quarter.check import check
from huiying.quarter.draw import draw
from huiying.quarter.kinds import BASIC_ITEMS, KINDS
from huiying.quarter.lines import bucket_of
from huiying.quarter.read import Reading, kind_of, read_quarter
from huiying.quarter.store import Kept, from_text, merge, to_text
from huiying.quarter.units import Register
from huiying.report.sheet import Column, TemplateSheet, template_xlsx
from huiying.roster.tables import read_sheets

QUARTER = Quarter(year=2024, number=1)
DATA = Path(__file__).parent.parent / "notices" / "kaifeng-2024q1"


@dataclass(frozen=True)
class Sheet:
    name: str
    rows: tuple[tuple[str, ...], ...]


def basics(**values: str) -> Sheet:
    given = {"year": "2024", "quarter": "一", "office": "市政府办公室", **values}
    return Sheet("基本信息", (("项目", "内容"), *((BASIC_ITEMS[key], value) for key, value in given.items())))


def read(*sheets: Sheet, **values: str) -> Reading:
    return read_quarter([basics(**values), *sheets])


def inspection(reading: Reading) -> Inspection:
    assert reading.inspection is not None
    return reading.inspection


UNITS = Sheet(
    "单位",
    (
        ("单位名称", "分组", "别名"),
        ("兰考县", "县区", ""),
        ("市国动办", "市级部门", "市人防办、市人民防空办公室"),
        ("市公安局", "市级部门", ""),
    ),
)


def test_two_stacked_tables_with_titles_merged_cells_and_totals_are_one_list() -> None:
    rows = (
        ("2024年第一季度信息报送情况",) * 4,
        ("一、县区",) * 4,
        ("序号", "县区", "报送信息", "采用信息"),
        ("1", "兰考县", "２０７", "145条"),
        ("合计", "合计", "207", "145"),
        ("", "", "", ""),
        ("二、市级部门", "", "", ""),
        ("序号", "市级部门", "报送信息", "采用信息"),
        ("1", "市公 安局", "34.0", "11"),
        ("2", "市金融局", "无", "—"),
        ("", "部门合计", "34", "11"),
        ("", "总计", "241", "156"),
        ("（数据采集时间为2023年11月27日至2024年2月25日）", "", "", ""),
    )
    reading = read(Sheet("报送", rows))
    assert reading.problems == ()
    assert inspection(reading).submissions == (
        Submission(unit="兰考县", group=COUNTY, submitted=207, adopted=145),
        Submission(unit="市公安局", group=DEPARTMENT, submitted=34, adopted=11),
        Submission(unit="市金融局", group=DEPARTMENT, submitted=0, adopted=0),
    )


def test_a_further_table_may_begin_with_two_rows_of_headers() -> None:
    head = (("序号", "单位", "情况（条）", "情况（条）"), ("序号", "单位", "报送信息", "采用信息"))
    plain = (("序号", "单位", "情况（条）", ""), ("", "", "报送信息", "采用信息"))
    for heads in (head, plain):
        rows = (*heads, ("1", "甲县", "3", "2"), ("二、部门",) * 4, *heads, ("1", "乙局", "4", "1"))
        reading = read(Sheet("信息报送", rows))
        assert reading.problems == ()
        assert [(line.unit, line.submitted) for line in inspection(reading).submissions] == [("甲县", 3), ("乙局", 4)]


def test_a_total_that_is_not_the_sum_of_its_lines_is_reported() -> None:
    rows = (("单位", "报送信息", "采用信息"), ("甲局", "3", "2"), ("乙局", "4", "1"), ("合计", "8", "3"))
    reading = read(Sheet("信息报送", rows))
    assert reading.problems == ("“信息报送”第4行：“报送信息”合计为8，以上各行相加为7",)


@pytest.mark.parametrize(
    "heads",
    [
        (("单位", "信息报送情况", "信息报送情况"), ("单位", "报送数", "采用数")),
        (("单位", "信息报送情况", ""), ("", "报送数", "采用数")),
    ],
)
def test_two_rows_of_headers_are_read_with_and_without_merged_cells(heads: tuple[tuple[str, ...], ...]) -> None:
    reading = read(Sheet("一季度", (*heads, ("甲县", "3", "2"))))
    assert inspection(reading).submissions == (Submission(unit="甲县", group=DEPARTMENT, submitted=3, adopted=2),)
    assert reading.problems == ()


def test_units_are_found_by_alias_bracket_and_spelling_and_unknown_ones_reported_with_the_nearest() -> None:
    register = Register(
        [Unit(name="市国动办", aliases=("市人防办",)), Unit(name="市公安局"), Unit(name="市教体局(市教育局)")],
        city="某某市",
    )
    for written, name in (
        ("市人防办", "市国动办"),
        ("某某市公安局", "市公安局"),
        (" 市 公安 局 ", "市公安局"),
        ("市教育局", "市教体局(市教育局)"),
        ("市教体局（市教育局）", "市教体局(市教育局)"),
    ):
        assert register.find(written) == name
    assert register.find("市公安分局") is None
    assert register.nearest("市公安分局") == "市公安局"
    reading = read(UNITS, Sheet("表述问题", (("单位", "问题个数"), ("市人防办", "3"), ("市公安据", "4"))))
    assert [item.unit for item in inspection(reading).wording] == ["市国动办", "市公安据"]
    assert [str(item) for item in reading.unknown] == ["“表述问题”第3行：单位“市公安据”不在单位表中，是否为“市公安局”"]


def test_an_alias_of_two_units_is_refused() -> None:
    with pytest.raises(BadInput, match="市金融办"):
        Register([Unit(name="甲局", aliases=("市金融办",)), Unit(name="乙局", aliases=("市金融办",))])


def test_single_submissions_are_added_up_and_silent_units_count_nothing() -> None:
    log = Sheet(
        "报送明细",
        (("报送单位", "标题", "采用情况"), ("兰考县", "甲", "是"), ("兰考县", "乙", ""), ("市公安局", "丙", "√")),
    )
    found = {line.unit: (line.submitted, line.adopted) for line in inspection(read(UNITS, log)).submissions}
    assert found == {"兰考县": (2, 1), "市国动办": (0, 0), "市公安局": (1, 1)}


def test_updates_are_computed_from_posts() -> None:
    accounts = Sheet(
        "新媒体账号",
        (
            ("平台", "账号名称", "单位", "状态"),
            ("抖音", "甲", "市公安局", "在用"),
            ("抖音", "乙", "市公安局", "已注销"),
        ),
    )
    posts = Sheet(
        "发布记录",
        (
            ("平台", "账号", "发布时间"),
            ("抖音", "甲", "2024-02-01 09:00"),
            ("抖音", "丙", "2024-02-01"),
            ("抖音", "甲", "昨天"),
        ),
    )
    dates = {"collected_from": "2024-01-29", "collected_to": "2024-02-25", "monitored_on": "2024年2月26日"}
    reading = read(accounts, posts, **dates)
    found = inspection(reading)
    assert [(item.name, item.problem, item.failed) for item in found.problems] == [
        ("甲", "监测时间点前两周内无更新", True)
    ]
    assert any("“丙”不在账号表中" in line for line in reading.problems)
    assert any("“昨天”" in line for line in reading.problems)


def test_the_sample_is_drawn_from_the_seed_and_anybody_can_repeat_it() -> None:
    items = Sheet("重要信息", (("信息标题", "部署时间"), *((f"第{number}条", "2024-01-05") for number in range(37))))
    found = inspection(read(items, seed="20240226", drawn="3"))
    assert found.important == 37
    assert found.sample == draw([f"第{number}条" for number in range(37)], 3, "20240226")
    assert len(found.sample) == 3
    reading = read(items, drawn="3")
    assert inspection(reading).sample == ()
    assert any("种子" in line for line in reading.problems)


def test_the_draw_never_depends_on_anything_but_seed_and_items() -> None:
    titles = [f"第{number}条" for number in range(37)]
    assert draw(titles, 3, "20240226") == draw(titles, 3, "20240226") == ("第2条", "第3条", "第33条")
    assert draw(titles[::-1], 3, "20240226") == ("第33条", "第3条", "第2条")
    assert len({draw(titles, 3, str(seed)) for seed in range(50)}) > 45
    with pytest.raises(ValueError, match="cannot draw"):
        draw(titles, 38, "1")


def test_earlier_quarters_are_read_from_their_annex_with_units_in_one_cell() -> None:
    annex = Sheet(
        "去年",
        (
            ("2023年第四季度政府网站互动回应检查情况",) * 2,
            ("互动回应情况", "网站名称"),
            ("1个工作日内答复(2家)", "杞县、市人防办(国动办、人防)"),
            ("大于5个工作日回复", "无"),
            ("未回复（1家）", "市公安局"),
        ),
    )
    (past,) = inspection(read(annex)).past
    assert past.quarter == Quarter(year=2023, number=4)
    assert past.rows == (
        ("杞县", Bucket.ONE_WORKDAY),
        ("市人防办(国动办、人防)", Bucket.ONE_WORKDAY),
        ("市公安局", Bucket.NO_REPLY),
    )


@pytest.mark.parametrize(
    ("label", "bucket"),
    [
        ("1个工作日内答复(34家)", Bucket.ONE_WORKDAY),
        ("5个工作日内答复", Bucket.FIVE_WORKDAYS),
        ("大于5个工作日回复", Bucket.OVER_FIVE),
        ("超过5个工作日", Bucket.OVER_FIVE),
        ("未回复", Bucket.NO_REPLY),
        ("未能检测", Bucket.NOT_MEASURED),
        ("优秀", None),
    ],
)
def test_labels_of_earlier_annexes_are_understood(label: str, bucket: Bucket | None) -> None:
    assert bucket_of(label) is bucket


def test_the_published_tables_are_recognised_by_their_headers_alone() -> None:
    kinds = {
        "annex1_media_failed.csv": ("序号,政务新媒体,主管单位,问题栏目,问题类型", "problems"),
        "annex4_submissions.csv": ("分组,序号,单位,报送信息,采用信息", "submissions"),
        "annex5_media_excellent.csv": ("类别,优秀账号名称", "commended"),
    }
    for name, (head, key) in kinds.items():
        body = (DATA / name).read_text(encoding="utf-8").partition("\n")[2]
        (sheet,) = read_sheets(name, f"{head}\n{body}".encode("gb18030"))
        kind = kind_of(sheet)
        assert kind is not None
        assert kind.key == key
        reading = read_quarter([basics(), sheet])
        assert reading.problems == ()
    found = inspection(reading)
    assert len(found.commended) == 16


def test_wrong_cells_are_reported_with_their_row_and_the_rest_is_read() -> None:
    reading = read(
        Sheet(
            "信息报送",
            (
                ("单位", "报送信息", "采用信息"),
                ("甲局", "3", "5"),
                ("乙局", "三条", "1"),
                ("丙局", "", "1"),
                ("丁局", "4", "2"),
            ),
        ),
        Sheet(
            "上季度整改", (("单位", "问题", "是否整改"), ("甲局、乙局", "更新不及时", "是"), ("丙局", "错别字", "部分"))
        ),
        Sheet("通讯录", (("姓名", "电话"), ("某人", "1"))),
        due_on="下周五",
    )
    assert [line.unit for line in inspection(reading).submissions] == ["丁局"]
    assert [item.unit for item in inspection(reading).rectifications] == ["甲局", "乙局"]
    said = "\n".join(reading.problems)
    expected = (
        "第2行：采用5条多于报送3条",
        "第3行：“报送信息”应为数字，实为“三条”",
        "第4行：“报送信息”没有填写",
        "实为“部分”",
        "“通讯录”",
        "“下周五”",
    )
    assert [part for part in expected if part not in said] == []


def test_without_year_and_quarter_nothing_is_made() -> None:
    reading = read_quarter([Sheet("基本信息", (("项目", "内容"), ("年份", "")))])
    assert reading.inspection is None
    assert any("年份和季度" in line for line in reading.problems)


def test_a_filled_in_template_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "季度.xlsx"
    filled = {
        "basics": (("年份", "2024"), ("季度", "1"), ("发文机关", "市政府办公室"), ("门户网站发布信息条数", "2160")),
        "units": (("兰考县", COUNTY, ""),),
        "websites": (("兰考县", "兰考县", ""), ("信用某市", "", "首页不更新；空白栏目超过5个")),
        "submissions": (("兰考县", "207", "145"),),
    }
    made = template_xlsx(
        [
            TemplateSheet(
                name=kind.name,
                about=kind.about,
                rows=filled.get(kind.key, ()),
                columns=tuple(
                    Column(
                        header=column.header,
                        required=column.required,
                        note=column.note,
                        example=column.example,
                        choices=column.choices,
                        strict=False,
                    )
                    for column in kind.columns
                ),
            )
            for kind in KINDS
        ],
        title="季度数据",
    )
    path.write_bytes(made)
    reading = read_quarter([sheet for sheet in read_sheets(path.name, path.read_bytes()) if sheet.name != "填写说明"])
    found = inspection(reading)
    assert reading.problems == ()
    assert found.portal.published == 2160
    assert found.submissions == (Submission(unit="兰考县", group=COUNTY, submitted=207, adopted=145),)
    assert [check.vetoes for check in found.websites] == [(), ("首页不更新", "空白栏目超过5个")]


def test_data_are_kept_between_commands_and_a_further_import_adds_to_them() -> None:
    first = inspection(read(Sheet("表述问题", (("单位", "问题个数"), ("甲局", "3")))))
    second = inspection(read(Sheet("优秀新媒体", (("平台", "账号名称"), ("抖音", "甲、乙"))), office="市政府办公室"))
    units = (Unit(name="甲局", aliases=("甲办",)),)
    kept = from_text(to_text(Kept(inspection=merge(first, second), units=units, groups=(COUNTY,))), where="2024Q1.json")
    assert kept.inspection == replace(first, commended=second.commended)
    assert kept.known == {units[0]: COUNTY}
    with pytest.raises(BadInput, match="第二季度"):
        merge(first, replace(second, quarter=Quarter(year=2024, number=2)))
    with pytest.raises(BadInput, match="已损坏"):
        from_text("{", where="2024Q1.json")


def test_a_separate_file_belongs_to_the_quarter_imported_before() -> None:
    first = read(UNITS, collected_from="2024-01-29", collected_to="2024-02-25", monitored_on="2024-02-26")
    known = {unit: first.groups[unit.name] for unit in first.units}
    table = Sheet("导出", (("报送单位", "报送条数", "采用条数"), ("市人防办", "3", "2")))
    later = read_quarter([table], known=known, kept=inspection(first))
    assert inspection(later).quarter == QUARTER
    assert inspection(later).submissions == (Submission(unit="市国动办", group=DEPARTMENT, submitted=3, adopted=2),)
    assert [unit.name for unit in later.units] == ["兰考县", "市国动办", "市公安局"]


def test_data_that_disagree_are_named_before_anything_is_written() -> None:
    found = replace(
        inspection(read(issued_on="2024-02-29", due_on="2024-02-08")),
        commended=(Account(platform="抖音", name="甲"),),
        accounts=(Account(platform="抖音", name="乙"),),
        websites=(),
        sample=("甲",),
        important=0,
    )
    said = check(found, sites=["杞县"])
    assert said == ["整改期限2024-02-08早于成文日期2024-02-29", "优秀账号抖音“甲”不在账号表中"]


@pytest.mark.parametrize(
    ("cell", "value"),
    [("１２", 12), ("12.0", 12), ("1,234", 1234), ("12条", 12), ("无", 0), ("—", 0), ("", None), ("三", None)],
)
def test_numbers_are_read_as_users_write_them(cell: str, value: int | None) -> None:
    assert number(cell) == value


def test_days_flags_and_lists_are_read_as_users_write_them() -> None:
    assert {day(text) for text in ("2024-02-05", "2024/2/5", "2024年2月5日", "2024.2.5", "２０２４－２－５")} == {
        date(2024, 2, 5)
    }
    assert when("2024-02-05 09:12:00") is not None
    assert day("2024-02-30") is day("明天") is None
    assert [yes(text) for text in ("是", "√", "否", "×", "部分")] == [True, True, False, False, None]
    assert split("甲局、乙局(丙、丁)\n 戊 局 ") == ["甲局", "乙局(丙、丁)", "戊局"]
    assert joined("兰考县人民 政府办公室") == "兰考县人民政府办公室"


@settings(max_examples=100)
@given(st.lists(st.lists(st.text(max_size=12), max_size=6).map(tuple), max_size=8).map(tuple))
def test_no_table_breaks_the_reading(rows: tuple[tuple[str, ...], ...]) -> None:
    heads = (
        ("单位", "报送信息", "采用信息"),
        ("平台", "账号名称"),
        ("信息标题", "网站或账号", "单位", "对象类型", "是否转载"),
    )
    read_quarter([basics(), Sheet("甲", rows), *(Sheet("乙", (head, *rows)) for head in heads)])


def test_a_unit_that_was_let_in_against_the_register_is_named() -> None:
    found = replace(EMPTY_QUARTER, accounts=(Account(platform="抖音", name="甲", unit="市公按局"),))
    assert check(found, units={"市公安局"}) == ["“新媒体账号”中的单位“市公按局”不在单位表中"]
    assert check(found) == []


EMPTY_QUARTER = Inspection(quarter=QUARTER, office="市政府办公室")
