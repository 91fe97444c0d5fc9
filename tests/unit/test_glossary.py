"""One word per thing: the glossary and the types agree."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from huiying import model

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"


def test_every_type_of_the_model_has_its_chinese_name_and_every_name_its_type() -> None:
    listed = set(re.findall(r"^\| [^|]+ \| `(\w+)` \|", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE))
    types = {name for name, kind in vars(model).items() if inspect.isclass(kind)}
    assert listed == types
