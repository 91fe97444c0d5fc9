"""The command line as a person meets it: Chinese help, one-line errors, exit statuses."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click
import pytest

from huiying.cli import cli
from huiying.commands.common import program

GOOD_ROSTER = "网站名称,首页网址\n杞县,http://127.0.43.1:1/\n通许县,http://127.0.43.2:1/\n"
QUESTIONS = "咨询标题,咨询内容\n社保卡补办,社保卡丢了怎么补办，需要什么材料？\n"


def huiying(folder: Path, *words: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "huiying", *words],
        cwd=folder,
        input=text,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def clock() -> Iterator[str]:
    """A clock that stands at an instant of its path: http://…/2024-02-05T09:00."""

    class Clock(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({"now": f"{self.path[1:]}:00+08:00"}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002

    with ThreadingHTTPServer(("127.0.0.1", 0), Clock) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def folder(tmp_path: Path, clock: str) -> Path:
    """A working folder as a user has it after filling in what `init` wrote, on the Monday of the real round."""
    assert huiying(tmp_path, "init").returncode == 0
    settings = tmp_path / "huiying.toml"
    text = settings.read_text(encoding="utf-8")
    head, _, tail = text.partition("[mail]")
    text = head + tail[tail.index("[browser]") :]
    for key, value in (
        ('name = ""', 'name = "甲"'),
        ('ground = ""', 'ground = "乙"'),
        ('phone = ""', 'phone = "13800001234"'),
    ):
        text = text.replace(key, value)
    settings.write_text(f'{text}\n[practice]\nclock_url = "{clock}/2024-02-05T09:00"\n', encoding="utf-8")
    (tmp_path / "名录.csv").write_bytes(GOOD_ROSTER.encode("gbk"))
    (tmp_path / "问题.csv").write_text(QUESTIONS, encoding="utf-8")
    return tmp_path


def test_help_is_chinese(tmp_path: Path) -> None:
    shown = huiying(tmp_path, "--help").stdout
    assert "用法：huiying [选项] 命令" in shown
    assert "逐站提交咨询（每站每轮至多一次）" in shown
    assert "Usage" not in shown
    assert "Options" not in huiying(tmp_path, "round", "open", "--help").stdout


@pytest.mark.parametrize("words", [[], ["round"], ["mail"]])
def test_a_group_without_a_command_shows_its_help_as_help(tmp_path: Path, words: list[str]) -> None:
    ended = huiying(tmp_path, *words)
    assert ended.stdout.startswith("用法：huiying")
    assert "\n命令：\n" in ended.stdout
    assert (ended.stderr, ended.returncode) == ("", 2)


def test_the_program_is_named_so_that_any_folder_can_call_it(tmp_path: Path) -> None:
    called = subprocess.run(
        [*shlex.split(program()), "--version"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
    )
    assert called.stdout.startswith("huiying ")


def test_no_help_keeps_a_word_of_clicks_english() -> None:
    for name, shown in _helps(cli, "huiying"):
        left = re.search(
            r"default|required|PATH|RANGE|INTEGER|COMMAND|ARGS|OPTIONS|<=x|\.\.\.|^\w+:$", shown, re.MULTILINE
        )
        assert left is None, f"{name}: {left and left.group()}"


def _helps(command: click.Command, name: str) -> Iterator[tuple[str, str]]:
    context = click.Context(command, info_name=name)
    yield name, command.get_help(context)
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            below = command.get_command(context, each)
            assert below is not None
            yield from _helps(below, f"{name} {each}")


@pytest.mark.parametrize(
    ("words", "said", "status"),
    [
        (["nosuch"], "没有“nosuch”这个命令", 2),
        (["sites", "import"], "缺少参数", 2),
        (["answer", "add", "x", "--channel", "tel"], "--channel 不能是“tel”，可选：phone、sms。请用", 2),
        (["workdays", "add", "2024-02-05", "x"], "应为数字", 2),
        (["workdays", "count", "2024-02-30", "2024-03-01"], "日期：不正确：2024-02-30", 2),
        (["workdays", "count", "2026-12-30", "2027-01-05"], "2027年的节假日安排尚未录入", 3),
        (["board", "--seconds", "0"], "--seconds 不能是 0.0，应为 0.2 至 3600", 2),
        (["sites", "list"], "设置文件不存在。请先运行 huiying init", 2),
        (["mail", "read", "nosuch.eml"], "nosuch.eml：文件打不开", 2),
    ],
)
def test_every_mistake_is_one_chinese_line(tmp_path: Path, words: list[str], said: str, status: int) -> None:
    ended = huiying(tmp_path, *words)
    assert said in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert "Traceback" not in ended.stderr
    assert ended.returncode == status


def test_init_writes_what_a_user_fills_in_and_overwrites_nothing(tmp_path: Path) -> None:
    huiying(tmp_path, "init")
    again = huiying(tmp_path, "init")
    assert (again.returncode, "已经存在" in again.stderr) == (2, True)
    assert {path.name for path in tmp_path.iterdir()} == {"huiying.toml", "网站名录.xlsx", "咨询问题.xlsx", "recipes"}


def test_a_gbk_roster_comes_in_and_a_round_opens_over_it(folder: Path) -> None:
    assert "新增2个网站" in huiying(folder, "sites", "import", "名录.csv").stdout
    assert huiying(folder, "questions", "import", "问题.csv").returncode == 0
    opened = huiying(folder, "round", "open", "测试", "--closes", "2024-02-25")
    assert "共2家网站" in opened.stdout
    assert huiying(folder, "review", "list").stdout == "等待复核0条。\n"
    twice = huiying(folder, "round", "open", "误开", "--closes", "2024-02-26")
    assert (twice.returncode, twice.stderr.count("\n")) == (1, 1)
    assert "轮次“测试”还在进行，也向杞县、通许县提问，同一家网站会收到两次咨询" in twice.stderr
    assert "加 --beside 测试" in twice.stderr
    listed = json.loads(huiying(folder, "round", "status", "--json").stdout)
    assert [(line["site"], line["state"]) for line in listed] == [("杞县", "planned"), ("通许县", "planned")]
    assert "待提交" in huiying(folder, "board", "--once").stdout


def test_a_round_that_is_closed_again_says_that_it_was(folder: Path) -> None:
    for words in (("sites", "import", "名录.csv"), ("questions", "import", "问题.csv")):
        assert huiying(folder, *words).returncode == 0
    huiying(folder, "round", "open", "测试", "--closes", "2024-02-25")
    first, again = (huiying(folder, "round", "close", "--force").stdout for _ in range(2))
    assert first.startswith("轮次“测试”已结束。")
    assert again.startswith("轮次“测试”早已于2024-02-05 09:00结束，结束时间不变。")


def test_only_an_unknown_outcome_is_voided_and_the_line_says_what_stands_instead(folder: Path) -> None:
    for words in (("sites", "import", "名录.csv"), ("questions", "import", "问题.csv")):
        assert huiying(folder, *words).returncode == 0
    assert huiying(folder, "round", "open", "一", "--closes", "2024-02-25").returncode == 0
    ended = huiying(folder, "round", "void", "杞县", "--who", "甲", "--why", "乙")
    assert ended.returncode == 1
    assert ended.stderr.startswith("错误：不能作废“杞县”：现在是“待提交”，只有“结果不明”的可以作废")


def test_a_roster_with_bad_rows_imports_nothing_or_the_rest_on_request(folder: Path) -> None:
    (folder / "坏.csv").write_text(GOOD_ROSTER + "杞县,http://x.gov.cn\n\n市局,htp:/x\n", encoding="utf-8")
    refused = huiying(folder, "sites", "import", "坏.csv")
    assert refused.returncode == 2
    for words in ("第4行「网站名称」：与第2行重复", "第5行：空行", "第6行「首页网址」：网址不正确", "没有导入任何内容"):
        assert words in refused.stderr
    assert json.loads(huiying(folder, "sites", "list", "--json").stdout) == []
    assert "新增2个网站" in huiying(folder, "sites", "import", "坏.csv", "--skip-bad").stdout


def test_a_round_that_reaches_into_an_unproclaimed_year_is_refused(folder: Path) -> None:
    huiying(folder, "sites", "import", "名录.csv")
    huiying(folder, "questions", "import", "问题.csv")
    settings = folder / "huiying.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("2024-02-05T09", "2026-11-23T09"), encoding="utf-8"
    )
    refused = huiying(folder, "round", "open", "跨年", "--closes", "2027-01-15")
    assert "2027年的节假日安排尚未录入" in refused.stderr
    assert refused.returncode == 3


@pytest.mark.browser
def test_sites_that_can_not_be_reached_are_blocked_with_their_reason(folder: Path) -> None:
    huiying(folder, "sites", "import", "名录.csv")
    huiying(folder, "questions", "import", "问题.csv")
    huiying(folder, "round", "open", "测试", "--closes", "2024-02-25")
    ended = huiying(folder, "probe")
    assert ended.returncode == 1
    assert "杞县：未能提交——网站无法访问" in ended.stdout
    draft = huiying(folder, "report", "annex3", "--draft")
    assert "未能检测（2家）" in draft.stdout
    assert "未回复（0家）" in draft.stdout
    final = huiying(folder, "report", "annex3")
    assert "归类还可能变化" in final.stderr


def test_a_folder_fresh_from_init_takes_the_tables_but_opens_no_round_without_an_authority(folder: Path) -> None:
    settings = folder / "huiying.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('ground = "乙"', 'ground = ""'), encoding="utf-8")
    assert huiying(folder, "sites", "import", "名录.csv").returncode == 0
    assert huiying(folder, "questions", "import", "问题.csv").returncode == 0
    refused = huiying(folder, "round", "open", "2024年第一季度", "--closes", "2024-02-25")
    assert refused.returncode != 0
    assert "office.ground 没有填写" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("words", [("--debug", "round", "status"), ("round", "status", "--debug")])
def test_debug_may_stand_anywhere_and_shows_where_an_error_came_from(folder: Path, words: tuple[str, ...]) -> None:
    plain, debugged = huiying(folder, "round", "status"), huiying(folder, *words)
    assert plain.stderr == "错误：还没有开启过任何轮次。请先运行 huiying round open\n"
    assert "Traceback" in debugged.stderr
    assert debugged.stderr.endswith(plain.stderr)
