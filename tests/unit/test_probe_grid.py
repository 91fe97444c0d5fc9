"""A browser behind the remote protocol: a driver that runs by itself on loopback stands in for a Selenium Grid."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from huiying.model import BlockReason, State, Unknown
from huiying.probe.blocked import Blocked
from huiying.probe.browser import ChromiumBrowser, Patience
from huiying.probe.chromium import find_chromium
from tests.fakes import FakeDoor
from tests.practice_site import Answer, PracticeSite
from tests.unit.test_probe_submit import CAPTCHA, PNG, Desk, serve_form

pytestmark = pytest.mark.browser


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (tmp_path / "driver.log").open("wb") as log:
        process = subprocess.Popen([find_chromium().driver, f"--port={port}"], stdout=log, stderr=log)
    for _ in range(100):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}", process
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture
def site(site: PracticeSite) -> PracticeSite:
    serve_form(site)
    return site


def test_a_question_is_put_through_a_remote_browser_and_its_captcha_is_read(
    driver: tuple[str, subprocess.Popen[bytes]], site: PracticeSite, tmp_path: Path
) -> None:
    serve_form(site, rows=CAPTCHA)
    site.pages["/captcha.png"] = Answer(raw=PNG, type="image/png")
    with ChromiumBrowser(folder=tmp_path, grid=driver[0], patience=Patience(page=8, press=6)) as browser:
        desk = Desk(browser, site, "ab12")
        assert desk.put().receipt.number == "2024020500017", desk.door.blocks or desk.door.outcomes
        assert desk.challenger.asked[0].picture.startswith(b"\x89PNG")
        assert browser.process_id() == 0
        assert Desk(browser, site, "ab13").put().state is State.SUBMITTED
    assert len(site.posts) == 2
    assert list(tmp_path.glob("browser-*.json")) == []


def test_a_grid_that_dies_in_the_press_leaves_it_unknown(
    driver: tuple[str, subprocess.Popen[bytes]], site: PracticeSite, tmp_path: Path
) -> None:
    url, process = driver
    with ChromiumBrowser(folder=tmp_path, grid=url, patience=Patience(page=8, press=6)) as browser:
        desk = Desk(browser, site)
        desk.door = FakeDoor(desk.clock, after_arm=process.terminate)
        assert desk.put().state is State.UNCONFIRMED
        assert isinstance(desk.door.outcomes[0], Unknown)
    assert len(site.posts) <= 1


def test_a_grid_that_is_not_there_is_our_fault(tmp_path: Path) -> None:
    with pytest.raises(Blocked) as caught, ChromiumBrowser(folder=tmp_path, grid="http://127.0.0.1:9"):
        pass
    assert caught.value.reason is BlockReason.BROWSER_FAILED
    assert "集群" in caught.value.note
