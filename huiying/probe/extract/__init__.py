"""The script that reads the forms of a document: one function body, kept in pieces by concern and joined here.

It is run by the browser once for each document that frames of other origins hold; what it returns is read by
huiying/probe/readers.py and huiying/probe/form.py.
"""

from __future__ import annotations

from importlib.resources import files

PIECES = (
    "page",
    "visibility",
    "components",
    "selectors",
    "texts",
    "geometry",
    "controls",
    "groups",
    "describe",
    "walk",
    "result",
)
"""In the order in which they use each other: a piece only uses what stands in it or before it, at the time it runs."""

EXTRACT = "\n".join((files("huiying.probe.extract") / f"{name}.js").read_text(encoding="utf-8") for name in PIECES)
