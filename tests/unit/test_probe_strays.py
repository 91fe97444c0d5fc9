"""Browsers that outlived their process are ended by the next run; nobody else's are."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from huiying.probe.strays import TOKEN_VARIABLE, BrowserRecord, end_strays, new_record, start_time


def sleeper(token: str = "") -> subprocess.Popen[bytes]:
    return subprocess.Popen(["sleep", "60"], env={**os.environ, TOKEN_VARIABLE: token}, start_new_session=True)


def orphaned(record: BrowserRecord) -> None:
    """Make the record that of a process which is gone."""
    data = json.loads(record.path.read_text())
    data["owner"] = [data["owner"][0], 1]
    record.path.write_text(json.dumps(data))


def gone(process: subprocess.Popen[bytes]) -> bool:
    return process.wait(timeout=10) == -signal.SIGKILL


def test_a_recorded_process_of_a_dead_run_is_ended_and_its_profile_removed(tmp_path: Path) -> None:
    process = sleeper()
    profile = tmp_path / "huiying-profile-x"
    profile.mkdir()
    record = new_record(tmp_path)
    record.profile = str(profile)
    record.note(process.pid)
    orphaned(record)
    assert end_strays(tmp_path) == 1
    assert gone(process)
    assert not profile.exists()
    assert list(tmp_path.glob("browser-*")) == []


def test_a_process_that_only_carries_the_token_is_ended(tmp_path: Path) -> None:
    """kill -9 between the start of the driver and the note of its pid."""
    record = new_record(tmp_path)
    record.note()
    process = sleeper(record.token)
    orphaned(record)
    end_strays(tmp_path)
    assert gone(process)


def test_a_pid_that_was_given_to_another_process_is_left_alone(tmp_path: Path) -> None:
    process = sleeper()
    record = new_record(tmp_path)
    record.note(process.pid)
    data = json.loads(record.path.read_text())
    data["processes"] = [[process.pid, data["processes"][0][1] + 1]]
    record.path.write_text(json.dumps(data))
    orphaned(record)
    assert end_strays(tmp_path) == 0
    assert process.poll() is None
    process.kill()
    process.wait()


def test_the_browsers_of_a_run_that_lives_stay(tmp_path: Path) -> None:
    process = sleeper()
    record = new_record(tmp_path)
    record.note(process.pid)
    assert end_strays(tmp_path) == 0
    assert process.poll() is None
    assert record.path.exists()
    process.kill()
    process.wait()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"owner": "x"}', '{"owner": [1], "token": 3}'])
def test_a_broken_record_is_cleared_away(tmp_path: Path, text: str) -> None:
    (tmp_path / "browser-1.json").write_text(text)
    assert end_strays(tmp_path) == 0
    assert list(tmp_path.glob("browser-*")) == []


def test_the_start_time_of_a_process_that_is_gone_is_0() -> None:
    process = subprocess.Popen(["true"])
    process.wait()
    assert start_time(process.pid) == 0
    assert start_time(os.getpid()) > 0


@pytest.mark.browser
def test_after_kill_9_no_chromium_is_left(tmp_path: Path) -> None:
    script = f"""
        import time
        from pathlib import Path
        from huiying.probe.browser import ChromiumBrowser
        with ChromiumBrowser(folder=Path({str(tmp_path)!r})):
            print("ready", flush=True)
            time.sleep(60)
    """
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, start_new_session=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    record = json.loads(next(tmp_path.glob("browser-*.json")).read_text())
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert all(start_time(pid) == started for pid, started in record["processes"])
    assert end_strays(tmp_path) >= 2
    time.sleep(0.2)
    assert all(start_time(pid) != started for pid, started in record["processes"])
    assert not Path(record["profile"]).exists()
