"""A small site on loopback for tests of the probe: saved pages, canned answers, and a count of every POST."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

RECEIPT = "<p>提交成功！您的受理编号为：2024020500017，查询码：k7m2。</p>"

PAGES = Path(__file__).parent / "sites" / "probe"


@dataclass
class Answer:
    body: str = ""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    raw: bytes | None = None
    endless: bool = False
    drop: bool = False


@dataclass
class PracticeSite:
    """`pages` by path; `on_post` decides what a POST is answered. `posts` are the fields of each, in order."""

    pages: dict[str, Answer] = field(default_factory=dict)
    on_post: Callable[[str, dict[str, str]], Answer] = lambda path, fields: Answer("提交成功")
    posts: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    gets: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def page(self, path: str, name: str, **words: str) -> None:
        """Serve a saved page; `{{word}}` in it is replaced."""
        text = (PAGES / name).read_text(encoding="utf-8")
        for key, value in words.items():
            text = text.replace("{{" + key + "}}", value)
        self.pages[path] = Answer(text)


def _handler(site: PracticeSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            site.gets.append(self.path)
            self._send(site.pages.get(self.path) or site.pages.get(path) or Answer("没有这个页面", status=404))

        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            fields = {key: values[0] for key, values in parse_qs(data.decode("utf-8", "replace")).items()}
            site.posts.append((self.path, fields))
            self._send(site.on_post(self.path.partition("?")[0], fields))

        def _send(self, answer: Answer) -> None:
            if answer.delay:
                time.sleep(answer.delay)
            if answer.drop:
                self.close_connection = True
                return
            data = answer.raw if answer.raw is not None else answer.body.encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.type)
            if not answer.endless:
                self.send_header("Content-Length", str(len(data)))
            for key, value in answer.headers.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(data)
            if answer.endless:
                self.wfile.flush()
                time.sleep(8)
                self.close_connection = True

    return Handler


@contextmanager
def practice_site() -> Iterator[PracticeSite]:
    site = PracticeSite()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    server.daemon_threads = True
    server.block_on_close = False
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
