"""Selects that a script draws: opened as a person would, their entries read once they show, one taken, level by level."""

from __future__ import annotations

import time
from importlib.resources import files
from typing import Any

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from huiying.model import BlockReason
from huiying.probe.blocked import Blocked
from huiying.probe.browser import elements
from huiying.probe.page import Target

LISTS = (files("huiying.probe") / "lists.js").read_text(encoding="utf-8")
PATIENCE = 4.0
"""Seconds that the entries may take to come."""

FURTHER = 0.8
"""Seconds in which a cascade shows its next level."""


CONFIRM, CANCEL = "^(确\\s*[定认]|完\\s*成|选好了|OK|Confirm|Done)$", "^(取\\s*消|关\\s*闭|Cancel|Close)$"
FADING = 0.4
"""Seconds in which a closed list slides away."""


def unfold(driver: Any, trigger: Target, items: str) -> tuple[str, ...]:
    """Open a drawn select and return the words of its entries; `items` is where they are known to stand, else "".

    Raises:
        Blocked: FORM_CHANGED where the trigger is gone or can't be clicked.
    """
    element = elements.find(driver, trigger)
    driver.execute_script(LISTS, items, "mark", "")
    _press(driver, element)
    return _come(driver, items, PATIENCE)


def take(driver: Any, text: str, items: str) -> tuple[str, ...]:
    """Click the entry with these words and return the entries of the next level; () where there is none.

    Raises:
        Blocked: FORM_CHANGED where there is no such entry.
    """
    entry = driver.execute_script(LISTS, items, "take", text)
    if entry is None:
        raise Blocked(BlockReason.FORM_CHANGED, f"下拉框中没有选项“{text}”")
    _press(driver, entry)
    return _come(driver, items, FURTHER)


def fold(driver: Any) -> None:
    """Close what was opened without choosing."""
    if not _close(driver, CANCEL):
        ActionChains(driver).send_keys(Keys.ESCAPE).perform()


def confirm(driver: Any) -> None:
    """Press the list's own 确定, where it has one and still stands open: on telephones a choice counts only then."""
    _close(driver, CONFIRM)


def _close(driver: Any, words: str) -> bool:
    button = driver.execute_script(LISTS, "", "close", words)
    if button is None:
        return False
    _press(driver, button)
    time.sleep(FADING)
    return True


def _come(driver: Any, items: str, patience: float) -> tuple[str, ...]:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        time.sleep(0.1)
        if found := driver.execute_script(LISTS, items, "read", ""):
            return tuple(str(text) for text in found)
    return ()


def _press(driver: Any, element: Any) -> None:
    """Click what stands at the element's middle: placeholders lie over the inputs of drawn selects."""
    try:
        driver.execute_script(elements.SHOW, element)
        try:
            element.click()
        except elements.UNTOUCHABLE:
            ActionChains(driver).move_to_element(element).click().perform()
    except (*elements.GONE, *elements.UNTOUCHABLE) as error:
        raise Blocked(BlockReason.FORM_CHANGED, "下拉框没有打开") from error
