"""An objection from its record to the row, the annex and the sheet for the unit."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import docx
import pytest
from python_calamine import CalamineWorkbook

from huiying.app.disputing import REJECTED, UPHELD, WAITING, add_dispute, disputes, reject, row_now, uphold
from huiying.app.explaining import appendix, explain_site, write_appendix
from huiying.app.reporting import write_annex3
from huiying.app.rounds import close_round
from huiying.app.world import World
from huiying.db.disputes import Judged, Proved
from huiying.db.evidence import FileVault
from huiying.db.ledger import open_ledger
from huiying.db.observations import NewObservation
from huiying.errors import BadInput, NotAllowed
from huiying.model import (
    SHANGHAI,
    AnswerKind,
    BlockReason,
    Channel,
    CheckResult,
    Inquiry,
    Judgement,
    Precision,
    Round,
    Stated,
)
from tests.fakes import FakeClock
from tests.rounds import monday, open_round
from tests.worlds import kept, submit, world_of

AFTER_CLOSE = datetime(2024, 2, 26, 9, tzinfo=SHANGHAI)
DEFLECTION = Judgement(kind=AnswerKind.DEFLECTION, sure=True, why="只让打电话")


@dataclass
class Stage:
    world: World
    round: Round
    inquiries: list[Inquiry]
    folder: Path

    def sheet(self, name: str) -> list[list[object]]:
        book = CalamineWorkbook.from_filelike(io.BytesIO((self.folder / "out" / "annex3.xlsx").read_bytes()))
        return book.get_sheet_by_name(name).to_python()

    def rows(self) -> dict[str, list[str]]:
        write_annex3(self.world, self.round, self.folder / "out", draft=True)
        annex = json.loads((self.folder / "out" / "annex3.json").read_text(encoding="utf-8"))
        return {row["bucket"]: row["sites"] for row in annex["rows"]}


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """After the close: 甲县 deflected, 乙县 was silent, 丙局 could not be asked."""
    clock = FakeClock(monday())
    url, vault = f"sqlite:///{tmp_path / 'x.sqlite'}", FileVault(tmp_path / "evidence", clock)
    ledger = open_ledger(url, clock=clock, vault=vault)
    world = world_of(tmp_path, ledger, clock)
    opened, (first, second, third) = open_round(ledger, "甲县", "乙县", "丙局")
    first, second = (submit(ledger, one, kept(world, "受理编号")) for one in (first, second))
    ledger.door.block(third, BlockReason.LOGIN_REQUIRED, "统一身份认证", evidence=[])
    clock.move_to(monday(15))
    ledger.observations.record(
        NewObservation(
            inquiry_id=first.id,
            at=monday(15),
            channel=Channel.LOOKUP,
            result=CheckResult.SEEN,
            text="请拨打12345咨询",
            stated=Stated(at=monday(14), precision=Precision.MINUTE),
            judgement=DEFLECTION,
            evidence=[kept(world, "查询页面")],
        )
    )
    clock.move_to(AFTER_CLOSE)
    for inquiry in (first, second):
        ledger.observations.record(
            NewObservation(inquiry_id=inquiry.id, at=AFTER_CLOSE, channel=Channel.LOOKUP, result=CheckResult.ABSENT)
        )
    yield Stage(world, close_round(world, opened, force=False), [first, second, third], tmp_path)
    ledger.engine.dispose()


def document(stage: Stage, text: str = "后台操作日志：2024-02-07 10:30 已答复") -> Path:
    file = stage.folder / "日志.txt"
    file.write_text(text, encoding="utf-8")
    return file


def test_while_an_objection_waits_the_final_annex_is_refused_and_a_draft_says_so(stage: Stage) -> None:
    write_annex3(stage.world, stage.round, stage.folder / "out", draft=False)
    add_dispute(stage.world, stage.round, "甲县", who="甲县政府办", text="所问的正是电话")
    with pytest.raises(NotAllowed, match=WAITING):
        write_annex3(stage.world, stage.round, stage.folder / "out", draft=False)
    stage.rows()
    assert "草稿" in (stage.folder / "out" / "annex3.txt").read_text(encoding="utf-8")
    (line,) = [row for row in stage.sheet("逐站明细") if row[1] == "甲县"]
    assert WAITING in str(line[11])


def test_an_upheld_verdict_changes_the_row_and_both_opinions_stay(stage: Stage) -> None:
    assert stage.rows()["no_reply"] == ["甲县", "乙县"]
    dispute = add_dispute(stage.world, stage.round, "甲县", who="甲县政府办", text="所问的正是电话")
    (seen, _) = stage.world.ledger.observations.of(stage.inquiries[0].id)
    effect = Judged(observation_id=seen.id, kind=AnswerKind.SUBSTANTIVE)
    uphold(stage.world, dispute.id, effect, who="李四", why="问的是电话号码")
    assert row_now(stage.world, dispute) == "1个工作日内答复"
    assert stage.rows()["one_workday"] == ["甲县"]
    (line,) = [row for row in stage.sheet("逐站明细") if row[1] == "甲县"]
    assert UPHELD in str(line[11])
    assert "甲县政府办提出：所问的正是电话" in str(line[12])
    assert "李四认定异议成立：问的是电话号码" in str(line[12])
    assert_the_other_forms_show_the_objection_too(stage.folder / "out")
    explained = explain_site(stage.world, stage.round, "甲县").explanation
    assert explained is not None
    said = explained.observed[0].said
    assert "程序建议：推诿性回复" in said
    assert "人工认定：有效答复" in said
    write_annex3(stage.world, stage.round, stage.folder / "out", draft=False)


def assert_the_other_forms_show_the_objection_too(out: Path) -> None:
    annex = json.loads((out / "annex3.json").read_text(encoding="utf-8"))
    ((site, history),) = [(it["site"], "\n".join(it["history"])) for it in annex["disputes"]]
    paragraphs = [it.text for it in docx.Document(out / "annex3.docx").paragraphs if it.text.startswith("异议（甲县）")]
    lines = [
        it for it in (out / "annex3.txt").read_text(encoding="utf-8").splitlines() if it.startswith("异议（甲县）")
    ]
    assert site == "甲县"
    for form in (history, *paragraphs, *lines):
        assert "甲县政府办提出：所问的正是电话" in form
        assert "李四认定异议成立：问的是电话号码" in form
    assert (len(paragraphs), len(lines)) == (1, 1)


def test_an_answer_that_the_unit_proves_counts_from_the_proved_instant(stage: Stage) -> None:
    file = document(stage)
    dispute = add_dispute(stage.world, stage.round, "乙县", who="乙县政府办", text="2月7日已答复", files=[file])
    proved = Proved(at=datetime(2024, 2, 7, 10, 30, tzinfo=SHANGHAI), text="带身份证到窗口办理")
    uphold(stage.world, dispute.id, proved, who="李四", why="后台日志可证")
    assert stage.rows()["five_workdays"] == ["乙县"]
    (line,) = [row for row in stage.sheet("逐站明细") if row[1] == "乙县"]
    assert (line[7], line[8], line[9]) == ("2024-02-07 10:30:00", "异议举证", 2)
    (kept,) = [row for row in stage.sheet("证据清单") if row[1] == "乙县" and row[2] == "其他材料"]
    assert (stage.folder / "evidence" / str(kept[3])).read_bytes() == file.read_bytes()
    write_annex3(stage.world, stage.round, stage.folder / "out", draft=False)


def test_a_proved_answer_needs_no_look_of_ours_to_be_final(tmp_path: Path) -> None:
    """The unit's own documents say when it answered; nobody claims that it was earlier."""
    clock = FakeClock(monday())
    vault = FileVault(tmp_path / "evidence", clock)
    ledger = open_ledger(f"sqlite:///{tmp_path / 'x.sqlite'}", clock=clock, vault=vault)
    world = world_of(tmp_path, ledger, clock)
    opened, (inquiry,) = open_round(ledger, "甲县")
    submit(ledger, inquiry, kept(world, "受理编号"))
    clock.move_to(AFTER_CLOSE)
    stage = Stage(world, opened, [inquiry], tmp_path)
    dispute = add_dispute(world, opened, "甲县", who="甲", text="x", files=[document(stage)])
    uphold(world, dispute.id, Proved(at=monday() + timedelta(days=3), text="带身份证"), who="李四", why="有据")
    assert stage.rows()["five_workdays"] == ["甲县"]
    write_annex3(world, opened, tmp_path / "out", draft=False)
    ledger.engine.dispose()


@pytest.mark.parametrize(
    ("at", "bucket"),
    [
        (datetime(2024, 2, 6, 23, 59, 59, tzinfo=SHANGHAI), "one_workday"),
        (datetime(2024, 2, 7, 0, 0, 0, tzinfo=SHANGHAI), "five_workdays"),
        (datetime(2024, 2, 18, 23, 59, 59, tzinfo=SHANGHAI), "five_workdays"),
        (datetime(2024, 2, 19, 0, 0, 0, tzinfo=SHANGHAI), "over_five"),
    ],
)
def test_a_proved_answer_at_either_side_of_a_limit(stage: Stage, at: datetime, bucket: str) -> None:
    dispute = add_dispute(stage.world, stage.round, "乙县", who="乙", text="x", files=[document(stage)])
    uphold(stage.world, dispute.id, Proved(at=at, text="带身份证到窗口办理"), who="李四", why="有据")
    assert stage.rows()[bucket] == ["乙县"]


def test_a_rejected_objection_leaves_the_row_and_shows_the_reason(stage: Stage) -> None:
    dispute = add_dispute(stage.world, stage.round, "乙县", who="乙县政府办", text="已电话答复")
    reject(stage.world, dispute.id, who="李四", why="没有通话记录", files=[document(stage, "核查笔录")])
    assert stage.rows()["no_reply"] == ["甲县", "乙县"]
    (line,) = [row for row in stage.sheet("逐站明细") if row[1] == "乙县"]
    assert REJECTED in str(line[11])
    assert "没有通话记录" in str(line[12])
    (raised,) = disputes(stage.world, stage.round)
    assert len(raised.dispute.evidence) == 1


def test_a_proved_time_before_the_question_or_in_the_future_is_refused(stage: Stage) -> None:
    dispute = add_dispute(stage.world, stage.round, "乙县", who="乙", text="x", files=[document(stage)])
    for at in (monday() - timedelta(hours=1), AFTER_CLOSE + timedelta(days=1)):
        with pytest.raises(BadInput, match="应在提交之后"):
            uphold(stage.world, dispute.id, Proved(at=at, text="x"), who="李四", why="x")


def test_a_site_that_was_never_asked_has_no_row_to_change(stage: Stage) -> None:
    dispute = add_dispute(stage.world, stage.round, "丙局", who="丙局", text="我局网站正常", files=[document(stage)])
    with pytest.raises(NotAllowed, match="没有可以改变的归类"):
        uphold(stage.world, dispute.id, Proved(at=monday(12), text="x"), who="李四", why="x")
    reject(stage.world, dispute.id, who="李四", why="须统一身份认证")
    write_annex3(stage.world, stage.round, stage.folder / "out", draft=False)


def cells(file: Path) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for table in docx.Document(str(file)).tables for row in table.rows]


def test_the_sheet_for_the_unit_shows_days_looks_hashes_other_rules_and_objections(stage: Stage) -> None:
    dispute = add_dispute(
        stage.world, stage.round, "甲县", who="甲县政府办", text="所问的正是电话", files=[document(stage)]
    )
    reject(stage.world, dispute.id, who="李四", why="问的是材料")
    file = stage.folder / "甲县.docx"
    explained = explain_site(stage.world, stage.round, "甲县")
    write_appendix(appendix(stage.world, stage.round, explained), file)
    rows = cells(file)
    assert ["归入", "未回复"] in rows
    assert ["2024-02-18", "是", "国办发明电〔2023〕7号：春节调休上班", "5", "5个工作日时限届满"] in rows
    (look,) = [row for row in rows if "请拨打12345咨询" in row[-1]]
    assert look[1:4] == ["2024-02-05 15:00:00", "查询页面", "看到文字"]
    listed = [row for row in rows if row[0].isdigit() and len(row) == 3]
    assert [row[2].replace("\n", "") for row in listed] == [piece.sha256 for piece in explained.evidence]
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(file)).paragraphs)
    assert "甲县政府办提出：所问的正是电话" in text
    assert "异议不成立：问的是材料" in text
    assert "换一种规则的结果" in text


def test_the_sheet_of_a_site_that_was_not_asked_gives_the_reason(stage: Stage) -> None:
    file = stage.folder / "x" / "丙局.docx"
    write_appendix(appendix(stage.world, stage.round, explain_site(stage.world, stage.round, "丙局")), file)
    assert ["原因", "须登录后才能留言（统一身份认证）"] in cells(file)


def test_hostile_words_reach_the_sheet_without_control_characters(stage: Stage) -> None:
    add_dispute(stage.world, stage.round, "甲县", who="甲\x1b[31m", text="=HYPERLINK(1)\x00\u202e" + "长" * 9000)
    file = stage.folder / "甲县.docx"
    write_appendix(appendix(stage.world, stage.round, explain_site(stage.world, stage.round, "甲县")), file)
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(file)).paragraphs)
    assert not {"\x1b", "\x00", "\u202e"} & set(text)
    stage.rows()
