"""What a person sees in the terminal (the only rich): the board, progress bars, tables, a captcha's picture.

All text that comes from sites and mails goes through `Text`: rich would read `[…]` in a plain string as markup.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, RLock

from PIL import Image, UnidentifiedImageError
from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from huiying.calendar.sheet import Cell, Month

Screen = Console
"""The terminal, by the name that other modules may use."""

PICTURE_COLUMNS = 72
REMEMBERED = 200
"""Lines that are not said again: a place that stays silent says the same at every look."""

_DARK = 128
_DAY_STYLES = {"work": "", "rest": "dim", "holiday": "bold red", "make_up": "bold black on yellow"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """A limit of the round: when it runs out for the sites that are still open, and how many they are."""

    label: str
    deadline: datetime | None
    workdays_left: int
    waiting: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """Something that came in."""

    at: datetime
    site: str
    what: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """When a place was last truly reached."""

    place: str
    reached_at: datetime | None
    error: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """Everything that the board shows, taken at one instant."""

    title: str
    now: datetime
    closes_at: datetime
    states: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    limits: tuple[Limit, ...] = ()
    latest: tuple[Happening, ...] = ()
    needs: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = field(default=())


def plain(value: str, limit: int = 200) -> Text:
    """Return foreign text as rich may show it: one line, no markup, no control characters, bounded."""
    line = " ".join("".join(char if char.isprintable() else " " for char in value).split())
    return Text(line if len(line) <= limit else line[: limit - 1] + "…")


def render(snapshot: Snapshot) -> RenderableType:
    """Return one screen: states and rows, limits, what came in, what needs a person, who was reached when."""
    head = Text.assemble(
        (snapshot.title, "bold"),
        f"  现在 {snapshot.now:%Y-%m-%d %H:%M}  统计截止 {snapshot.closes_at:%Y-%m-%d} 24:00",
    )
    return Group(
        head,
        Columns([_states(snapshot), _rows(snapshot), _limits(snapshot)], padding=(0, 1)),
        Panel(_needs(snapshot), title="需要人工处理", title_align="left", border_style="yellow"),
        Panel(_latest(snapshot), title="最新情况", title_align="left"),
        Panel(_contacts(snapshot), title="最近成功连接", title_align="left"),
    )


def _states(snapshot: Snapshot) -> Table:
    table = _table("状态", "家")
    for label, count in snapshot.states:
        table.add_row(label, str(count))
    return table


def _rows(snapshot: Snapshot) -> Table:
    table = _table("目前归入", "家")
    for label, names in snapshot.rows:
        table.add_row(label, str(len(names)))
    return table


def _limits(snapshot: Snapshot) -> Table:
    table = _table("时限", "最早到期", "剩余工作日", "等待中")
    for limit in snapshot.limits:
        due = f"{limit.deadline:%m-%d} 24:00" if limit.deadline else "—"
        table.add_row(limit.label, due, str(limit.workdays_left) if limit.deadline else "—", str(limit.waiting))
    return table


def _table(*headers: str) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    for number, header in enumerate(headers):
        table.add_column(header, justify="left" if number == 0 else "right", no_wrap=True)
    return table


def _needs(snapshot: Snapshot) -> RenderableType:
    return _lines(snapshot.needs, empty="无")


def _latest(snapshot: Snapshot) -> RenderableType:
    return _lines((f"{it.at:%m-%d %H:%M}  {it.site}  {it.what}" for it in snapshot.latest), empty="暂无")


def _contacts(snapshot: Snapshot) -> RenderableType:
    return _lines(
        (
            f"{it.place}  {f'{it.reached_at:%m-%d %H:%M}' if it.reached_at else '从未'}"
            f"{f'  最近一次失败：{it.error}' if it.error else ''}"
            for it in snapshot.contacts
        ),
        empty="尚未检查",
    )


def _lines(lines: Iterable[str], *, empty: str) -> RenderableType:
    shown = [plain(line) for line in lines]
    return Group(*shown) if shown else Text(empty, style="dim")


def live(console: Console, take: Callable[[], Snapshot], *, seconds: float, stop: Event) -> None:
    """Show the board and take a fresh snapshot every so many seconds until asked to stop."""
    with Live(render(take()), console=console, screen=console.is_terminal, auto_refresh=False) as screen:
        while not stop.wait(seconds):
            screen.update(render(take()), refresh=True)


class RichProgress:
    """Progress on a terminal; plain lines where there is none."""

    def __init__(self, console: Console, *, quiet: bool = False) -> None:
        self._console = console
        self._quiet = quiet
        self._bar: Bar | None = None
        self._lock = RLock()
        self._held: list[str] | None = None
        self._said: deque[str] = deque(maxlen=REMEMBERED)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Take the bar away while a person is asked something; lines that come meanwhile are shown afterwards."""
        with self._lock:
            self._held = []
            if self._bar is not None:
                self._bar.stop()
        try:
            yield
        finally:
            with self._lock:
                held, self._held = self._held, None
                for line in held or ():
                    self.say(line)
                if self._bar is not None:
                    self._bar.start()

    def begin(self, what: str, total: int) -> None:
        """Start a bar."""
        self.end()
        if self._console.is_terminal:
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bar = Bar(*columns, console=self._console, transient=True)
            self._bar.add_task(what, total=total)
            self._bar.start()

    def step(self, line: str) -> None:
        """Count one step and show its line, where it says anything."""
        if line:
            self.say(line)
        if self._bar is not None:
            self._bar.advance(self._bar.task_ids[0])

    def say(self, line: str) -> None:
        """Show a line above the bar; what was said not long ago is not said again."""
        with self._lock:
            if self._held is not None:
                self._held.append(line)
            elif not self._quiet and line not in self._said:
                self._said.append(line)
                self._console.print(plain(line, 300), soft_wrap=True)

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def console() -> Console:
    """Return the terminal as users see it."""
    return Console(highlight=False)


def table(title: str, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Return a table of foreign text."""
    drawn = Table(title=title, title_justify="left", header_style="bold")
    for header in headers:
        drawn.add_column(header, overflow="fold")
    for row in rows:
        drawn.add_row(*(plain(cell, 500) for cell in row))
    return drawn


def picture(data: bytes, columns: int = PICTURE_COLUMNS) -> Text | None:
    """Return the picture in half blocks, two pixels a character; None where the bytes are no picture."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            image = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    white = Image.new("RGBA", image.size, "white")
    flat = Image.alpha_composite(white, image).convert("L")
    width = min(columns, flat.width)
    height = max(2, round(flat.height * width / flat.width))
    small = flat.resize((width, height + height % 2))
    grey = small.tobytes()
    dark = [[level < _DARK for level in grey[y * width : (y + 1) * width]] for y in range(small.height)]
    glyphs = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
    rows = (
        "".join(glyphs[top, bottom] for top, bottom in zip(upper, lower, strict=True))
        for upper, lower in zip(dark[::2], dark[1::2], strict=True)
    )
    return Text("\n".join(rows), style="black on white", no_wrap=True)


def year_sheet(title: str, months: Sequence[Month]) -> RenderableType:
    """Return a year as month sheets: 休 marks a holiday, 班 a make-up workday."""
    return Group(
        plain(title),
        Text("红色“休”为放假，黄色“班”为调休上班，灰色为周末"),
        Columns([_month(month) for month in months], padding=(1, 3)),
    )


def _month(month: Month) -> Table:
    drawn = Table(title=f"{month.month}月", box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
    for weekday in "一二三四五六日":
        drawn.add_column(weekday, justify="right", width=4)
    for week in month.weeks:
        drawn.add_row(*(_cell(cell) for cell in week))
    return drawn


def _cell(cell: Cell | None) -> Text:
    if cell is None:
        return Text("")
    sign = {"holiday": "休", "make_up": "班"}.get(cell.kind.value, "")
    return Text(f"{cell.day.day}{sign}", style=_DAY_STYLES[cell.kind.value])
