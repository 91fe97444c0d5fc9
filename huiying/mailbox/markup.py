"""A mail's HTML as text: what a reader would see, with the quoted parts set apart."""

from __future__ import annotations

import html
import re

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_HTML = 2_000_000
MAX_LINKS = 200
MAX_DEPTH = 1500

QUOTES = (
    "blockquote[type=cite]", "div.gmail_quote", "div.gmail_extra", "div.yahoo_quoted",
    "#isReplyContent", "div.moz-cite-prefix", "#OLK_SRC_BODY_SECTION", "div.protonmail_quote", "blockquote.gmail_quote",
    "includetail", "#mail-editor-reference-message-container", "#ntes-pcmac-reply-quote", "div.ntes_not_fresh_email_quote",
    "#qm_con_reply", "div.qmbox.reply", "#foxmail_reply",
)  # fmt: skip
"""Where mail programs put what they quote; a plain blockquote may be the writer's own and is judged by its words."""

_UNSEEN = (
    "head, script, style, title, noscript, template, object, iframe, [hidden], [style*='display:none' i], "
    "[style*='display: none' i], [style*='visibility:hidden' i], [style*='visibility: hidden' i], [style*='font-size:0;' i]"
)
MAX_CUTS = 1000
_NESTING = re.compile(
    r"<(/?)(?!(?:br|hr|img|input|meta|link|col|area|base|wbr|p|li|t[drh]|dt|dd|option|tbody|thead)\b)[a-zA-Z]",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    [
        "br",
        "p",
        "div",
        "tr",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "table",
        "ul",
        "ol",
        "blockquote",
        "pre",
        "section",
        "article",
        "dt",
        "dd",
    ]
)
_BREAK = re.compile(rf"</?(?:{'|'.join(sorted(_BLOCKS))})>", re.IGNORECASE)
_KEPT = set(_BLOCKS) | {"td", "th"}
_CELL = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]{0,2000}>|<[a-zA-Z/]>")
_URL = re.compile(r"https?://[^\s<>\"'，。；！？、（）《》【】\u3000]{3,1000}", re.IGNORECASE)


def text_of(markup: str) -> tuple[str, str, tuple[str, ...]]:
    """Return (text without the quoted parts, text of the quoted parts, links). An all-quoted mail comes back whole."""
    markup = markup[:MAX_HTML]
    if _depth(markup) > MAX_DEPTH:
        return re.sub(r"\s+", " ", html.unescape(_TAG.sub(" ", markup))).strip(), "", links_in(markup)
    tree = LexborHTMLParser(markup)
    root = tree.body or tree.root
    if root is None:
        return "", "", ()
    for node in _outermost(tree, _UNSEEN):
        node.decompose()
    links = _links(tree)
    whole = _readable(root.html or "")
    quotes = _cut(tree)
    own = _readable(root.html or "") if quotes else whole
    if not any(char.isalnum() for char in own):
        return whole, "", links
    return own, quotes, links


def _depth(markup: str) -> int:
    """How deep tags stand in each other; the parser takes time by the square of it."""
    depth = deepest = 0
    for match in _NESTING.finditer(markup):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(depth, deepest)
    return deepest


def links_in(text: str) -> tuple[str, ...]:
    """Return the web addresses in a text, each once."""
    return tuple(dict.fromkeys(found.rstrip(".,)") for found in _URL.findall(text)[:MAX_LINKS]))


def _links(tree: LexborHTMLParser) -> tuple[str, ...]:
    targets = (node.attributes.get("href") or "" for node in tree.css("a[href]")[: MAX_LINKS * 2])
    return tuple(dict.fromkeys(target.strip()[:1000] for target in targets if _URL.match(target.strip())))[:MAX_LINKS]


def _outermost(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    """Return matching nodes of which none stands in another: a node below one that is gone must not be touched."""
    nodes = tree.css(selector)[:MAX_CUTS]
    known = {node.mem_id for node in nodes}
    found: list[LexborNode] = []
    for node in nodes:
        above = node.parent
        while above is not None and above.mem_id not in known:
            above = above.parent
        if above is None:
            found.append(node)
    return found


def _cut(tree: LexborHTMLParser) -> str:
    quotes: list[str] = []
    for node in _outermost(tree, ", ".join(QUOTES)):
        if not _inside_forward(node):
            quotes.append(_readable(node.html or ""))
            node.decompose()
    return "\n".join(quotes)


def _inside_forward(node: LexborNode) -> bool:
    """A forward stands in the same box as a quotation; its content is the mail."""
    head = re.sub(r"\s+", " ", _TAG.sub(" ", (node.html or "")[:3000]))[:400]
    return bool(re.search(r"forwarded message|forwarding messages|转发(?:的)?邮件|已转发|轉寄", head, re.IGNORECASE))


def _readable(markup: str) -> str:
    """Bare tags first (nh3 drops every attribute, and escapes what is no tag), then lines for blocks."""
    bare = nh3.clean(markup, tags=_KEPT, attributes={}, link_rel=None)
    text = re.sub(r"\s+", " ", bare)
    text = html.unescape(_TAG.sub("", _CELL.sub(" ", _BREAK.sub("\n", text))))
    lines = [re.sub(r"[ \t\u00a0\u3000]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
