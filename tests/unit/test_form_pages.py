"""Every form page of tests/sites/forms is read as its expectation says: fast from the saved models, and in a real Chromium."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from selenium import webdriver

from tests.form_pages import FORMS, NAMES, aliases, chromium, differences, expected, read_file


def test_there_are_at_least_forty_pages() -> None:
    assert len(NAMES) >= 40


@pytest.mark.parametrize("name", NAMES)
def test_a_saved_model_is_recognised_as_expected(name: str) -> None:
    saved = json.loads((FORMS / f"{name}.model.json").read_text("utf-8"))

    assert differences(saved["documents"], expected(name), saved["aliases"]) == []


@pytest.fixture(scope="module")
def driver() -> Iterator[webdriver.Chrome]:
    with chromium() as one:
        yield one


@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
def test_a_page_in_chromium_is_recognised_as_expected(driver: webdriver.Chrome, name: str) -> None:
    documents = read_file(driver, FORMS / f"{name}.html")

    assert differences(documents, expected(name), aliases(driver, documents, expected(name))) == []
