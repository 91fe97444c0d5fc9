"""HTTP on many loopback addresses in one process: one thread accepts for all, one more serves each connection."""

from __future__ import annotations

import secrets
import select
import selectors
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast
from urllib.parse import parse_qsl, urlsplit

from huiying.drill.city.web import Request, Response

App = Callable[[Request], Response]
MAX_BODY = 1_000_000
_PORTS = range(20_000, 32_000)
"""Below the ephemeral range: no outgoing connection takes the port while the city is away."""
_COOKIE = "JSESSIONID"


class Front:
    """All addresses of the city on one port. `down(host)` says whether that host refuses connections now."""

    def __init__(self, apps: Mapping[str, App], *, port: int, down: Callable[[str], bool]) -> None:
        self.stopping = threading.Event()
        self._servers = _bind(apps, port, down, self.stopping)
        self.port = self._servers[0].server_port
        self._thread = threading.Thread(target=self._serve, name="city-front", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Stop accepting; stalled answers are let go."""
        self.stopping.set()
        if self._thread.is_alive():
            self._thread.join(5)
        for server in self._servers:
            server.server_close()

    def _serve(self) -> None:
        with selectors.DefaultSelector() as selector:
            for server in self._servers:
                selector.register(server, selectors.EVENT_READ, server)
            while not self.stopping.is_set():
                for key, _ in selector.select(0.1):
                    cast("_Server", key.data).handle_request()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    timeout = 0

    def __init__(
        self, host: str, port: int, *, app: App, is_down: Callable[[], bool], stopping: threading.Event
    ) -> None:
        self.app = app
        self.stopping = stopping
        self._is_down = is_down
        super().__init__((host, port), _Handler)

    def server_bind(self) -> None:
        socket.socket.setsockopt(self.socket, socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])  # no reverse DNS

    def verify_request(self, request: object, client_address: object) -> bool:  # noqa: ARG002
        if not self._is_down():
            return True
        connection = cast("socket.socket", request)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()  # with no lingering: the peer sees a reset
        return False

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away is no news."""


class _Handler(BaseHTTPRequestHandler):
    server_version = "nginx"
    sys_version = ""
    timeout = 60
    server: _Server

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            self.close_connection = True
            self.send_error(413)
            return
        self._answer(self.rfile.read(int(length)))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """The journal is the record."""

    def _answer(self, body: bytes) -> None:
        address = urlsplit(self.path)
        session = self._session()
        request = Request(
            method=self.command,
            path=address.path,
            query=dict(parse_qsl(address.query, keep_blank_values=True, max_num_fields=50)),
            raw_query=address.query,
            content_type=self.headers.get("Content-Type", ""),
            body=body,
            session=session or secrets.token_hex(12),
            new_session=not session,
        )
        self._send(request, self.server.app(request))

    def _session(self) -> str:
        try:
            cookie = SimpleCookie(self.headers.get("Cookie", "")).get(_COOKIE)
        except CookieError:
            return ""
        return cookie.value[:64] if cookie else ""

    def _send(self, request: Request, response: Response) -> None:
        self.close_connection = True
        if response.stall == "silent":
            self._stall(b"")
            return
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        if not response.stall:
            self.send_header("Content-Length", str(len(response.body)))
        for name, value in response.headers:
            self.send_header(name, value)
        if request.new_session:
            self.send_header("Set-Cookie", f"{_COOKIE}={request.session}; Path=/; HttpOnly")
        self.end_headers()
        self.wfile.write(response.body)
        if response.stall:
            self._stall(b" ")

    def _stall(self, drop: bytes) -> None:
        """Keep the connection open, a drop a second, until the peer or the city goes."""
        while not self.server.stopping.is_set():
            readable, _, _ = select.select([self.connection], [], [], 1.0)
            if readable and not self.connection.recv(4096):
                return
            if drop:
                self.wfile.write(drop)


def free_ports() -> Iterator[int]:
    """Yield ports to try, none of them one that the system gives to outgoing connections."""
    for _ in range(100):
        yield secrets.choice(_PORTS)


def _bind(apps: Mapping[str, App], port: int, down: Callable[[str], bool], stopping: threading.Event) -> list[_Server]:
    """Bind every host to one port; port 0 takes one that is free on all of them."""
    failure = OSError()
    for wanted in [port] if port else free_ports():
        servers: list[_Server] = []
        try:
            for host, app in apps.items():
                servers.append(_Server(host, wanted, app=app, is_down=partial(down, host), stopping=stopping))
        except OSError as error:
            for server in servers:
                server.server_close()
            failure = error
        else:
            return servers
    raise OSError(f"练习城市的端口 {port or '(任选)'} 不可用:{failure}。请关闭占用该端口的程序后再试") from failure
