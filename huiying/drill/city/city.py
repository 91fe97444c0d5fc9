"""The practice city as a whole: sites, clock, journal and mails of one folder."""

from __future__ import annotations

import fcntl
import json
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from huiying.drill.city.apps import FAULTS, foreign_app, platform_app, site_app
from huiying.drill.city.captcha import Captchas
from huiying.drill.city.clock import CityClock, write_whole
from huiying.drill.city.desk import Desk
from huiying.drill.city.families.every import BY_KEY
from huiying.drill.city.families.iframe import Iframe
from huiying.drill.city.house import House
from huiying.drill.city.journal import Journal
from huiying.drill.city.mail import Parcel, letter_parcels, noise_parcels
from huiying.drill.city.news import plan as news_plan
from huiying.drill.city.places import FOREIGN_HOST, PLATFORM_HOST, SIDE_DOOR_HOST, Place, places
from huiying.drill.city.plan import draw
from huiying.drill.city.postman import MailAccount, Postman
from huiying.drill.city.server import App, Front
from huiying.drill.city.side_door import side_door_app
from huiying.drill.city.web import Request, Response


class City:
    """43 sites on 127.0.43.1–43, the platform on .200, nobody's host on .250, the side door on 127.0.0.1, one port for all.

    Everything lies in `folder`; the same folder brings the same city back, wherever it was killed. `seed` None is the
    published quarter, a number shuffles families, rows and moments. `faults` maps site names to kinds (apps.FAULTS).
    """

    def __init__(
        self,
        folder: Path,
        *,
        seed: int | None = None,
        mail: MailAccount | None = None,
        faults: Mapping[str, str] | None = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._lock_file = _lock(folder / "lock")
        self._facts = _facts(folder / "city.json", seed)
        self.clock = CityClock(folder / "clock.json")
        self._journal = Journal(folder / "journal.jsonl")
        self._desk = Desk(self._journal, self.clock)
        self._captchas = Captchas()
        self._faults = {entry["site"]: entry["kind"] for entry in self._journal.entries if entry["type"] == "fault"}
        self._fault_lock = threading.Lock()
        self._sites = {place.name: place for place in places()}
        self.plans = draw(tuple(self._sites.values()), self._facts["seed"])
        self._hosts = {place.host: place.name for place in self._sites.values()}
        for site, kind in (faults or {}).items():
            if site not in self._faults:
                self.fault(site, kind)
        # the port is known only once bound, and the pages need it: bind first, answer after start()
        self._apps: dict[str, App] = {}
        self._front = Front(
            {
                host: partial(self._dispatch, host)
                for host in (*self._hosts, PLATFORM_HOST, FOREIGN_HOST, SIDE_DOOR_HOST)
            },
            port=self._facts["port"],
            down=lambda host: self._faults.get(self._hosts.get(host, ""), "") == "down",
        )
        write_whole(folder / "city.json", json.dumps(self._facts | {"port": self._front.port}))
        self._houses = {name: self._house(place) for name, place in self._sites.items()}
        self._families = {name: BY_KEY[house.plan.family](house) for name, house in self._houses.items()}
        self._build_apps()
        self._postman = Postman(mail, self._journal, self.clock, partial(self._mails, mail.user)) if mail else None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Open the doors; mails that were due while the city was away are delivered first."""
        self._front.start()
        if self._postman:
            self._postman.deliver()
            self._postman.start()

    def stop(self) -> None:
        """Close the doors; the folder keeps everything."""
        self._front.close()
        if self._postman:
            self._postman.close()
        self.clock.close()
        self._journal.close()
        self._lock_file.close()

    @property
    def side_door(self) -> str:
        """The side door's URL, without a final slash."""
        return self._url(SIDE_DOOR_HOST)

    def advance(self, to: datetime) -> None:
        """Jump to that instant if it is still to come; returns when the mails due by then have arrived."""
        self.clock.jump(to)
        if self._postman:
            self._postman.deliver()

    def fault(self, site: str, kind: str) -> None:
        """Switch a site's fault, "" for none; ValueError where there is no such site or kind."""
        if site not in self._sites:
            raise ValueError(f"没有这个网站:{site}")
        if kind and kind not in FAULTS:
            raise ValueError(f"没有这种故障:{kind}。可选:{'、'.join(FAULTS)}")
        with self._fault_lock:
            self._journal.write({"type": "fault", "site": site, "kind": kind, "at": self.clock.now().isoformat()})
            self._faults[site] = kind

    def captcha(self, site: str) -> str | None:
        """Return the text of the latest captcha picture that the site issued, None where it issued none."""
        return self._captchas.latest(site)

    def truth(self) -> dict[str, Any]:
        """Return what each site took and how it answers; an answer that is not due yet is told all the same.

        `answered_at` is the instant of the effective answer (an acknowledgement is none), null where there will be
        none or the question was never asked.
        """
        return {"now": _second(self.clock.now()), "sites": [self._site_truth(name) for name in self._sites]}

    def roster(self) -> list[dict[str, Any]]:
        """Return what a user's roster file would hold of each site."""
        return [
            {
                "order": place.order,
                "name": place.name,
                "home_url": f"{self._url(place.host)}/",
                "hosts": [self._netloc(host) for host in self._hosts_of(place)],
                "code": place.code,
                "unit": place.unit,
                "group": place.group,
            }
            for place in self._sites.values()
        ]

    def forms(self) -> list[dict[str, str]]:
        """Return each site's family and form page, for people who look around."""
        return [
            {"site": name, "family": family.key, "form_url": family.house.base + family.entry_path}
            for name, family in self._families.items()
        ]

    def _site_truth(self, name: str) -> dict[str, Any]:
        plan, counts = self.plans[name], self._desk.posts(name)
        letters = self._desk.letters(name)
        answered = plan.answered(letters[0].asked_at) if letters else None
        return {
            "site": name,
            "family": plan.family,
            "posts_accepted": counts["accepted"],
            "posts_refused": counts["refused"],
            "posts_duplicate": counts["duplicate"],
            "posts_decoy": counts["decoy"],
            "asked_at": _second(letters[0].asked_at) if letters else None,
            "answered_at": _second(answered) if answered else None,
            "fault": self._faults.get(name, ""),
            "news": news_plan(name),
            "plan": {
                "row": plan.row,
                "answer_at": _second(plan.answer_at) if plan.answer_at else None,
                "interim": plan.interim,
            },
        }

    def _dispatch(self, host: str, request: Request) -> Response:
        return self._apps[host](request)

    def _build_apps(self) -> None:
        foreign = self._url(FOREIGN_HOST)
        for name, family in self._families.items():
            self._apps[self._sites[name].host] = site_app(family, foreign=foreign)
        iframes = {
            self._sites[name].code: family for name, family in self._families.items() if isinstance(family, Iframe)
        }
        self._apps[PLATFORM_HOST] = platform_app(iframes)
        self._apps[FOREIGN_HOST] = foreign_app(self._desk)
        self._apps[SIDE_DOOR_HOST] = side_door_app(self)

    def _house(self, place: Place) -> House:
        return House(
            place=place,
            plan=self.plans[place.name],
            clock=self.clock,
            desk=self._desk,
            captchas=self._captchas,
            fault=lambda: self._faults.get(place.name, ""),
            base=self._url(place.host),
            platform=self._url(PLATFORM_HOST),
        )

    def _mails(self, account: str) -> list[Parcel]:
        parcels = [
            parcel
            for letter in self._desk.every_letter()
            for parcel in letter_parcels(self._houses[letter.site], letter)
        ]
        return parcels + noise_parcels(account)

    def _hosts_of(self, place: Place) -> list[str]:
        return [place.host, PLATFORM_HOST] if self.plans[place.name].family == "iframe" else [place.host]

    def _netloc(self, host: str) -> str:
        return f"{host}:{self._front.port}"

    def _url(self, host: str) -> str:
        return f"http://{self._netloc(host)}"


def _second(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds")


def _lock(path: Path) -> TextIO:
    """Hold the folder alone, so that two cities never write one journal."""
    stream = path.open("w")
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        stream.close()
        raise OSError(f"练习城市的文件夹正被另一个进程使用:{path.parent}") from error
    return stream


def _facts(path: Path, seed: int | None) -> dict[str, Any]:
    """Return seed and port; a folder keeps the seed it began with."""
    if not path.exists():
        write_whole(path, json.dumps({"seed": seed, "port": 0}))
    facts: dict[str, Any] = json.loads(path.read_text())
    if facts["seed"] != seed:
        raise ValueError(
            f"文件夹 {path.parent} 里的练习城市是用 --seed {facts['seed']} 建立的,不能改为 {seed};请换一个文件夹"
        )
    return facts
