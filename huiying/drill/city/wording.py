"""What sites say: acknowledgements, answers to the question's title, mails, all from data files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any


@cache
def words(name: str = "wording.toml") -> Mapping[str, Any]:
    """Return a data file of the package; it never changes while the city runs."""
    return tomllib.loads(files(__package__).joinpath("data", name).read_text(encoding="utf-8"))


def say(text: str, **facts: str) -> str:
    """Fill `$name` placeholders; unknown ones stay."""
    return Template(text).safe_substitute(facts).strip()


def line(kind: str, style: int, **facts: str) -> str:
    """Return one of the wordings of that kind ("processing", "transferred", …)."""
    choices = words()[kind]
    return say(choices[style % len(choices)], **facts)


def answer_to(title: str, style: int, **facts: str) -> str:
    """Return an effective answer to the question with that title, a generic but substantive one where it is unknown."""
    data = words("answers.toml")
    topic = next((topic for topic in data["topic"] if any(word in title for word in topic["words"])), data["generic"])
    return say(topic["texts"][style % len(topic["texts"])], title=title, **facts)
