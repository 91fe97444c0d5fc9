"""How a letter and its answer are laid out once somebody finds them."""

from __future__ import annotations

from datetime import datetime

from huiying.drill.city.families.base import masked, paragraphs
from huiying.drill.city.house import View
from huiying.drill.city.web import Raw, fill

LABELS = (
    ("写信时间", "回复时间", "回复单位", "回复内容", "办理状态"),
    ("提交时间", "答复时间", "答复单位", "答复内容", "处理状态"),
    ("来信时间", "办结时间", "承办单位", "办理结果", "状态"),
)


def detail(view: View, style: int, pattern: str, *, with_time: bool = True) -> Raw:
    """Return the table of one letter. `pattern` is a strftime pattern; `with_time` False leaves the answer's time out."""
    asked, replied, unit, text, status = LABELS[style % 3]
    letter = view.letter
    rows = [("信件编号", letter.number), ("来信标题", letter.title), ("来信人", masked(letter.name))]
    rows += [(asked, stamp(letter.asked_at, pattern)), ("来信内容", letter.body), (status, view.status)]
    if view.replied_at is not None:
        rows.append((unit, view.unit))
        if with_time:
            rows.append((replied, stamp(view.replied_at, pattern)))
        rows.append((text, paragraphs(view.text)))
    cells = "".join(fill("detail_row", label=label, value=value) for label, value in rows)
    return Raw(f'<table class="detail" border="1" cellpadding="5">{cells}</table>')


def stamp(instant: datetime, pattern: str) -> str:
    """Format an instant; "bare" is a date without leading zeros, as old ASP pages print it."""
    if pattern == "bare":
        return f"{instant.year}-{instant.month}-{instant.day}"
    return instant.strftime(pattern)
