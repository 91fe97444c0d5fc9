"""The scripts on the practice city's pages do in a real Chromium what they do on real sites."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import alert_is_present
from selenium.webdriver.support.wait import WebDriverWait

from huiying.drill.city import City
from tests.citizen import LETTER, Citizen

pytestmark = pytest.mark.browser

SWITCHES = (
    "--no-sandbox", "--headless=new", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic", "--disable-dev-shm-usage", "--window-size=1100,1400",
)  # fmt: skip


@pytest.fixture(scope="module")
def driver() -> Iterator[webdriver.Chrome]:
    binary, service = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
    if not binary or not service:
        pytest.skip("no Chromium with a driver here")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    options.unhandled_prompt_behavior = "ignore"
    for switch in SWITCHES:
        options.add_argument(switch)
    driver = webdriver.Chrome(options=options, service=Service(service))
    yield driver
    driver.quit()


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with City(tmp_path / "city") as city:
        yield city


@pytest.fixture
def citizen(city: City) -> Citizen:
    return Citizen(city)


def type_in(driver: webdriver.Chrome, by: str, fields: dict[str, str]) -> None:
    for where, key in fields.items():
        field = driver.find_element(by, where)
        field.clear()
        field.send_keys(LETTER.get(key, key))


def patience(driver: webdriver.Chrome) -> WebDriverWait:
    """A wait that outlasts the moment in which one page gives way to the next, whatever the driver says in it."""
    return WebDriverWait(driver, 20, ignored_exceptions=(WebDriverException,))


def wait_for_text(driver: webdriver.Chrome, text: str) -> None:
    patience(driver).until(lambda driver: text in driver.find_element(By.TAG_NAME, "body").text)


def appears(driver: webdriver.Chrome, by: str, where: str) -> WebElement:
    return patience(driver).until(lambda driver: driver.find_element(by, where))


def taken(city: City, site: str) -> int:
    return next(line for line in city.truth()["sites"] if line["site"] == site)["posts_accepted"]


def test_the_notice_page_lets_on_only_whoever_ticks_and_the_form_checks_before_it_sends(
    driver: webdriver.Chrome, city: City, citizen: Citizen
):
    site = citizen.site_of("notice")
    driver.get(citizen.forms[site]["form_url"])
    forward = driver.find_element(By.ID, "next")
    assert not forward.is_enabled()
    driver.find_element(By.ID, "read").click()
    forward.click()
    button = appears(driver, By.CSS_SELECTOR, "#letter button")
    button.click()
    wait_for_text(driver, "请填写姓名")
    type_in(
        driver,
        By.ID,
        {"username": "name", "mobile": "phone", "address": "address", "subject": "title", "content": "body"},
    )
    driver.find_element(By.CSS_SELECTOR, "#lettertype option[value='1']").click()
    button.click()
    wait_for_text(driver, "受理编号")
    assert taken(city, site) == 1


@pytest.mark.parametrize("turn", range(2))
def test_the_table_form_goes_off_by_a_picture_or_by_a_plain_button(
    driver: webdriver.Chrome, city: City, citizen: Citizen, turn: int
):
    presses = ["input[type=image]", "input[type=button]"]
    sites = [citizen.site_of("table", number) for number in range(4)]
    for site in sites:
        driver.get(citizen.forms[site]["form_url"])
        if found := driver.find_elements(By.CSS_SELECTOR, presses[turn]):
            type_in(driver, By.NAME, {"xingming": "name", "shouji": "phone", "zhuti": "title", "neirong": "body"})
            found[0].click()
            wait_for_text(driver, "留言成功")
            assert taken(city, site) == 1
            return
    raise AssertionError("no site presses that way")


def test_the_inline_page_shows_its_sentence_only_after_the_post(driver: webdriver.Chrome, city: City, citizen: Citizen):
    site = citizen.site_of("inline")
    driver.get(citizen.forms[site]["form_url"])
    sentence = driver.find_element(By.CSS_SELECTOR, "#askBox .done")
    send = driver.find_element(By.CLASS_NAME, "btn-send")
    send.click()
    wait_for_text(driver, "请填写姓名")
    assert not sentence.is_displayed()
    type_in(
        driver,
        By.CSS_SELECTOR,
        {
            f"[data-key={key}]": value
            for key, value in zip(("nickname", "tel", "title", "text"), ("name", "phone", "title", "body"), strict=True)
        },
    )
    address = driver.current_url
    send.click()
    patience(driver).until(lambda _: sentence.is_displayed())
    assert driver.current_url == address
    assert taken(city, site) == 1


def test_the_alert_form_asks_first_and_tells_the_code_in_an_alert(
    driver: webdriver.Chrome, city: City, citizen: Citizen
):
    site = citizen.site_of("alert")
    driver.get(citizen.forms[site]["form_url"])
    type_in(driver, By.NAME, {"xm": "name", "sjhm": "phone", "yxdz": "email", "bt": "title", "nr": "body"})
    press = driver.find_element(By.CSS_SELECTOR, "#zxform input[type=submit]")
    press.click()
    driver.switch_to.alert.dismiss()
    assert taken(city, site) == 0
    press.click()
    driver.switch_to.alert.accept()
    told = patience(driver).until(alert_is_present())
    assert "查询密码为" in told.text
    told.accept()
    assert taken(city, site) == 1


def test_a_click_on_the_captcha_brings_another_and_its_signs_are_taken(
    driver: webdriver.Chrome, city: City, citizen: Citizen
):
    sites = (citizen.site_of("captcha", turn) for turn in range(4))
    site = next(site for site in sites if city.plans[site].style % 4 != 2)  # sums are too few never to come twice
    driver.get(citizen.forms[site]["form_url"])
    first = city.captcha(site)
    picture = driver.find_element(By.ID, "codeImg")
    picture.click()
    patience(driver).until(
        lambda driver: driver.execute_script("return arguments[0].src.includes('r=') && arguments[0].complete", picture)
    )
    assert city.captcha(site) != first
    type_in(driver, By.NAME, {"writer": "name", "telephone": "phone", "mailTitle": "title", "mailContent": "body"})
    driver.find_element(By.NAME, "validateCode").send_keys(city.captcha(site))
    driver.find_element(By.CSS_SELECTOR, "form[name=mailForm] input[type=button]").click()
    wait_for_text(driver, "信件编号")
    assert taken(city, site) == 1


def test_the_iframe_form_works_across_hosts(driver: webdriver.Chrome, city: City, citizen: Citizen):
    site = citizen.site_of("iframe")
    driver.get(citizen.forms[site]["form_url"])
    driver.switch_to.frame("letterFrame")
    fields = {"txtName": "name", "txtMobile": "phone", "txtEmail": "email", "txtTitle": "title", "txtContent": "body"}
    type_in(driver, By.ID, {f"ctl00_Main_{control}": key for control, key in fields.items()})
    driver.find_element(By.CSS_SELECTOR, "#ctl00_Main_ddlType option[value='01']").click()
    driver.find_element(By.ID, "ctl00_Main_btnSubmit").click()
    wait_for_text(driver, "您的信件已提交成功")
    driver.switch_to.default_content()
    assert taken(city, site) == 1


@pytest.mark.parametrize("editor", ["edArea", "edFrame"])
def test_both_editors_send_what_was_typed_once_they_have_the_focus(
    driver: webdriver.Chrome, city: City, citizen: Citizen, editor: str
):
    for site in (site for site, line in citizen.forms.items() if line["family"] == "editor"):
        driver.get(citizen.forms[site]["form_url"])
        if found := driver.find_elements(By.ID, editor):
            if editor == "edFrame":
                driver.switch_to.frame(found[0])
            body = found[0] if editor == "edArea" else driver.find_element(By.TAG_NAME, "body")
            body.click()
            body.send_keys(LETTER["body"])
            driver.switch_to.default_content()
            type_in(
                driver,
                By.ID,
                {"realname": "name", "mobilephone": "phone", "biaoti": "title", "cxmm": "abc123", "cxmm2": "abc123"},
            )
            driver.find_element(By.CSS_SELECTOR, "#quxian option[value=sz]").click()
            driver.find_elements(By.CSS_SELECTOR, "#bumen option")[1].click()
            driver.find_element(By.CSS_SELECTOR, "a.submit").click()
            wait_for_text(driver, "办件编号为")
            assert city._desk.letters(site)[0].body == LETTER["body"]
            return
    raise AssertionError("no site has that editor")


def test_the_pointer_form_clears_the_word_that_stands_in_its_field(
    driver: webdriver.Chrome, city: City, citizen: Citizen
):
    site = citizen.site_of("pointer")
    driver.get(citizen.forms[site]["form_url"])
    name = driver.find_element(By.NAME, "u_name")
    assert name.get_attribute("value") == "必填"
    name.click()
    assert name.get_attribute("value") == ""
    type_in(driver, By.NAME, {"u_name": "name", "u_mail": "email", "l_title": "title", "l_text": "body"})
    driver.find_element(By.CSS_SELECTOR, "#letterform input[type=button]").click()
    wait_for_text(driver, "信件提交成功")
    assert taken(city, site) == 1
