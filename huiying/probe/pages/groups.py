"""Which of several replies a label stands with. Repeated groups of fields keep one order of fields on a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from huiying.probe.pages.fields import Hit
from huiying.probe.pages.flat import Element, Flat


def own_hits(flat: Flat, places: Sequence[int], hits: Sequence[Hit], *, apart: Collection[int]) -> dict[int, Hit]:
    """Return, by the place of each reply, the one of `hits` that stands in its group; no entry where that can't be known.

    `places` are where the replies begin, in order; `apart` are places that belong to no reply (the question's labels).
    Known is: each reply has one label and all stand on the same side of their replies (time, text, time, text …), or the
    label stands with one reply alone in a box. One time beside several replies may be anybody's: it is nobody's.
    """
    boxes = {place: _box(flat, place, {*places, *apart}) for place in places}
    for some in _choices(hits):
        by_order = _in_turn(places, some)
        if by_order and all(_stands_in(boxes[place], hit) or _homeless(boxes, hit) for place, hit in by_order.items()):
            return by_order
    for some in _choices(hits):
        if by_box := _boxed(boxes, some):
            return by_box
    return {}


def _choices(hits: Sequence[Hit]) -> Iterator[list[Hit]]:
    """Yield all the labels, then those of one wording only, the most frequent first."""
    yield list(hits)
    for label, _ in Counter(hit.label for hit in hits).most_common():
        yield [hit for hit in hits if hit.label == label]


def _in_turn(places: Sequence[int], hits: Sequence[Hit]) -> dict[int, Hit]:
    """Pair replies and labels that take turns, as many of the one as of the other."""
    if len(hits) != len(places):
        return {}
    pairs = list(zip(places, hits, strict=True))
    turns = [min(place, hit.start) for place, hit in pairs], [max(place, hit.start) for place, hit in pairs]
    apart = all(end < start for end, start in zip(turns[1], turns[0][1:], strict=False))
    return dict(pairs) if apart and _one_side(pairs) else {}


def _boxed(boxes: dict[int, Element | None], hits: Sequence[Hit]) -> dict[int, Hit]:
    """Pair each reply with the only label in its box."""
    inside = [(place, hit) for place, box in boxes.items() for hit in hits if _stands_in(box, hit)]
    alone = all(one[0] != other[0] for one, other in pairwise(inside))
    return dict(inside) if alone and _one_side(inside) else {}


def _one_side(pairs: Sequence[tuple[int, Hit]]) -> bool:
    return len({hit.start < place for place, hit in pairs}) == 1


def _stands_in(box: Element | None, hit: Hit) -> bool:
    return box is not None and box.start <= hit.start < box.end


def _homeless(boxes: dict[int, Element | None], hit: Hit) -> bool:
    return not any(_stands_in(box, hit) for box in boxes.values())


def _box(flat: Flat, place: int, others: Collection[int]) -> Element | None:
    """Return the largest element that holds this place and none of the others; None where even the smallest holds more."""
    largest = None
    for index in flat.up(flat.deepest(place, place + 1)):
        element = flat.elements[index]
        if any(element.start <= other < element.end for other in others if other != place):
            break
        largest = element
    return largest
