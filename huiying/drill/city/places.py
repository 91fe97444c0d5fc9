"""The sites of the practice city, as the published annex 3 lists them, and where each is served."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files

PLATFORM_HOST = "127.0.43.200"
"""The shared provincial platform, whose forms some sites show in an iframe."""
FOREIGN_HOST = "127.0.43.250"
"""A host that belongs to no site; the fault "redirect" leads there."""
SIDE_DOOR_HOST = "127.0.0.1"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """One site: `row` is its row of the published annex, `domain` the name in its mail addresses."""

    order: int
    name: str
    unit: str
    code: str
    domain: str
    group: str
    row: str
    host: str

    @property
    def mail_address(self) -> str:
        return f"service@{self.domain}.example"


def places() -> tuple[Place, ...]:
    """Return the 43 sites in the annex's order; site N answers on 127.0.43.N."""
    details = {line["site"]: line for line in _table("places.csv")}
    return tuple(
        Place(
            order=int(line["order"]),
            name=line["site"],
            unit=details[line["site"]]["unit"],
            code=details[line["site"]]["code"],
            domain=details[line["site"]]["domain"],
            group=line["group"],
            row=line["bucket_in_notice"],
            host=f"127.0.43.{line['order']}",
        )
        for line in _table("annex3_sites.csv")
    )


def _table(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))
