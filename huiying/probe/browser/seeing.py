"""Seeing: what stands on the page in front, its pictures, and what scripts that only read find there."""

from __future__ import annotations

import json
import time
from typing import Any

from huiying.model import BlockReason
from huiying.probe.blocked import Blocked
from huiying.probe.browser import elements
from huiying.probe.browser.going import GoingBrowser
from huiying.probe.browser.looking import documents, look_at, own_pixels, photograph
from huiying.probe.page import PageText, Target

PICTURE_TRIES = 20


class SeeingBrowser(GoingBrowser):
    """A browser that tells what is on the page."""

    def look(self) -> PageText:
        """Read what a person sees on the page in front, with all its frames, other hosts' too."""
        return self._call(lambda: look_at(self.driver))

    def site_code(self) -> str:
        """Return the 网站标识码 that the page in front bears; "" where it bears none."""
        script = (
            "const m = document.querySelector('meta[name=\"SiteIDCode\" i]'); return m ? String(m.content).trim() : ''"
        )
        return str(self._call(lambda: self._top(script)))[:40]

    def documents(self, script: str) -> tuple[dict[str, Any], ...]:
        """Run `script` (a function body that returns a JSON object) on the top page and in each frame that it can't read.

        Each document gets its `frame`: the selectors of the frames that lead to it.
        """
        return tuple(self._call(lambda: documents(self.driver, script)))

    def run(self, script: str, *values: object, frame: tuple[str, ...] = ()) -> Any:
        """Run a function body in a frame and return its value; for reading only."""

        def go() -> Any:
            elements.enter_frame(self.driver, frame)
            return self.driver.execute_script(script, *values)

        return self._call(go)

    def read_pairs(self, script: str, *lists: list[str], frame: tuple[str, ...] = ()) -> Any:
        """Run a function body on lists of texts and return its JSON answer."""
        return json.loads(self.run(script, *(json.dumps(one) for one in lists), frame=frame))

    def screenshot(self) -> bytes:
        """Return the page as JPEG, at most 1280 × 5000."""
        return self._call(lambda: photograph(self.driver))

    def picture(self, target: Target, *, around: bool = False) -> bytes:
        """Return an image at its own size as PNG (an element screenshot is scaled); b"" where there is none.

        With `around` it is what stands in the row of the element, as on the screen.
        """
        if around:
            return self._call(lambda: elements.row_of(self.driver, target))
        for _ in range(PICTURE_TRIES):
            found = self._call(lambda: own_pixels(self.driver, target))
            if found is not None:
                return found
            time.sleep(0.1)
        return b""

    def there(self, target: Target) -> bool:
        """Whether the element exists."""
        try:
            self._call(lambda: elements.find(self.driver, target))
        except Blocked as blocked:
            if blocked.reason is BlockReason.FORM_CHANGED:
                return False
            raise
        return True
