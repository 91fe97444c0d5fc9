"""The notice: every figure equals its annex, no sentence is empty, the page is the standard's to the millimetre."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from huiying.errors import BadInput
from huiying.inspection import (
    COUNTY,
    DEPARTMENT,
    Account,
    AccountProblem,
    Inspection,
    PastAnswers,
    PortalOutput,
    Quarter,
    Rectification,
    RepostCheck,
    Submission,
    WebsiteCheck,
    WordingCount,
)
from huiying.model import SHANGHAI, Bucket
from huiying.report.annex3 import Annex3, SiteResult, build_annex3
from huiying.report.audit import audit, audit_text
from huiying.report.audit.layout import Word, read_layout
from huiying.report.audit.paper import Table
from huiying.report.audit.read import read_text
from huiying.report.facts import accounts, listing
from huiying.report.notice import Notice, build_notice, load_wording, notice_text
from huiying.report.office import pdf_words, to_pdf
from huiying.report.picture import leader_svg
from huiying.report.rounding import Rounding
from huiying.report.sheet import notice_xlsx
from huiying.report.word import notice_docx, read_docx
from huiying.report.wording import default_wording, numeral

DATA = Path(__file__).parent.parent / "notices" / "kaifeng-2024q1"
MADE = datetime(2024, 2, 29, tzinfo=SHANGHAI)
QUARTER = Quarter(year=2024, number=1)
EMPTY = Inspection(quarter=QUARTER, office="开封市人民政府办公室")


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def kaifeng() -> Inspection:
    sites = rows_of("annex3_sites.csv")
    return Inspection(
        quarter=QUARTER,
        office="开封市人民政府办公室",
        addressees="各县、区人民政府，市人民政府各部门及有关单位",
        basis="国家和省有关要求",
        issued_on=date(2024, 2, 29),
        due_on=date(2024, 3, 8),
        contact="市政府办政务公开办",
        collected=(date(2023, 11, 27), date(2024, 2, 25)),
        websites=tuple(WebsiteCheck(site=row["site"]) for row in sites),
        accounts=tuple(Account(platform="微信公众号", name=f"账号{number}") for number in range(294)),
        problems=tuple(
            AccountProblem(
                platform=row["platform"], name=row["account"], unit=row["unit"], problem=row["problem"], failed=failed
            )
            for failed, name in ((True, "annex1_media_failed.csv"), (False, "annex2_media_problems.csv"))
            for row in rows_of(name)
        ),
        commended=tuple(
            Account(platform=row["platform"], name=row["account"]) for row in rows_of("annex5_media_excellent.csv")
        ),
        important=37,
        sample=("甲", "乙", "丙"),
        reposts=tuple(
            RepostCheck(item=item, place=row["site"], unit=row["site"], is_site=True, found=True)
            for item in "甲乙丙"
            for row in sites
        ),
        wording=(WordingCount(unit="兰考县", count=56), WordingCount(unit="祥符区", count=50)),
        portal=PortalOutput(published=2160, documents=12, interpretations=9, announcements=19, topics=2, pictures=4),
        submissions=tuple(
            Submission(
                unit=row["unit"],
                group=COUNTY if row["group"] == "county" else DEPARTMENT,
                submitted=int(row["submitted"]),
                adopted=int(row["adopted"]),
            )
            for row in rows_of("annex4_submissions.csv")
        ),
        rectifications=(Rectification(unit="市公安局", problem="更新不及时", done=True),),
        requirements=("各单位要健全日常监测机制。",),
    )


def answers(rows: dict[str, Bucket] | None = None) -> Annex3:
    if rows is None:
        rows = {row["site"]: Bucket(row["bucket_in_notice"]) for row in rows_of("annex3_sites.csv")}
    lines = [
        SiteResult(order=order, site=site, bucket=bucket, reason="网站无法访问")
        for order, (site, bucket) in enumerate(rows.items(), start=1)
    ]
    return build_annex3(lines, period=str(QUARTER), office="开封市人民政府办公室", as_of=MADE, draft=False)


def text_of(notice: Notice) -> str:
    return notice_text(notice)


def test_every_figure_of_the_published_quarter_is_the_one_of_its_annex() -> None:
    text = text_of(build_notice(kaifeng(), answers()))
    for said in (
        "检查政府网站43个，全部合格。",
        "检查政务新媒体294个，合格291个，不合格3个（见附件1），合格率为99%。",
        "等16个政务新媒体",
        "79.1%的网站在1个工作日内作出有效答复。",
        "11.6%的网站未在5个工作日内作出有效答复：市工业和信息化局、市粮食和储备局、市公安局、市生态环境局、市乡村振兴局。",
        "37条重要信息中随机抽取3条",
        "共报送信息1875条，采用1247条，采用率为66.5%（见附件4）。",
        "市粮食和储备局、市工业和信息化局、市农业农村局、市金融局报送信息少于5条。",
        "发布各类政务信息2160条。",
        "2023年第四季度通报指出的1个问题已整改到位。",
        "并于3月8日前将整改情况报送市政府办政务公开办。",
        "（数据采集时间为2023年11月27日至2024年2月25日）",
    ):
        assert said in text
    assert "附件：1.2024年第一季度不合格的政务新媒体" in text
    assert "5.2024年第一季度优秀的政务新媒体" in text


def test_the_audit_finds_nothing_in_what_was_written_from_data() -> None:
    notice = build_notice(kaifeng(), answers())
    assert audit_text(text_of(notice)) == []
    assert audit(read_docx("通报.docx", notice_docx(notice, made_at=MADE))) == []


def test_an_edited_notice_is_held_against_the_data() -> None:
    notice = build_notice(kaifeng(), answers())
    blocks = read_docx("通报.docx", notice_docx(notice, made_at=MADE))
    assert audit(blocks, notice) == []
    text = text_of(notice).replace("| 1 | 兰考县 | 207 | 145 |", "| 1 | 兰考县 | 270 | 145 |")
    text = text.replace("、市司法局、市交通运输局 |", "、市交通运输局 |").replace(
        "（4家） | 市住房", "（3家） | 市住房"
    )
    found = {(finding.place, finding.stands, finding.should) for finding in audit(read_text(text), notice)}
    assert ("附件4“兰考县”", "270、145", "207、145") in found
    assert ("附件3", "缺少“市司法局”", "5个工作日内答复") in found


def test_sites_that_could_not_be_measured_are_no_contradiction() -> None:
    rows = {"甲": Bucket.ONE_WORKDAY, "乙": Bucket.NO_REPLY, "丙": Bucket.NOT_MEASURED, "丁": Bucket.NOT_MEASURED}
    notice = build_notice(replace(EMPTY, websites=tuple(WebsiteCheck(site=site) for site in rows)), answers(rows))
    assert audit(read_docx("通报.docx", notice_docx(notice, made_at=MADE)), notice) == []


def test_the_published_notice_is_held_against_the_data_too() -> None:
    published = read_text((DATA / "notice.txt").read_text(encoding="utf-8"))
    found = {(finding.stands, finding.should) for finding in audit(published, build_notice(kaifeng(), answers()))}
    assert found == {("1865条", "1875条"), ("66.9%", "66.5%"), ("15个", "16个")}


def test_annex_four_is_ranked_and_its_totals_are_those_of_the_text() -> None:
    page = next(page for page in build_notice(kaifeng(), answers()).annexes if page.key == "submissions")
    counties, departments = page.parts
    assert counties.rows[0] == (1, "兰考县", 207, 145)
    assert [row[1] for row in departments.rows][-1] == "市金融局"
    assert counties.total[2] + departments.total[2] == 1875  # type: ignore[operator]


def test_sections_without_data_leave_and_the_numbering_closes_up() -> None:
    inspection = replace(EMPTY, submissions=(Submission(unit="甲县", group=COUNTY, submitted=2, adopted=1),))
    notice = build_notice(inspection, None)
    text = text_of(notice)
    assert [line.text for line in notice.lines if line.level == 1] == ["一、市政府门户网站运行保障情况"]
    assert "附件：2024年第一季度政府门户网站信息报送情况" in text
    assert "（见附件）" in text
    assert audit_text(text) == []


def test_a_quarter_without_any_data_still_makes_a_document() -> None:
    notice = build_notice(EMPTY, None)
    assert not notice.annexes
    assert len(notice.lines) == 1
    assert docx.Document(io.BytesIO(notice_docx(notice, made_at=MADE))).paragraphs
    assert load_workbook(io.BytesIO(notice_xlsx(notice, made_at=MADE))).sheet_names[0] == "概览"
    assert leader_svg(notice).startswith("<svg")


def test_a_quarter_without_problems_has_no_section_of_problems() -> None:
    inspection = replace(kaifeng(), problems=(), wording=(), rectifications=())
    text = text_of(build_notice(inspection, answers(dict.fromkeys("甲乙丙", Bucket.ONE_WORKDAY))))
    assert "主要问题" not in text
    assert "不合格" not in text
    assert "检查政务新媒体294个，全部合格。" in text
    assert "所有网站均在1个工作日内作出有效答复。" in text
    assert "二、市政府门户网站运行保障情况" in text


def test_nothing_answered_and_nothing_used_reads_soundly() -> None:
    inspection = replace(EMPTY, submissions=(Submission(unit="甲县", group=COUNTY, submitted=0, adopted=0),) * 2)
    text = text_of(build_notice(inspection, answers(dict.fromkeys(["甲", "乙"], Bucket.NO_REPLY))))
    assert "所有网站均未在5个工作日内作出有效答复：甲、乙。" in text
    assert "0%" not in text.replace("100%", "")
    assert "采用率" not in text


def test_a_site_that_could_not_be_measured_counts_neither_way() -> None:
    rows = {"甲": Bucket.ONE_WORKDAY, "乙": Bucket.NO_REPLY, "丙": Bucket.NOT_MEASURED}
    text = text_of(build_notice(EMPTY, answers(rows)))
    assert "检查了全市3家政府网站" in text
    assert "50%的网站在1个工作日内" in text
    assert "其中1家网站未能检测，不计入以下比例：丙（网站无法访问）。" in text


def test_the_quarter_before_is_compared_site_by_site() -> None:
    before = (("甲", Bucket.NO_REPLY), ("乙", Bucket.ONE_WORKDAY), ("丙", Bucket.OVER_FIVE), ("丁", Bucket.NO_REPLY))
    now = {"甲": Bucket.ONE_WORKDAY, "乙": Bucket.OVER_FIVE, "丙": Bucket.NO_REPLY, "丁": Bucket.NOT_MEASURED}
    inspection = replace(EMPTY, past=(PastAnswers(quarter=QUARTER.previous, rows=before),))
    text = text_of(build_notice(inspection, answers(now)))
    assert "与2023年第四季度相比，答复加快的有甲；答复变慢的有乙、丙。" in text
    assert "丙连续两个季度未在5个工作日内答复。" in text
    gap = replace(EMPTY, past=(PastAnswers(quarter=QUARTER.previous.previous, rows=before),))
    assert "连续两个季度" not in text_of(build_notice(gap, answers(now)))


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (291, 294, "99%"),
        (34, 43, "79.1%"),
        (5, 43, "11.6%"),
        (1247, 1875, "66.5%"),
        (1, 8, "12.5%"),
        (1, 16, "6.3%"),
        (0, 7, "0%"),
        (7, 7, "100%"),
        (2999, 3000, "99.97%"),
        (1, 3000, "0.03%"),
        (0, 0, ""),
    ],
)
def test_rates_are_rounded_half_up_and_never_claim_all_or_nothing_falsely(part: int, whole: int, text: str) -> None:
    assert Rounding().percent(part, whole) == text


def test_a_figure_may_have_its_own_places_and_no_rate_is_above_one() -> None:
    assert Rounding(own={"pass_rate": 2}).percent(291, 294, "pass_rate") == "98.98%"
    with pytest.raises(ValueError, match="no share"):
        Rounding().percent(3, 2)


def test_lists_say_and_others_only_where_something_is_left_out() -> None:
    assert listing(["甲", "乙"], 2, "家单位") == "甲、乙"
    assert listing(["甲", "乙", "丙"], 2, "家单位") == "甲、乙等3家单位"
    assert listing([], 2, "家单位") == ""
    assert accounts([("抖音", "甲"), ("新浪微博", "丙"), ("抖音", "乙")], 9) == "抖音“甲”“乙”、新浪微博“丙”"
    assert accounts([("抖音", "甲"), ("抖音", "乙")], 1) == "抖音“甲”等2个政务新媒体"
    assert [numeral(number) for number in (1, 10, 11, 20, 35)] == ["一", "十", "十一", "二十", "三十五"]


def test_an_office_may_change_the_words_but_not_misspell_a_fact() -> None:
    own = default_wording().replace("全部合格。", "均为合格。").replace('heading = "主要问题"', 'heading = "突出问题"')
    text = text_of(build_notice(kaifeng(), answers(), wording=load_wording(own)))
    assert "检查政府网站43个，均为合格。" in text
    assert "二、突出问题" in text
    with pytest.raises(BadInput, match=r"own\.toml.*sitez"):
        load_wording(default_wording().replace("{sites}", "{sitez}"), where="own.toml")
    with pytest.raises(BadInput, match=r"limits\.best"):
        load_wording(default_wording().replace("best = 3", "bst = 3"))
    with pytest.raises(BadInput, match="格式有误"):
        load_wording("title = ")


NAME = st.text(min_size=1, max_size=12)
COUNT = st.integers(0, 300)


@st.composite
def inspections(draw: st.DrawFn) -> tuple[Inspection, Annex3 | None]:
    units = draw(st.lists(st.sampled_from([f"市{word}局" for word in "甲乙丙丁戊己庚辛"]), unique=True, max_size=8))
    used = [draw(COUNT) for _ in units]
    sent = [number + draw(COUNT) for number in used]
    vetoes = st.sampled_from([(), ("首页超过两周未更新",)])
    kinds = st.sampled_from([True, False])
    inspection = replace(
        EMPTY,
        websites=tuple(WebsiteCheck(site=unit, vetoes=draw(vetoes)) for unit in units),
        accounts=tuple(Account(platform="抖音", name=f"账号{unit}") for unit in units),
        problems=tuple(
            AccountProblem(
                platform="抖音", name=f"账号{unit}", unit=unit, problem="监测时间点前两周内无更新", failed=draw(kinds)
            )
            for unit in units
            if draw(st.booleans())
        ),
        reposts=tuple(
            RepostCheck(item="甲", place=unit, unit=unit, is_site=draw(kinds), found=draw(kinds)) for unit in units
        ),
        important=draw(st.integers(0, 40)),
        portal=PortalOutput(published=draw(COUNT), documents=draw(COUNT)),
        submissions=tuple(
            Submission(unit=unit, group=draw(st.sampled_from([COUNTY, DEPARTMENT])), submitted=more, adopted=less)
            for unit, more, less in zip(units, sent, used, strict=True)
        ),
        rectifications=tuple(Rectification(unit=unit, problem="甲", done=draw(kinds)) for unit in units),
        past=(PastAnswers(quarter=QUARTER.previous, rows=tuple((unit, Bucket.NO_REPLY) for unit in units)),),
    )
    rows = {unit: draw(st.sampled_from(list(Bucket))) for unit in units}
    return inspection, answers(rows) if rows else None


@settings(max_examples=60)
@given(inspections())
def test_whatever_the_data_the_notice_is_sound(data: tuple[Inspection, Annex3 | None]) -> None:
    text = text_of(build_notice(*data))
    assert audit_text(text) == []
    assert not re.search(r"[{}]|[、，。：；]{2}|[（“][）”]|：。|None", text)
    assert not re.search(r"(?<!\d)0[个家条%]", text.partition("\n附件1")[0])


@settings(max_examples=15)
@given(NAME, NAME)
def test_hostile_names_leave_documents_that_open_again(first: str, second: str) -> None:
    inspection = replace(
        EMPTY,
        websites=(WebsiteCheck(site=first, unit=second, vetoes=(second,)),),
        accounts=(Account(platform=first, name=second),),
        problems=(AccountProblem(platform=first, name=second, unit=first, problem=second, failed=True),),
        commended=(Account(platform=second, name=f'=cmd|"{first}<b>&'),),
        requirements=(first,),
    )
    notice = build_notice(inspection, answers({first: Bucket.NO_REPLY}))
    assert read_docx("通报.docx", notice_docx(notice, made_at=MADE))
    data = notice_xlsx(notice, made_at=MADE)
    assert load_workbook(io.BytesIO(data)).sheet_names
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert b"cmd" not in b"".join(
            formula
            for part in parts.namelist()
            if part.startswith("xl/worksheets/sheet")
            for formula in re.findall(rb"<f>.*?</f>", parts.read(part))
        )
    ET.fromstring(leader_svg(notice))


def test_the_workbook_has_all_annexes_living_sums_and_native_charts() -> None:
    data = notice_xlsx(build_notice(kaifeng(), answers()), made_at=MADE)
    book = load_workbook(io.BytesIO(data))
    wanted = ["概览", "正文", "附件1", "附件2", "附件3 互动回应情况", "附件4", "附件5", "逐站明细", "证据清单"]
    assert book.sheet_names[:9] == wanted
    rows = book.get_sheet_by_name("附件4").to_python()
    totals = [row for row in rows if row[0] == "合计"]
    assert [row[2:4] for row in totals] == [[877.0, 634.0], [998.0, 613.0]]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert sum(part.startswith("xl/charts/chart") for part in parts.namelist()) == 2
        assert b"SUM(" in b"".join(parts.read(part) for part in parts.namelist() if "worksheets/sheet" in part)


def test_the_office_keeps_its_own_red_head() -> None:
    head = docx.Document()
    head.add_paragraph("开封市人民政府办公室文件")
    buffer = io.BytesIO()
    head.save(buffer)
    notice = build_notice(kaifeng(), answers())
    made = docx.Document(io.BytesIO(notice_docx(notice, made_at=MADE, template=buffer.getvalue())))
    assert made.paragraphs[0].text == "开封市人民政府办公室文件"
    assert made.paragraphs[1].text.replace("\n", "") == notice.title
    with pytest.raises(BadInput, match="红头模板"):
        notice_docx(notice, made_at=MADE, template=b"no document")


def test_three_thousand_units_are_written_and_read_back() -> None:
    lines = tuple(
        Submission(unit=f"第{number}单位", group=DEPARTMENT, submitted=number, adopted=number // 2)
        for number in range(3000)
    )
    notice = build_notice(replace(EMPTY, submissions=lines), None)
    document = docx.Document(io.BytesIO(notice_docx(notice, made_at=MADE)))
    assert len(document.tables[0]._tbl.tr_lst) == 3002
    assert load_workbook(io.BytesIO(notice_xlsx(notice, made_at=MADE))).sheet_names


def pages(pdf: bytes) -> list[list[tuple[float, float, float, float, str]]]:
    """Return for each page of a PDF its lines: left, top, right, bottom in points, and the text."""
    read = subprocess.run(["pdftotext", "-bbox-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    tree = ET.fromstring(re.sub(r"<!DOCTYPE[^>]*>|xmlns=\"[^\"]*\"", "", read.stdout.decode()))
    return [
        [
            (*(float(line.get(edge, "0")) for edge in ("xMin", "yMin", "xMax", "yMax")),
             "".join(word.text or "" for word in line.iter("word")))
            for line in page.iter("line")
        ]
        for page in tree.iter("page")
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(
    not shutil.which("soffice") or not shutil.which("pdftotext"), reason="needs LibreOffice and poppler"
)
def test_the_rendered_page_has_22_lines_of_28_characters_where_the_standard_puts_them() -> None:
    inspection = replace(EMPTY, requirements=("国" * 28 * 60,))
    made = to_pdf(notice_docx(build_notice(inspection, None), made_at=MADE))
    assert made is not None
    first, second, *_ = pages(made)
    full = [line for line in second if set(line[4]) == {"国"}]
    assert len(full) == 22
    assert {len(line[4]) for line in full} == {28}
    millimetre = 72 / 25.4
    assert abs(full[0][0] / millimetre - 28) < 0.5
    assert abs(full[0][2] / millimetre - (28 + 156)) < 1
    assert full[0][1] > 37 * millimetre
    assert full[-1][3] < (37 + 225) * millimetre
    number = next(line for line in second if "2" in line[4])
    assert (number[1] + number[3]) / 2 / millimetre == pytest.approx(37 + 225 + 7, abs=1.5)
    assert number[0] < 200
    assert next(line for line in first if line[4].strip("— ") == "1")[2] > 400


@pytest.mark.slow
@pytest.mark.skipif(
    not shutil.which("soffice") or not shutil.which("pdftotext"), reason="needs LibreOffice and poppler"
)
def test_long_tables_repeat_their_head_and_the_signature_stands_beside_text() -> None:
    made = to_pdf(notice_docx(build_notice(kaifeng(), answers()), made_at=MADE))
    assert made is not None
    blocks = read_layout([[Word(*word) for word in page] for page in pdf_words("通报.pdf", made)])
    assert "43个政府网站" in str(blocks)
    tables = [block.rows for block in blocks if isinstance(block, Table)]
    assert [len(rows) for rows in tables] == [4, 12, 5, 12, 35, 3]
    assert audit(blocks, build_notice(kaifeng(), answers())) == []
    texts = ["".join(line[4] for line in page) for page in pages(made)]
    assert sum("市级部门" in text and "报送信息" in text for text in texts) >= 2
    signed = next(text for text in texts if "2024年2月29日" in text)
    assert "附件：" in signed
    assert [text[:3] for text in texts if text.startswith("附件")] == ["附件1", "附件2", "附件3", "附件4", "附件5"]


def red_head(*lines: str, table: str = "") -> bytes:
    document = docx.Document()
    for line in lines:
        paragraph = document.add_paragraph()
        for char in line:  # as Word parts a line that was typed in pieces
            paragraph.add_run(char)
    if table:
        document.add_table(1, 1).rows[0].cells[0].text = table
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_red_head_says_where_everything_stands_and_nothing_stands_twice() -> None:
    notice = build_notice(replace(kaifeng(), document_number="某政办〔2024〕5号", copied_to="市委办公室"), answers())
    template = red_head(
        "文件 {发文字号}", "{标题}", "{主送机关}", "{正文}", table="抄送：{抄送机关} {印发机关} {印发日期}印发"
    )
    data = notice_docx(notice, made_at=MADE, template=template)
    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs if paragraph.text]
    assert texts[:3] == ["文件 某政办〔2024〕5号", notice.title, notice.addressees]
    assert texts.count(notice.title) == texts.count(notice.addressees) == 1
    assert not any("{" in text or "印发" in text for text in texts)
    last = docx.Document(io.BytesIO(data)).tables[-1]
    assert last.rows[0].cells[0].text == "抄送：市委办公室。 开封市人民政府办公室 2024年2月29日印发"
    assert audit(read_docx("通报.docx", data), notice) == []


@pytest.mark.parametrize("line", ["{签发人}", "前言{正文}"])
def test_a_red_head_with_a_wrong_name_is_refused(line: str) -> None:
    with pytest.raises(BadInput, match="红头模板"):
        notice_docx(build_notice(kaifeng(), None), made_at=MADE, template=red_head(line))


def test_the_imprint_stands_on_the_last_line_of_the_type_area(tmp_path: Path) -> None:
    copied = "，".join(f"市第{numeral(number)}办公室" for number in range(1, 12))
    notice = build_notice(replace(kaifeng(), copied_to=copied, printed_on=date(2024, 3, 1)), answers())
    data = notice_docx(notice, made_at=MADE)
    frames = re.findall(
        r'<w:framePr [^>]*w:h="(\d+)"[^>]*w:y="(\d+)"',
        zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode(),
    )
    (first_high, first_top), (high, top) = ((int(height), int(place)) for height, place in frames)
    assert first_top + first_high == top
    assert abs((top + high) / 1440 * 25.4 - 262) < 0.1
    text = notice_text(notice)
    assert text.rstrip().endswith("开封市人民政府办公室　2024年3月1日印发")
    assert audit(read_docx("通报.docx", data), notice) == []
    assert audit_text(text) == []


def test_one_of_each_is_not_told_as_if_there_were_several() -> None:
    one = replace(
        EMPTY,
        websites=(WebsiteCheck(site="甲局"),),
        accounts=(Account(platform="抖音", name="甲"),),
        rectifications=(Rectification(unit="甲局", problem="更新不及时", done=False),),
        reposts=(RepostCheck(item="甲文", place="甲局", unit="甲局", is_site=True, found=False),),
        important=1,
        sample=("甲文",),
    )
    text = text_of(build_notice(one, answers({"甲局": Bucket.NO_REPLY})))
    for said in (
        "检查政府网站1个，合格。",
        "检查政务新媒体1个，合格。",
        "该网站未在5个工作日内作出有效答复：甲局。",
        "部署转载的1条重要信息为样本，",
        "该政府网站未做到按时规范转载：甲局。",
        "通报指出的1个问题未完成整改。",
    ):
        assert said in text
    assert not re.search(r"均|全部|所有|随机", text)


def test_what_could_not_be_told_stands_in_no_share() -> None:
    checks = tuple(
        RepostCheck(item="甲文", place=place, unit=place, is_site=True, found=found)
        for place, found in (("甲局", True), ("乙局", None), ("丙局", False))
    )
    text = text_of(build_notice(replace(EMPTY, reposts=checks, sample=("甲文",)), None))
    assert "其中1家网站未能核查，不计入以下情况：乙局。1家政府网站按时规范转载，1家未做到：丙局。" in text
    text = text_of(build_notice(replace(EMPTY, reposts=checks[:2], sample=("甲文",)), None))
    assert "其余1家政府网站按时规范转载。" in text


@pytest.mark.parametrize(
    ("before", "after", "should"),
    [
        ("政务信息2160条", "政务信息2150条", "2160条"),
        ("37条重要信息", "38条重要信息", "37条"),
        ("并于3月8日前", "并于3月18日前", "8日"),
        ("政策解读9条", "政策解读6条", "9条"),
    ],
)
def test_a_number_changed_by_hand_is_held_against_the_data(before: str, after: str, should: str) -> None:
    notice = build_notice(kaifeng(), answers())
    text = notice_text(notice)
    assert before in text
    assert audit(read_text(text), notice) == []
    assert should in {finding.should for finding in audit(read_text(text.replace(before, after)), notice)}
    other_words = text.replace("发布各类政务信息2160条", "共发布2160条各类信息")
    assert audit(read_text(other_words), notice) == []


def test_the_workbook_compares_each_site_with_the_quarter_before() -> None:
    before = (("甲", Bucket.NO_REPLY), ("乙", Bucket.ONE_WORKDAY), ("丙", Bucket.OVER_FIVE))
    now = {"甲": Bucket.ONE_WORKDAY, "乙": Bucket.FIVE_WORKDAYS, "丙": Bucket.NO_REPLY, "丁": Bucket.NOT_MEASURED}
    inspection = replace(EMPTY, past=(PastAnswers(quarter=QUARTER.previous, rows=before),))
    book = load_workbook(io.BytesIO(notice_xlsx(build_notice(inspection, answers(now)), made_at=MADE)))
    rows = book.get_sheet_by_name("与上期比较").to_python()
    assert rows[0] == ["网站名称", "2023年第四季度", "2024年第一季度", "变化"]
    assert [row[3] for row in rows[1:]] == ["加快", "变慢", "变慢、连续两个季度超时", ""]
    assert rows[4][1] == ""
    assert rows[4][2].startswith("未能")


def test_a_single_annex_bears_no_number() -> None:
    notice = build_notice(replace(EMPTY, submissions=kaifeng().submissions), None)
    text = notice_text(notice)
    assert "（见附件）" in text
    assert "附件：2024年第一季度政府门户网站信息报送情况" in text
    assert "\n附件\n2024年第一季度政府门户网站信息报送情况\n" in text
    assert "附件1" not in text
    data = notice_docx(notice, made_at=MADE)
    assert "附件" in [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]
    assert audit(read_docx("通报.docx", data), notice) == []
    wrong = text.replace("信息1875条", "信息1865条")
    assert ("1865条", "1875条") in {(finding.stands, finding.should) for finding in audit_text(wrong)}
