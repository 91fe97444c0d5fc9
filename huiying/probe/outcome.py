"""What came of the press: accepted, rejected or unknown (pure).

Rejected opens the slot again, so a wrong one means a second submission; accepted without proof would count the site's
silence. Both need the site's own words, in a text that was not there before the press. In doubt: Unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from huiying.model import Accepted, BlockReason, Outcome, Receipt, Rejected, Unknown
from huiying.probe.few_signs import few_signs, number_of_address
from huiying.probe.news import new_lines
from huiying.probe.outcome_words import (
    ASKED,
    CHECK_URLS,
    CONFIRM,
    DUPLICATE,
    ERROR_PAGE,
    FAILED,
    HARD,
    NOT_YET,
    OTHERS,
    OUR_FAULT_OR_THEIRS,
    SOFT,
    SUCCESS,
)
from huiying.probe.page import AfterPress, PageText, Response
from huiying.probe.receipt import few_signs_in_json, read_receipt, receipt_in_json, receipt_in_url, words_of_json
from huiying.probe.recipe import OutcomeRules
from huiying.probe.signs import sign_of

_DIALOG, _DATA, _PAGE, _WINDOW = "弹窗", "网站返回的数据", "页面", "新窗口"
FADED = "页面提示"
"""Where a text comes from that appeared after the press and may be gone again."""
_SEEN = frozenset({_DIALOG, _PAGE, _WINDOW, FADED})
"""Where a person would see a text."""


class _Word(Enum):
    ACCEPTED = 1
    REFUSED = 2
    HINT = 3
    DUPLICATE = 4
    BROKEN = 5
    NOTHING = 6
    MIXED = 7


@dataclass(frozen=True, slots=True)
class _Said:
    """One text of the site with what it means; `own` texts (dialogs, answers of scripts) speak of the press alone."""

    source: str
    text: str
    word: _Word
    own: bool
    reason: BlockReason = BlockReason.REFUSED


def read_outcome(before: PageText, after: AfterPress, rules: OutcomeRules | None = None) -> Outcome:
    """Decide what came of the press, from what was read after it.

    `before` is the filled form as it stood; `rules` are the recipe's own patterns, asked first.
    """
    rules = rules or OutcomeRules()
    said = list(_said(before, after))
    if after.page is not None and after.page.status >= 500:
        return Unknown(why=f"提交后网站返回错误 {after.page.status}")
    if found := _by_recipe(before, after, said, rules):
        return found
    if found := _nothing_left(before, after, said):
        return found
    return _by_words(before, after, said, rules)


def _by_recipe(before: PageText, after: AfterPress, said: list[_Said], rules: OutcomeRules) -> Outcome | None:
    for one in said:
        if any(re.search(pattern, one.text) for pattern in rules.accepted):
            return Accepted(
                why=f"{one.source}出现配置的成功用语：{_short(one.text)}", receipt=_receipt(before, after, said, rules)
            )
        if any(re.search(pattern, one.text) for pattern in rules.rejected):
            reason = one.reason if one.word is _Word.REFUSED else BlockReason.REFUSED
            return Rejected(why=f"{one.source}出现配置的拒绝用语", reason=reason, message=_short(one.text))
    return None


def _nothing_left(before: PageText, after: AfterPress, said: list[_Said]) -> Outcome | None:
    """The cases in which it is proven that no request left; anything else goes by the site's words."""
    stayed = after.page is not None and after.page.url == before.url and after.page.filled >= before.filled
    if after.requests != 0 or not stayed or after.page is None:
        return None
    if after.refused_hosts:
        return Rejected(
            why="提交被本机拦下，没有发出",
            reason=BlockReason.OFF_ROSTER,
            message=f"表单会提交到 {after.refused_hosts[0]}",
        )
    if after.failure == "intercepted":
        return Rejected(why="按钮被遮挡，没有点到，也没有任何请求发出", reason=BlockReason.FORM_CHANGED)
    refusal = next((one for one in said if one.word in {_Word.REFUSED, _Word.HINT}), None)
    if refusal is not None:
        return Rejected(why="页面检查没有通过，没有任何请求发出", reason=refusal.reason, message=_short(refusal.text))
    invalid = _short(after.page.invalid[0]) if after.page.invalid else _MARKED
    if not after.page.invalid and not _marked(before, after):
        return None
    return Rejected(why="表单检查没有通过，没有任何请求发出", reason=BlockReason.FORM_CHANGED, message=invalid)


def _by_words(before: PageText, after: AfterPress, said: list[_Said], rules: OutcomeRules) -> Outcome:
    accepted = _first(said, _Word.ACCEPTED)
    refused = next((one for one in said if one.word is _Word.REFUSED and _counts(one, before, after)), None)
    against = _first(said, _Word.BROKEN) or refused
    if accepted is not None:
        if against is not None:
            why = f"网站的说法前后不一：“{_short(accepted.text)}”与“{_short(against.text)}”"
            return Unknown(why=why)
        return Accepted(why=f"{accepted.source}：{_short(accepted.text)}", receipt=_receipt(before, after, said, rules))
    if unsure := next(filter(None, (_first(said, word) for word in _UNSURE)), None):
        return Unknown(why=f"网站提示{_UNSURE[unsure.word]}：{_short(unsure.text)}")
    if refused is not None and (number := _shown(said, rules).number):
        return Unknown(why=f"网站给出了编号 {number}，又说：{_short(refused.text)}")
    if refused is not None:
        return Rejected(why=f"{refused.source}说明没有受理", reason=refused.reason, message=_short(refused.text))
    return _by_receipt_or_hint(before, after, said, rules)


def _by_receipt_or_hint(before: PageText, after: AfterPress, said: list[_Said], rules: OutcomeRules) -> Outcome:
    receipt = _receipt(before, after, said, rules)
    if _shown(said, rules).number:
        return Accepted(why=f"网站给出了编号 {receipt.number}", receipt=receipt)
    hint = next((one for one in said if one.word is _Word.HINT and _counts_as_refusal(one, before, after)), None)
    if hint is not None:
        return Rejected(why=f"{hint.source}说明填写有误", reason=hint.reason, message=_short(hint.text))
    if _marked(before, after) and _kept(before, after) and _sent_back(after):
        return Rejected(why="网站退回了表单", reason=BlockReason.FORM_CHANGED, message=_MARKED)
    return _by_signs(before, after, receipt)


_UNSURE = {_Word.BROKEN: "系统错误", _Word.DUPLICATE: "重复，可能已经收到", _Word.MIXED: "既像受理又像拒绝"}


def _first(said: list[_Said], word: _Word) -> _Said | None:
    return next((one for one in said if one.word is word), None)


def _by_signs(before: PageText, after: AfterPress, receipt: Receipt) -> Outcome:
    """Accept by what is no sentence: a script's `success: true`, a class, a new number's address, a button that says 已提交."""
    sign = sign_of(before, after)
    if sign:
        return Accepted(why=sign, receipt=receipt)
    if asked := _asked_to_confirm(before, after):
        return Unknown(why=f"网站要求核对后再确认一次，程序没有再按：{_short(asked)}")
    if after.failure:
        return Unknown(why=f"提交后没有读到结果：{_FAILURES.get(after.failure, after.failure)}")
    if after.page is not None and before.filled and not after.page.filled and after.page.controls:
        return Unknown(why="表单重新显示为空，没有任何说明")
    return Unknown(why="提交后页面没有说明结果")


def _asked_to_confirm(before: PageText, after: AfterPress) -> str:
    lines = new_lines(before.text, after.page.text) if after.page is not None else []
    return next((line for line in lines if CONFIRM.search(line)), "")


_FAILURES = {"timeout": "等待超时", "intercepted": "按钮被遮挡"}


def _said(before: PageText, after: AfterPress) -> Iterator[_Said]:
    for dialog in after.dialogs:
        if dialog.kind != "confirm" or not dialog.accepted:
            yield _read(_DIALOG, dialog.text, own=True)
    yield from _said_by_scripts(after)
    pages = [(_WINDOW, window) for window in after.windows]
    if after.page is not None:
        pages.insert(0, (_PAGE, after.page))
    texts = [*((source, page.text) for source, page in pages), (FADED, "\n".join(after.shown))]
    seen: set[str] = set()
    for source, text in texts:
        for line in new_lines(before.text, text):
            if source != FADED or line not in seen:
                yield _read(source, line, own=False)
            seen.add(line)


def _said_by_scripts(after: AfterPress) -> Iterator[_Said]:
    for response in after.responses:
        if response.kind == "Document" or len(response.text) > 4000:
            continue
        said = _read(_DATA, _words(response), own=True)
        # A captcha's own check that passes is no acceptance; one that fails is a refusal.
        if not CHECK_URLS.search(response.url) or said.word is _Word.REFUSED:
            yield said


def _read(source: str, text: str, *, own: bool) -> _Said:
    reason = _hard(text, HARD)
    word = _word(text, reason, own=own)
    asked = _hard(text, ASKED)
    if asked is not None and word in {_Word.NOTHING, _Word.HINT}:
        return _Said(source, text, _Word.HINT, own, asked)
    return _Said(source, text, word, own, reason or _UNSAID[word])


def _word(text: str, reason: BlockReason | None, *, own: bool) -> _Word:
    """Say what a text is: failure before success, success before the softer refusals and hints."""
    limited = reason is BlockReason.RATE_LIMITED
    troubled = OUR_FAULT_OR_THEIRS.search(text) is not None
    if not own and OTHERS.search(text):
        word = _Word.NOTHING
    elif FAILED.search(text):
        word = _Word.BROKEN if troubled and (reason is None or limited) else _Word.REFUSED
    elif SUCCESS.search(text) and not NOT_YET.search(text):
        word = _Word.ACCEPTED if reason is None or limited else _Word.MIXED
    elif DUPLICATE.search(text):
        word = _Word.DUPLICATE
    elif limited and troubled and "频繁" not in text:
        word = _Word.BROKEN
    elif reason is not None:
        word = _Word.REFUSED
    else:
        word = _Word.HINT if SOFT.search(text) else _Word.NOTHING
    return word


_UNSAID = dict.fromkeys(_Word, BlockReason.REFUSED) | {_Word.HINT: BlockReason.FORM_CHANGED}


def _hard(text: str, patterns: tuple[tuple[re.Pattern[str], BlockReason], ...]) -> BlockReason | None:
    return next((reason for pattern, reason in patterns if pattern.search(text)), None)


def _counts(one: _Said, before: PageText, after: AfterPress) -> bool:
    """Whether a refusal speaks of the press: other people's letters on a list may say anything."""
    if one.own or _kept(before, after) or _small(before, after):
        return True
    shown_again = after.page is not None and after.page.controls >= max(2, before.controls // 2)
    return one.reason is BlockReason.CHALLENGE_REFUSED and shown_again


def _counts_as_refusal(one: _Said, before: PageText, after: AfterPress) -> bool:
    """A bare 请输入… counts only from a dialog, or beside a form that still holds what was typed."""
    return (one.own and one.source == _DIALOG) or _kept(before, after)


_MARKED = "页面标出了填写有误的项"


def _marked(before: PageText, after: AfterPress) -> bool:
    return after.page is not None and after.page.faulty > before.faulty


def _sent_back(after: AfterPress) -> bool:
    """Whether the marked form is the site's own answer: the document that came for the POST, or a script's 400 or 422."""
    posted = [one for one in after.responses if one.method == "POST" and not CHECK_URLS.search(one.url)]
    return bool(posted) and all(
        one.status in {400, 422} or (one.kind == "Document" and one.status < 400) for one in posted
    )


def _kept(before: PageText, after: AfterPress) -> bool:
    return after.page is not None and after.page.filled >= max(2, before.filled - 2)


def _small(before: PageText, after: AfterPress) -> bool:
    return after.page is not None and sum(map(len, new_lines(before.text, after.page.text))) <= ERROR_PAGE


def _receipt(before: PageText, after: AfterPress, said: list[_Said], rules: OutcomeRules) -> Receipt:
    """Return the receipt of a letter that was taken: what a person sees comes before what a script or an address carries."""
    data = [one.text for one in said if one.source == _DATA]
    scripts = [r.text for r in after.responses if r.kind != "Document" and not CHECK_URLS.search(r.url)]
    url = after.page.url if after.page is not None else ""
    found = [_shown(said, rules), Receipt(number=few_signs(_beside(before, after, said)))]
    found += [read_receipt([text], patterns=rules.receipt) for text in data]
    found += [receipt_in_json(text) for text in scripts]
    found += [receipt_in_url(url), Receipt(number=number_of_address(url, before.url))]
    found += [Receipt(number=few_signs(text) or few_signs_in_json(text)) for text in [*data, *scripts]]
    return Receipt(
        number=next((r.number for r in found if r.number), ""),
        query_code=next((r.query_code for r in found if r.query_code), ""),
    )


_NEAR = 3


def _beside(before: PageText, after: AfterPress, said: list[_Said]) -> str:
    """Return the words that can give a number of a few signs: dialogs, and of a long page what stands beside the acceptance."""
    shown = [one for one in said if one.source in _SEEN]
    if not _small(before, after):
        near = {at + step for at, one in enumerate(shown) if one.word is _Word.ACCEPTED for step in range(-1, _NEAR)}
        shown = [one for at, one in enumerate(shown) if one.source == _DIALOG or at in near]
    return "\n".join(one.text for one in shown)


def _shown(said: list[_Said], rules: OutcomeRules) -> Receipt:
    """Return the receipt that a person would see: a number in a script's data or an address alone proves nothing."""
    dialogs = [one.text for one in said if one.source == _DIALOG]
    page = "\n".join(one.text for one in said if one.source in _SEEN - {_DIALOG})
    return read_receipt([*dialogs, page], patterns=rules.receipt)


def _words(response: Response) -> str:
    text = words_of_json(response.text)
    return re.sub(r"<[^>]{0,500}>", " ", text)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 120 else line[:119] + "…"
