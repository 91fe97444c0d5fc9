"""Recipes: what a vendor's software (family) or one site needs beyond recognition. Data only: TOML, a closed vocabulary.

A family lies in `families/NAME.toml` (of the package, or of the user's folder); a site's own recipe in `NAME.toml` of the
user's folder names its `family`, gives the differences and the day it was last `verified`. Neither holds scripts.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from huiying.errors import BadInput, os_reason
from huiying.model import Site, host_of
from huiying.probe.page import PageText
from huiying.probe.ways import AnswerWays, RepostWays

MAX_FILE = 200_000
FIELD_NAMES = (
    "title", "body", "name", "phone", "email", "address", "id_number", "postcode", "category", "department", "public",
    "query_password", "agree",
)  # fmt: skip
FieldName = Literal[
    "title", "body", "name", "phone", "email", "address", "id_number", "postcode", "category", "department", "public",
    "query_password", "agree",
]  # fmt: skip


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"不是正确的匹配式：{error}") from error
    return text


def _selector(text: str) -> str:
    if re.search(r"javascript:|<script|[{}]", text, re.IGNORECASE):
        raise ValueError("只能写 CSS 选择器")
    return text


Pattern = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_pattern)]
Selector = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_selector)]
Words = Annotated[str, Field(min_length=1, max_length=200)]
Address = Annotated[str, Field(min_length=1, max_length=2000)]


class Table(BaseModel):
    """A table of a recipe: frozen, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Signs(Table):
    """How a family is known on a page: any address or any text fits, and all classes are there."""

    url: tuple[Pattern, ...] = ()
    html: tuple[Pattern, ...] = ()


class Step(Table):
    """One step to the form; exactly one key. `link` is a link's words, `frame` the frame that all later steps are in."""

    open: Address | None = None
    click: Selector | None = None
    link: Words | None = None
    tick: Selector | None = None
    frame: Selector | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Step:
        if len(self.model_fields_set) != 1:
            raise ValueError("每一步只能写一项：open、click、link、tick 或 frame")
        return self


class FieldRule(Table):
    """A field's control; `option` (words) or `value` choose a fixed option."""

    selector: Selector
    option: Words | None = None
    value: Words | None = None


class ChallengeRule(Table):
    """A captcha: its picture, where the text is typed, and what to click for another picture (the picture itself else)."""

    kind: Literal["none", "image", "arithmetic", "slider", "sms", "login"] = "image"
    picture: Selector | None = None
    input: Selector | None = None
    refresh: Selector | None = None


class SubmitRule(Table):
    """The one button."""

    selector: Selector


class OutcomeRules(Table):
    """Patterns for the site's own words; `receipt` with the groups `number` and `query_code`."""

    accepted: tuple[Pattern, ...] = ()
    rejected: tuple[Pattern, ...] = ()
    receipt: tuple[Pattern, ...] = ()


class Recipe(Table):
    """A family's or a site's recipe; `name` is the file's, `source` where its facts can be looked up."""

    name: str = ""
    title: str = ""
    source: tuple[Words, ...] = ()
    family: str | None = None
    verified: date | None = None
    signs: Signs = Signs()
    steps: tuple[Step, ...] = Field((), max_length=20)
    fields: Mapping[FieldName, FieldRule] = Field(default_factory=dict)
    challenge: ChallengeRule | None = None
    submit: SubmitRule | None = None
    outcome: OutcomeRules = OutcomeRules()
    answer: AnswerWays | None = None
    reposts: RepostWays | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_fields(cls, raw: Any) -> Any:
        """`title = "#bt"` is short for `title = {selector = "#bt"}`."""
        if isinstance(raw, dict) and isinstance(raw.get("fields"), dict):
            short = {
                key: {"selector": value} if isinstance(value, str) else value for key, value in raw["fields"].items()
            }
            return raw | {"fields": short}
        return raw

    def frame(self) -> tuple[str, ...]:
        """Return the frames that the steps go into."""
        return tuple(step.frame for step in self.steps if step.frame)

    def fits(self, page: PageText) -> bool:
        """Whether the signs of this family are on a page; a recipe without signs fits none."""
        urls = (page.url, *page.urls)
        by_url = any(re.search(pattern, url) for pattern in self.signs.url for url in urls)
        return by_url or any(re.search(pattern, page.html) for pattern in self.signs.html)


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipes:
    """All recipes, merged: `sites` by name, `families` by name."""

    sites: Mapping[str, Recipe] = field(default_factory=dict)
    families: Mapping[str, Recipe] = field(default_factory=dict)

    def for_site(self, site: Site) -> Recipe | None:
        """Return the recipe that the roster names, else the one that bears the site's name, code or host; else None.

        Raises:
            BadInput: the roster names a recipe that does not exist.
        """
        if site.recipe:
            found = self.sites.get(site.recipe) or self.families.get(site.recipe)
            if found is None:
                known = "、".join(sorted({*self.sites, *self.families})[:20]) or "无"
                raise BadInput(where=f"网站“{site.name}”的配方 {site.recipe}", what="不存在", do=f"现有的配方：{known}")
            return found
        names = (site.name, site.code, host_of(site.home_url))
        return next((self.sites[name] for name in names if name in self.sites), None)

    def detect(self, page: PageText) -> Recipe | None:
        """Return the family whose signs are on the page."""
        return next((family for _, family in sorted(self.families.items()) if family.fits(page)), None)


def load_recipes(folder: Path | None = None) -> Recipes:
    """Read the package's families and, from `folder`, the user's families and sites' recipes; each site merged over its family.

    Raises:
        BadInput: names the file and the key in one Chinese line.
    """
    shipped = files("huiying.probe") / "families"
    families = dict(_read_all(shipped)) if shipped.is_dir() else {}
    if folder is not None and (folder / "families").is_dir():
        families |= _read_all(folder / "families")
    sites = _read_all(folder) if folder is not None and folder.is_dir() else {}
    read = {name: _recipe(raw, name, where) for name, (raw, where) in families.items()}
    merged = {name: _recipe(_over_family(raw, where, families), name, where) for name, (raw, where) in sites.items()}
    return Recipes(sites=merged, families=read)


def read_recipe(text: str, *, name: str, where: str, families: Mapping[str, Mapping[str, Any]] | None = None) -> Recipe:
    """Read one recipe from its text; `families` are raw tables to merge under it."""
    raw = _toml(text, where)
    known = {key: (dict(value), key) for key, value in (families or {}).items()}
    return _recipe(_over_family(raw, where, known), name, where)


def read_file(path: Path, folder: Path) -> Recipe:
    """Read one file as `load_recipes(folder)` would: only it and the family that it names need be right.

    Raises:
        BadInput: names the file and the key in one Chinese line.
    """
    raw, where = _read_one(path)
    shipped = files("huiying.probe") / "families"
    families = dict(_read_all(shipped)) if shipped.is_dir() else {}
    own = {one.stem: one for one in recipe_files(folder / "families")}
    families |= {name: _read_one(own[name]) for name in own if name == raw.get("family")}
    return _recipe(_over_family(raw, where, families), path.stem, where)


def recipe_files(folder: Path) -> list[Path]:
    """Return the recipe files that stand in a folder itself, by name."""
    return sorted(path for path in folder.glob("*.toml") if path.is_file())


_Raw = tuple[dict[str, Any], str]


def _read_all(folder: Traversable | Path) -> dict[str, _Raw]:
    found: dict[str, _Raw] = {}
    for path in sorted(folder.iterdir(), key=lambda one: one.name)[:5000]:
        if path.name.endswith(".toml") and path.is_file():
            found[path.name.removesuffix(".toml")] = _read_one(path)
    return found


def _read_one(path: Traversable | Path) -> _Raw:
    where = str(path) if isinstance(path, Path) else path.name
    try:
        data = path.read_bytes()
        if len(data) > MAX_FILE:
            raise BadInput(where=where, what="文件过大", do="配方文件一般只有几十行，请检查")
        return _toml(data.decode("utf-8-sig"), where), where
    except OSError as error:
        raise BadInput(where=where, what=f"不能读取（{os_reason(error)}）", do="请检查文件名和权限") from error
    except UnicodeDecodeError as error:
        raise BadInput(where=where, what="不是 UTF-8 编码", do="请把文件存为 UTF-8 编码") from error


def _toml(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadInput(where=where, what=f"不是正确的 TOML({error})", do="请按配方说明修改") from error


def _over_family(raw: dict[str, Any], where: str, families: Mapping[str, _Raw]) -> dict[str, Any]:
    name = raw.get("family")
    if name is None:
        return raw
    if name not in families:
        known = "、".join(sorted(families)) or "无"
        raise BadInput(where=f"{where} 的 family", what=f"没有名为“{name}”的软件类别", do=f"现有的类别：{known}")
    below = {key: value for key, value in families[name][0].items() if key not in {"name", "title", "source"}}
    return _merge(below, raw)


def _merge(below: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Tables are merged key by key; anything else of the site stands in place of the family's."""
    merged = dict(below)
    for key, value in over.items():
        under = merged.get(key)
        merged[key] = _merge(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return merged


def _recipe(raw: Mapping[str, Any], name: str, where: str) -> Recipe:
    try:
        return Recipe.model_validate({**raw, "name": name})
    except ValidationError as error:
        details = error.errors()[0]
        # A validator of a union or of a mapping's key adds parts that no file has.
        parts = [str(part) for part in details["loc"] if part != "[key]"]
        words = {
            "missing": "没有填写",
            "extra_forbidden": "是不认识的项",
            "literal_error": "不在允许的词之内",
            "string_too_short": "没有填写",
            "value_error": str(details["msg"]).removeprefix("Value error, "),
        }
        key = ".".join(parts) or "内容"
        what = words.get(details["type"], "的值不正确")
        raise BadInput(where=f"{where} 的 {key}", what=what, do="请按配方说明修改") from error
