"""How a page's script refuses (pure): with words that it keeps in variables, and by a flag that it lowers and asks later."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

MAX_WORDS = 400

_WORDS = re.compile(r"""(?<![\w$])([A-Za-z_$][\w$]{0,40})["']?\s*[=:]\s*["']([^"'\n]{2,80})["']""")
_TELLS = re.compile(
    r"""(?:\b[\w$.]{0,40}(?:alert|tips?|toast|msg|message|error|warn|info|notice|show)\w{0,12}\s*\(|\+=|\b[\w$.]{0,40}(?:err|msg|tip|message|warn|info|notice)\w{0,12}\s*=(?!=))([^;{}\n]{2,120})""",
    re.IGNORECASE,
)
_LOWERS = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]{0,40})\s*=\s*(?:false|!1)(?![\w$])")
_ASKS = re.compile(
    r"\breturn\s*\(?\s*([A-Za-z_$][\w$]{0,40})\s*\)?\s*[;}\n]|\bif\s*\(\s*!\s*([A-Za-z_$][\w$]{0,40})\s*\)"
    r"|\bif\s*\(\s*([A-Za-z_$][\w$]{0,40})\s*(?:={2,3}\s*true\s*)?\)[^}]{0,200}?(?:submit|ajax|post|send)"
)
_MESSAGE = re.compile(r""""([^"\n]{2,160})"|'([^'\n]{2,160})'|`([^`\n]{2,160})`""")


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """What a script keeps for its refusals: the words of its variables, and the flags that let the form through."""

    words: Mapping[str, str]
    flags: frozenset[str]

    def said(self, body: str) -> list[str]:
        """Return what a block says in Chinese: its own texts, else the words of the variables that it shows or gathers."""
        own = [one for one in ("".join(found) for found in _MESSAGE.findall(body)) if not one.isascii()]
        if own:
            return own
        shown = (one for told in _TELLS.findall(body) for one in re.findall(r"[A-Za-z_$][\w$]{0,40}", told))
        return [self.words[one] for one in shown if one in self.words]

    def lowers(self, body: str) -> bool:
        """Whether a block lowers a flag without which nothing is sent."""
        return any(one in self.flags for one in _LOWERS.findall(body))


def manner_of(text: str) -> Manner:
    """Return how the script refuses; linear in its length."""
    words: dict[str, str] = {}
    for name, said in (one.groups() for one in islice(_WORDS.finditer(text), 4000)):
        if not said.isascii() and len(words) < MAX_WORDS:
            words.setdefault(name, said)
    flags = {one for match in islice(_ASKS.finditer(text), 400) for one in match.groups() if one}
    return Manner(words=words, flags=frozenset(flags - {"true", "false", "this", "null"}))
