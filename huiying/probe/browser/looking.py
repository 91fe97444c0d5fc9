"""Eyes on a page: what its documents and frames hold, a photograph, a picture at its own size. Functions of selenium's driver."""

from __future__ import annotations

import base64
import binascii
import io
from contextlib import suppress
from importlib.resources import files
from typing import Any

from PIL import Image
from selenium.common.exceptions import WebDriverException

from huiying.probe.browser import elements
from huiying.probe.page import PageText, Target

LOOK = (files("huiying.probe") / "look.js").read_text(encoding="utf-8")
MAX_FRAMES = 20
MAX_DEPTH = 4
FRAME_SELECTORS = """
return Array.from(document.querySelectorAll('iframe, frame')).slice(0, 50).map((node, i) => {
  let readable = false;
  try { readable = !!node.contentDocument; } catch (e) { readable = false; }
  const all = Array.from(node.parentNode.children).indexOf(node) + 1;
  const path = [];
  for (let n = node; n && n !== document.documentElement; n = n.parentElement)
    path.unshift(n.localName + ":nth-child(" + (Array.from(n.parentNode.children).indexOf(n) + 1) + ")");
  return {selector: path.join(" > "), readable: readable, shown: node.getClientRects().length > 0, src: String(node.src || "")};
});
"""
PICTURE = """
const node = arguments[0];
const draw = (source, w, h) => {
  const canvas = document.createElement("canvas");
  canvas.width = w; canvas.height = h;
  canvas.getContext("2d").drawImage(source, 0, 0);
  return canvas.toDataURL("image/png");
};
if (node.localName === "canvas") return node.toDataURL("image/png");
if (node.localName !== "img" && node.type !== "image") return "";
if (!node.complete || !node.naturalWidth) return "wait";
if (node.naturalWidth * node.naturalHeight > 4000000) return "";
try { return draw(node, node.naturalWidth, node.naturalHeight); } catch (e) { return ""; }
"""


def devtools(driver: Any, command: str, **values: object) -> Any:
    """Send one DevTools command; works on a Grid as well."""
    return driver.execute("executeCdpCommand", {"cmd": command, "params": values})["value"]


def look_at(driver: Any) -> PageText:
    """Read what a person sees on the page in front, with all its frames."""
    parts = documents(driver, LOOK)
    if not parts:
        return PageText()
    top = parts[0]
    return PageText(
        url=top["url"],
        title=top["title"],
        text="\n".join(part["text"] for part in parts),
        html="\n<!-- frame -->\n".join(part["html"] for part in parts),
        urls=tuple(url for part in parts for url in part["urls"]),
        classes=frozenset(name for part in parts for name in part["classes"]),
        controls=sum(part["controls"] for part in parts),
        filled=sum(part["filled"] for part in parts),
        faulty=sum(part["faulty"] for part in parts),
        invalid=tuple(text for part in parts for text in part["invalid"]),
        status=int(top["status"]),
        site_code=top["code"],
    )


def documents(driver: Any, script: str) -> list[dict[str, Any]]:
    """Run a function body on the top page and in each visible frame that it can't read; each gets its `frame`."""
    return _documents(driver, script, (), 0)


def _documents(driver: Any, script: str, frame: tuple[str, ...], depth: int) -> list[dict[str, Any]]:
    elements.enter_frame(driver, frame)
    found = elements.read_json(driver, script)
    if not isinstance(found, dict):
        return []
    return [found | {"frame": list(frame)}, *_closed_frames(driver, script, frame, depth)]


def _closed_frames(driver: Any, script: str, frame: tuple[str, ...], depth: int) -> list[dict[str, Any]]:
    """Read the frames below one that a script on it can't look into; readable ones were read with it."""
    result: list[dict[str, Any]] = []
    if depth >= MAX_DEPTH:
        return result
    with suppress(*elements.GONE):
        elements.enter_frame(driver, frame)
        for inner in elements.read_json(driver, FRAME_SELECTORS):
            if not inner["shown"] or len(result) >= MAX_FRAMES:
                continue
            path = (*frame, str(inner["selector"]))
            read = _closed_frames if inner["readable"] else _documents
            with suppress(*elements.GONE):
                result += read(driver, script, path, depth + 1)
    return result


def photograph(driver: Any) -> bytes:
    """Return the page as JPEG, at most 1280 × 5000."""
    driver.switch_to.default_content()
    height = driver.execute_script("return Math.min(5000, Math.max(600, document.documentElement.scrollHeight))")
    clip = {"x": 0, "y": 0, "width": 1280, "height": int(height), "scale": 1}
    try:
        found = devtools(
            driver, "Page.captureScreenshot", format="jpeg", quality=60, captureBeyondViewport=True, clip=clip
        )
        return base64.b64decode(found["data"])
    except (WebDriverException, KeyError):
        out = io.BytesIO()
        Image.open(io.BytesIO(driver.get_screenshot_as_png())).convert("RGB").save(out, "JPEG", quality=60)
        return out.getvalue()


def own_pixels(driver: Any, target: Target) -> bytes | None:
    """Return an image at its own size as PNG; None while it is not loaded."""
    element = elements.find(driver, target)
    found = str(driver.execute_script(PICTURE, element))
    if found == "wait":
        return None
    if found.startswith("data:image/png;base64,"):
        with suppress(binascii.Error):
            return base64.b64decode(found.partition(",")[2])
    # A picture from elsewhere (a tainted canvas) or a background: what is on the screen.
    return bytes(element.screenshot_as_png)
