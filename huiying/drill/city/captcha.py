"""Captcha pictures bound to a session; the side door knows the latest text of each site."""

from __future__ import annotations

import io
import threading

from PIL import Image, ImageDraw, ImageFont

from huiying.drill.city.dice import dice

_SIGNS = "ACDEFHKMNPRTUVWXY34679"
_INKS = ("#1d3f8f", "#8f1d2c", "#206b2f", "#5a2d82")


class Captchas:
    """Texts issued and not yet used, by site and session; used once, right or wrong."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._issued: dict[tuple[str, str], str] = {}
        self._latest: dict[str, str] = {}
        self._count = 0

    def issue(self, site: str, session: str, *, sum_of_two: bool) -> bytes:
        """Return a new PNG and forget the session's earlier text."""
        with self._lock:
            self._count += 1
            chance = dice(site, session, self._count)
            if sum_of_two:
                first, second = chance.randrange(1, 10), chance.randrange(1, 10)
                shown, text = f"{first}+{second}=?", str(first + second)
            else:
                shown = text = "".join(chance.choices(_SIGNS, k=4))
            self._issued[site, session] = self._latest[site] = text
        return _picture(shown, self._count)

    def used(self, site: str, session: str, typed: str) -> bool:
        """Say whether `typed` is right, capitals aside; the text is gone either way."""
        with self._lock:
            text = self._issued.pop((site, session), None)
        return text is not None and typed.strip().upper() == text

    def latest(self, site: str) -> str | None:
        """Return the text of the picture that the site issued last."""
        return self._latest.get(site)


def _picture(shown: str, count: int) -> bytes:
    chance = dice(shown, count)
    width, height = 26 * len(shown) + 14, 40
    picture = Image.new("RGB", (width, height), "#f3f1e8")
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=26)
    for place, sign in enumerate(shown):
        spot = (8 + 26 * place + chance.randrange(4), 2 + chance.randrange(7))
        pen.text(spot, sign, fill=chance.choice(_INKS), font=font)
    for _ in range(5):
        ends = [(chance.randrange(width), chance.randrange(height)) for _ in range(2)]
        pen.line(ends, fill=chance.choice(_INKS), width=1)
    for _ in range(60):
        pen.point((chance.randrange(width), chance.randrange(height)), fill="#777777")
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
