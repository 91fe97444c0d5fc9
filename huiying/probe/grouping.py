"""Which controls make one form (pure): by `<form>`, and where that is missing or holds the whole page, by the button that sends them.

A control belongs to the button with which it shares the deepest ancestor; where several tie, to the next one below it. Buttons
with no control between them are one row and send the same form.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from huiying.probe.controls import Button, Control
from huiying.probe.lexicon import Lexicon

_FAMILY = {
    "submit": "send",
    "step": "send",
    "search": "search",
    "lookup": "lookup",
    "login": "login",
    "register": "register",
    "subscribe": "subscribe",
    "vote": "vote",
    "comment": "comment",
}
MAX_ROWS = 40
BODY = 2
"""How many ancestors all parts of a page share: <html> and <body>."""

Group = tuple[list[Control], list[Button]]


def kind_of(button: Button, lexicon: Lexicon) -> str:
    """Return what pressing the button does (see Lexicon.button_kind); a link 下一页 turns the pages of a list."""
    kind = lexicon.button_kind(
        button.text, html_type=button.type, words=button.words, name=f"{button.name} {button.id}"
    )
    turns = kind == "step" and "步" not in button.text and button.tag not in {"button", "input"}
    return "" if turns else kind


def shared_depth(one: Sequence[int], other: Sequence[int]) -> int:
    """Return how many ancestors two chains share."""
    depth = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        depth += 1
    return depth


def _rows(controls: Sequence[Control], acting: Sequence[tuple[Button, str]]) -> list[list[tuple[Button, str]]]:
    """Return the acting buttons in rows: no control stands between the buttons of a row."""
    rows: list[list[tuple[Button, str]]] = []
    orders = sorted(one.order for one in controls)
    for entry in sorted(acting, key=lambda pair: pair[0].order):
        last = rows[-1][-1][0] if rows else None
        between = last is not None and any(last.order < order < entry[0].order for order in orders)
        near = (
            last is not None
            and shared_depth(last.chain, entry[0].chain) >= min(len(last.chain), len(entry[0].chain)) - 4
        )
        if last is None or between or not near:
            rows.append([entry])
        else:
            rows[-1].append(entry)
    return rows[:MAX_ROWS]


def split(controls: Sequence[Control], buttons: Sequence[Button], lexicon: Lexicon, *, page_wide: bool) -> list[Group]:
    """Return the groups in a container. `page_wide`: nothing else holds them together (no form, or one round the page)."""
    kinds = [(one, kind_of(one, lexicon)) for one in buttons if not one.hidden]
    acting = [(one, _FAMILY[kind]) for one, kind in kinds if kind in _FAMILY]
    rows = _rows(controls, acting)
    families = {family for row in rows for _, family in row}
    if len(rows) < 2 or (not page_wide and len(families) < 2):
        return [(list(controls), list(buttons))]
    members: list[list[Control]] = [[] for _ in rows]
    for control in controls:
        members[_row_of(control, rows)].append(control)
    groups: list[Group] = [(held, [one for one, _ in row]) for held, row in zip(members, rows, strict=True) if held]
    for button in buttons:
        if all(button not in row for _, row in groups):
            min(groups, key=lambda group: _distance(button, group))[1].append(button)
    return groups


def _row_of(control: Control, rows: Sequence[Sequence[tuple[Button, str]]]) -> int:
    depths = [max(shared_depth(control.chain, button.chain) for button, _ in row) for row in rows]
    deepest = max(depths)
    tied = [index for index, depth in enumerate(depths) if depth == deepest]
    below = [index for index in tied if rows[index][-1][0].order > control.order]
    return below[0] if below else tied[-1]


def _distance(button: Button, group: Group) -> tuple[int, int]:
    depth = max(shared_depth(button.chain, one.chain) for one in group[0])
    return -depth, min(abs(button.order - one.order) for one in group[0])


def lend_buttons(groups: list[Group], stray: Sequence[Button], lexicon: Lexicon) -> None:
    """Give forms that hold no sending button the nearest one that stands outside every form."""
    sending = [one for one in stray if not one.hidden and kind_of(one, lexicon) in _FAMILY]
    for held, own in groups:
        if held and sending and not any(kind_of(one, lexicon) in _FAMILY for one in own if not one.hidden):
            first = min(one.order for one in held)
            after = [one for one in sending if one.order > first] or sending
            own.append(min(after, key=lambda one: _distance(one, (held, own))))


def nearer_to_forms(
    stray: Sequence[Button], bare: Sequence[Control], found: Sequence[tuple[int, Group]]
) -> list[Button]:
    """Return the buttons outside every form that share more with a form (the footer of its dialog) than with the bare controls."""

    def depth(button: Button, controls: Iterable[Control]) -> int:
        return max((shared_depth(button.chain, one.chain) for one in controls), default=0)

    formed = [control for _, (held, _) in found for control in held if control.place.frame == bare[0].place.frame]
    return [one for one in stray if depth(one, formed) > depth(one, bare)]


def join_steps(found: Sequence[tuple[int, Group]], lexicon: Lexicon) -> list[tuple[int, Group]]:
    """Give a form whose button leads on (下一步) the hidden forms below it in the same part of the page: its later steps."""
    joined: list[tuple[int, Group]] = []
    for node, (held, own) in sorted(found, key=lambda one: min(control.order for control in one[1][0])):
        kinds = {kind_of(one, lexicon) for one in own}
        first = joined[-1][1] if joined else None
        if (
            first is not None
            and _leads_on(first[1], lexicon)
            and all(one.hidden for one in held)
            and kinds & {"step", "submit"}
            and not kinds & (_FAMILY.keys() - {"step", "submit"})
            and shared_depth(first[0][0].chain, held[0].chain) > BODY
            and first[0][0].place.frame == held[0].place.frame
        ):
            first[0].extend(held)
            first[1].extend(own)
        else:
            joined.append((node, (held, own)))
    return joined


def _leads_on(buttons: Sequence[Button], lexicon: Lexicon) -> bool:
    kinds = {kind_of(one, lexicon) for one in buttons if not one.hidden}
    return "step" in kinds and "submit" not in kinds


def by_frame(items: Iterable[Control]) -> dict[tuple[str, ...], list[Control]]:
    """Return the controls of each frame."""
    found: dict[tuple[str, ...], list[Control]] = {}
    for one in items:
        found.setdefault(one.place.frame, []).append(one)
    return found


def adopt(found: Sequence[tuple[int, Group]], bare: Sequence[tuple[int, Group]]) -> list[tuple[int, Group]]:
    """Give a form the box or two that stand beside it with no button of their own (a captcha behind `</form>`); return the rest."""
    rest: list[tuple[int, Group]] = []
    for node, (held, own) in bare:
        near = [
            group
            for _, group in found
            if group[0][0].order < held[0].order
            and all(shared_depth(one.chain, group[0][-1].chain) >= max(len(one.chain) - 2, 3) for one in held)
        ]
        alone = len(held) <= 2 and not own and all(one.kind in {"text", "file", "checkbox"} for one in held)
        if alone and len(near) == 1:
            near[0][0].extend(held)
        else:
            rest.append((node, (held, own)))
    return rest
