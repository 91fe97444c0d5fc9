"""The folder of a drill: what lies where, and whether an earlier run in it is to be gone on with."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from huiying.drill.city import City, EmbeddedMail, MailAccount
from huiying.errors import BadInput, NotAllowed
from huiying.settings import FILE_NAME

MARKER = "huiying-drill.json"
ROUND_NAME = "2024年第一季度"
OWN_FILES = ("annex3.docx", "annex3.xlsx", "annex3.txt", "annex3.json", "city.json", MARKER)
GROUPS = {"county": "县区", "department": "市级部门"}
RECIPES = {"iframe": "practice-mail", "letterbox": "practice-mail", "pointer": "practice-mail"}
"""Which recipe a site's family needs: what an operator would write down after looking at such a site once."""
OWN_FOLDERS = ("city", "work")

_SETTINGS = """# 演练用的设置：网站、邮箱和时间都在本机的练习城市里
database = "huiying.sqlite"

[office]
name = "开封市人民政府办公室"
ground = "演练：2024年第一季度政府网站检查"

[persona]
name = "王小明"
phone = "13800001234"
address = "开封市龙亭区晋安路1号"
postcode = "475000"

[mail]
address = {address}
alias = "{{code}}@huiying.example"
host = "{host}"
port = {port}
user = "{user}"
security = "plain"
poll_seconds = 30

[browser]
workers = {workers}
page_seconds = 15
"""
_CLOCK = """
[practice]
clock_url = "{side_door}/clock"
"""


@dataclass(frozen=True, slots=True)
class DrillFolder:
    """What a drill keeps in DIR: the city's memory, a user's working folder, and the results."""

    root: Path

    @property
    def city(self) -> Path:
        """The practice city's own memory."""
        return self.root / "city"

    @property
    def work(self) -> Path:
        """What a user would have: settings, roster, questions, database, evidence."""
        return self.root / "work"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.work / FILE_NAME

    def prepare(self, *, seed: int | None, faults: Mapping[str, str]) -> bool:
        """Make the folder ready; return whether an unfinished drill is gone on with. A finished one makes room.

        Raises:
            BadInput: the folder holds something else, or an unfinished drill of another seed.
        """
        known = self._marker()
        if known is None:
            if self.root.exists() and any(self.root.iterdir()):
                raise BadInput(where=str(self.root), what="目录里有别的文件", do="请用 --out 指定一个新目录")
            self.root.mkdir(parents=True, exist_ok=True)
        elif known["done"]:
            self._clear()
        elif (known["seed"], known["faults"]) != (seed, dict(faults)):
            was = f"--seed {known['seed']}" if known["seed"] is not None else "没有 --seed"
            raise BadInput(
                where=str(self.root),
                what=f"有一次未做完的演练（{was}）",
                do="请用同样的参数继续，或用 --out 换一个目录",
            )
        else:
            return True
        self._mark(seed=seed, faults=faults, done=False)
        return False

    def finish(self) -> None:
        """Note that the drill ran to its end; the next one begins anew, and this one can be looked at by any command."""
        text = self.settings.read_text(encoding="utf-8")
        self.settings.write_text(text.partition("\n[practice]")[0], encoding="utf-8")  # the city and its time are gone
        known = self._marker() or {}
        self._mark(seed=known.get("seed"), faults=known.get("faults", {}), done=True)

    def write_kit(self, city: City, mail: MailAccount, workers: int) -> None:
        """Write what a user would bring: settings, a roster, a question bank, recipes for what must be known."""
        self.work.mkdir(parents=True, exist_ok=True)
        families = {line["site"]: line["family"] for line in city.forms()}
        with (self.work / "网站名录.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(("网站名称", "首页网址", "网站标识码", "主办单位", "分组", "其他域名", "配方"))
            for site in city.roster():
                facts = (site["name"], site["home_url"], site["code"], site["unit"], GROUPS[site["group"]])
                table.writerow((*facts, "、".join(site["hosts"]), RECIPES.get(families[site["name"]], "")))
        kit = files("huiying.drill") / "kit"
        (self.work / "咨询问题.csv").write_text((kit / "questions.csv").read_text(encoding="utf-8"), encoding="utf-8")
        recipes = self.work / "recipes" / "families"
        recipes.mkdir(parents=True, exist_ok=True)
        for recipe in (kit / "recipes" / "families").iterdir():
            (recipes / recipe.name).write_text(recipe.read_text(encoding="utf-8"), encoding="utf-8")
        settings = _SETTINGS.format(
            address=json.dumps(mail.user),
            host=mail.host,
            port=mail.port,
            user=mail.user,
            workers=workers,
        )
        self.settings.write_text(settings + _CLOCK.format(side_door=city.side_door), encoding="utf-8")

    @contextmanager
    def open_city(
        self, *, seed: int | None, faults: Mapping[str, str], mail: MailAccount | None = None
    ) -> Iterator[tuple[City, MailAccount]]:
        """Open the practice city, with a mail server of its own where none is given.

        Raises:
            NotAllowed: its ports are taken, its folder is in use, or there is no such site.
        """
        with ExitStack() as stack:
            try:
                account = mail or stack.enter_context(EmbeddedMail(self.city)).account
                city = stack.enter_context(City(self.city, seed=seed, mail=account, faults=faults))
            except (OSError, ValueError) as error:
                raise NotAllowed(
                    what="启动练习城市", why=str(error), do="请结束另一个正在运行的演练，或用 --out 换一个目录"
                ) from error
            yield city, account

    def _marker(self) -> dict[str, Any] | None:
        try:
            known: dict[str, Any] = json.loads((self.root / MARKER).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return known

    def _mark(self, *, seed: int | None, faults: Mapping[str, str], done: bool) -> None:
        known = {"seed": seed, "faults": dict(faults), "done": done}
        part = self.root / f".{MARKER}.part"
        part.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
        part.replace(self.root / MARKER)

    def _clear(self) -> None:
        for name in OWN_FOLDERS:
            shutil.rmtree(self.root / name, ignore_errors=True)
        for name in OWN_FILES:
            (self.root / name).unlink(missing_ok=True)
