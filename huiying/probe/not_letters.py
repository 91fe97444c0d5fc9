"""Forms with a box for a text that are no letters all the same (pure): orders and bookings, surveys, comments on an article."""

from __future__ import annotations

from collections.abc import Sequence

from huiying.probe.controls import Control
from huiying.probe.lexicon import Lexicon
from huiying.probe.traits import TITLE_ENDS, Form, Traits, present
from huiying.probe.wording import plain

_NAME = 8
"""A heading of more characters is no plain name of a channel."""
_LINE = 12
"""A heading of more characters is a sentence or an article's title."""
_REMARK = 0.9


def of_a_deal(form: Form, buttons: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether the form orders, books or joins something: by its page's own title, its heading or button, or by what it asks for.

    A site's name (某某加盟网) and a stray line tell nothing where the form or its page is called after a letter.
    """
    title = TITLE_ENDS.split(form.title.strip())[0]
    called = (title, *form.headings[:2], *buttons, form.action, form.identity)
    if lexicon.speaks_of("consultation", *called):
        return False
    asked = [text for one in present(form.controls, form.buttons, lexicon) for text in _labels_of(one)]
    return lexicon.speaks_of("deals", *called) or lexicon.speaks_of("deal_asks", *asked)


def of_a_survey(form: Form, lexicon: Lexicon) -> bool:
    """Whether the page's own title or heading calls it a survey and its box takes but a remark (网上评议 with 补充说明)."""
    boxes = [one for one in present(form.controls, form.buttons, lexicon) if one.kind in {"textarea", "richtext"}]
    labels = [lexicon.read_label(text) for one in boxes for text in _labels_of(one)[:1]]
    called = (TITLE_ENDS.split(form.title.strip())[0], *form.headings[:2])
    remarks = len(labels) == len(boxes) == 1 and labels[0].get("remark", 0.0) >= _REMARK
    return remarks and lexicon.speaks_of("survey", *called) and not lexicon.speaks_of("consultation", *called)


def _labels_of(control: Control) -> tuple[str, ...]:
    t = control.texts
    typed = (t.placeholder,) if control.kind == "text" else ()
    return tuple(one for one in (*t.label, t.left, t.item, *t.before[:1], *typed) if 0 < len(one) <= _LINE)


def called_comments(form: Form, lexicon: Lexicon) -> bool:
    """Whether the line above the form is what a button for comments says: 发布评论."""
    above = (text for one in present(form.controls, form.buttons, lexicon)[:1] for text in one.texts.above[:2])
    return any(lexicon.button_kind(one) == "comment" for one in above if len(plain(one)) <= _NAME)


def for_comments(signs: Traits, form: Form) -> bool:
    """Whether a short form is for comments on an article: its heading or the line above its box says so, or its name alone."""
    if on_a_board(form, signs.lexicon):
        return False
    if signs.lexicon.speaks_of("comment", *form.headings[:2]):
        return True
    if signs.lexicon.speaks_of("comment", *signs.above) and not signs.lexicon.speaks_of(
        "consultation", *form.headings[:2]
    ):
        return True
    return signs.lexicon.speaks_of("comment", form.identity) and not signs.says("consultation", near=True)


def on_a_board(form: Form, lexicon: Lexicon) -> bool:
    """Whether the heading calls the form a 留言板 and not a place for comments, whatever its button says.

    A page whose own heading is the name of such a channel (网上咨询) is one also where software calls the form 发表评论; the title of
    an article, which says more than a name, is none.
    """
    above = [one for one in form.headings[:2] if len(plain(one)) <= _LINE]
    if lexicon.speaks_of("consultation", *above) and not lexicon.speaks_of("comment", *above):
        return True
    names = [plain(one) for one in form.headings if not lexicon.speaks_of("comment", one)]
    return any(len(one) <= _NAME and one.endswith(lexicon.purposes["consultation"]) for one in names)
