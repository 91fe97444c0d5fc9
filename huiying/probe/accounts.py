"""Which passwords are none that a writer chooses for a letter (pure): those of an account, and those to a person's own records."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from huiying.probe.controls import Control
from huiying.probe.evidence import KNOWN, Evidence
from huiying.probe.labels import label_of
from huiying.probe.lexicon import Lexicon
from huiying.probe.purpose import Purpose
from huiying.probe.rivals import NOTHING

_CHOSEN = ("query_password", "query_password_confirm")
_SURE = 0.9
"""The strength of a label that is the name of an account itself (账号, 用户名), not of somebody (用户)."""
_OF_LETTERS = frozenset({Purpose.CONSULTATION, Purpose.LOOKUP, Purpose.SEARCH})


def log_in_of(purpose: Purpose, controls: Sequence[Control], lexicon: Lexicon) -> frozenset[int]:
    """Return the account and its password where a letter's form asks for them: 账号 with 密码 behind it, which nothing confirms.

    Somebody without an account can't send such a letter, and a password made up for it opens nothing.
    """
    if purpose is not Purpose.CONSULTATION:
        return frozenset()
    said = [lexicon.read_label(label_of(one) or one.texts.placeholder) for one in controls]
    if any(one.get("query_password_confirm", 0.0) >= KNOWN for one in said):
        return frozenset()
    for index, (account, secret) in enumerate(pairwise(said)):
        named = account.get("username", 0.0) >= _SURE
        if named and secret.get("password", 0.0) >= _SURE and controls[index + 1].type == "password":
            return frozenset({index, index + 1})
    return frozenset()


def without_passwords_of_others(
    purpose: Purpose, controls: Sequence[Control], table: Sequence[dict[str, Evidence]]
) -> None:
    """Drop the letter's password where the form is for no letter (报名, 登录), or looks a person's records up (身份证号 + 密码)."""
    personal = purpose is Purpose.LOOKUP and any(scores.get("id_number", NOTHING).score >= KNOWN for scores in table)
    secret = any(one.type == "password" for one in controls)
    if purpose not in _OF_LETTERS or (personal and secret):
        for scores in table:
            for name in _CHOSEN:
                scores.pop(name, None)
