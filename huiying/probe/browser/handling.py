"""Handling: typing, choosing, ticking and following, as a person would. Nothing here sends a form."""

from __future__ import annotations

from huiying.model import BlockReason
from huiying.probe.blocked import Blocked
from huiying.probe.browser import elements, lists
from huiying.probe.browser.seeing import SeeingBrowser
from huiying.probe.page import Target


class HandlingBrowser(SeeingBrowser):
    """A browser that fills what is on the page."""

    def write(self, target: Target, text: str) -> None:
        """Type a text as a person would; the whole text must stand there afterwards.

        Raises:
            Blocked: FORM_CHANGED where the control is gone or keeps another value.
        """
        wanted = _squeezed(elements.plain(text, lines=True))
        self._call(lambda: elements.write(self.driver, target, text))
        if _squeezed(self._call(lambda: elements.value_of(self.driver, target))) == wanted:
            return
        self._call(lambda: elements.force(self.driver, target, text))
        if _squeezed(self._call(lambda: elements.value_of(self.driver, target))) != wanted:
            raise Blocked(BlockReason.FORM_CHANGED, f"{target.selector} 没有接受填写的内容")

    def choose(self, target: Target, *, value: str = "", label: str = "") -> None:
        """Choose an option of a select."""
        self._call(lambda: elements.choose(self.driver, target, value, label))

    def tick(self, target: Target, *, press: Target | None = None) -> None:
        """Tick a box or choose a radio button; `press` is what a person clicks where the input is drawn over."""
        self._call(lambda: elements.tick(self.driver, target, press))

    def unfold(self, trigger: Target, *, items: str) -> tuple[str, ...]:
        """Open a select that a script draws and return the words of its entries; () where none show."""
        return self._call(lambda: lists.unfold(self.driver, trigger, items))

    def take(self, text: str, *, items: str) -> tuple[str, ...]:
        """Choose an entry of the select that stands open; return the next level's entries, () where it was the last."""
        return self._call(lambda: lists.take(self.driver, text, items))

    def confirm(self) -> None:
        """Press the own 确定 of the select that still stands open; one that closed by itself has none to press."""
        self._call(lambda: lists.confirm(self.driver))

    def fold(self) -> None:
        """Close the select that stands open without choosing."""
        self._call(lambda: lists.fold(self.driver))

    def click(self, target: Target) -> None:
        """Click a link or button that does not send the form; a new window that opens comes to the front."""
        self._call(lambda: elements.click(self.driver, target))

    def sends(self, target: Target) -> bool:
        """Whether a click on it would send a form that has room for a letter: no step on the way to one may do that."""
        return self._call(lambda: elements.sends(self.driver, target))


def _squeezed(text: str) -> str:
    return "".join(text.split())
