"""Where letters are taken in: checked as real sites check, journalled, and only then acknowledged."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiying.drill.city.clock import CityClock
from huiying.drill.city.dice import dice
from huiying.drill.city.journal import Journal

LABELS = {
    "name": "姓名",
    "phone": "手机号码",
    "email": "电子邮箱",
    "address": "联系地址",
    "title": "标题",
    "body": "内容",
    "category": "信件类型",
    "dept": "受理部门",
    "password": "查询密码",
    "target": "被投诉单位",
}
DUPLICATE = "请勿重复提交,同一问题只受理一次"
_PHONE = re.compile(r"(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_KEPT = 3000


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """What a form demands; lengths in characters."""

    required: tuple[str, ...]
    title_max: int = 50
    body_min: int = 5
    body_max: int = 1000

    def broken(self, fields: Mapping[str, str]) -> str:
        """Return the refusal in Chinese, "" where the letter is in order."""
        for key in self.required:
            if fields.get(key, "") in {"", "必填"}:  # some forms come with that word in the field
                return f"请填写{LABELS[key]}"
        if fields.get("phone") and not _PHONE.fullmatch(fields["phone"]):
            return "手机号码格式不正确"
        if fields.get("email") and not _MAIL.fullmatch(fields["email"]):
            return "电子邮箱格式不正确"
        if len(fields.get("title", "")) > self.title_max:
            return f"标题不能超过{self.title_max}个字"
        if not self.body_min <= len(fields.get("body", "")) <= self.body_max:
            return f"内容应在{self.body_min}到{self.body_max}字之间"
        return ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A question that a site took. `number` and `code` are what it may hand back, `fields` what the citizen wrote."""

    site: str
    number: str
    code: str
    asked_at: datetime
    fields: Mapping[str, str]

    def __getattr__(self, name: str) -> str:
        if name in LABELS:
            return self.fields.get(name, "")
        raise AttributeError(name)


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Why the site did not take it, in its own words."""

    message: str


class Desk:
    """The letters of all sites, as the journal has them."""

    def __init__(self, journal: Journal, clock: CityClock) -> None:
        self._journal = journal
        self._clock = clock
        self._lock = threading.Lock()
        self._posts: dict[str, dict[str, int]] = {}
        self._letters: list[Letter] = []
        for entry in journal.entries:
            if entry["type"] == "post":
                self._remember(entry)

    def take(self, site: str, fields: Mapping[str, str], *, refusal: str, number_style: int) -> Letter | Refusal:
        """Take or refuse one POST. `refusal` is what the form's own checks found, "" for nothing."""
        kept = {key: value[:_KEPT] for key, value in fields.items()}
        with self._lock:
            now = self._clock.now()
            message = refusal or (DUPLICATE if self._is_duplicate(site, kept) else "")
            entry: dict[str, Any] = {"type": "post", "site": site, "at": now.isoformat(), "accepted": not message}
            entry |= {"why": message, "fields": kept}
            if not message:
                number = _number(number_style, site, now, len(self.letters(site)) + 1)
                code = f"{dice(site, number).randrange(10**6):06d}"
                entry |= {"number": number, "code": code}
            self._journal.write(entry)
            taken = self._remember(entry)
        return taken or Refusal(message=message)

    def note_decoy(self, site: str, path: str, fields: Mapping[str, str]) -> None:
        """Journal a POST to a form that puts no question (poll, report, log-in)."""
        kept = {key: value[:_KEPT] for key, value in fields.items()}
        entry = {"type": "post", "site": site, "at": self._clock.now().isoformat(), "accepted": False, "why": "decoy"}
        with self._lock:
            self._journal.write(entry | {"path": path, "fields": kept})
            self._remember(entry)

    def letters(self, site: str) -> tuple[Letter, ...]:
        """Return what the site took, oldest first."""
        return tuple(letter for letter in self._letters if letter.site == site)

    def every_letter(self) -> tuple[Letter, ...]:
        return tuple(self._letters)

    def posts(self, site: str) -> Mapping[str, int]:
        """Return how many POSTs were accepted, refused, refused as duplicates, and sent to decoys."""
        return {"accepted": 0, "refused": 0, "duplicate": 0, "decoy": 0} | self._posts.get(site, {})

    def _is_duplicate(self, site: str, fields: Mapping[str, str]) -> bool:
        return any(
            letter.title == fields.get("title")
            and (
                (letter.phone and letter.phone == fields.get("phone"))
                or (letter.email and letter.email == fields.get("email"))
            )
            for letter in self.letters(site)
        )

    def _remember(self, entry: Mapping[str, Any]) -> Letter | None:
        counts = self._posts.setdefault(entry["site"], {})
        kind = (
            "accepted" if entry["accepted"] else {DUPLICATE: "duplicate", "decoy": "decoy"}.get(entry["why"], "refused")
        )
        counts[kind] = counts.get(kind, 0) + 1
        if not entry["accepted"]:
            return None
        letter = Letter(
            site=entry["site"],
            number=entry["number"],
            code=entry["code"],
            asked_at=datetime.fromisoformat(entry["at"]),
            fields=entry["fields"],
        )
        self._letters.append(letter)
        return letter


def _number(style: int, site: str, now: datetime, count: int) -> str:
    serial = dice(site).randrange(100, 900) + count
    return (
        f"{now:%Y%m%d}{serial:05d}",
        f"KF{now:%y%m%d}{serial:04d}",
        f"{now:%Y}-{serial:04d}",
        f"ZX{now:%Y%m}{serial:04d}",
    )[style % 4]


def letter_facts(letter: Letter) -> dict[str, str]:
    """Return a letter as plain strings, for wordings."""
    return {
        "number": letter.number,
        "name": letter.name,
        "title": letter.title,
        "body": letter.body,
        "asked": f"{letter.asked_at:%Y-%m-%d %H:%M}",
    }
