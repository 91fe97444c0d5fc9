"""Days and disputes on the command line: what is refused, what is read from standard input, what comes out."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from huiying.cli import run
from huiying.db.evidence import FileVault
from huiying.db.ledger import open_ledger
from huiying.db.observations import NewObservation
from huiying.model import AnswerKind, Channel, CheckResult, Judgement
from tests.fakes import FakeClock
from tests.rounds import monday, open_round
from tests.worlds import submit

SETTINGS = """
[office]
name = "某市人民政府办公室"
ground = "检查通知"
[persona]
name = "王小明"
phone = "13800001234"
"""
DEFLECTION = Judgement(kind=AnswerKind.DEFLECTION, sure=True, why="只让打电话")
IMAGINED = (Path(__file__).parents[1] / "notices" / "imagined-2027.txt").read_text(encoding="utf-8")
CUT = IMAGINED.replace("2月20日（周六）上班。", "")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working folder; commands that run in this process leave its signals as they were."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    (tmp_path / "huiying.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "名录.csv").write_text("网站名称,首页网址\n杞县,http://127.0.43.1:1/\n", encoding="utf-8")
    (tmp_path / "问题.csv").write_text("咨询标题,咨询内容\n社保卡补办,社保卡丢了怎么补办？\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    for number, handler in handlers.items():
        signal.signal(number, handler)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Run a command in this process; return its status and all that it said."""
    status = run(words)
    captured = capsys.readouterr()
    return status, captured.out + captured.err


@pytest.mark.parametrize(
    "words",
    [
        ("workdays", "count", "2049-12-31", "2050-01-04"),
        ("workdays", "count", "2050-01-01", "2050-01-01"),
        ("workdays", "count", "2024-01-04", "2006-12-31"),
        ("workdays", "add", "2007-01-01", "-1"),
        ("workdays", "add", "2050-01-01", "0"),
        ("workdays", "export", "--from", "2024-01-01", "--to", "2050-01-01"),
        ("workdays", "export", "--from", "2006-12-31", "--to", "2007-01-01"),
        ("calendar", "show", "2050"),
        ("calendar", "show", "2006"),
    ],
)
def test_every_command_refuses_an_unproclaimed_year(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    status, text = said(capsys, *words)
    assert status == 3
    assert "年的节假日安排尚未录入" in text
    assert "huiying calendar add" in text
    assert "date,is_workday,why" not in text


def test_opening_a_round_into_an_unproclaimed_year_says_so_and_what_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "sites", "import", "名录.csv")
    said(capsys, "questions", "import", "问题.csv")
    status, text = said(capsys, "round", "open", "一", "--closes", "2050-01-15")
    assert status == 3
    assert "节假日安排尚未录入" in text
    assert "calendar add" in text
    assert "--closes" in text


def test_the_export_has_every_day_of_twenty_years_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, text = said(capsys, "workdays", "export", "--from", "2007-01-01", "--to", "2026-12-31")
    lines = text.splitlines()
    assert (status, lines[0], len(lines)) == (0, "date,is_workday,why", 7306)
    assert len({line[:10] for line in lines}) == 7306
    assert "2024-02-04,1,国办发明电〔2023〕7号：春节调休上班" in lines


def added(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """Paste a text into `huiying calendar add -`."""
    command = [sys.executable, "-m", "huiying", "calendar", "add", "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, cwd=folder, timeout=120, check=False)


def test_a_notice_is_read_from_standard_input_and_shown_as_months(folder: Path) -> None:
    ended = added(folder, IMAGINED)
    assert ended.returncode == 0
    assert "20班" in ended.stdout
    assert "已录入" in ended.stdout


def test_a_notice_that_does_not_add_up_is_refused_from_standard_input_and_nothing_is_written(folder: Path) -> None:
    for text, words in ((CUT, "法定假日"), ("", "没有读到"), ("今天天气很好", "没有读到")):
        ended = added(folder, text)
        assert ended.returncode == 2
        assert words in ended.stderr
        assert "Traceback" not in ended.stderr
    assert not (folder / "calendar.toml").exists()


def seed(folder: Path) -> None:
    """A round of February 2024 with one deflecting answer; the commands look at it today."""
    clock = FakeClock(monday())
    vault = FileVault(folder / "evidence", clock)
    ledger = open_ledger(f"sqlite:///{folder / 'huiying.sqlite'}", clock=clock, vault=vault)
    _, (inquiry,) = open_round(ledger)
    ledger.observations.record(
        NewObservation(
            inquiry_id=submit(ledger, inquiry).id,
            at=monday(15),
            channel=Channel.LOOKUP,
            result=CheckResult.SEEN,
            text="请拨打12345咨询",
            judgement=DEFLECTION,
        )
    )
    ledger.engine.dispose()


def test_a_dispute_from_its_record_to_the_sheet(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seed(folder)
    (folder / "日志.txt").write_text("后台日志", encoding="utf-8")
    add = ("dispute", "add", "杞县", "--who", "杞县政府办", "--text", "所问的正是电话", "--file", "日志.txt")
    status, text = said(capsys, *add)
    assert (status, "已登记1号异议" in text) == (0, True)
    assert said(capsys, "dispute", "decide", "1", "upheld", "--who", "李四", "--why", "x")[0] == 2
    by = ("--who", "李四", "--why", "问的就是电话")
    assert said(capsys, "dispute", "decide", "1", "rejected", *by, "--record", "1")[0] == 2
    status, text = said(capsys, "dispute", "decide", "1", "upheld", *by, "--record", "1", "--kind", "substantive")
    assert (status, "原为“未回复”，现为“1个工作日内答复”" in text) == (0, True)
    status, text = said(capsys, "dispute", "decide", "1", "rejected", *by)
    assert (status, "已经处理过" in text) == (1, True)
    listed = said(capsys, "dispute", "list")[1]
    assert "李四认定异议成立：问的就是电话" in " ".join(listed.split())
    status, text = said(capsys, "explain", "杞县", "--docx", "说明/杞县.docx")
    assert status == 0
    assert "异议成立" in text
    shown = "\n".join(it.text for it in docx.Document(str(folder / "说明" / "杞县.docx")).paragraphs)
    assert "杞县政府办提出：所问的正是电话" in shown
