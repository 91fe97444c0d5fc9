"""A real IMAP server in this process, for whoever has none: pymap with mails in memory, loopback only, no TLS."""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
import threading
from argparse import Namespace
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from pymap.backend.dict import Config, DictBackend, Login
from pymap.imap import IMAPService
from pymap.user import Passwords, UserMetadata
from pysasl.hashing import BuiltinHash

from huiying.drill.city.clock import write_whole
from huiying.drill.city.postman import MailAccount
from huiying.drill.city.server import free_ports

USER = "duty@huiying.example"


class EmbeddedMail:
    """Serves one catch-all account until closed. Port and password are kept in `folder`, mails are not."""

    def __init__(self, folder: Path, *, host: str = "127.0.0.1") -> None:
        kept = folder / "mail.json"
        if not kept.exists():
            folder.mkdir(parents=True, exist_ok=True)
            write_whole(kept, json.dumps({"port": _free_port(host), "password": secrets.token_urlsafe(9)}))
        facts = json.loads(kept.read_text())
        self.account = MailAccount(host=host, port=facts["port"], user=USER, password=facts["password"])
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._main()), name="city-mail", daemon=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Serve; raises OSError where the port is taken."""
        self._thread.start()
        self._ready.wait(20)
        if self._failure is not None:
            raise OSError(f"练习邮箱无法启动(端口 {self.account.port}):{self._failure}") from self._failure

    def close(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(10)

    async def _main(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        try:
            async with AsyncExitStack() as stack:
                await self._serve(stack)
                self._ready.set()
                await self._stop.wait()
                _cancel_others()
        except OSError as error:
            self._failure = error
        finally:
            self._ready.set()

    async def _serve(self, stack: AsyncExitStack) -> None:
        account = self.account
        args = Namespace(inherited_sockets=None, proxy_protocol=None, passlib_cfg=None)
        config = _Config(
            args,
            host=account.host,
            port=account.port,
            tls_enabled=False,
            hash_context=BuiltinHash(rounds=1000),
            demo_data=False,
            demo_user=account.user,
            demo_password=account.password,
        )
        config.apply_context()
        login = Login(config)
        hashed = await Passwords(config).hash_password(account.password)
        await login.demo_user_identity.set(UserMetadata(config, account.user, password=hashed))
        backend = DictBackend(login, config)
        await backend.start(stack)
        await IMAPService(backend, config).start(stack)


class _Config(Config):
    @property
    def greeting(self) -> bytes:
        """Greet without asking DNS for the machine's name."""
        return b"Server ready"


def _cancel_others() -> None:
    for task in asyncio.all_tasks():
        if task is not asyncio.current_task():
            task.cancel()


def _free_port(host: str) -> int:
    for port in free_ports():
        with socket.socket() as probe:
            if probe.connect_ex((host, port)) != 0:
                return port
    raise OSError("练习邮箱找不到可用的端口")
