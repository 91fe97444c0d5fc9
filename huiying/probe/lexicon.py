"""The words by which fields, buttons and purposes are known: lexicon.toml, compiled for matching.

`Lexicon.read_label` says what a text means, `read_name` what a control's name means, `read_options` what a set of choices
means; each returns field → strength in 0…1. Chinese compounds have their head at the end (查询密码 is a password, 邮箱验证码 a
code), so a term at the end of a text weighs more than one at its front, and a longer term hides the shorter ones inside it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from rapidfuzz import fuzz

from huiying.probe.wording import BRACKETS, alternatives, bare, label_candidates, plain, simplified

WEAK = 0.7
LONGEST_LABEL = 30
"""A longer text is a sentence: it may mention a field, it is not its label."""

_ASKED = frozenset({"public", "anonymous", "reply_way", "agree"})
"""What a label that begins with 是否 can be."""

_ASKING = ("是否", "能否", "可否", "愿否", "要不要", "需不需要")
_COMPLAINED_OF = re.compile(
    r"被(?:投诉|举报|反映|控告|申诉)(?:人|者|方|对象)?的?(?:单位|部门|机构|企业|公司)?(?:姓名|名称)?"
)
_UNSURE = re.compile(r"不(?:清楚|知道|确定|了解)|[后末](?:[四五六八4568])位")
"""不清楚部门 is a way round the field, 身份证后六位 a piece of it: neither is the field."""
_KIND = re.compile(r"(?:类型|类别|性质|种类|分类|大类)$")

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
        exact = self.terms.get(text) or _complained_of(text) or _asks_to_publish(text)
        if exact:
            return dict(exact)
        if len(text) > LONGEST_LABEL * 3 or _UNSURE.search(text):
            return {}
        found = self._read_terms(text)
        kind = _KIND.search(text)
        if kind and "category" in found and not any(word in text[: kind.start()] for word in self.matters):
            found["category"] *= 0.5
        return found or self._read_near(text)

    def _read_terms(self, text: str) -> dict[str, float]:
        """What the terms inside a text mean, each by its place."""
        length = len(text)
        matches = list(self.pattern.finditer(text))
        found: dict[str, float] = {}
        of_others = any(word in text for word in self.others)
        asks = text.startswith(_ASKING)
        for index, match in enumerate(matches):
            quality = _quality(match, length)
            if len(matches) > 1 and index < len(matches) - 1:
                quality *= 0.7
            if length > LONGEST_LABEL or (len(match.group()) == 1 and length > 1):
                quality *= 0.4
            for name, weight in self.terms[match.group()].items():
                if (asks and name not in _ASKED) or (of_others and name in self.writer):
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
        """Return what a set of choices means: field → strength; two hits or a majority tell."""
        said = [
            one
            for text in texts
            if (one := plain(BRACKETS.sub(" ", unicodedata.normalize("NFKC", text)))) and one not in self.empty_texts
        ][:200]
        if not said:
            return {}
        found: dict[str, float] = {}
        for name, words in self.options.items():
            hits = sum(
                1
                for one in said
                if one in words
                or (len(one) > 2 and any(len(w) > 1 and (one.startswith(w) or one.endswith(w)) for w in words))
            )
            share = hits / len(said)
            if hits >= 2 or (hits == 1 and len(said) == 1):
                found[name] = min(0.95, 0.45 + 0.5 * share)
        offices = sum(
            1
            for one in said
            if re.search(
                r"(局|委|办|厅|院|所|中心|部|政府|支队|公司|委员会|办公室|集团|管委会|大队|处|馆|站|领导|书记|市长|县长|区长|局长|主任|科|信箱)$",
                one,
            )
        )
        if offices >= 2 and offices / len(said) >= 0.5:
            found["department"] = max(found.get("department", 0.0), 0.4 + 0.5 * offices / len(said))
        regions = sum(1 for one in said if re.search(r"(省|市|区|县|州|盟|旗|镇|乡|街道|村|社区)$", one))
        if regions >= 2 and regions / len(said) >= 0.6 and found.get("department", 0) < 0.5:
            found["region"] = max(found.get("region", 0.0), 0.75)
        return found

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
        """Return what pressing does: submit, reset, search, login, lookup, sms, refresh, next …; "" where nothing tells."""
        said = plain(text)
        if html_type == "reset":
            return "reset"
        if said:
            for kind, listed in self.buttons:
                if said in listed:
                    return kind
            for kind, listed in self.buttons:
                if kind != "next" and len(said) <= 14 and any(len(one) >= 2 and one in said for one in listed):
                    return kind
        own = {one.lower() for one in _CAMEL.findall(name)} | {plain(name)}
        spoken = words.lower()
        if not said and (drawn := re.search(r"(search|sousuo)|(login|denglu)", spoken)):
            return "search" if drawn.group(1) else "login"
        if own & set(self.submit_names) or re.search(r"submit|tijiao|dosave|save\(|send", spoken):
            return "submit" if not said or len(said) <= 6 else ""
        return "submit" if html_type in {"submit", "image"} and not said else ""

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


def _quality(match: re.Match[str], length: int) -> float:
    """How well a term tells what the text is: best at its end, where a compound has its head."""
    coverage = len(match.group()) / length
    if match.end() == length:
        return 0.6 + 0.35 * coverage
    return 0.45 + 0.4 * coverage if match.start() == 0 else 0.3 + 0.4 * coverage


def _complained_of(text: str) -> dict[str, float]:
    """被投诉人部门 and its like are the subject, whatever word they end in."""
    return {"subject_unit": 0.9} if _COMPLAINED_OF.fullmatch(text) else {}


def _asks_to_publish(text: str) -> dict[str, float]:
    """是否愿意公开内容 asks whether the letter may be shown, whatever word it ends in; 是否公开姓名 asks something else."""
    asked = text.startswith(_ASKING) and "公开" in text and len(text) <= LONGEST_LABEL
    return {"public": 0.9} if asked and not re.search(r"姓名|身份|个人|匿名", text) else {}


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
        pattern=re.compile("|".join(re.escape(one) for one in longest_first)),
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
