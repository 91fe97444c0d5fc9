"""The second reader: how likely a text is of each kind, learned from labelled replies (docs/decisions/0044).

It knows nothing of clauses and words.toml. What the two readers see differently is left to a person.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from huiying.answer.grams import grams
from huiying.model import AnswerKind

WEIGHTS = "reader.tsv"


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model: one weight for each gram and kind, the gram's rarity (idf), and each kind's bias."""

    kinds: tuple[AnswerKind, ...]
    bias: tuple[float, ...]
    grams: dict[str, tuple[float, tuple[float, ...]]]


@dataclass(frozen=True, slots=True)
class Second:
    """What the second reader makes of a text: the likeliest kind, a probability for each, the grams that speak most for it."""

    kind: AnswerKind
    chances: dict[AnswerKind, float]
    signs: tuple[str, ...]


def second_reading(text: str, asked: str, weights: Weights | None = None) -> Second:
    """Weigh a text; `asked` is title and question, whose words say nothing. Pure; any text has a reading."""
    weights = weights or learned()
    found = {
        gram: (1 + math.log(count)) * weights.grams[gram][0]
        for gram, count in grams(text, asked).items()
        if gram in weights.grams
    }
    length = math.sqrt(sum(value * value for value in found.values())) or 1.0
    sums = list(weights.bias)
    for gram, value in found.items():
        for at, weight in enumerate(weights.grams[gram][1]):
            sums[at] += value / length * weight
    top = max(sums)
    powers = [math.exp(each - top) for each in sums]
    first = sums.index(top)
    return Second(
        kind=weights.kinds[first],
        chances={kind: power / sum(powers) for kind, power in zip(weights.kinds, powers, strict=True)},
        signs=_strongest(found, weights, first),
    )


def _strongest(found: dict[str, float], weights: Weights, at: int) -> tuple[str, ...]:
    """Name the three longest-standing signs for a kind: the grams that add most, none a part of another."""
    chosen: list[str] = []
    for gram in sorted(found, key=lambda gram: -found[gram] * weights.grams[gram][1][at]):
        word = gram.strip("^$")
        if len(word) >= 2 and not any(word in other or other in word for other in chosen):
            chosen.append(word)
        if len(chosen) == 3:
            break
    return tuple(chosen)


@cache
def learned() -> Weights:
    """Return the weights of the package."""
    return parse(files(__package__).joinpath(WEIGHTS).read_text("utf-8"))


def parse(table: str) -> Weights:
    """Read weights: a head line with the kinds, a line with the biases, then one line a gram, parted by tabs."""
    head, bias, *lines = (line.split("\t") for line in table.splitlines())
    return Weights(
        kinds=tuple(map(AnswerKind, head[2:])),
        bias=tuple(map(float, bias[2:])),
        grams={gram: (float(rarity), tuple(map(float, each))) for gram, rarity, *each in lines},
    )
