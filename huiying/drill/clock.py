"""Clocks: the real one, and the practice city's, which jumps where the real one sleeps."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from threading import Event
from urllib.request import Request, urlopen

from huiying.errors import Unreachable
from huiying.model import SHANGHAI
from huiying.ports import Clock

SIDE_DOOR_SECONDS = 60


class SystemClock:
    """The time of this machine."""

    def __init__(self, stop: Event) -> None:
        self._stop = stop

    def now(self) -> datetime:
        """Return the present instant in Beijing time."""
        return datetime.now(SHANGHAI)

    def sleep(self, seconds: float) -> None:
        """Wait, or return early when asked to stop."""
        self._stop.wait(seconds)


class CityClock:
    """The practice city's time, read and moved at its side door."""

    def __init__(self, url: str, stop: Event) -> None:
        self._url = url
        self._stop = stop

    def now(self) -> datetime:
        """Return the city's present instant."""
        return self._ask(None)

    def sleep(self, seconds: float) -> None:
        """Let the city's days pass at once."""
        if not self._stop.is_set():
            self._ask(self.now() + timedelta(seconds=seconds))

    def _ask(self, to: datetime | None) -> datetime:
        body = None if to is None else json.dumps({"to": to.isoformat()}).encode()
        request = Request(self._url, data=body, headers={"Content-Type": "application/json"})  # noqa: S310
        try:
            with urlopen(request, timeout=SIDE_DOOR_SECONDS) as answer:  # noqa: S310 - settings allow loopback only
                return datetime.fromisoformat(json.load(answer)["now"])
        except (OSError, ValueError, KeyError) as error:
            raise Unreachable(
                what="练习城市的时钟", why="没有应答", do="请先在另一个终端运行 huiying drill serve"
            ) from error


def clock_for(city_url: str, stop: Event) -> Clock:
    """Return the city's clock where the settings name one, else the machine's."""
    return CityClock(city_url, stop) if city_url else SystemClock(stop)
