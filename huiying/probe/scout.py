"""Scouting a site: find the channel, read the form, fill it without sending, say what it needs, draft a recipe."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from huiying.model import BlockReason, Evidence, EvidenceKind, Persona, Question, Site
from huiying.ports import EvidenceVault
from huiying.probe.blocked import Blocked
from huiying.probe.browser import ChromiumBrowser
from huiying.probe.challenge import ChallengeKind
from huiying.probe.channel import Finder
from huiying.probe.fill import LABELS, Reading, Slot, target_of
from huiying.probe.page import Target
from huiying.probe.reading import FormReader
from huiying.probe.recipe import FIELD_NAMES, Recipe, Recipes, Step
from huiying.probe.stepping import Stepping
from huiying.probe.values import Values

SURE = 0.7
"""A field below this confidence makes the form one to look at."""


class Verdict(StrEnum):
    """摸排结论: what a site needs before a question can be put to it."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    READY = "ready", "可以提交"
    CAPTCHA = "captcha", "需验证码"
    PERSON = "person", "需登录、短信或实名"
    NOT_FOUND = "not_found", "未找到"
    UNSURE = "unsure", "拿不准"


_PERSON = frozenset({BlockReason.LOGIN_REQUIRED, BlockReason.SMS_REQUIRED, BlockReason.REAL_NAME_REQUIRED})
_NOT_FOUND = frozenset(
    {
        BlockReason.NO_CHANNEL,
        BlockReason.UNREACHABLE,
        BlockReason.TIMEOUT,
        BlockReason.SERVER_ERROR,
        BlockReason.OFF_ROSTER,
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scouted:
    """摸排结果: nothing was sent. `fields` are field names in Chinese with confidence; `recipe` is a draft in TOML."""

    site: Site
    verdict: Verdict
    why: str = ""
    url: str = ""
    challenge: ChallengeKind = ChallengeKind.NONE
    fields: tuple[tuple[str, float], ...] = ()
    messages: tuple[str, ...] = ()
    recipe: str = ""
    evidence: tuple[Evidence, ...] = ()


def scout(
    site: Site,
    *,
    persona: Persona,
    question: Question,
    browser: ChromiumBrowser,
    vault: EvidenceVault,
    folder: str,
    recipe: Recipe | None = None,
    families: Recipes | None = None,
    public: bool = False,
) -> Scouted:
    """Try a site up to the button and no further; what a site does never raises."""
    reader = FormReader(browser=browser, site=site, recipe=recipe, families=families)
    finder = Finder(
        browser=browser, site=site, arrived=reader.arrived, met=lambda: reader.met, doubtful=lambda: reader.doubtful
    )
    values = values_for(site, persona, question, public=public)
    reading: Reading | None = None
    messages: list[str] = []
    slots: Sequence[Slot] = ()
    stepped = False
    try:
        browser.begin(site.hosts)
        finder.reach(reader.recipe)
        reading = reader.read()
        slots, stepped = (*reading.slots, *reading.later), reading.onward is not None
        browser.check_frame(reading.frame)
        stepping = Stepping(browser=browser, reader=reader, values=values, answer=_unchecked, only_look=True)
        reading = stepping.fill()
        messages = stepping.messages
        slots, stepped = stepping.slots, reading.onward is not None or stepping.number > 1
        if reading.submit is not None:
            browser.prepare(reading.submit)
        verdict, why = _verdict(reading, slots)
    except Blocked as blocked:
        verdict, why = _verdict_of_block(blocked, log_in_asked=reader.log_in_asked)
    return Scouted(
        site=site,
        verdict=verdict,
        why=why,
        url=_address(browser),
        challenge=reading.challenge if reading is not None else ChallengeKind.NONE,
        fields=tuple((LABELS.get(slot.field, slot.field), slot.confidence) for slot in slots),
        messages=tuple(messages),
        recipe=draft(finder.path.steps, reading, family=_family(recipe, reader.recipe), stepped=stepped)
        if reading is not None
        else "",
        evidence=_picture(browser, vault, folder),
    )


def values_for(site: Site, persona: Persona, question: Question, *, public: bool = False) -> Values:
    """Return what would be written, with a query password that is only tried, never sent."""
    return Values(
        title=question.title,
        body=question.body,
        name=persona.name,
        phone=persona.phone,
        email=persona.email,
        address=persona.address,
        postcode=persona.postcode,
        id_number=persona.id_number,
        query_password="a1b2c3",  # noqa: S106 - never sent
        category=question.category,
        department=site.department,
        unit=site.unit,
        site=site.name,
        public=public,
    )


def draft(steps: Sequence[Step], reading: Reading, *, family: str = "", stepped: bool = False) -> str:
    """Return a draft recipe: the way that was found, the controls, the check and the button, for a person to finish.

    `family` is the vendor's software that the page showed: without its name the draft would take the family's place. Of a
    form in steps (`stepped`) only the way is written: its controls are not all there at once.
    """
    lines = ["# 摸排时自动生成的草稿，请核对后填写 verified（核对日期）", ""]
    if family:
        lines += [f"family = {_text(family)}", ""]
    for step in steps:
        key, value = next(iter(step.model_dump(exclude_none=True).items()))
        lines += ["[[steps]]", f"{key} = {_text(value)}", ""]
    for selector in reading.frame:
        lines += ["[[steps]]", f"frame = {_text(selector)}", ""]
    if stepped:
        return "\n".join([*lines, "# 分步填写的表单：各步的字段和按钮由识别负责"]) + "\n"
    named = {slot.field: slot for slot in reversed(reading.slots) if slot.field in FIELD_NAMES and not slot.part}
    if named:
        lines.append("[fields]")
        lines += [_field_line(name, slot) for name, slot in reversed(named.items())]
        lines.append("")
    lines += ["[challenge]", f"kind = {_text(reading.challenge.value)}"]
    if reading.captcha is not None and not PASSING.search(_selector(reading.captcha)):
        lines.append(f"input = {_text(_selector(reading.captcha))}")
    if reading.picture is not None and not PASSING.search(reading.picture.selector):
        lines.append(f"picture = {_text(reading.picture.selector)}")
    if reading.submit is not None and not PASSING.search(reading.submit.selector):
        lines += ["", "[submit]", f"selector = {_text(reading.submit.selector)}"]
    return "\n".join(lines) + "\n"


PASSING = re.compile(r"#[^ >]*\d{4,}|#el-id-|#(rc_select|react|radix|:r|form-item)[-_:]?\w*\d")
"""Ids that a script makes anew each time the page opens: a recipe that named one would be broken tomorrow."""


def _field_line(name: str, slot: Slot) -> str:
    selector = _selector(slot)
    if PASSING.search(selector):
        return f"# {name}：编号每次打开都不同，由识别负责"
    return f"{name} = {_text(selector)}  # 把握 {slot.confidence:.0%}"


def _family(given: Recipe | None, used: Recipe | None) -> str:
    if given is not None:
        return given.family or ""
    return used.name if used is not None else ""


def _unchecked(reading: Reading) -> bool:
    """Whether a step may be left: a check in it is a person's, and nobody is asked in a scouting."""
    return reading.challenge is ChallengeKind.NONE


def _verdict(reading: Reading, slots: Sequence[Slot]) -> tuple[Verdict, str]:
    unsure = [
        f"{LABELS.get(s.field, s.field)}({s.confidence:.0%})"
        for s in slots
        if s.required and s.confidence < SURE and not _only_body(s, reading)
    ]
    if unsure:
        return Verdict.UNSURE, f"把握不大的必填项：{'、'.join(unsure[:6])}"
    if reading.challenge in {ChallengeKind.SMS, ChallengeKind.LOGIN}:
        return Verdict.PERSON, "须短信验证码" if reading.challenge is ChallengeKind.SMS else "须登录"
    if reading.challenge is not ChallengeKind.NONE:
        return Verdict.CAPTCHA, {"arithmetic": "算式验证码", "slider": "滑块验证，须用 probe --headed"}.get(
            reading.challenge.value, "图形验证码"
        )
    return Verdict.READY, ""


def _only_body(slot: Slot, reading: Reading) -> bool:
    """Whether it is the letter's text and the form has no other place for one: then its words may be as unusual as they like."""
    big = [one for one in reading.slots if one.control.kind in {"textarea", "richtext"} and not one.part]
    return slot.field == "body" and big == [slot]


def _verdict_of_block(blocked: Blocked, *, log_in_asked: bool) -> tuple[Verdict, str]:
    if blocked.reason in _PERSON or (blocked.reason is BlockReason.NO_CHANNEL and log_in_asked):
        return Verdict.PERSON, "须登录后才能留言" if log_in_asked else blocked.note
    return (Verdict.NOT_FOUND if blocked.reason in _NOT_FOUND else Verdict.UNSURE), blocked.note


def _selector(slot: Slot) -> str:
    control = slot.control
    first = control.options[0].selector if control.kind in {"radio", "checkbox"} and control.options else ""
    target: Target = target_of(control.place, first)
    return target.selector


def _text(value: object) -> str:
    # A JSON string is a TOML basic string, but for the one control character that JSON leaves as it is.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "")


def _address(browser: ChromiumBrowser) -> str:
    try:
        return browser.url()
    except Blocked:
        return ""


def _picture(browser: ChromiumBrowser, vault: EvidenceVault, folder: str) -> tuple[Evidence, ...]:
    try:
        shot = browser.screenshot()
    except Blocked:
        return ()
    return (vault.keep(shot, kind=EvidenceKind.SCREENSHOT_BEFORE, suffix=".jpg", folder=folder),) if shot else ()
