"""How percentages are rounded: a stated policy, so that no two figures of a notice follow different rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

MOST_PLACES = 4
FIGURES = ("sites_rate", "pass_rate", "on_time_rate", "late_rate", "adoption_rate", "rectified_rate")
"""The rates of the notice that may have places of their own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rounding:
    """舍入规则: half up to `places` digits after the point, a trailing .0 dropped; `own` gives a figure other places.

    What is not all is never written 100%, and what is not nothing never 0%: such a rate takes more places.
    """

    places: int = 1
    own: Mapping[str, int] = field(default_factory=dict)

    def percent(self, part: int, whole: int, figure: str = "") -> str:
        """Return part/whole as 66.5%; "" where there is no whole.

        Raises:
            ValueError: the part is negative or more than the whole.
        """
        if not 0 <= part <= whole:
            raise ValueError(f"no share: {part} of {whole}")
        if whole == 0:
            return ""
        exact = Decimal(part) * 100 / Decimal(whole)
        places = self.own.get(figure, self.places)
        value = _round(exact, places)
        while value in (0, 100) and value != exact and places < MOST_PLACES:
            places += 1
            value = _round(exact, places)
        text = f"{value:f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def _round(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
