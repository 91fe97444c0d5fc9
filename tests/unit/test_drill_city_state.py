"""What the practice city remembers: it survives a kill at any instant, and its time never goes back."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.drill.city import BEIJING, ROUND_OPENS, City
from huiying.drill.city.clock import CityClock
from huiying.drill.city.journal import Journal
from tests.citizen import LETTER, Citizen


def journal_of(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "journal.jsonl").read_text().splitlines()]


def fetch(url: str, value: object = None) -> dict:
    data = None if value is None else json.dumps(value).encode()
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)


@contextmanager
def served(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The city as a process of its own, ready."""
    command = [sys.executable, "-m", "huiying.drill.city", "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert "练习城市已开放" in process.stdout.readline()
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_killed_city_comes_back_with_what_it_took_at_the_same_addresses(tmp_path: Path):
    port = None
    for turn in range(1, 4):
        with served(tmp_path) as process:
            facts = json.loads((tmp_path / "city.json").read_text())
            assert port in {None, facts["port"]}
            port = facts["port"]
            door = f"http://127.0.0.1:{port}"
            before = [entry for entry in journal_of(tmp_path) if entry["type"] == "post"]
            answer = fetch(
                f"http://127.0.43.2:{port}/api/message/save",
                {"nickname": "王", "tel": "13800000001", "title": f"第{turn}问", "text": LETTER["body"]},
            )
            assert answer["code"] == 0
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert len([entry for entry in journal_of(tmp_path) if entry["type"] == "post"]) == len(before) + 1
    with served(tmp_path):
        truth = fetch(f"{door}/truth")["sites"][1]
        assert (truth["site"], truth["family"], truth["posts_accepted"]) == ("通许县", "inline", 3)
        first = fetch(
            f"http://127.0.43.2:{port}/api/message/save",
            {"nickname": "王", "tel": "13800000001", "title": "第1问", "text": LETTER["body"]},
        )
        assert "请勿重复提交" in first["msg"]


def test_a_kill_in_the_middle_of_many_posts_loses_none_that_was_confirmed(tmp_path: Path):
    confirmed: list[str] = []
    with served(tmp_path) as process:
        port = json.loads((tmp_path / "city.json").read_text())["port"]

        def press() -> None:
            for turn in range(10_000):
                title = f"第{turn}问"
                try:
                    fetch(
                        f"http://127.0.43.2:{port}/api/message/save",
                        {"nickname": "王", "tel": "13800000001", "title": title, "text": LETTER["body"]},
                    )
                except (OSError, http.client.HTTPException):
                    return
                confirmed.append(title)

        pressing = threading.Thread(target=press)
        pressing.start()
        while len(confirmed) < 20:
            pressing.join(0.01)
        process.kill()
        pressing.join()
    taken = [entry["fields"]["title"] for entry in journal_of(tmp_path)]
    assert taken[: len(confirmed)] == confirmed
    assert len(taken) - len(confirmed) in {0, 1}


def test_a_stopped_city_resumes_with_its_clock_faults_and_letters(tmp_path: Path):
    with City(tmp_path, seed=7) as city:
        citizen = Citizen(city)
        site = citizen.site_of("letterbox")
        citizen.put(site)
        city.advance(datetime(2024, 2, 9, 12, tzinfo=BEIJING))
        city.fault(site, "sms")
        told, roster, truth = city.clock.now(), city.roster(), city.truth()["sites"]
    with City(tmp_path, seed=7) as city:
        assert city.clock.now() >= told
        assert city.clock.now() - told < timedelta(seconds=30)
        assert city.roster() == roster
        assert city.truth()["sites"] == truth


def test_a_fault_given_at_start_stays_switched_off_once_it_was(tmp_path: Path):
    with City(tmp_path, faults={"杞县": "down", "尉氏县": "login"}) as city:
        city.fault("杞县", "")
    with City(tmp_path, faults={"杞县": "down"}) as city:
        faults = {line["site"]: line["fault"] for line in city.truth()["sites"]}
    assert (faults["杞县"], faults["尉氏县"], faults["龙亭区"]) == ("", "login", "")


def test_a_folder_keeps_its_seed(tmp_path: Path):
    City(tmp_path, seed=1).stop()
    with pytest.raises(ValueError, match="--seed 1"):
        City(tmp_path, seed=2)


def test_two_cities_never_share_a_folder(tmp_path: Path):
    with City(tmp_path), pytest.raises(OSError, match="正被另一个进程使用"):
        City(tmp_path)


def test_a_torn_last_line_is_cut_off_and_what_follows_is_whole(tmp_path: Path):
    path = tmp_path / "journal.jsonl"
    path.write_bytes('{"a": 1}\n{"b": "说了一'.encode()[:-2])
    journal = Journal(path)
    assert journal.entries == ({"a": 1},)
    journal.write({"c": 3})
    journal.close()
    assert Journal(path).entries == ({"a": 1}, {"c": 3})


def test_refused_posts_are_journalled_with_the_reason(tmp_path: Path):
    with City(tmp_path) as city:
        citizen = Citizen(city)
        citizen.put(citizen.site_of("notice"), phone="1")
    entry = journal_of(tmp_path)[-1]
    assert (entry["accepted"], entry["why"], entry["fields"]["phone"]) == (False, "手机号码格式不正确", "1")


def test_the_round_opens_on_monday_the_fifth_at_nine(tmp_path: Path):
    with City(tmp_path) as city:
        assert timedelta(0) <= city.clock.now() - datetime(2024, 2, 5, 9, tzinfo=BEIJING) < timedelta(minutes=1)
    assert ROUND_OPENS.weekday() == 0


@given(st.lists(st.one_of(st.just("kill"), st.just("close"), st.integers(min_value=0, max_value=10**6)), max_size=12))
def test_time_never_goes_back_whatever_jumps_and_kills(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str | int]
):
    path = tmp_path_factory.mktemp("clock") / "clock.json"
    clock = CityClock(path)
    told = clock.now()
    for step in steps:
        if isinstance(step, int):
            clock.jump(clock.now() + timedelta(seconds=step))
        elif step == "close":
            clock.close()
            clock = CityClock(path)
        else:
            clock = CityClock(path)
        assert clock.now() >= told
        told = clock.now()
        assert told - ROUND_OPENS < timedelta(
            seconds=sum(step for step in steps if isinstance(step, int)) + 30 * len(steps) + 60
        )


def test_a_jump_into_the_past_changes_nothing_and_one_without_a_zone_is_refused(tmp_path: Path):
    clock = CityClock(tmp_path / "clock.json")
    clock.jump(ROUND_OPENS - timedelta(days=1))
    assert clock.now() >= ROUND_OPENS
    with pytest.raises(ValueError, match="时区"):
        clock.jump(datetime(2024, 2, 9))  # noqa: DTZ001 - the naive one is the point


def test_the_side_door_tells_and_sets_the_time(tmp_path: Path):
    with City(tmp_path) as city:
        assert fetch(city.side_door + "/clock")["now"].startswith("2024-02-05T09:00")
        assert fetch(city.side_door + "/clock", {"to": "2024-02-18T23:59:00+08:00"})["now"].startswith(
            "2024-02-18T23:59:0"
        )
        assert fetch(city.side_door + "/clock", {"to": "2024-02-05T09:00:00+08:00"})["now"].startswith(
            "2024-02-18T23:59:0"
        )
        with pytest.raises(urllib.error.HTTPError) as refusal:
            fetch(city.side_door + "/clock", {"to": "2024-02-19T09:00:00"})
        assert refusal.value.code == 400
        assert "时间须带时区" in json.load(refusal.value)["error"]
        refusal.value.close()


def test_the_side_door_gives_the_roster_a_user_would_have(tmp_path: Path):
    with City(tmp_path) as city:
        roster = fetch(city.side_door + "/roster")
        line = roster[0]
        assert len(roster) == 43
        assert set(line) == {"order", "name", "home_url", "hosts", "code", "unit", "group"}
        assert line["home_url"] == f"http://{line['hosts'][0]}/"


def test_the_module_ends_cleanly_when_asked_to(tmp_path: Path):
    with served(tmp_path) as process:
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(timeout=20) == 0


def test_the_module_says_in_one_line_why_it_cannot_start(tmp_path: Path):
    with City(tmp_path):
        command = [sys.executable, "-m", "huiying.drill.city", "--dir", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("练习城市无法启动:")
    assert done.stderr.count("\n") == 1
