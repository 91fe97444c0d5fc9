"""What a form is for: consultation, search, log-in, subscription, survey, look-up or something else (pure)."""

from __future__ import annotations

from enum import StrEnum

from huiying.probe.lexicon import Lexicon
from huiying.probe.not_letters import called_comments, for_comments, of_a_deal, of_a_survey, on_a_board
from huiying.probe.traits import Form, Traits, traits_of

_SURE = 0.55
_SIGNED = frozenset({"title", "name", "nickname", "phone", "email", "telephone", "department"})


class Purpose(StrEnum):
    """表单用途."""

    CONSULTATION = "consultation"
    SEARCH = "search"
    LOGIN = "login"
    SUBSCRIBE = "subscribe"
    SURVEY = "survey"
    LOOKUP = "lookup"
    OTHER = "other"


def purpose_of(form: Form, lexicon: Lexicon) -> Purpose:
    """Return what the form is for, by its fields first, then its buttons, then the words around it."""
    signs = traits_of(form, lexicon)
    whole = signs.big or signs.fields.get("body", 0.0) >= _SURE or {"title", "body"} <= signs.fields.keys()
    told = _with_body(signs, form) if whole else None
    return told or _entrance(signs) or _question(signs) or _first_step(signs, form) or _letter_without_body(signs)


def _with_body(signs: Traits, form: Form) -> Purpose | None:
    """A form that holds a text of some length is a letter, unless it says that it is something else."""
    contact = signs.contact()
    told: Purpose | None = None
    buttons = [one.text for one in form.buttons if not one.hidden]
    if signs.lexicon.speaks_of(
        "other", *form.headings[:2], form.title, form.action, form.identity, *buttons
    ) or of_a_deal(form, buttons, signs.lexicon):
        told = Purpose.OTHER
    elif (
        ("vote" in signs.kinds and not _a_whole_letter(signs))
        or (signs.choices >= 3 and not contact & {"title", "name", "phone", "email"} and signs.says("survey"))
        or of_a_survey(form, signs.lexicon)
    ):
        told = Purpose.SURVEY
    elif ("comment" in signs.kinds and not on_a_board(form, signs.lexicon)) or (
        signs.controls <= 4
        and (called_comments(form, signs.lexicon) or (not contact & {"title", "phone"} and for_comments(signs, form)))
    ):
        told = Purpose.OTHER
    elif signs.kinds & {"search", "lookup", "login"} and not signs.kinds & {"submit", ""} and len(contact) < 3:
        told = None
    elif (contact & _SIGNED and ("body" in signs.fields or (len(contact) >= 3 and not signs.apart))) or (
        (
            "body" in signs.fields
            or contact & _SIGNED
            or signs.kinds & {"submit", ""}
            or (signs.kinds & {"next", "step"} and signs.controls > 1)
        )
        and signs.says("consultation")
    ):
        told = Purpose.CONSULTATION
    return told


def _a_whole_letter(signs: Traits) -> bool:
    """Whether software for surveys asks for a letter: who writes, a title and a text, under a name of such a channel."""
    asked = {"title", "body"} <= signs.fields.keys() and bool(signs.contact() & {"name", "phone", "email"})
    return asked and signs.choices < signs.typed and signs.says("consultation")


def _entrance(signs: Traits) -> Purpose | None:
    """Log-in, registration, look-up by a number."""
    named = "username" in signs.fields or signs.says("login")
    entered = signs.secret and named and not signs.kinds & {"register", "lookup"}
    if signs.typed and ("login" in signs.kinds or entered):
        return Purpose.LOGIN
    if signs.kinds & {"register", "login"}:
        return Purpose.OTHER
    asks = signs.fields.get("query_number", 0.0) >= 0.5 or signs.fields.get("query_password", 0.0) >= 0.6
    known_by = signs.secret or bool(signs.fields.keys() & {"phone", "id_number", "captcha"})
    looks = "lookup" in signs.kinds and (asks or known_by)
    return Purpose.LOOKUP if looks or (asks and "name" not in signs.fields) else None


def _question(signs: Traits) -> Purpose | None:
    """Search, subscription, survey, and what only a 查询 button tells."""
    told: Purpose | None = None
    few = signs.typed <= 1
    if "search" in signs.kinds or signs.fields.get("keywords", 0.0) >= 0.5 or (few and signs.says("search", near=True)):
        told = Purpose.SEARCH
    elif "subscribe" in signs.kinds or (signs.typed <= 2 and "email" in signs.fields and signs.says("subscribe")):
        told = Purpose.SUBSCRIBE
    elif signs.choices and ("vote" in signs.kinds or (signs.choices >= signs.typed and signs.says("survey"))):
        told = Purpose.SURVEY
    elif signs.typed >= 2 and not signs.big and len(signs.contact()) < 3 and signs.looked_up:
        told = Purpose.LOOKUP
    elif "lookup" in signs.kinds:
        told = Purpose.SEARCH if signs.fields.keys() & {"title", "category", "department"} else Purpose.LOOKUP
    return told


def _first_step(signs: Traits, form: Form) -> Purpose | None:
    """A letter that is asked for in steps, of which only the first is in the page: who writes, or what and to whom, and a button on."""
    asked = signs.contact() & _SIGNED
    leads_on = "step" in signs.kinds and not signs.kinds & {"submit", "register", "vote"}
    other = signs.lexicon.speaks_of("other", *form.headings[:2], form.title, form.action, form.identity)
    begun = len(asked) > 1 or signs.contact() & {"category", "department"}
    told = leads_on and begun and not signs.secret and not other and not signs.says("survey")
    return Purpose.CONSULTATION if told and signs.says("consultation") else None


def _letter_without_body(signs: Traits) -> Purpose:
    """A letter's form whose editor stands in a frame that can't be read from here."""
    whole = len(signs.contact()) >= 4 and "title" in signs.fields and signs.says("consultation")
    return Purpose.CONSULTATION if whole else Purpose.OTHER
