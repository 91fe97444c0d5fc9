"""What every command needs: the console, and the world of the settings file."""

from __future__ import annotations

import json
import shlex
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

import click

from huiying.app.world import World
from huiying.board import RichProgress, console
from huiying.bootstrap import open_world
from huiying.challenger import TerminalChallenger
from huiying.drill.clock import clock_for
from huiying.errors import BadInput
from huiying.model import SHANGHAI, Round
from huiying.settings import load_settings

pass_settings = click.make_pass_decorator(Path)
round_option = click.option("--round", "round_name", default="", metavar="名称", help="轮次名称（默认最近一轮）")
record_number = click.IntRange(1, 2**31 - 1)
"""The numbers of texts, mails and objections, as far as a database counts."""
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON")


def program() -> str:
    """Return how this program is called from any folder, as a shell takes it."""
    own = Path(sys.executable).with_name("huiying")
    return shlex.quote(str(own)) if own.is_file() else f"{shlex.quote(sys.executable)} -m huiying"


def interactive() -> bool:
    """Whether a person sits at the terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


@contextmanager
def world_of(path: Path, *, quiet: bool = False, headed: bool = False) -> Iterator[World]:
    """Open the world of the settings file; the first Ctrl-C asks it to stop, the second ends it."""
    settings = load_settings(path)
    if headed:
        settings = settings.model_copy(update={"browser": settings.browser.model_copy(update={"headed": True})})
    stop = stop_on_signals()
    screen = console()
    clock = clock_for(settings.practice.clock_url if settings.practice else "", stop)
    progress = RichProgress(screen, quiet=quiet)
    challenger = TerminalChallenger(
        screen, folder=settings.folder / "captchas", present=interactive(), stop=stop, quiet=progress.paused
    )
    with open_world(settings, clock=clock, challenger=challenger, progress=progress, stop=stop) as world:
        yield world


def stop_on_signals() -> Event:
    """Return an event that the first Ctrl-C or polite kill sets; what is under way is then settled first."""
    stop = Event()

    def ask(number: int, _frame: object) -> None:
        stop.set()
        signal.signal(number, signal.default_int_handler)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    return stop


def read_instant(text: str, option: str) -> datetime:
    """Read an option's time, Beijing's where it names no zone; raises BadInput."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(where=option, what=f"时间不正确：{text}", do="请写成 2024-02-06T10:30 的形式") from error
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


def chosen_round(world: World, name: str) -> Round:
    """Return the round of that name, or the latest."""
    return world.ledger.rounds.get(name)


def print_json(data: Any) -> None:
    """Print JSON as UTF-8 text, control characters escaped."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
