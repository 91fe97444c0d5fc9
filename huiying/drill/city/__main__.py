"""Serve the practice city alone: python -m huiying.drill.city --dir DIR [--seed N]."""

from __future__ import annotations

import argparse
import signal
import sys
from contextlib import ExitStack
from pathlib import Path

from huiying.drill.city import City, EmbeddedMail


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted or terminated; 1 with one line where the city can't start."""
    parser = argparse.ArgumentParser(
        prog="python -m huiying.drill.city", description="练习城市:43 个网站、一个邮箱、模拟的日子"
    )
    parser.add_argument("--dir", type=Path, required=True, help="存放城市全部状态的文件夹;再次使用同一文件夹即继续")
    parser.add_argument("--seed", type=int, default=None, help="打乱各网站的类型与答复时间;不给则与已公布的通报一致")
    options = parser.parse_args(arguments)
    stop = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, stop)  # before any thread starts: they inherit the mask
    try:
        with ExitStack() as stack:
            mail = stack.enter_context(EmbeddedMail(options.dir))
            city = stack.enter_context(City(options.dir, seed=options.seed, mail=mail.account))
            account = mail.account
            print(
                f"练习城市已开放:{city.side_door}/  邮箱:{account.user} 密码 {account.password} imap://{account.host}:{account.port}",
                flush=True,
            )
            signal.sigwait(stop)
    except (OSError, ValueError) as error:
        print(f"练习城市无法启动:{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
