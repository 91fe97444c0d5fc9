"""The words by which fields, buttons and purposes are known: lexicon.toml, compiled for matching.

`Lexicon.read_label` says what a text means, `read_name` what a control's name means, `read_options` what a set of choices
means; each returns field → strength in 0…1. Chinese compounds have their head at the end (查询密码 is a password, 邮箱验证码 a
code), so a term at the end of a text weighs more than one at its front, and a longer term hides the shorter ones inside it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from rapidfuzz import fuzz

from huiying.probe.choices import choices_mean, names_writers
from huiying.probe.compounds import (
    ASKED,
    ASKING,
    KIND,
    LONGEST_LABEL,
    UNSURE,
    WHOSE,
    asks_to_publish,
    complained_of,
    names_a_thing,
    quality_of,
    reads_off,
)
from huiying.probe.wording import alternatives, bare, label_candidates, plain, simplified

WEAK = 0.7


_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Lexicon:
    """See the module's docstring. Built by `load`; the same object serves every page."""

    terms: Mapping[str, Mapping[str, float]]
    pattern: re.Pattern[str]
    names: Mapping[str, Mapping[str, float]]
    options: Mapping[str, frozenset[str]]
    kinds: Mapping[str, Mapping[str, float]]
    prefixes: tuple[str, ...]
    others: tuple[str, ...]
    writer: frozenset[str]
    matters: tuple[str, ...]
    front: tuple[str, ...]
    end: tuple[str, ...]
    empty_texts: frozenset[str]
    empty_values: frozenset[str]
    buttons: tuple[tuple[str, tuple[str, ...]], ...]
    submit_names: tuple[str, ...]
    purposes: Mapping[str, tuple[str, ...]]

    def candidates(self, text: str) -> list[str]:
        """Return what the text may say as a label (see wording.label_candidates)."""
        return label_candidates(text, self.front, self.end)

    def read_label(self, text: str) -> dict[str, float]:
        """Return what a text around a control means: field → strength; of alternatives the first is meant most."""
        found: dict[str, float] = {}
        for rank, part in enumerate(alternatives(text)):
            for name, strength in self._read_plain(bare(plain(part), self.front, self.end)).items():
                found[name] = max(found.get(name, 0.0), strength * (0.75 if rank else 0.95))
        if found:
            return found
        for rank, candidate in enumerate(self.candidates(text)):
            for name, strength in self._read_plain(candidate).items():
                found[name] = max(found.get(name, 0.0), strength * (1.0 if rank == 0 else 0.9))
            if rank == 0 and found and max(found.values()) > 0.9:
                break
        return found

    def _read_plain(self, text: str) -> dict[str, float]:
        exact = self.terms.get(text) or complained_of(text) or asks_to_publish(text) or reads_off(text)
        if exact:
            return dict(exact)
        if len(text) > LONGEST_LABEL * 3 or UNSURE.search(text):
            return {}
        found = self._read_terms(text)
        if "category" in found and self.kind_of_a_thing(text):
            found["category"] *= 0.5
        return found or ({} if names_a_thing(text) else self._read_near(text))

    def _read_terms(self, text: str) -> dict[str, float]:
        """What the terms inside a text mean, each by its place."""
        length = len(text)
        matches = list(self.pattern.finditer(text))
        found: dict[str, float] = {}
        of_others = any(word in text for word in self.others)
        asks = text.startswith(ASKING)
        thing = names_a_thing(text)
        for index, match in enumerate(matches):
            quality = quality_of(match, length)
            if len(matches) > 1 and index < len(matches) - 1:
                quality *= 0.7
            if length > LONGEST_LABEL or (len(match.group()) == 1 and length > 1):
                quality *= 0.4
            for name, weight in self.terms[match.group()].items():
                if (asks and name not in ASKED) or (of_others and name in self.writer):
                    continue
                if thing and name == "name":
                    continue
                found[name] = max(found.get(name, 0.0), quality * weight)
        return found

    def _read_near(self, text: str) -> dict[str, float]:
        """A label with one character wrong or more (联糸电话, 验证吗): only for short texts of which nothing else is known.

        我想了解 is no misspelt 我已了解: what one agrees to is never guessed.
        """
        if not 3 <= len(text) <= 8 or text.isascii():
            return {}
        best, hit = 0.0, ""
        for term in self.terms:
            if abs(len(term) - len(text)) <= 1 and len(term) >= 3:
                score = fuzz.ratio(term, text)
                if score > best:
                    best, hit = score, term
        if best < 74:
            return {}
        return {name: 0.55 * weight for name, weight in self.terms[hit].items() if name != "agree"}

    def read_name(self, name: str) -> dict[str, float]:
        """Return what a control's name or id means: field → strength."""
        last = re.split(r"[$.\[\]]+", name.rstrip("]$."))[-1] if name else ""
        tokens = [one.lower() for one in _CAMEL.findall(last)]
        if not tokens:
            return {}
        found: dict[str, float] = {}

        def note(key: str, strength: float) -> None:
            for one, weight in self.names.get(key, {}).items():
                found[one] = max(found.get(one, 0.0), strength * weight)

        words = [one for one in tokens if not one.isdigit()]
        joined = "".join(tokens)
        note(joined, 0.95)
        note("".join(words), 0.9)
        note(words[-1] if words else "", 0.8 if len(words) > 1 and words[0] not in self.prefixes else 0.9)
        for start in range(1, min(len(words), 4)):
            if words[start - 1] in self.prefixes:
                note("".join(words[start:]), 0.88)
        for token in words[:-1]:
            note(token, 0.5)
        flat = "".join(words)
        for prefix in self.prefixes:
            if flat.startswith(prefix) and len(flat) - len(prefix) >= 2:
                note(flat[len(prefix) :], 0.8 if len(flat) - len(prefix) > 2 else 0.55)
        if not found:
            self._end_of_name(flat, note)
        return found

    def _end_of_name(self, flat: str, note: Callable[[str, float], None]) -> None:
        for length in range(min(len(flat) - 1, 14), 3, -1):
            if flat[-length:] in self.names:
                note(flat[-length:], 0.6)
                return

    def read_options(self, texts: Iterable[str]) -> dict[str, float]:
        """Return what a set of choices means: field → strength (see choices.choices_mean)."""
        texts = tuple(texts)
        if names_writers(texts, self.empty_texts):
            return {"occupation": 0.9}
        return choices_mean(texts, self.options, self.empty_texts)

    def is_empty_choice(self, text: str, value: str) -> bool:
        """Whether an option chooses nothing: 请选择, --, -1 …"""
        said = plain(text)
        if (
            said in self.empty_texts
            or not said
            or any(said.startswith(one) and len(one) > 2 for one in self.empty_texts)
        ):
            return True
        return (
            (value in self.empty_values and value not in {"0", ""})
            or said.startswith("请选")
            or (value == "" and said.endswith("选择"))
        )

    def button_kind(self, text: str, *, html_type: str = "", words: str = "", name: str = "") -> str:
        """Return what pressing does: submit, reset, search, login, sms, step (下一步), next (to a form) …; "" where nothing tells."""
        said = plain(text)
        if html_type == "reset":
            return "reset"
        if said:
            for kind, listed in self.buttons:
                if said in listed:
                    return kind
            for kind, listed in self.buttons:
                least = 3 if kind == "step" else 2  # 继续提交 sends
                if kind != "next" and len(said) <= 14 and any(len(one) >= least and one in said for one in listed):
                    return kind
        own = {one.lower() for one in _CAMEL.findall(name)} | {plain(name)}
        spoken = words.lower()
        if not said and (drawn := re.search(r"(search|sousuo)|(login|denglu)", spoken)):
            return "search" if drawn.group(1) else "login"
        if own & set(self.submit_names) or re.search(r"submit|tijiao|dosave|save\(|send", spoken):
            return "submit" if not said or len(said) <= 6 else ""
        return "submit" if html_type in {"submit", "image"} and not said else ""

    def kind_of_a_thing(self, text: str) -> bool:
        """Whether a label asks for the kind of a thing (公司类型), not of a letter (问题类型)."""
        said = bare(plain(text), self.front, self.end)
        kind = KIND.search(said)
        return bool(
            kind
            and kind.start()
            and "category" not in self.terms.get(said, {})
            and (WHOSE.search(said[: kind.start()]) or not any(word in said[: kind.start()] for word in self.matters))
        )

    def kind_factor(self, field: str, kind: str) -> float:
        """Return how well a control of this kind can be the field, 0 … 1."""
        return self.kinds[field].get(kind, 0.0)

    def of_others(self, *texts: str) -> bool:
        """Whether one of the texts speaks of a thing or of somebody else (产品名称), whatever its control is called."""
        return any(word in plain(text) for text in texts for word in self.others)

    def speaks_of(self, purpose: str, *texts: str) -> bool:
        """Whether one of the texts holds a word of the purpose."""
        said = [simplified(text.lower()) for text in texts]
        return any(word in text for text in said for word in self.purposes.get(purpose, ()))


def _weights(
    fields: Mapping[str, Mapping[str, Sequence[str]]], key: str, faint: str, weak: float
) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for name, entry in fields.items():
        for word in entry.get(key, ()):
            found.setdefault(plain(word), {})[name] = 1.0
        for word in entry.get(faint, ()):
            found.setdefault(plain(word), {}).setdefault(name, weak)
    return found


@lru_cache(maxsize=1)
def load() -> Lexicon:
    """Return the lexicon of the package."""
    data = tomllib.loads(resources.files("huiying.probe").joinpath("lexicon.toml").read_text("utf-8"))
    fields = data["fields"]
    terms = _weights(fields, "labels", "weak", WEAK)
    longest_first = sorted(terms, key=len, reverse=True)
    return Lexicon(
        terms=terms,
        # 举报人身份证号 asks for a number: 身份 in it ends no term.
        pattern=re.compile("|".join(re.escape(one) + "(?!证)" * one.endswith("身份") for one in longest_first)),
        names=_weights(fields, "names", "loose", 0.55),
        options={
            name: frozenset(plain(one) for one in entry["options"])
            for name, entry in fields.items()
            if "options" in entry
        },
        kinds={name: entry["kinds"] for name, entry in fields.items()},
        prefixes=tuple(data["noise"]["prefixes"]),
        others=tuple(data["noise"]["others"]),
        writer=frozenset(data["noise"]["writer"]),
        matters=tuple(data["noise"]["matters"]),
        front=tuple(sorted((plain(one) for one in data["noise"]["front"]), key=len, reverse=True)),
        end=tuple(sorted((plain(one) for one in data["noise"]["end"]), key=len, reverse=True)),
        empty_texts=frozenset(plain(one) for one in data["placeholders"]["texts"]),
        empty_values=frozenset(data["placeholders"]["values"]),
        buttons=tuple(
            (kind, tuple(plain(one) for one in words))
            for kind, words in data["buttons"].items()
            if kind != "submit_names"
        ),
        submit_names=tuple(data["buttons"]["submit_names"]),
        purposes={name: tuple(words) for name, words in data["purposes"].items()},
    )
