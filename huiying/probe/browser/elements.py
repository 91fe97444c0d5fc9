"""Hands on a page: finding an element, and typing, choosing and ticking as a person would, with real events."""

from __future__ import annotations

import json
import re
import time
from contextlib import suppress
from importlib.resources import files
from typing import Any

from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    InvalidSelectorException,
    JavascriptException,
    NoSuchElementException,
    NoSuchFrameException,
    StaleElementReferenceException,
)
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from huiying.model import BlockReason
from huiying.probe.blocked import Blocked
from huiying.probe.page import Target

GONE = (
    NoSuchElementException,
    StaleElementReferenceException,
    NoSuchFrameException,
    InvalidSelectorException,
    JavascriptException,
)
UNTOUCHABLE = (ElementClickInterceptedException, ElementNotInteractableException)

FIND = """
let root = document, found = null;
for (const part of arguments[0].split(" >>> ")) {
  found = root ? root.querySelector(part) : null;
  if (!found) return null;
  root = found.shadowRoot;
}
return found;
"""
COVERS = (files("huiying.probe") / "covers.js").read_text(encoding="utf-8")
SHOW = "arguments[0].scrollIntoView({behavior: 'instant', block: 'center', inline: 'center'})"
HIT = """
const node = arguments[0];
node.scrollIntoView({behavior: 'instant', block: 'center', inline: 'center'});
const box = node.getClientRects()[0];
if (!box || node.disabled) return false;
const top = node.getRootNode().elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
return !!top && (top === node || node.contains(top) || top.contains(node));
"""
VALUE = """
const node = arguments[0];
return node.isContentEditable || !("value" in node) ? String(node.innerText || "") : String(node.value);
"""
SET = """
const node = arguments[0], text = arguments[1];
if (node.isContentEditable || !("value" in node)) node.innerText = text;
else {
  const kind = node instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(node, text);
}
for (const name of ["input", "keyup", "change"]) node.dispatchEvent(new Event(name, {bubbles: true}));
"""
BLUR = "arguments[0].blur()"
UNCOVERED = 0.4
"""Seconds in which a closed notice fades away."""

HOVER = 0.3
"""Seconds until a menu under the pointer has opened."""

ABOVE = """
for (let up = arguments[0].parentElement; up && up !== document.body; up = up.parentElement)
  if (up.getClientRects().length && up.getClientRects()[0].width > 2) return up;
return null;
"""
OWN_HOST = """
const box = arguments[0].getBoundingClientRect(), host = arguments[0].getRootNode().host;
const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
return !!host && !!top && (host === top || host.contains(top));
"""
DRAWN_TICK = """
const drawn = arguments[0].parentElement && arguments[0].parentElement.closest("[role=radio],[role=checkbox],[role=switch]");
return !!drawn && drawn.getAttribute("aria-checked") === "true";
"""
LABEL = """
const node = arguments[0];
const own = node.labels && node.labels.length ? node.labels[0] : null;
return own || node.parentElement;
"""
ACTION = """
const node = arguments[0], form = node.form || node.closest("form");
if (node.hasAttribute("formaction")) return node.formAction;
if (form && form.hasAttribute("action")) return new URL(form.getAttribute("action"), document.baseURI).href;
return node.localName === "a" ? node.href : location.href;
"""
DISABLED = (
    "const node = arguments[0]; return node.disabled === true || /(^|[-_ ])disabled/.test(String(node.className))"
)
SENDS = """
const node = arguments[0].closest("button, input");
const sending = node && /^(submit|image)$/.test(node.type) && node.form;
const long = "textarea, iframe[class*=edit], [contenteditable=true]";
return !!sending && Array.from(node.form.querySelectorAll(long)).some(one => one.getClientRects().length > 0);
"""
_NOT_TYPED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028\u2029\ue000-\uf8ff]")


def plain(text: str, *, lines: bool) -> str:
    """Leave only what may be typed: WebDriver's private-use keys would press Enter, and Enter sends a form."""
    text = _NOT_TYPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return text if lines else " ".join(text.split("\n"))


WHOLE = """
const list = Array.prototype, string = String.prototype, ofList = list.toJSON, ofString = string.toJSON;
delete list.toJSON; delete string.toJSON;
try { return JSON.stringify((function () {%s
}).apply(null, arguments)); }
finally { if (ofList) list.toJSON = ofList; if (ofString) string.toJSON = ofString; }
"""


def read_json(driver: Any, script: str, *values: object) -> Any:
    """Run a function body and return its value by way of text: Prototype.js breaks the driver's own serialisation."""
    found = driver.execute_script(WHOLE.replace("%s", script, 1), *values)
    return json.loads(found) if isinstance(found, str) else {}


def enter_frame(driver: Any, frame: tuple[str, ...]) -> None:
    """Go to the frame that the selectors lead to, from the top."""
    driver.switch_to.default_content()
    for selector in frame:
        inner = driver.execute_script(FIND, selector)
        if inner is None:
            raise NoSuchFrameException(selector)
        driver.switch_to.frame(inner)


def find(driver: Any, target: Target) -> Any:
    """Return the element; raises Blocked(FORM_CHANGED) where it is gone."""
    try:
        enter_frame(driver, target.frame)
        element = driver.execute_script(FIND, target.selector)
    except GONE as error:
        raise _gone(target) from error
    if element is None:
        raise _gone(target)
    return element


def write(driver: Any, target: Target, text: str) -> None:
    """Click, clear, type, leave. What stands there afterwards must be the whole text."""
    element = find(driver, target)
    tag = element.tag_name.lower()
    wanted = plain(text, lines=tag != "input")
    try:
        if any(ord(character) > 0xFFFF for character in wanted):  # the driver refuses to type rare characters
            driver.execute_script(SET, element, wanted)
            return
        _click(driver, element)
        element.send_keys(Keys.CONTROL + "a", Keys.NULL, Keys.DELETE)
        # Shift+Enter is a line break everywhere; Enter alone may send the form.
        for number, line in enumerate(wanted.split("\n")):
            if number:
                element.send_keys(Keys.SHIFT + Keys.ENTER, Keys.NULL)
            element.send_keys(line)
        driver.execute_script(BLUR, element)
    except UNTOUCHABLE:
        driver.execute_script(SET, element, wanted)
        driver.execute_script(BLUR, element)
    except GONE as error:
        raise _gone(target) from error


def value_of(driver: Any, target: Target) -> str:
    """Return what stands in a control."""
    return str(driver.execute_script(VALUE, find(driver, target)))


def force(driver: Any, target: Target, text: str) -> None:
    """Set a value with its events, for a control that does not take keys (readonly date fields, masked inputs)."""
    element = find(driver, target)
    driver.execute_script(SET, element, plain(text, lines=element.tag_name.lower() != "input"))


def choose(driver: Any, target: Target, value: str, label: str) -> None:
    """Choose one option of a <select>, by value and label together where both are known."""
    element = find(driver, target)
    try:
        driver.execute_script(SHOW, element)
        script = """
        const clean = text => String(text).replace(/\\s+/g, " ").trim();
        const all = Array.from(arguments[0].options).filter(o => !o.disabled);
        const both = all.find(o => o.value === arguments[1] && clean(o.text) === clean(arguments[2]));
        return both || all.find(o => arguments[2] ? clean(o.text) === clean(arguments[2]) : o.value === arguments[1]) || null;
        """
        option = driver.execute_script(script, element, value, label)
        if option is None:
            raise Blocked(BlockReason.FORM_CHANGED, f"下拉框中没有选项“{label or value}”")
        try:
            option.click()
        except UNTOUCHABLE:  # a select that a script-drawn one hides
            driver.execute_script("arguments[0].selected = true", option)
            driver.execute_script("arguments[0].dispatchEvent(new Event('change', {bubbles: true}))", element)
        with suppress(
            *GONE
        ):  # the driver leaves out what a person's choice sends too, and some pages listen to nothing else
            driver.execute_script("arguments[0].dispatchEvent(new Event('input', {bubbles: true}))", element)
    except GONE as error:
        raise _gone(target) from error


def tick(driver: Any, target: Target, press: Target | None) -> None:
    """Choose a radio button or check box, or leave it where it is chosen; a hidden one by `press` or its label."""
    element = find(driver, target)
    try:
        if _ticked(driver, element):
            return
        try:
            _click(driver, element)
        except UNTOUCHABLE:
            drawn = driver.execute_script(FIND, press.selector) if press is not None else None
            _click_drawn(driver, drawn or driver.execute_script(LABEL, element))
    except (*GONE, *UNTOUCHABLE) as error:
        raise _gone(target) from error
    if element.tag_name.lower() == "input" and not _ticked(driver, element):
        driver.execute_script("arguments[0].click()", element)
        if not _ticked(driver, element):
            raise Blocked(BlockReason.FORM_CHANGED, f"无法选中 {target.selector}")


def row_of(driver: Any, target: Target) -> bytes:
    """Return what stands in the row of an element, as PNG."""
    script = "return arguments[0].closest('tr, li, p, dd, dl, label') || arguments[0].parentElement"
    return bytes(driver.execute_script(script, find(driver, target)).screenshot_as_png)


def click(driver: Any, target: Target) -> None:
    """Click something that does not send the form; a menu that opens under the pointer is opened first."""
    element = find(driver, target)
    try:
        try:
            _click(driver, element)
        except ElementNotInteractableException:
            _hover(driver, element)
            _click(driver, element)
    except UNTOUCHABLE as error:
        raise Blocked(BlockReason.FORM_CHANGED, f"{target.selector} 被遮挡或不能点击") from error
    except GONE as error:
        raise _gone(target) from error


def reachable(driver: Any, target: Target) -> bool:
    """Whether a click on the element's middle would reach it."""
    return bool(driver.execute_script(HIT, find(driver, target)))


def uncover(driver: Any, target: Target) -> bool:
    """Close what lies over an element and asks for nothing (a cookie bar); whether there was something to click."""
    return _uncover(driver, find(driver, target))


def disabled(driver: Any, target: Target) -> bool:
    """Whether the element can't be pressed yet (a button that counts down)."""
    return bool(driver.execute_script(DISABLED, find(driver, target)))


def action_of(driver: Any, target: Target) -> str:
    """Return where pressing the element would send its form; "" where only a script knows."""
    return str(driver.execute_script(ACTION, find(driver, target)) or "")


def sends(driver: Any, target: Target) -> bool:
    """Whether a click on the element would send a form that has room for a letter."""
    return bool(driver.execute_script(SENDS, find(driver, target)))


def _click_drawn(driver: Any, element: Any) -> None:
    """Click what is drawn for a control; inside a component its own host or slotted words may lie over it."""
    try:
        _click(driver, element)
    except ElementClickInterceptedException:
        if not driver.execute_script(OWN_HOST, element):
            raise
        ActionChains(driver).move_to_element(element).click().perform()


def _ticked(driver: Any, element: Any) -> bool:
    """Whether a box is ticked, or the drawn one around it says that it is."""
    return bool(element.is_selected() or driver.execute_script(DRAWN_TICK, element))


def _hover(driver: Any, element: Any) -> None:
    """Lay the pointer on what stands above a hidden entry, from the outermost part that shows inwards."""
    for _ in range(4):
        shown = driver.execute_script(ABOVE, element)
        if shown is None:
            return
        ActionChains(driver).move_to_element(shown).perform()
        time.sleep(HOVER)
        if element.is_displayed():
            return


def _click(driver: Any, element: Any) -> None:
    driver.execute_script(SHOW, element)
    try:
        element.click()
    except ElementClickInterceptedException:
        if not _uncover(driver, element):
            raise
        time.sleep(UNCOVERED)
        element.click()


def _uncover(driver: Any, element: Any) -> bool:
    closer = driver.execute_script(COVERS, element)
    if closer is None or driver.execute_script(SENDS, closer):
        return False
    try:
        closer.click()
    except (*GONE, *UNTOUCHABLE):
        return False
    return True


def _gone(target: Target) -> Blocked:
    return Blocked(BlockReason.FORM_CHANGED, f"页面上找不到 {target.selector}")
