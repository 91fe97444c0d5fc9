"""The board, as a person sees it."""

from __future__ import annotations

import io
from datetime import timedelta

from PIL import Image
from rich.console import Console

from huiying.board import Contact, Happening, Limit, RichProgress, Snapshot, picture, render
from tests.rounds import monday


def shown(what: object, width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    console.print(what)
    return console.file.getvalue()


def snapshot(**values: object) -> Snapshot:
    facts = {
        "title": "某市人民政府办公室 2024年第一季度",
        "now": monday(10),
        "closes_at": monday() + timedelta(days=20),
        "states": (("等待答复", 40), ("结果不明", 1), ("未能提交", 2)),
        "rows": (("1个工作日内答复", ("杞县",)), ("未回复", ())),
    }
    return Snapshot(**(facts | values))


def test_one_screen_says_states_limits_news_needs_and_contacts() -> None:
    screen = shown(
        render(
            snapshot(
                limits=(Limit(label="1个工作日", deadline=monday() + timedelta(1), workdays_left=1, waiting=40),),
                latest=(Happening(at=monday(9), site="杞县", what="正面回答了所问事项"),),
                needs=("市公安局：未能提交（验证码无人填写），处理后运行 huiying probe",),
                contacts=(Contact(place="邮箱", reached_at=monday(9)),),
            )
        )
    )
    for words in ("等待答复", "40", "02-06 24:00", "杞县", "正面回答了所问事项", "验证码无人填写", "邮箱 02-05 09:00"):
        assert words in screen
    assert len(screen.splitlines()) <= 24


def test_foreign_text_is_shown_as_text() -> None:
    hostile = Happening(at=monday(), site="[red]杞县[/red]", what="[bold]\x1b[31m假\x07冒[/bold]\n第二行")
    screen = shown(render(snapshot(latest=(hostile,))))
    assert "[red]杞县[/red]" in screen
    assert "\x1b" not in screen
    assert "\x07" not in screen


def test_a_captcha_is_drawn_in_half_blocks() -> None:
    image = Image.new("L", (8, 4), 255)
    image.paste(0, (0, 0, 4, 4))
    data = io.BytesIO()
    image.save(data, "PNG")
    drawn = picture(data.getvalue())
    assert drawn is not None
    assert drawn.plain == "████    \n████    "


def test_what_is_no_picture_is_not_drawn() -> None:
    assert picture(b"GIF89a broken") is None


def test_progress_without_a_terminal_is_plain_lines() -> None:
    console = Console(file=io.StringIO(), width=80, highlight=False)
    progress = RichProgress(console)
    progress.begin("提交咨询", 2)
    progress.step("杞县：已受理，编号 [link=x]1[/link]")
    progress.end()
    assert console.file.getvalue() == "杞县：已受理，编号 [link=x]1[/link]\n"


def test_a_place_that_says_the_same_at_every_look_is_told_once() -> None:
    console = Console(file=io.StringIO(), width=80, highlight=False)
    progress = RichProgress(console)
    for _ in range(3):
        progress.say("邮箱未能完整读取")
        progress.say("杞县：网页打不开")
    assert console.file.getvalue() == "邮箱未能完整读取\n杞县：网页打不开\n"
