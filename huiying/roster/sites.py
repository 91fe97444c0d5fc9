"""A roster file → sites, with every problem named by row and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from huiying.errors import BadInput
from huiying.model import Site, address_of, host_of
from huiying.roster.headers import Problem, find_header, folded, match_columns, tidy
from huiying.roster.tables import Sheet, is_blank

MEANINGS = {
    "name": ("网站名称", "网站", "名称", "站点名称", "单位", "site", "name"),
    "home_url": ("首页网址", "网址", "首页地址", "网站地址", "首页", "域名", "url", "链接", "home_url"),
    "code": ("网站标识码", "标识码", "site_code", "code"),
    "unit": ("主办单位", "主管单位", "责任单位", "单位名称", "unit"),
    "group": ("分组", "类别", "类型", "组别", "group"),
    "channel_url": ("咨询入口", "留言网址", "咨询网址", "互动网址", "留言地址", "channel_url"),
    "hosts": ("其他域名", "允许域名", "关联域名", "hosts"),
    "recipe": ("配方", "recipe"),
    "department": ("受理部门", "受理单位", "办理单位", "department"),
}
REQUIRED = ("name", "home_url")
AS_WRITTEN = ("name", "unit", "group", "department")
CODE = re.compile(r"[0-9]{6}[0-9A-Za-z]{4}")


@dataclass(frozen=True, slots=True)
class ReadSites:
    """The good rows and the problems of the others."""

    sites: tuple[Site, ...]
    problems: tuple[Problem, ...]


def read_sites(file_name: str, sheets: Sequence[Sheet]) -> ReadSites:
    """Read the sites; raises BadInput where the columns that every roster needs are missing."""
    header = find_header(sheets, MEANINGS, REQUIRED)
    if header is None:
        raise BadInput(where=file_name, what=_what_is_missing(sheets), do="请补上列名后再导入")
    rows = list(header.sheet.rows)
    while rows and is_blank(rows[-1]):
        rows.pop()
    sites: list[Site] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows[header.row + 1 :], start=header.row + 2):
        cells = _cells(row, header.columns)
        found = list(_problems(number, row, cells, seen))
        problems += found
        if not found:
            sites.append(_site(len(sites) + 1, cells))
    if not sites and not problems:
        problems.append(Problem(row=header.row + 2, column="", what="表头以下没有任何网站"))
    return ReadSites(tuple(sites), tuple(problems))


def _cells(row: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {
        field: (tidy if field in AS_WRITTEN else folded)(row[column]) if column < len(row) else ""
        for field, column in columns.items()
    }


def _what_is_missing(sheets: Sequence[Sheet]) -> str:
    best: dict[str, int] = max(
        (match_columns(row, MEANINGS) for sheet in sheets for row in sheet.rows[:15]), key=len, default={}
    )
    missing = "、".join(f"“{MEANINGS[field][0]}”" for field in REQUIRED if field not in best)
    return f"没有找到{missing}列" if best else "没有找到表头（至少要有“网站名称”“首页网址”两列）"


def _problems(number: int, row: Sequence[str], cells: dict[str, str], seen: dict[str, int]) -> list[Problem]:
    def problem(column: str, what: str) -> Problem:
        return Problem(row=number, column=MEANINGS[column][0] if column else "", what=what)

    if is_blank(row):
        return [problem("", "空行")]
    found = [problem(field, "没有填写") for field in REQUIRED if not cells[field]]
    found += [
        problem(field, f"网址不正确：{cells[field][:80]}")
        for field in ("home_url", "channel_url")
        if cells.get(field) and not proper_host(with_scheme(cells[field]))
    ]
    found += [
        problem("hosts", f"域名不正确：{part[:80]}")
        for part in _hosts(cells.get("hosts", ""))
        if not proper_host(with_scheme(part))
    ]
    if cells.get("code") and not CODE.fullmatch(cells["code"]):
        found.append(problem("code", f"应为10位（前6位为行政区划代码）：{cells['code'][:40]}"))
    keys: list[tuple[str, Callable[[str], str]]] = [("name", folded), ("home_url", _address), ("code", str.lower)]
    for field, fold in keys:
        if value := cells.get(field):
            key = f"{field}:{fold(value)}"
            if key in seen:
                found.append(problem(field, f"与第{seen[key]}行重复：{value[:80]}"))
            else:
                seen[key] = number
    return found


def with_scheme(url: str) -> str:
    """Return the URL with http:// where a roster left the scheme out."""
    return url if re.match(r"(?i)[a-z][a-z0-9+.-]*://", url) else f"http://{url}"


def proper_host(url: str) -> str:
    """Return the host of a URL that a user wrote; "" where it is no address of a site, or carries a name or password."""
    host = host_of(url)
    proper = re.fullmatch(r"([^\s/@\\.:]+(\.[^\s/@\\.:]+)+|localhost)(:\d+)?", host)
    return host if proper and "@" not in urlsplit(url).netloc else ""


def _address(url: str) -> str:
    return address_of(with_scheme(url))


def _hosts(cell: str) -> list[str]:
    """Return the single entries of the column with a site's other hosts."""
    return [part for part in re.split(r"[\s,;、,;]+", cell) if part]


def _site(order: int, cells: dict[str, str]) -> Site:
    home = with_scheme(cells["home_url"])
    channel = with_scheme(cells["channel_url"]) if cells.get("channel_url") else ""
    more = [proper_host(with_scheme(part)) for part in _hosts(cells.get("hosts", ""))]
    hosts = dict.fromkeys([host_of(home), *([host_of(channel)] if channel else []), *more])
    return Site(
        id=0,
        order=order,
        name=cells["name"],
        home_url=home,
        hosts=tuple(hosts),
        unit=cells.get("unit", "") or cells["name"],
        group=cells.get("group", ""),
        code=cells.get("code", "").lower(),
        channel_url=channel,
        recipe=cells.get("recipe", ""),
        department=cells.get("department", ""),
    )
