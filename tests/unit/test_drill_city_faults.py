"""The faults of the practice city: each site can fail in the ways that real ones do, and counts rightly all the same."""

from __future__ import annotations

import json
import re
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from huiying.drill.city import FAULTS, City
from tests.citizen import LETTER, Citizen

FAMILIES = ("notice", "table", "inline", "alert", "captcha", "iframe", "letterbox", "pointer", "editor")


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with City(tmp_path / "city") as city:
        yield city


@pytest.fixture
def citizen(city: City) -> Citizen:
    return Citizen(city)


def accepted(city: City, site: str) -> int:
    return next(line for line in city.truth()["sites"] if line["site"] == site)["posts_accepted"]


def form_bytes(citizen: Citizen, site: str) -> bytes:
    """The page with the form itself, past the notice and inside the iframe."""
    url = citizen.forms[site]["form_url"].replace("/hdjl/xz.html", "/hdjl/write.html?agree=1")
    body = citizen.raw(url)[1]
    inner = re.search(rb'<iframe id="letterFrame" src="([^"]+)"', body)
    return citizen.raw(inner[1].decode())[1] if inner else body


@pytest.mark.parametrize("family", FAMILIES)
def test_a_site_that_is_down_resets_connections_until_it_is_up_again(city: City, citizen: Citizen, family: str):
    site = citizen.site_of(family)
    city.fault(site, "down")
    with pytest.raises((ConnectionError, urllib.error.URLError)):
        citizen.get(citizen.home(site) + "/")
    city.fault(site, "")
    assert site_is_up(citizen, site)


def site_is_up(citizen: Citizen, site: str) -> bool:
    return b"SiteIDCode" in citizen.raw(citizen.home(site) + "/")[1]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_server_error_shows_on_the_form_page_only(city: City, citizen: Citizen, family: str):
    site = citizen.site_of(family)
    city.fault(site, "server_error")
    assert b"HTTP Status 500" in citizen.raw(citizen.forms[site]["form_url"])[1]
    assert site_is_up(citizen, site)


@pytest.mark.parametrize("family", FAMILIES)
def test_an_error_after_the_post_hides_that_the_letter_was_taken(city: City, citizen: Citizen, family: str):
    site = citizen.site_of(family)
    city.fault(site, "error_after_post")
    assert "HTTP Status 500" in citizen.put(site)
    assert accepted(city, site) == 1


@pytest.mark.parametrize("family", FAMILIES)
def test_a_hang_after_the_post_says_nothing_and_has_taken_the_letter(city: City, citizen: Citizen, family: str):
    site = citizen.site_of(family)
    city.fault(site, "hang_after_post")
    citizen.timeout = 0.5
    with pytest.raises(TimeoutError):
        citizen.put(site)
    assert accepted(city, site) == 1


def test_an_endless_load_sends_a_beginning_and_never_an_end(city: City, citizen: Citizen):
    site = citizen.site_of("alert")
    city.fault(site, "hang")
    response = urllib.request.urlopen(citizen.forms[site]["form_url"], timeout=2.5)
    assert response.status == 200
    assert b"<html>" in response.read(60)
    assert response.headers["Content-Length"] is None
    response.close()


def test_other_sites_answer_while_one_hangs(city: City, citizen: Citizen):
    site, other = citizen.site_of("alert"), citizen.site_of("alert", 1)
    city.fault(site, "hang")
    held = [urllib.request.urlopen(citizen.forms[site]["form_url"], timeout=5) for _ in range(5)]
    assert citizen.accepted(other, citizen.put(other))
    for response in held:
        response.close()


@pytest.mark.parametrize("family", FAMILIES)
def test_a_changed_form_renames_its_controls_and_wants_an_unknown_one(city: City, citizen: Citizen, family: str):
    site = citizen.site_of(family)
    before = set(re.findall(rb'<(?:input|select|textarea)\b[^>]*name="([^"]+)"', form_bytes(citizen, site)))
    city.fault(site, "form_changed")
    page = form_bytes(citizen, site)
    after = set(re.findall(rb'<(?:input|select|textarea)\b[^>]*name="([^"]+)"', page))
    charset = "gb18030" if family == "table" else "utf-8"
    assert "所属网格编号" in page.decode(charset)
    if family != "inline":  # there the controls have no names
        assert {name for name in after if name.endswith(b"_v2")} >= {
            name + b"_v2" for name in before if name not in {b"q", b"keyword"}
        }
    assert "请填写所属网格编号" in citizen.put(site)
    assert accepted(city, site) == 0


def test_a_changed_form_takes_a_letter_that_fills_in_what_it_wants(city: City, citizen: Citizen):
    site = citizen.site_of("letterbox")
    city.fault(site, "form_changed")
    fields = {
        f"f_{number}_v2": LETTER[key]
        for number, key in enumerate(("name", "phone", "email", "address", "title", "body"), 1)
    }
    page = citizen.post(citizen.home(site) + "/hdpt/xinxiang.html", fields | {"wgbh": "410200-17"})
    assert citizen.accepted(site, page)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_site_may_want_a_code_by_sms_that_nobody_gets(city: City, citizen: Citizen, family: str):
    site = citizen.site_of(family)
    city.fault(site, "sms")
    charset = "gb18030" if family == "table" else "utf-8"
    assert "获取验证码" in form_bytes(citizen, site).decode(charset)
    assert "请填写短信验证码" in citizen.put(site)
    assert accepted(city, site) == 0


@pytest.mark.parametrize("family", FAMILIES)
def test_a_site_may_want_a_login_first(city: City, citizen: Citizen, family: str):
    site = citizen.site_of(family)
    city.fault(site, "login")
    page = citizen.raw(citizen.forms[site]["form_url"])[1].decode("gb18030" if family == "table" else "utf-8")
    assert "请先登录" in page


@pytest.mark.parametrize("family", FAMILIES)
def test_a_redirect_leads_to_a_host_that_is_not_on_the_roster(city: City, citizen: Citizen, family: str):
    site = citizen.site_of(family)
    city.fault(site, "redirect")
    with urllib.request.urlopen(citizen.forms[site]["form_url"], timeout=5) as response:
        landed = response.url.split("/")[2]
    assert landed not in {host for line in citizen.roster.values() for host in line["hosts"]}
    citizen.post(f"http://{landed}/portal/letter", {"name": "王", "title": LETTER["title"]})
    assert accepted(city, site) == 0


def test_a_silent_captcha_form_comes_back_empty_and_says_nothing(city: City, citizen: Citizen):
    site = citizen.site_of("captcha")
    empty = citizen.get(citizen.forms[site]["form_url"])
    city.fault(site, "silent_captcha")
    page = citizen.put(site, captcha="zzzz")
    assert "验证码错误" not in page
    assert LETTER["title"] not in page
    assert re.sub(r'<b id="visits">\d+', "", page) == re.sub(r'<b id="visits">\d+', "", empty)
    assert citizen.accepted(site, citizen.put(site))


def test_unknown_faults_and_sites_are_refused_by_name(city: City):
    with pytest.raises(ValueError, match="没有这种故障"):
        city.fault("杞县", "meteor")
    with pytest.raises(ValueError, match="没有这个网站"):
        city.fault("汴梁县", "down")


def test_every_fault_can_be_switched_over_the_side_door(city: City, citizen: Citizen):
    site = citizen.site_of("captcha")
    for kind in FAULTS:
        data = json.dumps({"site": site, "kind": kind}).encode()
        request = urllib.request.Request(
            city.side_door + "/fault", data=data, headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=5) as response:
            assert json.load(response) == {"site": site, "kind": kind}
        assert json.loads(citizen.get(city.side_door + "/fault")) == {site: kind}


def test_a_flood_of_idle_connections_does_not_lock_anyone_out(city: City, citizen: Citizen):
    host, port = citizen.roster["杞县"]["hosts"][0].split(":")
    idle = [socket.create_connection((host, int(port)), timeout=5) for _ in range(40)]
    assert site_is_up(citizen, "杞县")
    for connection in idle:
        connection.close()


def test_an_oversized_post_is_refused_unread(city: City, citizen: Citizen):
    site = citizen.site_of("table")
    with pytest.raises((OSError, urllib.error.URLError)):
        raise OSError(citizen.raw(citizen.home(site) + "/guestbook/add.asp", b"x" * 1_500_000, "text/plain")[1][:60])
    assert accepted(city, site) == 0
