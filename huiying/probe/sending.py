"""Which of a form's buttons sends it (pure)."""

from __future__ import annotations

from huiying.probe.controls import Button
from huiying.probe.form import FormModel
from huiying.probe.grouping import kind_of
from huiying.probe.lexicon import Lexicon
from huiying.probe.purpose import Purpose
from huiying.probe.steps import last_button, steps_of
from huiying.probe.wording import plain

_TAKES_BACK = frozenset({"reset", "cancel", "preview"})


def sending_button(form: FormModel, lexicon: Lexicon) -> Button | None:
    """Return the button that sends the form, in steps the last one's.

    It is known by its words; of several it is the plainest, then the one right below the last control.
    """
    if steps_of(form.controls, form.buttons, lexicon) is not None:
        return last_button(form.buttons, lexicon)
    last = max((one.order for one in form.controls), default=0)
    folded = all(one.hidden for one in form.controls)
    """A form that is folded away until a press: its own buttons are hidden as well, what can be seen only unfolds it."""
    wanted = {"submit": 0, "comment": 2, "": 3, "next": 4}
    if form.purpose is not Purpose.CONSULTATION:
        wanted |= {"search": 0, "lookup": 0, "login": 0, "subscribe": 0, "vote": 0, "comment": 0, "register": 0}
    texts = [plain(one.text) for one in form.buttons]
    ranked = []
    for button in form.buttons:
        kind = kind_of(button, lexicon)
        other_side = bool(button.hidden) is not folded
        if other_side and any(bool(one.hidden) is folded and kind_of(one, lexicon) == "submit" for one in form.buttons):
            continue
        if kind == "vote" and "提交" in plain(button.text):
            kind = "comment"  # a letter in software for surveys: 提交问卷
        if kind not in wanted or (kind == "" and button.type not in {"submit", "image"}):
            continue
        strange = kind == "" and bool(plain(button.text))
        exact = plain(button.text) in {"提交", "发送", "提交留言", "确定", "提交信件", "发表留言", "我要提交"}
        ranked.append(
            (
                wanted[kind] + 2 * strange,
                # What stands in every row of a list (查看) opens that row.
                kind != "submit" and texts.count(plain(button.text)) > 1,
                other_side,
                not exact,
                button.order < last,
                button.type != "submit",
                abs(button.order - last),
                button.order,
                button,
            )
        )
    return (
        min(ranked, key=lambda one: one[:-1])[-1]
        if ranked
        else _beside_reset(form, lexicon) or _only_one(form, lexicon)
    )


def _beside_reset(form: FormModel, lexicon: Lexicon) -> Button | None:
    """The one button beside 重置 whose words tell nothing: what is not taken back there is sent."""
    shown = [(one, kind_of(one, lexicon)) for one in form.buttons if not one.hidden]
    resets = {one.chain for one, kind in shown if kind == "reset"}
    beside = [one for one, kind in shown if kind == "" and plain(one.text) and one.chain in resets]
    return beside[0] if len(beside) == 1 else None


def _only_one(form: FormModel, lexicon: Lexicon) -> Button | None:
    """The one button below the last control, whatever its words: there is nothing else that could send the form."""
    last = max((one.order for one in form.controls if one.visible), default=0)
    shown = [
        one for one in form.buttons if not one.hidden and one.order > last and kind_of(one, lexicon) not in _TAKES_BACK
    ]
    told = [one for one in shown if kind_of(one, lexicon) == "" and one.tag in {"button", "input"} and plain(one.text)]
    return told[0] if len(shown) == len(told) == 1 else None
