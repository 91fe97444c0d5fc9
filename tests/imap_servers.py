"""Servers for the mailbox that misbehave on purpose: a proxy that cuts or freezes, and a small scripted IMAP server."""

from __future__ import annotations

import contextlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self

from tests.dovecot import free_port


class Proxy:
    """Forwards loopback connections to `port`; can cut them, or go on accepting while nothing passes any more."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._open: list[socket.socket] = []
        self._flows = threading.Event()
        self._flows.set()
        self.accepted = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.thaw()
        self.cut()

    def cut(self) -> None:
        """Close every connection, both ways."""
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def freeze(self) -> None:
        """Go on holding the connections, and forward nothing."""
        self._flows.clear()

    def thaw(self) -> None:
        self._flows.set()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.accepted += 1
            try:
                server = socket.create_connection(self._target)
            except OSError:
                client.close()
                continue
            self._open += [client, server]
            for source, sink in ((client, server), (server, client)):
                threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self._flows.wait()
                sink.sendall(data)
        for one in (source, sink):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


SCRIPT: dict[str, bytes] = {
    "CAPABILITY": b"* CAPABILITY IMAP4rev1 ID IDLE\r\n{tag} OK done\r\n",
    "ID": b'* ID ("name" "Coremail Imap")\r\n{tag} OK ID completed\r\n',
    "LOGIN": b"{tag} OK LOGIN completed\r\n",
    "LIST": b'* LIST () "/" "INBOX"\r\n* LIST (\\Junk) "/" "&V4NXPpCuTvY-"\r\n{tag} OK LIST completed\r\n',
    "EXAMINE": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 8] ok\r\n{tag} OK [READ-ONLY] EXAMINE completed\r\n",
    "UID SEARCH": b"* SEARCH 7\r\n{tag} OK SEARCH completed\r\n",
    "RFC822.SIZE": b"* 1 FETCH (UID 7 RFC822.SIZE 17)\r\n{tag} OK FETCH completed\r\n",
    "BODY.PEEK": (
        b'* 1 FETCH (UID 7 INTERNALDATE "05-Feb-2024 09:30:00 +0800" BODY[] {17}\r\nSubject: a\r\n\r\nb\r\n)\r\n'
        b"{tag} OK FETCH completed\r\n"
    ),
    "IDLE": b"+ idling\r\n",
    "DONE": b"{tag} OK IDLE completed\r\n",
    "LOGOUT": b"* BYE bye\r\n{tag} OK LOGOUT completed\r\n",
}
"""What a command is answered with: the key that the command begins with, or contains."""


class ScriptedImap:
    """Answers by script. `commands` is what was asked; `needs_id`: SELECT and EXAMINE are refused before ID, as by
    NetEase. b"" as an answer closes the connection. Of several answers each is given once, the last again and again.
    """

    def __init__(self, script: Mapping[str, bytes | list[bytes]] | None = None, *, needs_id: bool = False) -> None:
        own = {key: list(said) if isinstance(said, list) else [said] for key, said in (script or {}).items()}
        self._script = own | {key: [answer] for key, answer in SCRIPT.items() if key not in own}
        self._needs_id = needs_id
        self.commands: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def count(self, command: str) -> int:
        return sum(said.startswith(command) for said in self.commands)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        introduced, idle_tag = False, ""
        with client, contextlib.suppress(OSError), client.makefile("rb") as lines:
            client.sendall(b"* OK Coremail System IMap Server Ready\r\n")
            for line in lines:
                tag, _, command = line.decode().strip().partition(" ")
                if command == "IDLE":
                    idle_tag = tag
                elif tag == "DONE":
                    tag, command = idle_tag, tag
                self.commands.append(command)
                introduced = introduced or command.startswith("ID")
                if self._needs_id and not introduced and command.startswith(("SELECT", "EXAMINE")):
                    client.sendall(
                        f"{tag} NO {command.split()[0]} Unsafe Login. Please contact kefu@188.com\r\n".encode()
                    )
                    continue
                answer = self._answer(command)
                if not answer:
                    return
                client.sendall(answer.replace(b"{tag}", tag.encode()))

    def _answer(self, command: str) -> bytes:
        for key, answers in self._script.items():
            if command.startswith(key) or f"({key})" in command or f" {key}" in command:
                return answers.pop(0) if len(answers) > 1 else answers[0]
        return b"{tag} BAD unknown command\r\n"


@contextlib.contextmanager
def pymap_server() -> Iterator[int]:
    """Run pymap (pure Python, in memory) in a process of its own and yield its port; user and password are "demo"."""
    program = shutil.which("pymap", path=str(Path(sys.executable).parent)) or "pymap"
    port = free_port()
    process = subprocess.Popen(
        [program, "--host", "127.0.0.1", "--port", str(port), "--no-tls", "--no-service", "admin", "--no-service", "managesieve",
         "dict", "--demo-user", "demo", "--demo-password", "demo"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as probe:
            if re.match(rb"\* OK", probe.recv(200)):
                return
        time.sleep(0.1)
    raise RuntimeError("pymap did not start")
