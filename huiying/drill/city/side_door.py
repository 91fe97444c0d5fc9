"""The side door: for operators' stand-ins and tests, not for tools. JSON over HTTP on 127.0.0.1."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from huiying.drill.city.clock import CityClock
from huiying.drill.city.web import Raw, Request, Response, fill, json_response


class _City(Protocol):
    clock: CityClock

    def advance(self, to: datetime) -> None: ...
    def fault(self, site: str, kind: str) -> None: ...
    def captcha(self, site: str) -> str | None: ...
    def truth(self) -> dict[str, Any]: ...
    def roster(self) -> list[dict[str, Any]]: ...
    def forms(self) -> list[dict[str, str]]: ...


def side_door_app(city: _City) -> Callable[[Request], Response]:
    """Return what answers there: /clock /captcha /truth /roster /forms /fault, and a page with links on /."""

    def clock(request: Request) -> Response:
        if request.method == "POST":
            city.advance(datetime.fromisoformat(request.form().get("to", "")))
        return json_response({"now": city.clock.now().isoformat()})

    def fault(request: Request) -> Response:
        if request.method != "POST":
            return json_response({line["site"]: line["fault"] for line in city.truth()["sites"] if line["fault"]})
        asked = request.form()
        city.fault(asked.get("site", ""), asked.get("kind", ""))
        return json_response({"site": asked.get("site", ""), "kind": asked.get("kind", "")})

    def captcha(request: Request) -> Response:
        return json_response(
            {"site": request.query.get("site", ""), "text": city.captcha(request.query.get("site", ""))}
        )

    pages: dict[str, Callable[[Request], Response]] = {
        "/": lambda _request: _index(city),
        "/clock": clock,
        "/captcha": captcha,
        "/fault": fault,
        "/truth": lambda _request: json_response(city.truth()),
        "/roster": lambda _request: json_response(city.roster()),
        "/forms": lambda _request: json_response(city.forms()),
    }

    def answer(request: Request) -> Response:
        page = pages.get(request.path)
        if page is None:
            return json_response({"error": "没有这个地址", "pages": sorted(pages)}, 404)
        try:
            return page(request)
        except ValueError as error:
            return json_response({"error": str(error)}, 400)

    return answer


def _index(city: _City) -> Response:
    homes = {line["name"]: line["home_url"] for line in city.roster()}
    rows = Raw("".join(fill("side_row", **line, home=homes[line["site"]]) for line in city.forms()))
    return Response(body=fill("side_door", now=city.clock.now().isoformat(timespec="seconds"), rows=rows).encode())
