"""Handing a captcha, slider, SMS code or log-in to a person, in the live session. There is no solver (DESIGN §6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from huiying.model import BlockReason, Evidence, EvidenceKind
from huiying.ports import Challenge, Challenger, EvidenceVault
from huiying.probe.blocked import Blocked
from huiying.probe.browser import ChromiumBrowser
from huiying.probe.challenge import ChallengeKind
from huiying.probe.crossing import LINKS, crossing
from huiying.probe.fill import Reading, Slot, place_of
from huiying.probe.lending import lent
from huiying.probe.news import new_lines
from huiying.probe.outcome_words import HARD
from huiying.probe.page import PageText, Target

MAX_PICTURES = 12
_BACK = "不要点提交（由程序提交），完成后回到这里按回车"
HANDED_OVER = {
    ChallengeKind.SLIDER: (BlockReason.CHALLENGE_UNSOLVED, f"请在打开的浏览器窗口中拖动滑块；{_BACK}"),
    ChallengeKind.SMS: (BlockReason.SMS_REQUIRED, f"请在打开的浏览器窗口中填写短信验证码；{_BACK}"),
    ChallengeKind.LOGIN: (BlockReason.LOGIN_REQUIRED, f"请在打开的浏览器窗口中登录并回到留言表单，不要填写；{_BACK}"),
}
_WRONG = next(pattern for pattern, reason in HARD if reason is BlockReason.CHALLENGE_REFUSED)
_ANOTHER = re.compile(r"换一[张个幅]|看不清|刷新|换[张个]|更换")


@dataclass(slots=True)
class Desk:
    """Where challenges of one site go: the person, the vault, and how often they were asked.

    `letter` is sentences by which the letter is known; without it none is held back.
    """

    browser: ChromiumBrowser
    challenger: Challenger
    vault: EvidenceVault
    site: str
    folder: str
    letter: Sequence[str] = ()
    evidence: list[Evidence] = field(default_factory=list)
    asked: int = 0
    _last: bytes = b""

    def answer(self, reading: Reading, read: Callable[[], Reading]) -> None:
        """See the form's check through: what the person read is typed, and a check on blur is listened to.

        Raises:
            Blocked: CHALLENGE_UNSOLVED where nobody answered, or what `hand_over` raises.
            LetterLeft: the person had the window, and the letter may have left it.
        """
        if reading.challenge in HANDED_OVER:
            with lent(self.browser, reading, self.letter):
                self.hand_over(reading.challenge)
        elif reading.captcha is not None:
            self._picture(reading, read)

    def hand_over(self, kind: ChallengeKind) -> None:
        """Give the visible browser to the operator and take it back.

        Raises:
            Blocked: CHALLENGE_UNSOLVED, SMS_REQUIRED or LOGIN_REQUIRED where nobody did it, or the browser is not visible.
        """
        reason, prompt = HANDED_OVER[kind]
        if not self.browser.headed:
            raise Blocked(reason, f"{reason.label}，可用 --headed 在可见的浏览器中由人完成")
        if self._ask(kind, self.browser.screenshot(), prompt) is None:
            raise Blocked(reason, f"{reason.label}，无人完成")

    def _picture(self, reading: Reading, read: Callable[[], Reading]) -> None:
        for _ in range(MAX_PICTURES):
            slot = reading.captcha
            if slot is None:
                return
            if reading.picture is None:  # some show the picture only once the field is entered
                self.browser.click(place_of(slot.control))
                self.browser.settle(2.0)
                reading = read()
            text = self._ask(reading.challenge, self._fresh(reading, slot), _prompt(slot))
            if text is None:
                raise Blocked(BlockReason.CHALLENGE_UNSOLVED, "验证码无人填写")
            if text.strip():
                before = self.browser.look()
                self.browser.write(place_of(slot.control), text.strip())
                if not self._wrong(before):
                    return
            self._refresh(reading)
            reading = read()
        raise Blocked(BlockReason.CHALLENGE_UNSOLVED, f"换了{MAX_PICTURES}张验证码图片仍未填写")

    def _fresh(self, reading: Reading, slot: Slot) -> bytes:
        """Return the picture, another one where it is still that of the last question."""
        if reading.picture is None:
            if reading.challenge is ChallengeKind.ARITHMETIC:  # the sum stands as text beside the field
                return self.browser.picture(place_of(slot.control), around=True)
            raise Blocked(BlockReason.FORM_CHANGED, "没有找到验证码图片")
        picture = self.browser.picture(reading.picture)
        if not picture or picture == self._last:
            self._refresh(reading)
            picture = self.browser.picture(reading.picture)
        if not picture:
            raise Blocked(BlockReason.FORM_CHANGED, "验证码图片没有显示出来")
        self._last = picture
        return picture

    def _ask(self, kind: ChallengeKind, picture: bytes, prompt: str) -> str | None:
        self.asked += 1
        kept = self.vault.keep(picture, kind=EvidenceKind.CHALLENGE, suffix=_suffix(picture), folder=self.folder)
        self.evidence.append(kept)
        url = self.browser.url()
        return self.challenger.solve(
            Challenge(site=self.site, kind=kind.value, picture=picture, page_url=url, attempt=self.asked, prompt=prompt)
        )

    def _refresh(self, reading: Reading) -> None:
        """Ask the site for another picture: a click on the picture, else on the link 换一张 beside it."""
        if reading.picture is None:
            return
        before = self.browser.picture(reading.picture)
        for place in filter(None, (reading.refresh, reading.picture, self._another(reading.picture))):
            try:
                self.browser.click(place)
            except Blocked as blocked:
                if blocked.reason is not BlockReason.FORM_CHANGED:
                    raise
                continue
            self.browser.settle(3.0)
            if self.browser.picture(reading.picture) != before:
                return

    def _another(self, picture: Target) -> Target | None:
        links = crossing(self.browser.documents(LINKS)).links
        fits = [link for link in links if link.shown and len(link.text) <= 12 and _ANOTHER.search(link.text)]
        return next((link.target for link in fits if link.target.frame == picture.frame), None)

    def _wrong(self, before: PageText) -> bool:
        """Whether the site's own check on blur refused the text: nothing was sent, another picture will do."""
        self.browser.settle(2.0)
        said = [*self.browser.read_notices(), *new_lines(before.text, self.browser.look().text)]
        return any(_WRONG.search(text) for text in said)


def _prompt(slot: Slot) -> str:
    texts = slot.control.texts
    said = (*texts.label, texts.left, *texts.before[:1], texts.placeholder, *texts.after[:1])
    # A label is often the text before the field as well.
    words = dict.fromkeys(text.replace("*", " ").strip(" :：") for text in said)
    return " ".join(filter(None, words))[:100]


def _suffix(picture: bytes) -> str:
    if picture.startswith(b"\xff\xd8"):
        return ".jpg"
    return ".gif" if picture.startswith(b"GIF8") else ".png"
