"""Annex 3 as figures, text, .docx and .xlsx: what is written is what was counted, and reads back so."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from huiying.calendar.policy import CountingPolicy
from huiying.model import SHANGHAI, Bucket, Evidence, EvidenceKind
from huiying.report.annex3 import Annex3, SiteResult, build_annex3, to_json
from huiying.report.sheet import Column, TemplateSheet, annex3_xlsx, template_xlsx
from huiying.report.text import annex3_text
from huiying.report.word import annex3_docx

NOTICE = Path(__file__).parent.parent / "notices" / "kaifeng-2024q1"
ASKED = datetime(2024, 2, 5, 9, 12, tzinfo=SHANGHAI)
CLOSED = datetime(2024, 2, 25, 18, tzinfo=SHANGHAI)
ROWS = {
    Bucket.ONE_WORKDAY: ("杞县", "市人防办(国动办)"),
    Bucket.FIVE_WORKDAYS: ("市司法局",),
    Bucket.OVER_FIVE: (),
    Bucket.NO_REPLY: ("市公安局",),
}


def evidence(seed: int) -> Evidence:
    digest = hashlib.sha256(str(seed).encode()).hexdigest()
    return Evidence(sha256=digest, kind=EvidenceKind.MAIL, path=f"2024Q1/{seed}.eml", size=9, kept_at=ASKED)


def results() -> list[SiteResult]:
    places = [(bucket, site) for bucket, sites in ROWS.items() for site in sites]
    measured = [
        SiteResult(
            order=order, site=site, bucket=bucket, question="请问如何办理?", asked_at=ASKED, evidence=(evidence(order),)
        )
        for order, (bucket, site) in enumerate(places, start=1)
    ]
    down = SiteResult(order=9, site="市审计局", bucket=Bucket.NOT_MEASURED, reason="网站无法访问")
    return [down, *reversed(measured)]


def annex(lines: list[SiteResult] | None = None, *, draft: bool = False) -> Annex3:
    return build_annex3(
        results() if lines is None else lines,
        period="2024年第一季度",
        office="开封市人民政府办公室",
        as_of=CLOSED,
        draft=draft,
        notes=CountingPolicy().describe(),
    )


def table_of(data: bytes) -> list[list[str]]:
    document = docx.Document(io.BytesIO(data))
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def words_of(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def sheets_of(data: bytes) -> dict[str, list[list[object]]]:
    book = load_workbook(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def test_json_has_all_four_rows_in_order_and_the_unmeasured_apart() -> None:
    assert to_json(annex()) == {
        "rows": [
            {"bucket": "one_workday", "label": "1个工作日内答复", "sites": ["杞县", "市人防办(国动办)"]},
            {"bucket": "five_workdays", "label": "5个工作日内答复", "sites": ["市司法局"]},
            {"bucket": "over_five", "label": "大于5个工作日回复", "sites": []},
            {"bucket": "no_reply", "label": "未回复", "sites": ["市公安局"]},
        ],
        "not_measured": [{"site": "市审计局", "reason": "网站无法访问"}],
    }


def test_labels_follow_the_limits_of_the_round() -> None:
    labels = CountingPolicy(limits=(3, 7)).labels()
    made = build_annex3(results(), period="", office="", as_of=CLOSED, draft=False, labels=labels)
    assert [row.label for row in made.rows] == ["3个工作日内答复", "7个工作日内答复", "大于7个工作日回复", "未回复"]


def test_a_site_is_never_counted_twice() -> None:
    with pytest.raises(ValueError, match="two results of 市审计局"):
        annex([*results(), replace(results()[0], order=10)])


def test_the_table_reads_back_as_it_was_counted() -> None:
    assert table_of(annex3_docx(annex())) == [
        ["互动回应情况", "网站名称"],
        ["1个工作日内答复\n（2家）", "杞县、市人防办(国动办)"],
        ["5个工作日内答复\n（1家）", "市司法局"],
        ["大于5个工作日回复\n（0家）", "无"],
        ["未回复\n（1家）", "市公安局"],
        ["未能检测\n（1家）", "市审计局：网站无法访问"],
    ]


def test_the_head_is_that_of_an_annex() -> None:
    lines = words_of(annex3_docx(annex())).split("\n")
    assert lines[0] == "附件3"
    assert lines[2] == "2024年第一季度政府网站互动回应检查情况"


def test_a_draft_says_so_on_the_page_and_in_the_head_of_every_page() -> None:
    drafted, final = annex3_docx(annex(draft=True)), annex3_docx(annex())
    assert "草稿，截至2024年2月25日18时00分" in words_of(drafted)
    assert "草稿" not in words_of(final)
    section = docx.Document(io.BytesIO(drafted)).sections[0]
    assert section.header.paragraphs[0].text == section.even_page_header.paragraphs[0].text == "草稿"
    assert "草稿" in annex3_text(annex(draft=True))
    assert "草稿" in str(sheets_of(annex3_xlsx(annex(draft=True))))


def test_the_paper_and_the_type_area_are_those_of_the_standard() -> None:
    section = docx.Document(io.BytesIO(annex3_docx(annex()))).sections[0]
    wanted = {"page_width": 210, "page_height": 297, "top_margin": 37, "left_margin": 28}
    wanted |= {"bottom_margin": 35, "right_margin": 26}
    for edge, millimetres in wanted.items():
        assert abs(getattr(section, edge) - Mm(millimetres)) < Mm(1) / 10, edge


def test_every_face_is_named_for_chinese_too_and_the_head_is_repeated() -> None:
    document = docx.Document(io.BytesIO(annex3_docx(annex())))
    faces = {
        (fonts.get(qn("w:eastAsia")), fonts.get(qn("w:ascii"))) for fonts in document.element.body.iter(qn("w:rFonts"))
    }
    assert faces == {(face, face) for face in ("黑体", "方正小标宋简体", "仿宋_GB2312")}
    heads = [row for row in document.element.body.iter(qn("w:tr")) if row.find(f".//{qn('w:tblHeader')}") is not None]
    assert len(heads) == 1


def test_the_lines_of_the_workbook_say_everything_of_a_site() -> None:
    line = SiteResult(
        order=1,
        site="杞县",
        unit="杞县人民政府",
        bucket=Bucket.FIVE_WORKDAYS,
        question="请问如何办理？",
        asked_at=ASKED,
        receipt_number="0012345678901234567890",
        answered="2024年2月7日",
        channel="邮件",
        workdays=2,
        marks=("疑似倒签",),
        why=("2月6日第1个工作日", "2月7日第2个工作日"),
        evidence=(evidence(1), evidence(2)),
    )
    sheets = sheets_of(annex3_xlsx(annex([line])))
    head, row, *rest = sheets["逐站明细"]
    said = dict(zip(head, row, strict=True))
    assert not rest
    assert said["提交时间"] == datetime(2024, 2, 5, 9, 12)  # noqa: DTZ001 - a spreadsheet has no zones
    assert said["受理编号"] == "0012345678901234567890"
    assert (said["工作日数"], said["归入"], said["标记"]) == (2.0, "5个工作日内答复", "疑似倒签")
    assert evidence(1).sha256 in str(said["证据"])
    assert [file[-1] for file in sheets["证据清单"][1:]] == [evidence(1).sha256, evidence(2).sha256]


def test_scraped_text_never_becomes_a_formula() -> None:
    hostile = '=HYPERLINK("http://127.0.0.1/","x")'
    line = SiteResult(order=1, site=hostile, bucket=Bucket.NO_REPLY, question="+1+1", receipt_number="@SUM(A1)")
    data = annex3_xlsx(annex([line]))
    assert hostile in str(sheets_of(data))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        pages = [parts.read(part) for part in parts.namelist() if part.startswith("xl/worksheets/sheet")]
    assert pages
    assert not any(b"<f>" in page for page in pages)


@settings(max_examples=25)
@given(st.lists(st.text(max_size=80), min_size=1, max_size=8, unique=True), st.text(max_size=400))
def test_any_text_leaves_documents_that_open_again(names: list[str], reason: str) -> None:
    buckets = list(Bucket)
    lines = [
        SiteResult(order=order, site=text, bucket=buckets[order % 5], reason=reason, question=reason, why=(reason,))
        for order, text in enumerate(names)
    ]
    made = annex(lines)
    assert len(table_of(annex3_docx(made))) in (5, 6)
    assert len(sheets_of(annex3_xlsx(made))["逐站明细"]) == len(names) + 1
    assert not any(char in annex3_text(made) for char in "\x00\x1b\u202e")


def test_three_thousand_sites_all_stand_in_the_workbook_and_the_document() -> None:
    lines = [SiteResult(order=n, site=f"第{n}号单位网站", bucket=Bucket.NO_REPLY) for n in range(3000)]
    made = annex(lines)
    assert table_of(annex3_docx(made))[4][1].count("、") == 2999
    rows = sheets_of(annex3_xlsx(made))["附件3 互动回应情况"]
    listed = "、".join(str(row[1]) for row in rows[3:] if "号单位网站" in str(row[1]))
    assert listed == "、".join(line.site for line in lines)


def test_the_annex_of_the_published_notice_is_rebuilt() -> None:
    with (NOTICE / "annex3_sites.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = [
        SiteResult(order=int(row["order"]), site=row["site"], bucket=Bucket(row["bucket_in_notice"])) for row in rows
    ]
    published = (NOTICE / "notice.txt").read_text(encoding="utf-8")
    made = annex(lines)
    assert [len(row.sites) for row in made.rows] == [34, 4, 1, 4]
    for row in made.rows:
        assert "、".join(row.sites) in published.replace(" ", "")


def test_a_template_has_lists_notes_and_no_example_among_the_rows_to_fill_in(tmp_path: Path) -> None:
    path = tmp_path / "网站名录.xlsx"
    many = tuple(f"某某某某单位{n}" for n in range(100))
    columns = (
        Column(header="网站名称", required=True, note="与附件一致", example="杞县"),
        Column(header="分组", choices=("县区", "市级部门")),
        Column(header="主办单位", choices=many, strict=False),
    )
    path.write_bytes(template_xlsx([TemplateSheet(name="网站名录", columns=columns)], title="网站名录"))
    sheets = sheets_of(path.read_bytes())
    assert sheets["网站名录"] == [["网站名称*", "分组", "主办单位"]]
    assert ["网站名录", "网站名称", "必填", "与附件一致", "杞县"] in sheets["填写说明"]
    with zipfile.ZipFile(path) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "杞县" in parts.read("xl/comments1.xml").decode()
    assert '<formula1>"县区,市级部门"</formula1>' in page
    assert "选项" in page
