"""What answers on each address: a site with its fault, the shared platform, and a host that is nobody's."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from PIL import Image

from huiying.drill.city.desk import Desk
from huiying.drill.city.families.base import Family, Handler
from huiying.drill.city.families.iframe import INNER_PATH, Iframe
from huiying.drill.city.portal import Portal
from huiying.drill.city.web import Request, Response, fill, redirect

FAULTS = (
    "down", "form_changed", "server_error", "error_after_post", "hang", "hang_after_post", "redirect", "silent_captcha", "login", "sms",
)  # fmt: skip
FOREIGN_NAME = "(外站)"


def site_app(family: Family, *, foreign: str) -> Callable[[Request], Response]:
    """Return what answers on a site's address."""
    portal = Portal(family)
    pages: Mapping[str, Handler] = {
        **portal.routes(),
        **family.routes(),
        "/images/btn_wyxx.gif": _button,
        "/images/tijiao.gif": _button,
    }

    def form_fault(request: Request) -> Response | None:
        if request.method != "GET" or request.path not in {family.form_path, family.entry_path}:
            return None
        return {
            "server_error": lambda: _server_error(family),
            "hang": lambda: Response(
                body=b"<!DOCTYPE html><html><head><title>...</title></head><body>", stall="endless"
            ),
            "redirect": lambda: redirect(f"{foreign}/portal/letter"),
            "login": lambda: portal.login(request),
        }.get(family.house.fault(), lambda: None)()

    def answer(request: Request) -> Response:
        page = pages.get(request.path) or (pages.get(request.path + "/") if request.path else None)
        if page is None:
            return family.page(
                "页面不存在",
                fill("message", title="404", message="您访问的页面不存在", link="/", label="返回首页"),
                status=404,
            )
        return form_fault(request) or after_post(family, request, page(request))

    return answer


def platform_app(iframes: Mapping[str, Iframe]) -> Callable[[Request], Response]:
    """Return the shared platform; `iframes` are the families by site code."""

    def answer(request: Request) -> Response:
        family = iframes.get(request.query.get("site", ""))
        if request.path != INNER_PATH or family is None:
            return Response(body="<h3>参数错误</h3>".encode(), status=404)
        return after_post(family, request, family.inner(request))

    return answer


def foreign_app(desk: Desk) -> Callable[[Request], Response]:
    """Return a host that belongs to no site and shows a form all the same; what is put there is journalled as nobody's."""

    def answer(request: Request) -> Response:
        if request.method == "POST":
            desk.note_decoy(FOREIGN_NAME, request.path, request.form())
            return Response(body="<h3>提交成功</h3>".encode())
        return Response(body=fill("foreign").encode())

    return answer


def after_post(family: Family, request: Request, response: Response) -> Response:
    """Let a site that has just accepted a letter fail to say so, where that is its fault."""
    fault = family.house.fault() if request.took else ""
    if fault == "error_after_post":
        return _server_error(family)
    return Response(stall="silent") if fault == "hang_after_post" else response


def _server_error(family: Family) -> Response:
    return family.respond(fill("server_error", charset=family.declared), 500)


def _button(_request: Request) -> Response:
    stream = io.BytesIO()
    Image.new("RGB", (120, 36), "#b5281e").save(stream, "GIF")
    return Response(body=stream.getvalue(), content_type="image/gif")
