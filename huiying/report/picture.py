"""One page for the leader, as SVG: rows by quarter, the slowest sites, what got better or worse. Any browser opens it."""

from __future__ import annotations

from html import escape

from huiying.calendar.policy import within
from huiying.model import Bucket
from huiying.report.clean import name
from huiying.report.figures import Answers
from huiying.report.notice import Notice
from huiying.report.rounding import Rounding
from huiying.report.trend import Bars, trend

WIDTH, HEIGHT = 1123, 794
"""A4 across, at 96 dots an inch."""
COLOURS = ("#2E7D5B", "#7FB069", "#E6A23C", "#C0392B")
INK, PALE, RULE = "#1F2933", "#66788A", "#D9E2EC"
FONT = "'Source Han Sans SC','Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif"
SLOWEST = 8
SLOWEST_TITLE = "答复最慢的网站"
LINE, MARGIN = 26, 40
LEFT, TOP, CHART_WIDTH, CHART_HEIGHT = 60, 300, 560, 400


def leader_svg(notice: Notice) -> str:
    """Return the page; without answers it holds the headline only."""
    answers = notice.figures.answers
    parts = [_text(LEFT, 70, notice.title, 26, weight="bold"), _line(90)]
    if answers is not None:
        parts += _headline(answers, notice.rounding)
        parts += _chart(trend(notice.figures))
        parts += _lists(answers)
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="{FONT}">\n<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )


def _headline(answers: Answers, rounding: Rounding) -> list[str]:
    total, limits = answers.measured, answers.annex.limits
    figures = (
        (
            rounding.percent(answers.on_time, total, "on_time_rate"),
            f"{within(limits[0])}答复（{answers.on_time}家）",
            COLOURS[0],
        ),
        (
            rounding.percent(len(answers.late), total, "late_rate"),
            f"超过{limits[1]}个工作日或未回复（{len(answers.late)}家）",
            COLOURS[3],
        ),
        (str(total), "家网站接受检测", INK),
    )
    parts = []
    for place, (value, said, colour) in enumerate(figures):
        x = LEFT + place * 350
        parts += [_text(x, 170, value, 54, colour=colour, weight="bold"), _text(x, 205, said, 18, colour=PALE)]
    return parts


def _chart(bars: Bars) -> list[str]:
    parts = [_text(LEFT, TOP - 30, bars.caption, 18, weight="bold")]
    most = max((sum(values) for _, values in bars.rows), default=0) or 1
    step = CHART_WIDTH / max(len(bars.rows), 1)
    wide = min(step * 0.6, 90)
    for place, (label, values) in enumerate(bars.rows):
        x, y = LEFT + place * step + (step - wide) / 2, float(TOP + CHART_HEIGHT)
        for colour, value in zip(COLOURS, values, strict=False):
            high = value / most * CHART_HEIGHT
            y -= high
            if value:
                parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{colour}"/>')
            if high >= 14:
                parts.append(_text(x + wide / 2, y + high / 2 + 5, str(value), 13, colour="white", anchor="middle"))
            elif value:
                parts.append(_text(x + wide + 6, y + high / 2 + 5, str(value), 13))
        short = label.replace("年第", "年").replace("季度", "季")
        parts.append(_text(x + wide / 2, TOP + CHART_HEIGHT + 22, short, 13, anchor="middle"))
    for place, series in enumerate(bars.series):
        x = LEFT + place * 145
        parts.append(f'<rect x="{x}" y="{TOP + CHART_HEIGHT + 42}" width="12" height="12" fill="{COLOURS[place]}"/>')
        parts.append(_text(x + 18, TOP + CHART_HEIGHT + 53, series, 13, colour=PALE))
    return parts


def _lists(answers: Answers) -> list[str]:
    silent = next(row.sites for row in answers.annex.rows if row.bucket is Bucket.NO_REPLY)
    late = [site for site in answers.late if site not in silent]
    days = {line.site: line.workdays for line in answers.annex.lines}
    late.sort(key=lambda site: -(days.get(site) or 0))
    slowest = [f"{name(site)}（未回复）" for site in silent]
    slowest += [f"{name(site)}（{days[site]}个工作日）" if days.get(site) else name(site) for site in late]
    parts: list[str] = []
    y = TOP - 30
    for title, items in (
        (SLOWEST_TITLE, slowest),
        ("连续两个季度超时", [name(site) for site in answers.again_late]),
        ("比上期加快", [name(site) for site in answers.better]),
        ("比上期变慢", [name(site) for site in answers.worse]),
    ):
        shown = items[:SLOWEST]
        rest = [f"……共{len(items)}家"] if len(items) > len(shown) else []
        lines = [*(shown if title == SLOWEST_TITLE else _wrap("、".join(shown), 24)), *rest]
        if not items or y + len(lines) * LINE > HEIGHT - MARGIN:
            continue
        parts.append(_text(680, y, title, 18, weight="bold"))
        for line in lines:
            y += LINE
            parts.append(_text(680, y, line, 15))
        y += 46
    return parts


def _wrap(text: str, width: int) -> list[str]:
    return [text[start : start + width] for start in range(0, len(text), width)]


def _line(y: int) -> str:
    return f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - LEFT}" y2="{y}" stroke="{RULE}" stroke-width="2"/>'


def _text(
    x: float, y: float, text: str, size: int, *, colour: str = INK, weight: str = "normal", anchor: str = "start"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )
