"""Where a site shows answers, found by words: look-up forms, links to look-ups and to public lists."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode, urljoin

from huiying.probe.pages.flat import clean
from huiying.probe.pages.flatten import flatten, parse

MOST_LINKS = 3000

_LOOKUP_LINK = re.compile(
    r"(?:信件|办件|留言|来信|回复|答复|咨询|诉求|进度|结果|办理|处理|状态|投诉|受理|邮件|我的信件|事项|问题)[^,。]{0,6}查询|查询(?:信件|办件|留言|来信|回复|答复|结果|进度)|查看(?:回复|答复|办理结果)|^(?:我要)?查询$|^查信$|^我的(?:信件|留言|咨询)$"
)
_LIST_LINK = re.compile(
    r"(?:留言|来信|信件|回复|答复|办理|咨询|互动|问答|诉求|建议|投诉|公众|网友|市民)[^,。]{0,4}(?:选登|选编|公开|公示|列表|展示|摘登|一览|浏览|大全|回音壁)|公开(?:信件|留言|来信|答复|回复)|公众留言|网友留言|热点(?:信件|留言|问题)|"
    r"最新(?:信件|留言|来信|回复|答复)|典型(?:信件|来信|留言)|(?:已|全部)(?:回复|答复|办结)(?:信件|留言|来信)?$|往期(?:信件|留言|回顾)|部门回复|(?:回复|办理)反馈|反馈选登|常见问题解答"
)
_HUB_LINK = re.compile(
    r"互动交流|政民互动|交流互动|公众参与|互动|政务咨询|在线咨询|网上咨询|我要咨询|咨询投诉|(?:领导|书记|市长|县长|区长|局长|主任|网上|电子|公众|群众)信箱|"
    r"留言板|在线留言|网上留言|公众留言|来信|办事咨询|网上信访"
)
_NEWS_LINK = re.compile(
    r"^(?:国务院|中国政府网|省政府|上级)?(?:重要)?(?:信息|政策|文件|动态)?转载|国务院(?:信息|要闻|文件|动态)|上级(?:政策|文件|信息)|^(?:时政|政务|今日|国内|重要)?要闻|新闻(?:动态|中心)|工作动态|政策(?:文件|法规)|^(?:国家|省级?)(?:政策|文件)|通知公告|重要(?:信息|转载)"
)
_SEARCH = re.compile(r"搜索|检索|search|sousuo|jiansuo|关键[字词]", re.IGNORECASE)
_REFRESH = re.compile(
    r"""http-equiv\s*=\s*["']?refresh["']?[^>]{0,40}?url\s*=\s*['"]?([^"'>\s]{1,1000})|<script[^>]*>\s*(?:window\.|self\.|top\.|document\.)?location(?:\.href)?\s*=\s*['"]([^'"]{1,1000})['"]\s*;?\s*</script>""",
    re.IGNORECASE,
)


def lookup_links(html: str, base_url: str) -> list[str]:
    """Return the addresses behind links that are named as look-ups, in the page's order."""
    return _links(html, base_url, _LOOKUP_LINK)


def list_links(html: str, base_url: str) -> list[str]:
    """Return the addresses behind links that are named as public lists of questions and replies."""
    return _links(html, base_url, _LIST_LINK)


def hub_links(html: str, base_url: str) -> list[str]:
    """Return the addresses behind links to pages that gather a site's channels (互动交流, 领导信箱)."""
    return _links(html, base_url, _HUB_LINK)


def news_links(html: str, base_url: str) -> list[str]:
    """Return the addresses behind links that are named as columns of what was republished from above."""
    return _links(html, base_url, _NEWS_LINK)


def search_address(html: str, base_url: str) -> str:
    """Return the address of the page's search form with {title} in it; "" where no form surely is one.

    Only a form that is sent by GET, with one box to write in and words of searching, is a search: nothing that could
    be a letter's form is ever filled.
    """
    for form in parse(html).css("form")[:20]:
        if (form.attributes.get("method") or "get").strip().lower() != "get" or form.css_first(
            "textarea, input[type=file]"
        ):
            continue
        fields = [
            (node, (node.attributes.get("type") or "text").strip().lower()) for node in form.css("input[name]")[:30]
        ]
        boxes = [node for node, kind in fields if kind in {"text", "search"}]
        if len(boxes) != 1 or any(
            kind not in {"text", "search", "hidden", "submit", "image", "button"} for _, kind in fields
        ):
            continue
        if not _SEARCH.search((form.html or "")[:3000]):
            continue
        fixed = [
            (node.attributes.get("name") or "", node.attributes.get("value") or "")
            for node, kind in fields
            if kind == "hidden"
        ]
        try:
            action = urljoin(base_url, (form.attributes.get("action") or "").strip()[:2000])
        except ValueError:
            continue
        query = urlencode([(name, value) for name, value in fixed if name])
        sign = "&" if "?" in action else "?"
        return f"{action.split('#')[0]}{sign}{query}{'&' if query else ''}{quote(boxes[0].attributes.get('name') or '')}={{title}}"
    return ""


def _links(html: str, base_url: str, words: re.Pattern[str]) -> list[str]:
    found: dict[str, None] = {}
    for node in parse(html).css("a[href]")[:MOST_LINKS]:
        href = (node.attributes.get("href") or "").strip()[:2000]
        text = clean(node.text(deep=True)[:200]).replace(" ", "")
        title = clean((node.attributes.get("title") or "")[:200]).replace(" ", "")
        if href.lower().startswith(("javascript", "#", "mailto", "tel")) or not href:
            continue
        if any(len(word) <= 14 and words.search(word) for word in (text, title) if word):
            try:
                found.setdefault(urljoin(base_url, href).split("#")[0])
            except ValueError:
                continue
    return list(found)


def client_redirect(html: str, base_url: str) -> str:
    """Return where a page that shows nothing sends its reader at once; "" for a page with a text of its own."""
    match = _REFRESH.search(html[:20_000])
    if match is None or len(flatten(html).text.strip()) > 200:
        return ""
    try:
        return urljoin(base_url, str(match[1] or match[2]))
    except ValueError:
        return ""


def frames(html: str, base_url: str) -> list[str]:
    """Return the addresses of a page's frames, at most ten."""
    found = []
    for node in parse(html).css("iframe[src], frame[src]")[:10]:
        source = (node.attributes.get("src") or "").strip()[:2000]
        if source and not source.lower().startswith(("javascript", "about", "data")):
            try:
                found.append(urljoin(base_url, source))
            except ValueError:
                continue
    return found


def needs_script(html: str) -> bool:
    """Whether the page's content is drawn by a script that HTTP alone does not run."""
    text = flatten(html).text
    if re.search(r"\{\{[^{}\n]{1,80}\}\}", text):
        return True
    scripts = parse(html).css_first("script") is not None
    return scripts and len(re.sub(r"\s", "", text)) < 60
