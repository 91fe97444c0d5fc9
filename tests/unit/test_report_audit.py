"""The audit: finds what contradicts itself in a notice, and is silent about a sound one."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.errors import BadInput
from huiying.report.audit import Finding, audit, audit_text
from huiying.report.audit.layout import Word, read_layout
from huiying.report.audit.paper import Paragraph, Table, outline
from huiying.report.audit.read import read_text
from huiying.report.word.read import read_docx

NOTICE = (Path(__file__).parent.parent / "notices" / "kaifeng-2024q1" / "notice.txt").read_text(encoding="utf-8")
KNOWN = {("1865条", "1875条"), ("66.9%", "66.5%"), ("15个", "16个")}

SOUND = (
    "我市登记的政府网站共39家。其中市直部门网站27家，县（市）区政府网站12家，合格率为100%。",
    "政务新媒体共255个，其中微信公众号182个、新浪微博56个、APP 2个、百家号1个、大鱼号1个、抖音4个、今日头条8个、企鹅号1个。",
    "政务新媒体共314个，其中微信公众号285个（市直单位53个，县（市）区232个）；新浪微博29个（市直单位1个，县（市）区28个）。",
    "本季度共检查314个，不合格55个，合格率为82.48%。",
    "抽查了全市40家政府网站，其中，30家网站存在一些问题，90分以上的网站38家，占比95%。",
    "甲区、乙县、丙县、丁县、高新区、市甲局、市乙局、市丙和丁局、市戊局等9家网站运行良好。",
    "检查了正在运行的139个政务新媒体。其中，市直部门22家，各级政府及部门117家。发现39家不合格，总体合格率72%。",
    "抽查网站39个，合格36个，不合格3个，合格率92%。抽查政府、部门政务新媒体140个，合格104个，不合格36个，合格率74%。",
    "甲统计、乙公安微信、丙文旅抖音号等24个账号超过2周未更新。",
    "检查网站328个（含153个门户网站），占全国总数的2.3%，总体合格率91.8%。",
    "广东、北京、湖南、四川、安徽、吉林6个省级门户网站和茂名、密云、合肥3个市（区）门户网站靠前。",
    "检查政务新媒体728个，其中地方开设417个、国务院部门开设311个，合格率91.9%。",
    "全省1061个政务新媒体中的173个被抽查，抽查比例为16.3%，发现存在突出问题的13个，抽查合格率92.5%。",
    "发送提示单659单，完成整改653单，整改完成率99.1%。",
    "运行网站35个，其中市、县（区）政府门户网站9个，市级部门网站25个，信用类网站1个。",
    "登记网站共54家，比上月减少了7家。其中市直部门34家，县（市）区12家，县直部门8家。发现不合格网站1家，不合格率1.85%。",
    "抽查网站524个，合格率94%，比上季度提高3个百分点。其中，甲省等14个地区网站抽查合格率为100%；甲、乙等6个地区连续达标。",
    "收到网民留言7条，按期办结率100%。共收到来信120条，回复98条，公开56条，满意率95%。",
    "共发布信息7445条，其中县直单位报送原稿2636条，镇（街）报送原稿1263条。",
    "共收到来信497件。投诉类301件，占总量的60.56%；咨询类120件，占总量的24.14%；建议类44件，占总量的8.85%；求助类31件，占6.24%。",
    "共受理71184件。直办37527件，占52.7%，转办33657件，占47.3%。",
    "受理诉求2877件。政策来电212件，占比7.3%；消费来电58件，占比2%；油烟来电54件，占比1.9%。",
    "共受理284406件。其中，咨询类124599件，占63.72%；求助类56672件，占28.98%；投诉类1983件，占1.01%；其它9791件，占5.01%。",
    "收到留言3059条，部门收到1904条，县收到1155条，其中咨询类1160条、投诉类1859条、建言类40条，处理答复3055条，答复率99.87%。",
    "全市网站55个，包含市门户网站、13个县区门户网站和41个部门网站。新媒体402个，包括334个微信公众号、42个微博、26个其他平台账号。",
    "甲县（56个）、乙县（17个）\n丙局、丁局、戊局\n以上单位问题较多。",
    "受理工单297件，其中办结290件，退回5件。",
    "检查网站40家，发现问题30个，整改率100%。",
    "各镇（办）报送115篇。省市采用16篇，报刊刊登20篇。",
    "全市网站35个，其中市级1个、县（区）8个、市级部门26个。新媒体337个，其中微博85个、微信209个、客户端8个、其他35个。",
    "互动功能无效（3个）\n甲警方（微博）、乙治污（微信）、丙反邪（微博）\n更新不及时（2个）\n甲卫生（微信）、乙商务（微信）\n下一步要加强管理。",
    "共发布信息2160条，其中：文件12份，解读9条，公告19条；制作专题2个。",
)


def facts(text: str) -> set[tuple[str, str]]:
    return {(finding.stands, finding.should) for finding in audit_text(text)}


def new(before: str, after: str) -> list[Finding]:
    assert before in NOTICE
    old = set(audit_text(NOTICE))
    return [finding for finding in audit_text(NOTICE.replace(before, after, 1)) if finding not in old]


def test_the_published_notice_holds_its_known_slips_and_nothing_else_is_alleged() -> None:
    assert facts(NOTICE) == KNOWN
    assert len(audit_text(NOTICE)) == len(KNOWN)


def test_a_finding_says_where_it_stands_and_what_proves_it() -> None:
    found = {finding.stands: finding for finding in audit_text(NOTICE)}
    assert found["1865条"].place.startswith("三、市政府门户网站运行保障情况")
    assert found["1865条"].why == "附件4“报送”列相加为1875"
    assert found["66.9%"].why == "1247÷1875=66.5%"
    assert set(found["15个"].to_json()) == {"place", "stands", "should", "why"}


def test_the_notice_is_sound_once_its_slips_are_mended() -> None:
    mended = NOTICE.replace("1865条", "1875条").replace("66.9%", "66.5%").replace("等15个政务", "等16个政务")
    assert audit_text(mended) == []


@pytest.mark.parametrize("text", SOUND)
def test_sound_sentences_of_other_notices_raise_no_alarm(text: str) -> None:
    assert audit_text(text) == []


@pytest.mark.parametrize(
    ("before", "after", "should"),
    [
        ("合格291个", "合格292个", "294"),
        ("合格率为98.9%", "合格率为99.8%", "99%"),
        ("79%的网站", "97%的网站", "79%"),
        ("11.6%的网站", "9.3%的网站", "11.6%"),
        ("市公安局、市生态环境局、市乡村振兴局未在", "市公安局、市乡村振兴局未在", "市生态环境局"),
        ("市公安局、市生态环境局、市乡村振兴局未在", "市公安局、市司法局、市生态环境局、市乡村振兴局未在", "不应列入"),
        ("“文明开封市刑侦支队”", "“文明开封市刑警支队”", "“文明开封市刑侦支队”"),
        ("1个工作日内答复 (34家)", "1个工作日内答复 (35家)", "34家"),
        ("采用1247条", "采用1274条", "1247条"),
        ("市农业农村局、市金融局等单位一季度", "市财政局、市金融局等单位一季度", "55条"),
        ("于3月8日前", "于2月8日前", "不早于成文日期2024年2月29日"),
        ("2024年2月25日)", "2024年3月25日)", "不晚于2024年2月29日"),
        ("为2023年11月27日", "为2023年11月31日", "实际存在的日期"),
        ("四、问题整改", "五、问题整改", "连续"),
        ("附件2\n2024年第一季度", "附件2\n2023年第四季度", "2024年第一季度"),
        ("对43个政府网站全部", "对34个政府网站全部", "43个"),
        ("不合格3个", "不合格4个", "3个"),
        ("市统计局 |\n29 |", "市应急局 |\n29 |", "只出现1次"),
        ("26 |\n市林业局", "27 |\n市林业局", "26"),
    ],
)
def test_each_kind_of_damage_is_found(before: str, after: str, should: str) -> None:
    assert any(should in finding.should or should in finding.why for finding in new(before, after))


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("共39家，其中市直部门网站26家，县（市）区政府网站12家。", "39家"),
        ("甲区、乙县、丙县、丁县5个县区表现较好。", "5个"),
        ("检查122个网站，发现存在突出问题的网站4个，合格率97.6%。", "97.6%"),
        ("抽查39个，合格36个，不合格2个，合格率92%。", "39个，合格36个，不合格2个"),
        ("共收到信息2000条，其中，部门报送1165条，乡镇报送853条。", "2000条"),
        ("全市139个新媒体。其中，市直部门22家，各级政府及部门171家，发现39家不合格，合格率72%。", "139个"),
        ("共54件（电话41件、非电话31件），均已办结。", "54件"),
        ("受理2495件。分类：求决类1878件、咨询类267件、揭发类87件、意见类53件、其他类120件。", "2495件"),
        (
            "共收到来信497件。投诉类301件，占60.56%；咨询类120件，占24.41%；建议类44件，占8.85%；求助类31件，占6.24%。",
            "120件，占24.41%",
        ),
        ("共受理71184件。直办37527件，占57.2%，转办33657件，占47.3%。", "37527件，占57.2%"),
        ("报送各类信息578条，采纳发布250条，信息采发率34.3%。", "34.3%"),
        ("全市新媒体402个，包括343个微信公众号、42个新浪微博、26个其他平台账号。", "402个"),
        ("累计报送各类信息301条，采纳发布159条。信息采发率58.2%。", "58.2%"),
        ("互动功能无效（4个）\n甲警方（微博）、乙治污（微信）、丙反邪（微博）", "4个"),
        ("各单位报送率、采用率达104%，合格率为104%。", "104%"),
        ("完成情况见附件3。\n附件：1.甲表\n2.乙表", "见附件3"),
    ],
)
def test_slips_in_single_sentences_are_found(text: str, stands: str) -> None:
    assert stands in {finding.stands for finding in audit_text(text)}


TABLE = "序号\t单位\t账号\t粉丝数\n1\t市公安局\t甲\t30\n2\t市公安局\t乙\t20\n3\t市教育局\t丙\t20\n"
SOUND_NOTICES = (
    # attachments listed twice, as on a web page, with and without numbers of their own
    "一、总体情况\n运行良好。\n附件：1.检查情况表\n2.问题清单\n附件1：检查情况表.docx\n附件2：问题清单.xlsx",
    # the annex's title stands in the line of its number; one unit has several accounts
    f"一、总体情况\n运行良好。\n附件：1.账号情况表\n附件1：账号情况表\n{TABLE}",
    # groups with sums of their own, and a sum of all
    "附件1\n报送情况\n序号\t单位\t报送\n1\t甲县\t3\n2\t乙县\t4\n\t县区合计\t7\n3\t甲局\t5\n\t部门合计\t5\n\t总计\t12",
    # late sites by their short names; a period that runs into the next year; a deadline of the past
    (
        "3家网站接受检查。市工信局、市卫健委未在5个工作日内答复。数据采集时间为2023年11月27日至2月25日。\n"
        "上季度通报要求于1月10日前报送整改情况，各单位均已报送。\n2024年2月29日\n附件1\n答复情况\n互动回应情况\t网站名称\n"
        "1个工作日内答复(1家)\t市司法局\n5个工作日内答复(0家)\t无\n未回复(2家)\t市工业和信息化局、市卫生健康委"
    ),
    # neighbours with almost the same name, of which only one is in the annex
    "“某市城南区发布”等1个政务新媒体不合格，“某市城北区发布”曾不合格。\n附件1\n不合格的政务新媒体\n类别\t账号\n抖音\t某市城南区发布",
    # problems told in the cell beside a label with a count
    "附件1\n问题清单\n类型\t问题\n更新不及时(5个)\t“要闻”栏目3月后未更新，“公告”栏目长期空白等\n错别字(2个)\t首页有错字。",
    # what was checked stands elsewhere
    "全市现有政府网站50家，本季度抽查比例为40%，发现不合格网站3家，合格率85%。",
)


@pytest.mark.parametrize("text", SOUND_NOTICES)
def test_sound_notices_of_other_shapes_raise_no_alarm(text: str) -> None:
    assert audit_text(text) == []


def test_a_totals_row_and_a_rate_column_are_added_up() -> None:
    rows = [("甲局", 10, 5), ("乙局", 8, 4), ("丙局", 6, 3), ("丁局", 4, 1), ("戊局", 4, 1)]
    lines = [f"{n}\t{unit}\t{sent}\t{used}\t{used * 100 / sent:g}%" for n, (unit, sent, used) in enumerate(rows, 1)]
    table = "\n".join(["序号\t单位\t报送\t采用\t采用率", *lines, "\t合计\t32\t14\t43.75%"])
    assert audit_text(f"附件1\n报送情况\n{table}") == []
    assert ("33", "32") in facts(f"附件1\n报送情况\n{table.replace('合计	32', '合计	33')}")
    assert ("52%", "50%") in facts(f"附件1\n报送情况\n{table.replace('5	50%', '5	52%')}")


def test_a_word_document_with_merged_cells_is_read_back() -> None:
    document = docx.Document()
    document.add_paragraph("　　全市４３家政府网站（含门户）。")
    table = document.add_table(rows=3, cols=2)
    for row, texts in zip(table.rows, (("单位", "账号"), ("市公安局", "甲"), ("", "乙")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    buffer = io.BytesIO()
    document.save(buffer)
    paragraph, read = read_docx("通报.docx", buffer.getvalue())
    assert paragraph.text == "全市43家政府网站(含门户)。"  # type: ignore[union-attr]
    assert isinstance(read, Table)
    assert read.rows == (("单位", "账号"), ("市公安局", "甲"), ("市公安局", "乙"))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 an old .doc"])
def test_what_is_no_word_document_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(BadInput, match=r"通报\.doc"):
        read_docx("通报.doc", data)


def word(left: float, middle: float, text: str, right: float = 0) -> Word:
    return Word(left, middle - 8, right or left + 14 * len(text), middle + 8, text)


def test_lines_of_a_pdf_are_joined_and_page_numbers_left_out() -> None:
    first = [
        word(108, 100, "此次检查覆盖全市四十三家政府网站,合", 522),
        word(80, 120, "格291个,不合格3个。"),
        word(280, 760, "—"), word(296, 760, "2"), word(306, 760, "—"),
    ]  # fmt: skip
    blocks = read_layout([first, [word(108, 100, "一、总体情况")]])
    assert blocks == [Paragraph("此次检查覆盖全市四十三家政府网站,合格291个,不合格3个。"), Paragraph("一、总体情况")]


HEAD = [word(82, 100, "序号"), word(140, 100, "单位"), word(300, 100, "报送")]


def test_a_table_of_a_pdf_is_told_by_where_its_texts_stand() -> None:
    """Cells of two lines about the middle of their row, a second page under the same head, and a line of sums."""
    rows = [word(88, 120, "1"), word(140, 120, "甲局"), word(304, 120, "3"),
            word(88, 151, "2"), word(140, 140, "乙人力资源"), word(140, 162, "社会保障局"), word(304, 151, "4")]  # fmt: skip
    more = [
        word(88, 120, "3"),
        word(140, 120, "丙局"),
        word(304, 120, "5"),
        word(120, 140, "合计"),
        word(300, 140, "12"),
    ]
    (table,) = read_layout([[*HEAD, *rows], [*HEAD, *more]])
    assert table == Table(
        (
            ("序号", "单位", "报送"),
            ("1", "甲局", "3"),
            ("2", "乙人力资源社会保障局", "4"),
            ("3", "丙局", "5"),
            ("合计", "", "12"),
        )
    )


def test_cells_at_the_top_of_their_rows_are_read_too() -> None:
    head = [word(82, 100, "类别"), word(200, 100, "账号名称")]
    rows = [word(82, 120, "微信公众号"), word(200, 120, "甲发布、乙发布、丙"), word(200, 140, "发布"),
            word(82, 165, "微博"), word(200, 165, "丁发布")]  # fmt: skip
    (table,) = read_layout([[*head, *rows]])
    assert table == Table((("类别", "账号名称"), ("微信公众号", "甲发布、乙发布、丙发布"), ("微博", "丁发布")))


def test_a_table_of_a_pdf_that_is_not_sure_has_no_rows() -> None:
    wrapped = [word(88, 120, "100"), word(88, 140, "0"), word(140, 130, "甲局"), word(304, 130, "3")]
    (table,) = read_layout([[*HEAD, *wrapped]])
    assert table == Table(())


def test_hostile_lengths_are_passed_over() -> None:
    for text in ("某某局" * 20_000, "某某局、" * 20_000, "(" * 50_000, "合格3个，" * 20_000, "附件" * 20_000):
        assert audit_text(text) == []


def test_annexes_and_their_list_are_told_from_the_body() -> None:
    paper = outline(read_text(NOTICE))
    assert [number for number, _ in paper.listed] == [1, 2, 3, 4, 5]
    assert [len(annex.tables) for annex in paper.annexes] == [1, 1, 1, 2, 1]
    assert [len(table.lines) for annex in paper.annexes for table in annex.tables] == [3, 11, 4, 10, 33, 2]
    assert not any("附件" in text for text in paper.paragraphs)


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*NOTICE.splitlines(), "|", "||", "\t", "附件", "其中,", "5%", "("]), max_size=40))
def test_no_order_of_lines_breaks_the_audit(lines: list[str]) -> None:
    audit(read_text("\n".join(lines)))
    audit(
        read_layout([[word(20.0 + 60 * (place % 7), 20.0 * place, text) for place, text in enumerate(lines) if text]])
    )


def test_a_line_that_stands_twice_is_found_and_a_name_on_two_platforms_is_not() -> None:
    head = "附件1\n存在问题的政务新媒体\n序号\t账号\t单位\t平台\n"
    two = "1\t平安甲县\t甲县\t抖音\n2\t平安甲县\t甲县\t微博\n"
    assert audit_text(head + two) == []
    assert facts(head + two + "3\t平安甲县\t甲县\t抖音\n") == {("“平安甲县”出现2次", "只出现1次")}


def test_a_rate_column_of_a_spreadsheet_may_print_zeros_that_mean_nothing() -> None:
    rows = (
        ("甲", 28, 16, "57.10%"),
        ("乙", 15, 8, "53.30%"),
        ("丙", 4, 3, "75%"),
        ("丁", 10, 5, "50%"),
        ("戊", 0, 0, "0"),
    )
    lines = [f"{n}\t{unit}\t{sent}\t{used}\t{rate}" for n, (unit, sent, used, rate) in enumerate(rows, 1)]
    table = "\n".join(["附件1\n报送情况\n序号\t单位\t报送信息数（条）\t采纳数（条）\t采纳率", *lines])
    assert audit_text(table) == []
    assert ("59.10%", "57.14%") in facts(table.replace("57.10", "59.10"))
