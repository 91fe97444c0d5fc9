"""Finding the way from a site's home page to its consultation form: link words, 须知 pages, menus (DESIGN §6)."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from huiying.model import BlockReason, Site, host_of
from huiying.probe.blocked import Blocked
from huiying.probe.browser import ChromiumBrowser
from huiying.probe.crossing import LINKS, Crossing, Link, crossing, question_tab, rank, score
from huiying.probe.offices import offices
from huiying.probe.page import PageText, Target, allowed
from huiying.probe.recipe import Recipe, Step

PASS_WORDS = re.compile(
    r"下一步|同意|我要(写信|留言|咨询|提问)|开始(写信|留言|咨询|填写)?|继续|进入|^写信|已阅读|^确[定认]$|我知道了|去(留言|写信|咨询)|立即(咨询|留言|写信)"
)
NOT_PASS = re.compile(r"不同意|返回|取消|上一步|关闭|退出|打印|下载")
AGREE = re.compile(r"阅读|同意|知晓|知悉|遵守|了解|接受|承诺")
LATE = 4.0
"""Seconds in which a page that leads nowhere may still be drawn."""

DOUBTED = "咨询栏目中有可以填写的表单，没有认出是咨询表单（也可能要分步填写），请人工查看或编写配方"
MAX_PAGES = 12
MAX_DEPTH = 5
MAX_HANGS = 2
COUNTDOWN = 20.0
"""Seconds that a 须知 page may hold its button back."""


@dataclass(slots=True)
class Path:
    """The way that was found: addresses opened and words clicked, in order; the seed of a draft recipe."""

    steps: list[Step] = field(default_factory=list)


def check_site(site: Site, *, url: str, code: str) -> None:
    """Raise Blocked(WRONG_SITE) where the site's own page bears another 网站标识码 than the roster."""
    own = host_of(url) == host_of(site.home_url)
    if own and site.code and code and code.lower() != site.code.lower():
        raise Blocked(BlockReason.WRONG_SITE, f"网页的网站标识码是 {code}，名录中是 {site.code}")


@dataclass(slots=True)
class Finder:
    """Walks a site until `arrived` says that the consultation form is in front; `met` is the family met on the way.

    `doubtful` says after `arrived` that a form is in front which may take letters: behind a channel's own link it keeps a site
    from being named for having no channel.
    """

    browser: ChromiumBrowser
    site: Site
    arrived: Callable[[], bool]
    met: Callable[[], Recipe | None] = lambda: None
    doubtful: Callable[[], bool] = lambda: False
    path: Path = field(default_factory=Path)
    _seen: set[str] = field(default_factory=set)
    _visits: int = 0
    _strange: str = ""
    _hindrance: Blocked | None = None
    _hangs: int = 0
    _doubted: bool = False

    def reach(self, recipe: Recipe | None) -> Path:
        """Bring the form to the front.

        Raises:
            Blocked: NO_CHANNEL where none was found, OFF_ROSTER where the only way leads to another host, or what the way met.
        """
        start = self.site.channel_url or self.site.home_url
        steps = recipe.steps if recipe is not None else ()
        if not steps or steps[0].open is None:
            self._open(start)
        if steps:
            self._follow_recipe(steps)
            return self.path
        if self._explore(depth=0):
            return self.path
        if start != self.site.home_url:
            self._open(self.site.home_url)
            if self._explore(depth=0):
                return self.path
        if self._by_family():
            return self.path
        if self._hindrance is not None:
            raise self._hindrance
        if self._doubted:
            raise Blocked(BlockReason.FORM_CHANGED, DOUBTED)
        if self._strange:
            raise Blocked(BlockReason.OFF_ROSTER, f"咨询渠道在 {self._strange}，不在名录所列的网址之内")
        raise Blocked(BlockReason.NO_CHANNEL, "从首页没有找到可填写的咨询留言表单")

    def _by_family(self) -> bool:
        """Go the way that the software which was met on the way has to its form, where searching found none."""
        family = self.met()
        if family is None or not family.steps:
            return False
        try:
            self._follow_recipe(family.steps)
        except Blocked as blocked:
            if blocked.reason in {BlockReason.BROWSER_FAILED, BlockReason.WRONG_SITE}:
                raise
            self._note(blocked)
            return False
        return self.arrived()

    def _open(self, url: str) -> None:
        self.browser.open(url)
        check_site(self.site, url=self.browser.url(), code=self.browser.site_code())
        self.path.steps = [Step(open=url)]

    def _follow_recipe(self, steps: Sequence[Step]) -> None:
        frame: tuple[str, ...] = ()
        for step in steps:
            if step.open:
                self._open(urljoin(self.site.home_url, step.open))
                frame = ()
            elif step.frame:
                frame = (*frame, step.frame)
            elif step.tick:
                self._check_sends_nothing(Target(selector=step.tick, frame=frame), step.tick)
                self.browser.tick(Target(selector=step.tick, frame=frame))
            elif step.click:
                self._click(Target(selector=step.click, frame=frame), step.click)
            elif step.link:
                self._click_words(step.link)

    def _click_words(self, words: str) -> None:
        wanted = "".join(words.split())
        until = time.monotonic() + LATE
        while True:
            texts = [("".join(link.text.split()), link) for link in self._crossing().links]
            links = [link for text, link in texts if text == wanted] or [link for text, link in texts if wanted in text]
            if links:
                break
            if time.monotonic() > until:
                raise Blocked(BlockReason.FORM_CHANGED, f"页面上没有“{words}”链接")
            time.sleep(0.4)
        self._go(links[0])

    def _crossing(self) -> Crossing:
        return crossing(self.browser.documents(LINKS))

    def _explore(self, depth: int) -> bool:
        """Look at the page in front; then follow its best links, each from this page."""
        if self.arrived():
            return self._turn_to_questions()
        here = self.browser.url()
        self._doubted = self._doubted or ((depth > 0 or here == self.site.channel_url) and self.doubtful())
        self._visits += 1
        if depth >= MAX_DEPTH or self._visits > MAX_PAGES:
            return False
        found = self._crossing()
        if self._pass_notice(found):
            return True
        if not self._links(found, here):
            if self._drawn_late(until=lambda: bool(self._links(self._crossing(), here))):
                return self._turn_to_questions()
            found = self._crossing()
            if self._pass_notice(found):
                return True
        return self._follow(self._links(found, here), here, depth)

    def _follow(self, links: Sequence[Link], here: str, depth: int) -> bool:
        for link in links:
            if self._visits > MAX_PAGES:
                return False
            if self._key(link, here) in self._seen:
                continue
            self._seen.add(self._key(link, here))
            if self.browser.url() != here:
                self.browser.open(here)
            before = list(self.path.steps)
            if self._try(link, depth):
                return True
            self.path.steps = before
        return False

    def _links(self, found: Crossing, here: str) -> list[Link]:
        """Return what is worth following from here and was not followed yet."""
        return [
            link
            for link in (rank(found) or offices(found, self.browser.look().text, self.site))[:6]
            if self._new(link, here)
        ]

    def _drawn_late(self, *, until: Callable[[], bool]) -> bool:
        """Wait a little for what a script has not drawn yet; True where the form came."""
        end = time.monotonic() + LATE
        while time.monotonic() < end and not until():
            if self.arrived():
                return True
            time.sleep(0.4)
        return self.arrived()

    def _turn_to_questions(self) -> bool:
        """Where a page offers forms for several kinds of letter side by side, bring that for questions to the front."""
        here = self.browser.url()
        tab = question_tab(self._crossing())
        if tab is None or f"tab {here}" in self._seen:
            return True
        self._seen.add(f"tab {here}")
        try:
            self._click(tab.target, tab.text)
            if self._drawn_late(until=self.arrived):
                self.path.steps.append(Step(link=tab.text[:200]))
                return True
        except Blocked as blocked:
            if blocked.reason is not BlockReason.FORM_CHANGED:
                raise
        self.browser.open(here)
        return self.arrived()

    def _new(self, link: Link, here: str) -> bool:
        away = link.href.startswith(("http:", "https:")) and _page(link.href) != _page(here)
        if away and not allowed(link.href, self.browser.hosts):
            self._strange = self._strange or host_of(link.href)
            return False
        return self._key(link, here) not in self._seen

    def _key(self, link: Link, here: str) -> str:
        away = link.href.startswith(("http:", "https:")) and _page(link.href) != _page(here)
        return link.href if away else f"{here} {link.text}"

    def _try(self, link: Link, depth: int) -> bool:
        try:
            self._go(link)
        except Blocked as blocked:
            if blocked.reason in {BlockReason.BROWSER_FAILED, BlockReason.WRONG_SITE}:
                raise
            self._note(blocked)
            return False
        return self._explore(depth + 1)

    def _note(self, blocked: Blocked) -> None:
        """Keep what the surest link met: where no form is found, that is why. A site that hangs is not tried for ever."""
        if blocked.reason is not BlockReason.FORM_CHANGED:
            self._hindrance = self._hindrance or blocked
        self._hangs += blocked.reason is BlockReason.TIMEOUT
        if self._hangs >= MAX_HANGS:
            raise blocked

    def _go(self, link: Link) -> None:
        """Follow a link: by its address where it has one, else by a click (menus by script)."""
        if link.href.startswith(("http:", "https:")) and "#" not in link.href:
            self.browser.open(link.href)
            self.path.steps.append(Step(open=link.href))
        else:
            self._click(link.target, link.text)
            self.path.steps.append(Step(link=link.text[:200]))
        check_site(self.site, url=self.browser.url(), code=self.browser.site_code())

    def _click(self, target: Target, words: str) -> None:
        self._check_sends_nothing(target, words)
        self.browser.click(target)
        self.browser.arrive()

    def _check_sends_nothing(self, target: Target, words: str) -> None:
        """A step that pressed the form's button would be a submission that the ledger knows nothing of."""
        if self.browser.sends(target):
            raise Blocked(BlockReason.FORM_CHANGED, f"“{words[:100]}”会提交留言表单，没有点击")

    def _pass_notice(self, found: Crossing) -> bool:
        """Tick 我已阅读 and press the button of a 须知 page, once; True where the form came."""
        agrees = [box for box in found.boxes if AGREE.search(box.text)]
        doors = [
            link
            for link in found.links
            if link.shown and PASS_WORDS.search(link.text) and not NOT_PASS.search(link.text)
        ]
        if found.texts or not doors or not (agrees or _is_notice(self.browser.look())):
            return False
        key = f"notice {self.browser.url()}"
        if key in self._seen:
            return False
        self._seen.add(key)
        for box in agrees:
            self.browser.tick(box.target)
            self.path.steps.append(Step(tick=box.target.selector))
        door = max(doors, key=lambda link: (bool(re.search(r"同意|下一步|已阅读", link.text)), score(link.text)))
        self._wait_until_open(door)
        try:
            self._go(Link(text=door.text, href="", target=door.target) if door.href.startswith("javascript") else door)
        except Blocked as blocked:
            if blocked.reason is not BlockReason.FORM_CHANGED:
                raise
            return False
        return self._explore(MAX_DEPTH - 2)

    def _wait_until_open(self, door: Link) -> None:
        until = time.monotonic() + COUNTDOWN
        while time.monotonic() < until:
            now = next((link for link in self._crossing().links if link.target == door.target), None)
            if now is None or not now.disabled:
                return
            time.sleep(0.5)


def _is_notice(page: PageText) -> bool:
    return re.search(r"须知|注意事项|写信说明|留言说明|温馨提示|受理范围", page.text) is not None


def _page(url: str) -> str:
    return url.partition("#")[0]
