"""The quarter from template to notice, as the commands do it."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from python_calamine import load_workbook

from huiying.app.quarterly import audit_file, compose, import_tables, load, new_quarter, round_for, write_notice
from huiying.commands.quarters import report_audit
from huiying.db.ledger import Ledger
from huiying.errors import BadInput, Missing, NotFound
from huiying.inspection import Quarter
from huiying.model import SHANGHAI
from huiying.quarter.basics import named_after
from tests.fakes import FakeClock
from tests.rounds import open_round
from tests.worlds import world_of

NOTICE = Path(__file__).parent.parent / "notices" / "kaifeng-2024q1"
MADE = datetime(2024, 2, 29, tzinfo=SHANGHAI)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def basics(folder: Path) -> Path:
    return write(
        folder, "基本信息.csv", "项目,内容\n年份,2024\n季度,一\n发文机关,某市人民政府办公室\n成文日期,2024-02-29\n"
    )


def test_an_empty_template_has_a_sheet_for_everything_and_is_never_overwritten(tmp_path: Path) -> None:
    workbook, wording = new_quarter(tmp_path)
    names = load_workbook(io.BytesIO(workbook.read_bytes())).sheet_names
    assert names[:4] == ["基本信息", "单位", "网站检查", "新媒体账号"]
    assert "填写说明" in names
    with zipfile.ZipFile(workbook) as parts:
        pages = b"".join(parts.read(part) for part in parts.namelist() if "worksheets/sheet" in part).decode()
    assert "单位!$A$2:$A$2001" in pages
    assert '"微信公众号,新浪微博,抖音' in pages
    assert "{sites}" in wording.read_text(encoding="utf-8")
    with pytest.raises(BadInput, match="已经存在"):
        new_quarter(tmp_path)
    with pytest.raises(BadInput, match="年份和季度"):
        import_tables(tmp_path, [workbook], skip_bad=False)


def test_files_of_several_systems_make_one_notice(tmp_path: Path) -> None:
    import_tables(tmp_path, [basics(tmp_path)], skip_bad=False)
    body = (NOTICE / "annex4_submissions.csv").read_text(encoding="utf-8").partition("\n")[2]
    body = body.replace("county", "县区").replace("department", "市级部门")
    table = write(tmp_path, "报送导出.csv", f"组别,序号,单位,报送信息,采用信息\n{body}")
    done = import_tables(tmp_path, [table], skip_bad=False)
    assert done.reading.found == ("信息报送",)
    kept = load(tmp_path)
    assert str(kept.inspection.quarter) == "2024年第一季度"
    notice = compose(tmp_path, kept.inspection, None)
    written = write_notice(tmp_path, notice, tmp_path / "通报", made_at=MADE)
    assert written.findings == ()
    assert {file.suffix for file in written.files} >= {".docx", ".xlsx", ".txt", ".svg"}
    text = (tmp_path / "通报" / "通报.txt").read_text(encoding="utf-8")
    assert "共报送信息1875条，采用1247条，采用率为66.5%" in text
    assert "一、县区" in text
    assert audit_file(tmp_path / "通报" / "通报.docx", notice) == []
    assert audit_file(tmp_path / "通报" / "通报.txt") == []


def test_a_bad_row_keeps_everything_out_unless_asked_otherwise(tmp_path: Path) -> None:
    import_tables(tmp_path, [basics(tmp_path)], skip_bad=False)
    table = write(tmp_path, "表述问题.csv", "单位,问题个数\n市公安局,3\n市教育局,三个\n")
    with pytest.raises(BadInput, match="第3行"):
        import_tables(tmp_path, [table], skip_bad=False)
    assert load(tmp_path).inspection.wording == ()
    import_tables(tmp_path, [table], skip_bad=True)
    assert [item.unit for item in load(tmp_path).inspection.wording] == ["市公安局"]


def test_the_office_own_words_and_red_head_are_used(tmp_path: Path) -> None:
    _, wording = new_quarter(tmp_path)
    wording.write_text(
        wording.read_text(encoding="utf-8").replace("现将检查情况通报如下", "现通报如下"), encoding="utf-8"
    )
    head = docx.Document()
    head.add_paragraph("某市人民政府办公室文件")
    head.save(str(tmp_path / "红头模板.docx"))
    import_tables(tmp_path, [basics(tmp_path)], skip_bad=False)
    notice = compose(tmp_path, load(tmp_path).inspection, None)
    written = write_notice(tmp_path, notice, tmp_path / "通报", made_at=MADE)
    texts = [paragraph.text for paragraph in docx.Document(str(written.files[0])).paragraphs]
    assert texts[0] == "某市人民政府办公室文件"
    assert any("现通报如下" in text for text in texts)


def test_without_data_or_with_a_strange_file_one_line_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="quarter import"):
        load(tmp_path)
    with pytest.raises(BadInput, match=r"\.wps"):
        audit_file(write(tmp_path, "通报.wps", ""))
    with pytest.raises(BadInput, match="不能读取"):
        audit_file(tmp_path / "没有.docx")


def test_the_audit_of_a_file_needs_no_settings_and_prints_json(tmp_path: Path) -> None:
    done = CliRunner().invoke(report_audit, [str(NOTICE / "notice.txt"), "--json"], obj=tmp_path / "huiying.toml")
    assert done.exit_code == 0
    found = json.loads(done.output)["findings"]
    assert [(item["stands"], item["should"]) for item in found] == [
        ("1865条", "1875条"),
        ("66.9%", "66.5%"),
        ("15个", "16个"),
    ]
    assert set(found[0]) == {"place", "stands", "should", "why"}


def test_what_posts_show_and_what_people_found_replace_only_themselves(tmp_path: Path) -> None:
    def imported(name: str, text: str) -> list[tuple[str, str]]:
        import_tables(tmp_path, [write(tmp_path, name, text)], skip_bad=False)
        return [(problem.name, problem.problem) for problem in load(tmp_path).inspection.problems]

    write(
        tmp_path,
        "基本信息.csv",
        "项目,内容\n年份,2024\n季度,一\n数据采集起,2024-01-01\n数据采集止,2024-01-28\n监测时间点,2024-01-29\n",
    )
    import_tables(tmp_path, [tmp_path / "基本信息.csv"], skip_bad=False)
    imported("账号.csv", "平台,账号名称,单位,状态\n抖音,甲,市公安局,在用\n抖音,乙,市公安局,在用\n")
    silent = ("甲", "监测时间点前两周内无更新")
    posts = "平台,账号名称,发布时间\n" + "".join(f"抖音,乙,2024-01-{day:02d}\n" for day in range(1, 29))
    assert imported("发布.csv", posts) == [silent]
    by_hand = ("乙", "功能不可用")
    assert imported("问题.csv", "平台,账号名称,单位,问题类型\n抖音,乙,市公安局,功能不可用\n") == [silent, by_hand]
    assert imported("发布.csv", posts + "抖音,甲,2024-01-20\n") == [by_hand, ("甲", "一周未更新一次")]
    kept_up = posts + "".join(f"抖音,甲,2024-01-{day:02d}\n" for day in range(1, 29))
    assert imported("发布.csv", kept_up) == [by_hand]


def test_the_notice_takes_the_round_that_is_called_after_its_quarter_and_no_other(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    world, first = world_of(tmp_path, ledger, clock), Quarter(year=2024, number=1)
    with pytest.raises(NotFound):
        round_for(world, first, "")
    for name in ("2024年第一季度", "2024Q2"):
        opened, _ = open_round(ledger, "甲县", name=name, closes=clock.now() + timedelta(days=20))
        ledger.rounds.close(opened, actor="test")
        clock.sleep(86400)
    assert round_for(world, first, "").name == "2024年第一季度"
    with pytest.raises(BadInput, match="没有以2024年第三季度命名的轮次，最近一轮是“2024Q2”"):
        round_for(world, Quarter(year=2024, number=3), "")
    assert round_for(world, Quarter(year=2024, number=3), "2024Q2").name == "2024Q2"


@pytest.mark.parametrize(
    ("name", "quarter"),
    [
        ("2024年第一季度模拟咨询", Quarter(year=2024, number=1)),
        ("2024-Q3", Quarter(year=2024, number=3)),
        ("2024年3月", None),
        ("第二轮", None),
    ],
)
def test_a_name_tells_a_quarter_only_where_it_says_one(name: str, quarter: Quarter | None) -> None:
    assert named_after(name) == quarter
