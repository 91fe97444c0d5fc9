"""The words of DOMAIN §5 (words.toml), compiled once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, kw_only=True, slots=True)
class Lexicon:
    """Compiled word lists: `spans` and `labels` in order of trial, `facts`, `asks` and `signs` by name."""

    spans: tuple[tuple[str, re.Pattern[str]], ...]
    labels: tuple[tuple[str, re.Pattern[str]], ...]
    keep: re.Pattern[str]
    to_writer: re.Pattern[str]
    asking: re.Pattern[str]
    facts: dict[str, re.Pattern[str]]
    asks: dict[str, re.Pattern[str]]
    signs: dict[str, re.Pattern[str]]
    undecided: re.Pattern[str]
    soft: re.Pattern[str]
    published: re.Pattern[str]
    none: re.Pattern[str]
    bare: re.Pattern[str]
    polar: re.Pattern[str]
    common: frozenset[str]
    common_signs: frozenset[str]
    meta: re.Pattern[str]
    field_where: re.Pattern[str]
    field_other: re.Pattern[str]
    english: dict[str, re.Pattern[str]]
    simplified: dict[int, int]


@cache
def lexicon() -> Lexicon:
    """Read words.toml from the package."""
    words = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))
    slots: dict[str, str] = words["slots"]

    def fill(pattern: str) -> str:
        for name, choice in slots.items():
            pattern = pattern.replace("{" + name + "}", choice)
        return pattern

    def union(patterns: list[str]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{fill(pattern)})" for pattern in patterns))

    return Lexicon(
        spans=tuple((entry["label"], union(entry["patterns"])) for entry in words["spans"]),
        labels=tuple((entry["name"], union(entry["patterns"])) for entry in words["labels"]),
        asking=next(union(entry["patterns"]) for entry in words["labels"] if entry["name"] == "asking"),
        to_writer=union([words["towriter"]["words"]]),
        keep=union(words["keep"]["patterns"]),
        facts={name: union([pattern]) for name, pattern in words["facts"].items()},
        asks={name: union([pattern]) for name, pattern in words["asks"].items()},
        signs={name: union([pattern]) for name, pattern in words["signs"].items()},
        soft=union(list(words["soft"].values())),
        published=union([words["soft"]["published"]]),
        none=union([words["bareanswer"]["none"]]),
        undecided=union(words["undecided"]["patterns"]),
        bare=union([words["bareanswer"]["yes"]]),
        polar=union([words["bareanswer"]["opening"]]),
        field_where=re.compile(rf"^[^，。：]{{0,8}}?(?:{words['fieldnames']['where']})\s*："),
        field_other=re.compile(rf"^[^，。：]{{0,8}}?(?:{words['fieldnames']['other']})\s*："),
        meta=union(["{letter}|{we}|{answer}|{handle}", words["meta"]["words"]]),
        common_signs=frozenset("".join(words["common"]["words"].split()) + words["common"]["signs"]),
        common=frozenset(words["common"]["words"].split()),
        english={name: re.compile(pattern, re.IGNORECASE | re.DOTALL) for name, pattern in words["english"].items()},
        simplified=str.maketrans(words["traditional"]["from"], words["traditional"]["to"]),
    )
