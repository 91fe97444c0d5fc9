"""The site's own office among those of which a page asks first to whom one writes (pure)."""

from __future__ import annotations

import re

from huiying.model import Site
from huiying.probe.crossing import Crossing, Link
from huiying.probe.wishes import ITS_OFFICE, is_government

_ASKS = re.compile(r"选择.{0,10}(部门|单位|信箱|对象)|(受理|收信|咨询|办理)(部门|单位)")


def offices(found: Crossing, page: str, site: Site) -> list[Link]:
    """Return the links to the site's own office where the page's text asks to choose one; nobody else's."""
    if not _ASKS.search(page):
        return []
    wanted = [*re.split(r"[/>|、,;]+", site.department)[::-1], site.unit, site.name]
    names = ["".join(name.split()) for name in wanted if name.strip()]
    texts = [("".join(link.text.split()), link) for link in found.links]
    own = [link for name in names for text, link in texts if text == name]
    of_government = is_government(site.unit, site.name)
    return own or [link for text, link in texts if of_government and ITS_OFFICE.fullmatch(text)]
