"""What a quarter's inspection found, besides the answers to the questions: the words of DOMAIN §7 as types.

Frozen and keyword-only; names of units are those of the register. A field left at its default means that the office
has no such data this quarter: the section that needs it leaves the notice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from huiying.model import Bucket, Stated

ORDINALS = "一二三四"
COUNTY = "县区"
DEPARTMENT = "市级部门"
"""The two groups of units in the office's annexes, in their order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Quarter:
    """季度: the office's own, which need not be the calendar's (DOMAIN §2)."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1900 <= self.year <= 2200 and 1 <= self.number <= 4):
            raise ValueError(f"no quarter: {self.year} {self.number}")

    def __str__(self) -> str:
        return f"{self.year}年第{ORDINALS[self.number - 1]}季度"

    @property
    def previous(self) -> Self:
        """The quarter before."""
        if self.number > 1:
            return type(self)(year=self.year, number=self.number - 1)
        return type(self)(year=self.year - 1, number=4)


@dataclass(frozen=True, kw_only=True, slots=True)
class WebsiteCheck:
    """网站检查结果: a site is 合格 unless a veto item was found; `vetoes` are those, with their reasons."""

    site: str
    unit: str = ""
    vetoes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """政务新媒体: one account. `textual` accounts can republish items; only accounts in use are checked."""

    platform: str
    name: str
    unit: str = ""
    textual: bool = True
    in_use: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """发布记录: one post of an account, at an instant with a zone."""

    platform: str
    account: str
    at: datetime
    title: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountProblem:
    """新媒体问题: `failed` is 不合格 (a veto item), else 存在问题; `computed` from posts, else found by a person."""

    platform: str
    name: str
    unit: str
    problem: str
    failed: bool
    computed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportantItem:
    """重要信息: an item that was to be republished.

    `issued` is when the offices were told to, `original` when its source published it; `source` is who that is.
    """

    title: str
    issued: Stated | None = None
    original: Stated | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """转载网页: what a site shows of an item. `likeness` (0–100) of the titles, `after` the time since the original.

    `source` is the one that the page states; None where its place on the page could not be read, "" where it is empty.
    """

    title: str
    url: str
    likeness: int
    published: Stated | None = None
    source: str | None = None
    after: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RepostCheck:
    """转载检查: whether one place (a site, or an account) republished one sampled item, in time and in form.

    None means that it could not be told, which is nothing against the place. `why` says what a person should look at,
    `copy` and `evidence` (paths in the vault) what the program saw; `by_hand`: a person decided.
    """

    item: str
    place: str
    unit: str
    is_site: bool
    found: bool | None
    in_time: bool | None = True
    in_form: bool | None = True
    copy: Copy | None = None
    why: str = ""
    evidence: tuple[str, ...] = ()
    by_hand: bool = True

    @property
    def good(self) -> bool | None:
        """Whether nothing is to be said against it; None where that could not be told."""
        said = (self.found, self.in_time, self.in_form)
        if False in said:
            return False
        return None if None in said else True


@dataclass(frozen=True, kw_only=True, slots=True)
class WordingCount:
    """表述问题: how many wording problems were found on a unit's accounts and sites."""

    unit: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PortalOutput:
    """门户网站发布: what the city's portal put out; None where it was not counted."""

    published: int | None = None
    documents: int | None = None
    interpretations: int | None = None
    announcements: int | None = None
    topics: int | None = None
    pictures: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """信息报送: how many items a unit sent to the portal, and how many of them were used."""

    unit: str
    group: str
    submitted: int
    adopted: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Rectification:
    """问题整改: a problem of last quarter's notice, and whether it was put right."""

    unit: str
    problem: str
    done: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class PastAnswers:
    """往期互动回应: the rows of an earlier quarter's annex 3, by site."""

    quarter: Quarter
    rows: tuple[tuple[str, Bucket], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Inspection:
    """季度检查: everything the notice is written from, except the answers of this quarter's round.

    `important` is how many items were to be republished, `items` those that the table lists, `sample` the titles drawn,
    `seed` what they were drawn with.
    `past` are earlier quarters, the latest last. `requirements` are paragraphs of the office's own.
    """

    quarter: Quarter
    office: str
    addressees: str = ""
    basis: str = ""
    issued_on: date | None = None
    due_on: date | None = None
    contact: str = ""
    document_number: str = ""
    copied_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    collected: tuple[date, date] | None = None
    monitored_on: date | None = None
    websites: tuple[WebsiteCheck, ...] = ()
    accounts: tuple[Account, ...] = ()
    problems: tuple[AccountProblem, ...] = ()
    commended: tuple[Account, ...] = ()
    important: int = 0
    items: tuple[ImportantItem, ...] = ()
    sample: tuple[str, ...] = ()
    seed: str = ""
    reposts: tuple[RepostCheck, ...] = ()
    wording: tuple[WordingCount, ...] = ()
    portal: PortalOutput = PortalOutput()
    submissions: tuple[Submission, ...] = ()
    rectifications: tuple[Rectification, ...] = ()
    past: tuple[PastAnswers, ...] = ()
    requirements: tuple[str, ...] = ()
