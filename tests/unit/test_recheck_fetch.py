"""The HTTP client against a server on loopback that behaves as real ones do, and worse."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from huiying.probe.fetch import Fetcher
from huiying.probe.fetched import FailureKind, FetchFailed

Answer = Callable[[BaseHTTPRequestHandler, str], None]


class Server:
    """A loopback server; `routes` maps a path to what answers it. `seen` keeps every request."""

    def __init__(self) -> None:
        self.routes: dict[str, Answer] = {}
        self.seen: list[tuple[str, str, dict[str, str], str]] = []
        self.now = self.most = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                outer.now += 1
                outer.most = max(outer.most, outer.now)
                body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode("ascii")
                outer.seen.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                try:
                    outer.routes[self.path.split("?")[0]](self, body)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True
                finally:
                    outer.now -= 1

            do_GET = do_POST = handle_any  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.http.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that hangs up is meant
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.host = f"127.0.0.1:{self.http.server_port}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"


def reply(body: bytes = b"ok", *, status: int = 200, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler, _body: str) -> None:
        handler.send_response(status)
        sent = {"content-type": "text/html", **{k.replace("_", "-"): v for k, v in headers.items()}}
        for name, value in sent.items():
            handler.send_header(name, value)
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(seconds=2.0, attempts=3, backoff=0.01) as made:
        yield made


def failure(fetcher: Fetcher, server: Server, path: str) -> FetchFailed:
    with pytest.raises(FetchFailed) as caught:
        fetcher.get(server.url(path), hosts=[server.host])
    return caught.value


def test_a_page_in_gbk_is_read_by_its_meta(server: Server, fetcher: Fetcher) -> None:
    server.routes["/"] = reply('<meta charset="gb2312"><p>回复时间</p>'.encode("gb18030"))
    assert "回复时间" in fetcher.get(server.url("/"), hosts=[server.host]).text


def test_the_client_looks_like_a_browser_and_asks_for_chinese(server: Server, fetcher: Fetcher) -> None:
    server.routes["/"] = reply()
    fetcher.get(server.url("/"), hosts=[server.host])
    headers = server.seen[0][2]
    assert headers["user-agent"].startswith("Mozilla/5.0")
    assert headers["accept-language"].startswith("zh-CN")


def test_a_page_that_has_not_changed_is_not_sent_again(server: Server, fetcher: Fetcher) -> None:
    def answer(handler: BaseHTTPRequestHandler, body: str) -> None:
        if handler.headers.get("if-none-match") == '"a1"':
            handler.send_response(304)
            handler.send_header("content-length", "0")
            handler.end_headers()
        else:
            reply("第一次".encode(), etag='"a1"')(handler, body)

    server.routes["/"] = answer
    first = fetcher.get(server.url("/"), hosts=[server.host])
    again = fetcher.get(server.url("/"), hosts=[server.host])
    assert (first.not_modified, again.not_modified) == (False, True)
    assert again.text == "第一次"
    assert again.bytes == first.bytes


def test_a_redirect_inside_the_site_is_followed_and_cookies_go_along(server: Server, fetcher: Fetcher) -> None:
    server.routes["/a"] = reply(status=302, location="/b", set_cookie="JSESSIONID=7; Path=/")
    server.routes["/b"] = reply("到了".encode())
    got = fetcher.get(server.url("/a"), hosts=[server.host])
    assert (got.url, got.text) == (server.url("/b"), "到了")
    assert server.seen[1][2]["cookie"] == "JSESSIONID=7"


def test_a_redirect_to_another_host_is_not_followed(server: Server, fetcher: Fetcher) -> None:
    other = Server()
    server.routes["/a"] = reply(status=302, location=other.url("/x"))
    assert failure(fetcher, server, "/a").kind is FailureKind.OFF_ROSTER
    assert other.seen == []


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x", "file:///etc/passwd", "javascript:alert(1)", "http://[", ""])
def test_what_is_not_on_the_roster_is_never_asked_for(url: str, fetcher: Fetcher) -> None:
    with pytest.raises(FetchFailed) as caught:
        fetcher.get(url, hosts=["a.gov.cn"])
    assert caught.value.kind is FailureKind.OFF_ROSTER


def test_a_redirect_without_an_end_is_given_up(server: Server, fetcher: Fetcher) -> None:
    server.routes["/a"] = reply(status=302, location="/a")
    assert failure(fetcher, server, "/a").kind is FailureKind.STATUS
    assert len(server.seen) == 10


def test_a_body_that_drips_is_given_up_in_time(server: Server) -> None:
    def answer(handler: BaseHTTPRequestHandler, _body: str) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "text/html")
        handler.end_headers()
        for _ in range(200):
            handler.wfile.write(b".")
            handler.wfile.flush()
            time.sleep(0.05)

    server.routes["/"] = answer
    with Fetcher(seconds=0.5, attempts=3, backoff=0.01) as fetcher:
        assert failure(fetcher, server, "/").kind is FailureKind.TIMEOUT
    assert len(server.seen) == 1


def test_headers_that_drip_are_given_up_in_time(server: Server) -> None:
    def answer(handler: BaseHTTPRequestHandler, _body: str) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(200):
            handler.wfile.write(b"x: y\r\n")
            handler.wfile.flush()
            time.sleep(0.05)

    server.routes["/"] = answer
    with Fetcher(seconds=0.5, attempts=1) as fetcher:
        assert failure(fetcher, server, "/").kind is FailureKind.TIMEOUT


def test_silence_is_given_up_in_time(server: Server) -> None:
    server.routes["/"] = lambda _handler, _body: time.sleep(3)
    with Fetcher(seconds=0.5, attempts=1) as fetcher:
        assert failure(fetcher, server, "/").kind is FailureKind.TIMEOUT


def test_a_page_beyond_the_limit_is_not_read(server: Server) -> None:
    server.routes["/"] = reply(b"x" * 300_000)
    with Fetcher(most_bytes=100_000) as fetcher:
        assert failure(fetcher, server, "/").kind is FailureKind.TOO_LARGE


def test_a_gzip_bomb_is_not_unpacked(server: Server) -> None:
    server.routes["/"] = reply(gzip.compress(b"\0" * 50_000_000), content_encoding="gzip")
    with Fetcher(most_bytes=1_000_000) as fetcher:
        assert failure(fetcher, server, "/").kind is FailureKind.TOO_LARGE


def test_gzip_is_unpacked(server: Server, fetcher: Fetcher) -> None:
    server.routes["/"] = reply(gzip.compress("回复内容".encode()), content_encoding="gzip")
    assert fetcher.get(server.url("/"), hosts=[server.host]).text == "回复内容"


def test_damaged_gzip_is_an_unreachable_page(server: Server, fetcher: Fetcher) -> None:
    server.routes["/"] = reply(b"\x1f\x8b\x08 no gzip at all", content_encoding="gzip")
    assert failure(fetcher, server, "/").kind is FailureKind.UNREACHABLE


def test_a_passing_failure_is_tried_again(server: Server, fetcher: Fetcher) -> None:
    answers = iter([reply(status=503), reply(status=500), reply("好了".encode())])
    server.routes["/"] = lambda handler, body: next(answers)(handler, body)  # noqa: PLW0108 - one answer each time
    assert fetcher.get(server.url("/"), hosts=[server.host]).text == "好了"


@pytest.mark.parametrize(("status", "tries"), [(404, 1), (403, 1), (500, 3)])
def test_a_lasting_failure_is_typed(server: Server, fetcher: Fetcher, status: int, tries: int) -> None:
    server.routes["/"] = reply(status=status)
    error = failure(fetcher, server, "/")
    assert (error.kind, error.status, len(server.seen)) == (FailureKind.STATUS, status, tries)
    assert str(status) in error.note


def test_a_look_up_is_sent_once_whatever_happens(server: Server, fetcher: Fetcher) -> None:
    server.routes["/q"] = reply(status=503)
    with pytest.raises(FetchFailed):
        fetcher.post(server.url("/q"), {"bh": "1"}, hosts=[server.host])
    assert len(server.seen) == 1


def test_a_look_up_is_written_in_the_charset_of_its_page(server: Server, fetcher: Fetcher) -> None:
    server.routes["/q"] = reply()
    fetcher.post(server.url("/q"), {"xm": "张三"}, hosts=[server.host], charset="gb18030")
    assert server.seen[0][3] == "xm=%D5%C5%C8%FD"


def test_a_look_up_is_not_carried_to_another_host(server: Server, fetcher: Fetcher) -> None:
    other = Server()
    server.routes["/q"] = reply(status=307, location=other.url("/q"))
    with pytest.raises(FetchFailed) as caught:
        fetcher.post(server.url("/q"), {"bh": "1"}, hosts=[server.host])
    assert caught.value.kind is FailureKind.OFF_ROSTER
    assert other.seen == []


def test_a_file_to_download_is_no_page(server: Server, fetcher: Fetcher) -> None:
    server.routes["/"] = reply(b"%PDF-1.7", content_type="application/pdf")
    assert failure(fetcher, server, "/").kind is FailureKind.UNDECODABLE


def test_nobody_there_is_unreachable(fetcher: Fetcher) -> None:
    server = Server()
    server.http.shutdown()
    server.http.server_close()
    assert failure(fetcher, server, "/").kind is FailureKind.UNREACHABLE


def test_one_host_is_never_asked_twice_at_once(server: Server, fetcher: Fetcher) -> None:
    def answer(handler: BaseHTTPRequestHandler, body: str) -> None:
        time.sleep(0.05)
        reply()(handler, body)

    server.routes["/"] = answer
    threads = [threading.Thread(target=lambda: fetcher.get(server.url("/"), hosts=[server.host])) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(server.seen), server.most) == (5, 1)


def test_a_pause_is_kept_between_two_requests_to_a_host() -> None:
    slept: list[float] = []
    with Fetcher(delay=3.0, seconds=1.0, attempts=1, clock=lambda: 100.0, sleep=slept.append) as fetcher:
        for _ in range(2):
            with pytest.raises(FetchFailed):
                fetcher.get("http://no-such-host.invalid/", hosts=["no-such-host.invalid"])
    assert slept == [3.0]
