"""The main job, whole: real Chromium, real IMAP servers, real documents, on the practice city."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Event

import docx
import psutil
import pytest

from huiying.calendar.workdays import proclaimed_calendar
from huiying.drill.city import MailAccount
from huiying.drill.run import Drill, run_drill
from tests.dovecot import Dovecot
from tests.fakes import SilentProgress

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

NOTICE = {"one_workday": 34, "five_workdays": 4, "over_five": 1, "no_reply": 4}


def drill_command(out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "huiying", "drill", "--out", str(out), *more]


def read(out: Path) -> tuple[dict, dict]:
    return json.loads((out / "annex3.json").read_text()), json.loads((out / "city.json").read_text())


def truth_row(site: dict) -> str:
    """The row by the city's truth alone, counted here."""
    if site["answered_at"] is None:
        return "no_reply"
    asked, answered = (datetime.fromisoformat(site[key]).date() for key in ("asked_at", "answered_at"))
    workdays = proclaimed_calendar().count(asked, answered)
    return "one_workday" if workdays <= 1 else "five_workdays" if workdays <= 5 else "over_five"


def strays(out: Path) -> list[int]:
    """Browsers or drivers that still run for this drill."""
    return [
        process.pid
        for process in psutil.process_iter(["cmdline", "environ"])
        if "chrom" in " ".join(process.info["cmdline"] or []) and str(out) in str(process.info["environ"])
    ]


def test_a_fresh_drill_ends_in_the_rows_of_the_published_notice(tmp_path: Path) -> None:
    out = tmp_path / "drill"
    ended = subprocess.run(drill_command(out), capture_output=True, text=True, timeout=800, check=False)
    assert ended.returncode == 0, ended.stderr
    annex, city = read(out)
    assert {row["bucket"]: len(row["sites"]) for row in annex["rows"]} == NOTICE
    assert annex["not_measured"] == []
    published = Path("huiying/drill/city/data/annex3_sites.csv").read_text(encoding="utf-8").splitlines()[1:]
    expected = {line.split(",")[1]: line.split(",")[3] for line in published}
    assert {name: row["bucket"] for row in annex["rows"] for name in row["sites"]} == expected
    assert [site["posts_accepted"] for site in city["sites"]] == [1] * 43
    assert {site["site"]: truth_row(site) for site in city["sites"]} == expected
    assert "1个工作日内答复（34家）" in ended.stdout
    table = docx.Document(str(out / "annex3.docx")).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["互动回应情况", "网站名称"]
    assert "杞县、通许县" in table.rows[1].cells[1].text
    explained = subprocess.run(
        [sys.executable, "-m", "huiying", "-c", str(out / "work" / "huiying.toml"), "explain", "市工业和信息化局"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "大于5个工作日回复" in explained.stdout, explained.stderr


@pytest.mark.long
@pytest.mark.dovecot
def test_any_seed_ends_in_the_citys_truth_and_dovecot_does_as_well(tmp_path: Path) -> None:
    with Dovecot(tmp_path) as server:
        mail = MailAccount(host=server.host, port=server.port, user=server.user, password=server.password)
        drill = Drill(folder=tmp_path / "drill", seed=7, mail=mail)
        drilled = run_drill(drill, progress=SilentProgress(), stop=Event())
    annex, city = read(tmp_path / "drill")
    placed = {name: row["bucket"] for row in annex["rows"] for name in row["sites"]}
    assert placed == {site["site"]: truth_row(site) for site in city["sites"]}
    assert [site["posts_accepted"] for site in city["sites"]] == [1] * 43
    assert drilled.differences == ()


def submissions(out: Path) -> int:
    journal = out / "city" / "journal.jsonl"
    return journal.read_bytes().count(b"\n") if journal.exists() else 0


@pytest.fixture
def killed_drill(tmp_path: Path) -> Iterator[Path]:
    """A drill whose whole process group was killed three times in its submitting phase."""
    out, chance = tmp_path / "drill", random.Random(243)
    for goal in (3, 12, 25):
        running = subprocess.Popen(
            drill_command(out, "--seed", "3"),
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 300
        while submissions(out) < goal and running.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(chance.random())
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    return out


@pytest.mark.long
def test_a_drill_that_was_killed_again_and_again_submits_nothing_twice_and_still_completes(killed_drill: Path) -> None:
    ended = subprocess.run(
        drill_command(killed_drill, "--seed", "3"), capture_output=True, text=True, timeout=800, check=False
    )
    assert ended.returncode == 0, ended.stderr
    annex, city = read(killed_drill)
    assert max(site["posts_accepted"] for site in city["sites"]) == 1
    placed = {name: row["bucket"] for row in annex["rows"] for name in row["sites"]}
    unmeasured = {line["site"] for line in annex["not_measured"]}
    assert placed.keys() | unmeasured == {site["site"] for site in city["sites"]}
    for site in city["sites"]:
        if site["site"] in placed:
            assert placed[site["site"]] == truth_row(site), site
    assert all("不明" in line["reason"] or "中断" in line["reason"] for line in annex["not_measured"])
    assert strays(killed_drill) == []


@pytest.mark.long
def test_every_fault_ends_in_its_typed_reason_and_the_others_go_on(tmp_path: Path) -> None:
    faults = {
        "杞县": "down",
        "通许县": "form_changed",
        "禹王台区": "server_error",
        "尉氏县": "hang",
        "祥符区": "redirect",
        "龙亭区": "login",
        "鼓楼区": "error_after_post",
        "顺河回族区": "hang_after_post",
    }
    away, wrong = frozenset({"城乡一体化示范区"}), frozenset({"市金融局"})
    drill = Drill(folder=tmp_path / "drill", faults=faults, away=away, wrong=wrong)
    run_drill(drill, progress=SilentProgress(), stop=Event())
    annex, city = read(tmp_path / "drill")
    reasons = {line["site"]: line["reason"] for line in annex["not_measured"]}
    for site, words in {
        "杞县": "网站无法访问",
        "通许县": "必填",
        "禹王台区": "服务器错误",
        "尉氏县": "长时间",
        "祥符区": "名录以外",
        "龙亭区": "登录",
        "城乡一体化示范区": "验证码无人填写",
        "市金融局": "验证码多次填写错误",
    }.items():
        assert words in reasons[site]
    assert sum(len(row["sites"]) for row in annex["rows"]) >= 43 - len(faults) - 2
    assert max(site["posts_accepted"] for site in city["sites"]) == 1
    assert not {site for row in annex["rows"] if row["bucket"] == "no_reply" for site in row["sites"]} & reasons.keys()
