"""Who is asked and what, in whose name and on what ground."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """主办单位: a public body that answers for one or more sites."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """政府网站: one row of the roster.

    `hosts` are all host names (with port where it is not the default) that belong to the site; only these are ever
    submitted to. `code` is the 网站标识码 (10 characters). `group` is the heading under which annexes list it.
    """

    id: int
    order: int
    name: str
    home_url: str
    hosts: tuple[str, ...]
    unit: str = ""
    group: str = ""
    code: str = ""
    channel_url: str = ""
    recipe: str = ""
    department: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """咨询问题: a plain, common question. `keywords` are words of which a real answer uses at least one."""

    id: int
    title: str
    body: str
    category: str = "咨询"
    keywords: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Persona:
    """咨询身份: the citizen in whose name a round asks. An id-card number is given by the user or absent, never made."""

    name: str
    phone: str
    email: str
    address: str = ""
    postcode: str = ""
    id_number: str = field(default="")

    def __repr__(self) -> str:
        return f"Persona(name={self.name!r})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Authority:
    """检查依据: who checks, and on what ground. No round opens without it."""

    office: str
    ground: str
