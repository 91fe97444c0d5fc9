"""The command line: which words lead to which command, and how every error ends."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from huiying import __version__
from huiying.commands.chinese import Formatter, complaint
from huiying.errors import HuiyingError, Interrupted
from huiying.settings import FILE_NAME

COMMANDS = {
    "init": ("setup:init", "新建工作目录：设置文件和空白模板"),
    "sites": ("rosters:sites", "网站名录：导入、查看、摸排"),
    "questions": ("rosters:questions", "问题库：导入、查看"),
    "recipe": ("recipes:recipe", "配方：检查、查看、试用、编辑"),
    "round": ("rounds:round_", "轮次：开启、查看、结束"),
    "probe": ("work:probe", "逐站提交咨询（每站每轮至多一次）"),
    "watch": ("work:watch_command", "收取邮件、复查网页，直到截止"),
    "board": ("work:board", "实时看板"),
    "review": ("people:review", "人工复核：列出、判定"),
    "answer": ("people:answer", "答复：判读文字、补录电话或短信答复"),
    "mail": ("mails:mail", "邮件：判读、查看、认领"),
    "report": ("reports:report", "生成附件3和季度通报"),
    "quarter": ("quarters:quarter", "季度数据：模板、导入、核对、查看"),
    "dispute": ("disputes:dispute", "异议：登记、处理、列出"),
    "explain": ("reports:explain", "说明一家网站的归类依据"),
    "workdays": ("days:workdays", "工作日：计算、导出"),
    "calendar": ("days:calendar", "节假日安排：查看、录入"),
    "forms": ("reading:forms", "读取留言表单"),
    "page": ("reading:page", "读取答复网页"),
    "drill": ("drill:drill", "演练：在本机的练习城市上走完一轮"),
}


class _Commands(click.Group):
    """Loads a command's module only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(f"huiying.commands.{module}"), name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("命令"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


click.Context.formatter_class = Formatter


@click.group(cls=_Commands, name="huiying", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="huiying", message="%(prog)s %(version)s")
@click.option(
    "-c",
    "--settings",
    type=click.Path(path_type=Path),
    default=Path(FILE_NAME),
    show_default=True,
    envvar="HUIYING_SETTINGS",
    help="设置文件",
)
@click.option("--debug", is_flag=True, help="出错时显示程序的调用过程")
@click.pass_context
def cli(context: click.Context, settings: Path, *, debug: bool) -> None:  # noqa: ARG001 - `run` has seen to it
    """回应：以普通用户身份向政府网站提出简单常见咨询，统计多少个工作日得到有效答复。"""
    context.obj = settings


def run(arguments: Sequence[str]) -> int:
    """Run one command; return its exit status. Every error is one Chinese line on standard error.

    `--debug` may stand anywhere among the arguments.
    """
    debug, words = "--debug" in arguments, [word for word in arguments if word != "--debug"]
    logging.basicConfig(level=logging.INFO if debug else logging.CRITICAL + 1)
    try:
        status = cli.main(args=words, prog_name="huiying", standalone_mode=False)
    except click.exceptions.Exit as error:
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone: nothing is left to say
        return 0
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.format_message())
        return asked.exit_code
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - no traceback reaches a user
        line, failed = _line(error)
        if debug:
            traceback.print_exc()
        click.echo(f"错误：{' '.join(line.split())}", err=True)
        return failed
    return status if isinstance(status, int) else 0


def _line(error: BaseException) -> tuple[str, int]:
    """Return what a user is told of an error, and the exit status."""
    match error:
        case HuiyingError():
            return str(error), error.exit_status
        case click.Abort() | KeyboardInterrupt():
            return str(Interrupted()), Interrupted.exit_status
        case click.ClickException():
            return complaint(error), error.exit_code
        case _:
            what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            return f"程序内部错误（{what}）。请加 --debug 重新运行，并把显示的内容反馈给维护人员", 70
