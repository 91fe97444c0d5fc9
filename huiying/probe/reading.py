"""Reading the form in front of the browser: recognition, with a recipe's own selectors over it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from huiying.model import BlockReason, Site
from huiying.probe import lexicon
from huiying.probe.blocked import Blocked
from huiying.probe.browser import ChromiumBrowser
from huiying.probe.challenge import ChallengeKind, asks_for_log_in
from huiying.probe.controls import Control, Option, Place
from huiying.probe.extract import EXTRACT
from huiying.probe.fill import LABELS, Reading, Slot, target_of
from huiying.probe.form import from_json, shown_buttons
from huiying.probe.grouping import kind_of
from huiying.probe.limits import Limit
from huiying.probe.page import Target
from huiying.probe.purpose import Purpose
from huiying.probe.recipe import ChallengeRule, FieldRule, Recipe, Recipes
from huiying.probe.recognise import MANY, Recognised, Recognition, recognise

SAME = (files("huiying.probe") / "same.js").read_text(encoding="utf-8")


@dataclass(slots=True)
class FormReader:
    """Reads the consultation form of one site, as often as asked.

    Without a recipe of its own the site gets the family whose signs are on the page in front: `detected`. A family that was
    met on the way is remembered (`met`): it may know the way to the form.
    """

    browser: ChromiumBrowser
    site: Site
    recipe: Recipe | None = None
    families: Recipes | None = None
    log_in_asked: bool = False
    detected: bool = False
    met: Recipe | None = None
    _doubtful: bool = False
    _left: frozenset[tuple[Place, str]] | None = None

    @property
    def doubtful(self) -> bool:
        """Whether the page in front has a form in which one could write, of which it is not known that it takes letters."""
        return self._doubtful and not self.log_in_asked

    def arrived(self) -> bool:
        """Whether the consultation form is in front; notes on the way where a log-in is asked for."""
        self._left = None
        if self.families is not None and (self.recipe is None or self.detected):
            self.recipe = self.families.detect(self.browser.look())
            self.detected = self.recipe is not None
            self.met = self.recipe or self.met
        documents = self.browser.documents(EXTRACT)
        found = [recognise(form) for form in from_json(documents)]
        self._doubtful = any(map(_could_take_a_letter, found))
        best = _best(found)
        if best is not None and _shows(best):
            return True
        if (
            self.recipe is not None
            and "body" in self.recipe.fields
            and self._there(self.recipe.fields["body"].selector)
        ):
            return True
        texts = [
            str(one.get("text", ""))
            for document in documents
            for one in document.get("login_texts") or ()
            if one.get("visible")
        ]
        self.log_in_asked = self.log_in_asked or asks_for_log_in(texts)
        return False

    def read(self) -> Reading:
        """Return the form as it stands now.

        Raises:
            Blocked: FORM_CHANGED where there is none, or a selector of the recipe is not there.
        """
        documents = self.browser.documents(EXTRACT)
        every = [recognise(form) for form in from_json(documents)]
        found = _best(every)
        if self._left is not None and not (found is not None and _in_front(found)):
            return self._rest(every, documents, self._left)
        if found is None and (self.recipe is None or (self.detected and "body" not in self.recipe.fields)):
            raise Blocked(BlockReason.FORM_CHANGED, "页面上没有识别出咨询表单")
        reading = reading_of(found) if found is not None else Reading(slots=(), submit=None)
        return self._over(reading, self.recipe) if self.recipe is not None else reading

    def leave(self) -> None:
        """Note what is in front before a step is left: what comes after it is known by its new button."""
        self._left = frozenset((one.place, one.text) for one in shown_buttons(self.browser.documents(EXTRACT)))

    def _rest(
        self, every: Sequence[Recognition], documents: Sequence[object], left: Collection[tuple[Place, str]]
    ) -> Reading:
        """Return a step after the letter's own: who writes, or only the button that sends it all.

        Raises:
            Blocked: FORM_CHANGED where no one button that sends, and none that leads on, has come.
        """
        further = [one for one in every if one.purpose is Purpose.OTHER and one.onward is not None and _shows(one)]
        words = lexicon.load()
        new = [one for one in shown_buttons(documents) if (one.place, one.text) not in left]
        ends = [one for one in new if kind_of(one, words) == "submit"]
        if further or len(ends) != 1:
            if not further:
                raise Blocked(BlockReason.FORM_CHANGED, "按“下一步”后没有出现填写信件的表单")
            return replace(_in_sight(reading_of(further[0])), rest=True)
        place = ends[0].place
        own = next((one for one in every if one.submit is not None and one.submit.place == place), None)
        reading = _in_sight(reading_of(own)) if own is not None else Reading(slots=(), submit=None, frame=place.frame)
        return replace(reading, submit=target_of(place), onward=None, rest=True)

    def _there(self, selector: str) -> bool:
        recipe = self.recipe
        return self.browser.there(Target(selector=selector, frame=recipe.frame() if recipe is not None else ()))

    def _over(self, reading: Reading, recipe: Recipe) -> Reading:
        """Lay the recipe's selectors over what was recognised."""
        frame = recipe.frame() or reading.frame
        slots = self._named(reading, recipe.fields, frame, verified=recipe.verified is not None)
        submit = Target(selector=recipe.submit.selector, frame=frame) if recipe.submit is not None else reading.submit
        reading = replace(reading, slots=slots, submit=submit, frame=frame)
        if recipe.challenge is not None:
            reading = self._challenge(reading, recipe.challenge, frame)
        known = {slot.control.place for slot in slots}
        return replace(reading, unmapped=tuple(one for one in reading.unmapped if one.place not in known))

    def _named(self, reading: Reading, rules: Any, frame: tuple[str, ...], *, verified: bool) -> tuple[Slot, ...]:
        if not rules:
            return reading.slots
        candidates = [*(slot.control for slot in reading.slots), *reading.unmapped]
        here = [one for one in candidates if one.place.frame == frame]
        described = self._describe([rule.selector for rule in rules.values()], here, frame)
        named: list[Slot] = []
        for (name, rule), seen in zip(rules.items(), described, strict=True):
            if (reading.onward is not None or self._left is not None) and not seen.get("shown"):
                continue  # it stands in another step
            if self.detected and (seen["index"] == -2 or self._known_otherwise(name, seen, here, reading)):
                continue  # a family speaks of many sites: what stands on this one is stronger
            if seen["index"] == -2:
                raise Blocked(
                    BlockReason.FORM_CHANGED, f"配方中“{LABELS.get(name, name)}”的 {rule.selector} 在页面上找不到"
                )
            control = here[seen["index"]] if seen["index"] >= 0 else _plain_control(rule, seen, frame, len(named))
            old = next((slot for slot in reading.slots if slot.control == control), None)
            option = rule.option or rule.value or ""
            slot = old or Slot(field=name, control=control, required=True)
            # A draft repeats what was recognised; once a person has verified the recipe, its word is sure.
            sure = 1.0 if verified or slot.field != name else slot.confidence
            required = slot.required or bool(option)
            named.append(replace(slot, field=name, control=control, required=required, option=option, confidence=sure))
        taken = {slot.control.place for slot in named}
        return (*named, *kept(reading.slots, rules, taken))

    def _known_otherwise(self, name: str, seen: dict[str, Any], here: Sequence[Control], reading: Reading) -> bool:
        control = here[seen["index"]] if seen["index"] >= 0 else None
        return any(slot.control == control and slot.field != name for slot in reading.slots)

    def _describe(
        self, selectors: list[str], controls: Sequence[Control], frame: tuple[str, ...]
    ) -> list[dict[str, Any]]:
        known = [target_of(control.place).selector for control in controls]
        return list(self.browser.read_pairs(SAME, selectors, known, frame=frame))

    def _challenge(self, reading: Reading, rule: ChallengeRule, frame: tuple[str, ...]) -> Reading:
        kind = ChallengeKind(rule.kind)
        captcha = reading.captcha
        if rule.input is not None:
            control = Control(order=1_000_000, kind="text", place=Place(selector=rule.input, frame=frame))
            captcha = Slot(field="captcha", control=control, required=True)
        picture = Target(selector=rule.picture, frame=frame) if rule.picture else reading.picture
        refresh = Target(selector=rule.refresh, frame=frame) if rule.refresh else None
        captcha = None if kind is ChallengeKind.NONE else captcha
        return replace(reading, challenge=kind, captcha=captcha, picture=picture, refresh=refresh)


def kept(slots: Sequence[Slot], named: Collection[str], taken: Collection[Place]) -> list[Slot]:
    """Return the recognised slots that stand beside what a recipe names: `named` its fields, `taken` their controls.

    What the form asks for twice stays asked for where the recipe names one of the two; where it names another control, it
    corrects what was recognised.
    """
    again = {slot.field for slot in slots if slot.field in MANY and slot.control.place in taken}
    return [
        slot
        for slot in slots
        if (slot.part or slot.field not in named or slot.field in again) and slot.control.place not in taken
    ]


_WRITTEN = frozenset({"title", "body", "name", "nickname", "phone", "telephone", "email", "address"})


def _could_take_a_letter(found: Recognition) -> bool:
    written = {one.field for one in found.fields if one.field in _WRITTEN and one.control.visible}
    return found.purpose in {Purpose.OTHER, Purpose.SURVEY} and len(written) > 1


def _best(found: Sequence[Recognition]) -> Recognition | None:
    fit = [
        one
        for one in found
        if one.purpose is Purpose.CONSULTATION
        and (one.control("body") is not None or one.unmapped_required or one.onward is not None)
    ]
    return max(fit, key=_worth, default=None)


def reading_of(found: Recognition) -> Reading:
    """Turn a recognition into slots; the check's own field stands apart."""
    every = [slot for one in found.fields for slot in _slots(one, found.limits.get(one.field, Limit()))]
    later = [slot for slot in every if found.step(slot.control) > 1]
    slots = [slot for slot in every if slot not in later]
    captcha = next((slot for slot in slots if slot.field == "captcha"), None)
    challenge = found.challenge
    if (
        found.later
        and captcha is None
        and challenge in {ChallengeKind.IMAGE, ChallengeKind.ARITHMETIC, ChallengeKind.SMS}
    ):
        sent = any(slot.field == "sms_code" for slot in slots)
        challenge = ChallengeKind.SMS if sent else ChallengeKind.NONE
    picture = None
    if captcha is not None and found.picture is not None:
        picture = target_of(captcha.control.place, found.picture.selector)
    body = found.control("body")
    return Reading(
        slots=tuple(slot for slot in slots if slot.field not in {"captcha", "sms_code"}),
        submit=target_of(found.submit.place) if found.submit is not None else None,
        challenge=challenge,
        captcha=captcha,
        picture=picture,
        unmapped=found.unmapped_required,
        frame=body.place.frame if body is not None else found.onward.place.frame if found.onward is not None else (),
        onward=target_of(found.onward.place) if found.onward is not None else None,
        later=tuple(later),
    )


def _in_sight(reading: Reading) -> Reading:
    """Leave out what stands hidden in the steps before."""
    slots = tuple(slot for slot in reading.slots if slot.control.visible)
    return replace(reading, slots=slots, unmapped=tuple(one for one in reading.unmapped if one.visible))


def _slots(one: Recognised, limit: Limit) -> list[Slot]:
    first = Slot(
        field=one.field,
        control=one.control,
        required=one.required,
        minimum=limit.min,
        maximum=limit.max,
        confidence=one.confidence,
    )
    parts = (Slot(field=one.field, control=part, part=True, required=bool(part.required)) for part in one.parts)
    return [first, *parts]


def _plain_control(rule: FieldRule, seen: dict[str, Any], frame: tuple[str, ...], order: int) -> Control:
    """A control that recognition passed over: as much of it as filling needs."""
    tag, kind = str(seen.get("tag", "")), str(seen.get("type", ""))
    place = Place(selector=rule.selector, frame=frame)
    if tag == "select":
        options = tuple(Option(text=o["text"], value=o["value"], selected=o["selected"]) for o in seen["options"])
        return Control(order=order, kind="select", place=place, tag=tag, options=options)
    if kind in {"checkbox", "radio"}:
        option = Option(
            text=rule.option or "", value=rule.value or "", selected=bool(seen["ticked"]), selector=rule.selector
        )
        return Control(order=order, kind=kind, place=place, tag=tag, options=(option,))
    if tag == "iframe":
        return Control(order=order, kind="richtext", place=place, tag=tag, editor="frame")
    return Control(order=order, kind="textarea" if tag == "textarea" else "text", place=place, tag=tag)


def _shows(found: Recognition) -> bool:
    """Whether a person sees the form: one behind a button (我要写信) or a 须知 is not in front yet."""
    return any(one.control.visible for one in found.fields) or not found.fields


def _in_front(found: Recognition) -> bool:
    """Whether a person sees the letter's own part, or a button that leads there."""
    body = found.control("body")
    return _shows(found) and (found.onward is not None or (body is not None and body.visible))


def _worth(found: Recognition) -> tuple[bool, bool, bool, int, float]:
    sure = sum(one.confidence for one in found.fields)
    whole = found.control("body") is not None
    return (
        (whole or found.onward is not None) and _shows(found),
        whole,
        found.submit is not None,
        len(found.fields),
        sure,
    )
