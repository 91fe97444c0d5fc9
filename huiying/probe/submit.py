"""Putting the question: reach, read, fill, prove, arm, press once, read, settle (DESIGN §4).

Before `arm` everything that goes wrong is a block. After it there is one click and one reading; whatever else happens is
Unknown, because the site may have taken the question. A button that was covered is not pressed again either: the outcome
decides from what is proven (docs/decisions/0031).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from huiying.errors import Conflict, HuiyingError
from huiying.model import BlockReason, Dispatch, Evidence, EvidenceKind, Inquiry, Outcome, Persona, Rejected, Unknown
from huiying.ports import Challenger, Clock, Door, EvidenceVault
from huiying.probe.blocked import Blocked
from huiying.probe.browser import ChromiumBrowser
from huiying.probe.challenge import ChallengeKind
from huiying.probe.channel import Finder
from huiying.probe.fill import Reading
from huiying.probe.handover import Desk
from huiying.probe.kept import kept_bytes
from huiying.probe.lending import LetterLeft
from huiying.probe.outcome import read_outcome
from huiying.probe.page import AfterPress, PageText, Target
from huiying.probe.reading import FormReader
from huiying.probe.recipe import OutcomeRules, Recipe, Recipes
from huiying.probe.stepping import Stepping
from huiying.probe.values import Values, signs_of, values_of

MAX_PRESSES = 3
"""Presses of one run: the first, and one more after each picture that the site refused in so many words."""

STALE = timedelta(minutes=1)
"""How old the permission to press may be at the click: the question counts from the permission."""

log = logging.getLogger(__name__)


def put(
    inquiry: Inquiry,
    *,
    persona: Persona,
    recipe: Recipe | None,
    browser: ChromiumBrowser,
    door: Door,
    vault: EvidenceVault,
    challenger: Challenger,
    clock: Clock,
    folder: str,
    public: bool = False,
    families: Recipes | None = None,
) -> Inquiry:
    """Put one question to one site and return the inquiry as it then stands; a site's behaviour never raises.

    `folder` is the vault's folder for this inquiry; `families` are known by their signs where no recipe is given.

    Raises:
        Conflict: the slot is taken by another process.
    """
    values = values_of(inquiry, persona, public=public)
    job = _Job(
        inquiry=inquiry,
        values=values,
        browser=browser,
        door=door,
        vault=vault,
        clock=clock,
        folder=folder,
        reader=FormReader(browser=browser, site=inquiry.site, recipe=recipe, families=families),
        desk=Desk(
            browser=browser,
            challenger=challenger,
            vault=vault,
            site=inquiry.site.name,
            folder=folder,
            letter=signs_of(values),
        ),
    )
    try:
        return job.run()
    except LetterLeft:
        return job.sent_by_hand()
    except Blocked as blocked:
        return job.block(blocked.reason, blocked.note)
    except (Conflict, HuiyingError):
        raise
    except Exception as error:
        if job.pressed:
            raise
        log.exception("before the door: %s", inquiry.site.name)
        return job.block(BlockReason.BROWSER_FAILED, f"程序出错：{type(error).__name__}")


@dataclass(slots=True)
class _Job:
    inquiry: Inquiry
    values: Values
    browser: ChromiumBrowser
    door: Door
    vault: EvidenceVault
    clock: Clock
    folder: str
    reader: FormReader
    desk: Desk
    pressed: bool = False
    pristine: PageText | None = None
    messages: list[str] = field(default_factory=list)

    def run(self) -> Inquiry:
        self.browser.begin(self.inquiry.site.hosts)
        self._reach()
        for press in range(1, MAX_PRESSES + 1):
            if press > 1:
                self._back_to_form()
            target = self._fill()
            outcome = self._press(target)
            if not (isinstance(outcome, Rejected) and outcome.reason is BlockReason.CHALLENGE_REFUSED):
                return self.inquiry
            self.pressed = False
        return self.block(BlockReason.CHALLENGE_REFUSED, f"验证码连续{MAX_PRESSES}次被网站判为错误")

    def block(self, reason: BlockReason, note: str) -> Inquiry:
        """Commit why it could not be put, with the page as it stands where the browser can still show it."""
        evidence = list(self.desk.evidence)
        try:
            if self.browser.alive():
                evidence += self._keep_page(self.browser.look(), EvidenceKind.PAGE_BEFORE)
                evidence += self._keep(self.browser.screenshot(), EvidenceKind.SCREENSHOT_BEFORE, ".jpg")
        except (Blocked, OSError, HuiyingError):
            log.info("no evidence of the block: %s", self.inquiry.site.name)
        return self.door.block(self.inquiry, reason, note, evidence=evidence)

    def sent_by_hand(self) -> Inquiry:
        """Spend the slot at once where the letter may have left a window that a person had: it is never put again."""
        dispatch = self.door.arm(self.inquiry, evidence=self.desk.evidence)
        self.pressed = True
        kept: list[Evidence] = []
        with suppress(Blocked, OSError, HuiyingError):
            kept += self._keep_page(self.browser.look(), EvidenceKind.PAGE_AFTER)
            kept += self._keep(self.browser.screenshot(), EvidenceKind.SCREENSHOT_AFTER, ".jpg")
        self._settle(dispatch, Unknown(why="浏览器交给人操作期间，留言可能已经提交，不能确定网站是否受理"), kept)
        return self.inquiry

    # --- before the door

    def _reach(self) -> None:
        try:
            self._find()
        except Blocked as blocked:
            if blocked.reason is BlockReason.NO_CHANNEL and self.reader.log_in_asked:
                blocked = Blocked(BlockReason.LOGIN_REQUIRED, "网站要求登录后才能留言")
            if blocked.reason is not BlockReason.LOGIN_REQUIRED or not self.browser.headed:
                raise blocked from None
            self.desk.hand_over(ChallengeKind.LOGIN)
            self._after_log_in()

    def _find(self) -> None:
        reader = self.reader
        finder = Finder(
            browser=self.browser,
            site=self.inquiry.site,
            arrived=reader.arrived,
            met=lambda: reader.met,
            doubtful=lambda: reader.doubtful,
        )
        finder.reach(None if reader.detected else reader.recipe)

    def _after_log_in(self) -> None:
        """Go on from where the person left the browser, or from the beginning where that is not the form."""
        try:
            self.browser.arrive()
            if self.reader.arrived():
                return
        except Blocked as blocked:
            if blocked.reason is BlockReason.BROWSER_FAILED:
                raise
        self._find()

    def _back_to_form(self) -> None:
        """After a refused captcha: the same session, the form in front again, and another picture."""
        self.browser.back_to_first_window()
        if not self.reader.arrived():
            self._reach()

    def _fill(self) -> Target:
        reading = self.reader.read()
        self.browser.check_frame(reading.frame)
        if reading.challenge is ChallengeKind.LOGIN:
            self.desk.hand_over(reading.challenge)
        stepping = Stepping(browser=self.browser, reader=self.reader, values=self.values, answer=self._answer)
        reading = stepping.fill()
        self.messages = stepping.messages
        self._answer(reading)
        return self._button(reading)

    def _answer(self, reading: Reading) -> bool:
        if reading.challenge is not ChallengeKind.LOGIN:
            self.desk.answer(reading, self.reader.read)
        return True

    def _button(self, reading: Reading) -> Target:
        if reading.submit is None:
            raise Blocked(BlockReason.FORM_CHANGED, "没有找到提交按钮")
        self.browser.prepare(reading.submit)
        return reading.submit

    # --- the door and after

    def _press(self, target: Target) -> Outcome:
        before = self.browser.look()
        evidence = [*self.desk.evidence, *self._keep_page(before, EvidenceKind.PAGE_BEFORE)]
        evidence += self._keep(self.browser.screenshot(), EvidenceKind.SCREENSHOT_BEFORE, ".jpg")
        self.desk.evidence.clear()
        self.browser.prepare(target)
        dispatch = self.door.arm(self.inquiry, evidence=evidence, page_url=before.url)
        self.pressed = True
        try:
            if self.clock.now() - dispatch.armed_at > STALE:
                return self._settle(dispatch, *self._overslept())
            self.browser.press(dispatch, target)
            after = self.browser.after_press()
            kept = self._keep_after(after)
            outcome = read_outcome(self._baseline(before, after), after, self._rules())
        except BaseException as error:
            self._settle(dispatch, Unknown(why=f"提交后程序中断（{type(error).__name__}），不能确定网站是否受理"), ())
            if isinstance(error, Exception):
                log.exception("after the press: %s", self.inquiry.site.name)
                return Unknown(why="")
            raise
        return self._settle(dispatch, outcome, kept)

    def _overslept(self) -> tuple[Outcome, list[Evidence]]:
        """A machine that slept between the permission and the click has not asked when the ledger says: it does not click."""
        why = "取得提交许可后停了太久（例如电脑休眠），没有点击，可以再次运行"
        kept = self._keep(self.browser.screenshot(), EvidenceKind.SCREENSHOT_AFTER, ".jpg")
        return Rejected(why=why, reason=BlockReason.BROWSER_FAILED), kept

    def _baseline(self, before: PageText, after: AfterPress) -> PageText:
        """Return the page against which what followed the press is new.

        After a refused picture the form page itself says 验证码错误. Where the press brought a new document, the same
        words on it are said again: it is held against the page as it was before the first press.
        """
        self.pristine = self.pristine or before
        posted = any(one.kind == "Document" and one.method == "POST" for one in after.responses)
        return self.pristine if posted else before

    def _settle(self, dispatch: Dispatch, outcome: Outcome, kept: Sequence[Evidence]) -> Outcome:
        if not kept and not isinstance(outcome, Unknown):
            outcome = Unknown(why=f"没有留下证据，不能认定（{outcome.why}）")
        self.inquiry = self.door.settle(dispatch, outcome, evidence=kept)
        return outcome

    def _rules(self) -> OutcomeRules | None:
        return self.reader.recipe.outcome if self.reader.recipe is not None else None

    def _keep_after(self, after: AfterPress) -> list[Evidence]:
        kept: list[Evidence] = []
        if after.dialogs:
            kept += self._keep(_json([asdict(one) for one in after.dialogs]), EvidenceKind.ALERT, ".json")
        for page in filter(None, (after.page, *after.windows)):
            kept += self._keep_page(page, EvidenceKind.PAGE_AFTER)
        if after.responses:
            kept += self._keep(_json([asdict(one) for one in after.responses]), EvidenceKind.RESPONSES, ".json")
        if after.screenshot:
            kept += self._keep(after.screenshot, EvidenceKind.SCREENSHOT_AFTER, ".jpg")
        return kept

    def _keep_page(self, page: PageText, kind: EvidenceKind) -> list[Evidence]:
        return self._keep(kept_bytes(page, self.clock.now()), kind, ".html")

    def _keep(self, data: bytes, kind: EvidenceKind, suffix: str) -> list[Evidence]:
        return [self.vault.keep(data, kind=kind, suffix=suffix, folder=self.folder)] if data else []


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace")
