"""Family 1: a form behind a 须知 page with a tick; the receipt on the result page; answers by look-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from huiying.drill.city.desk import Refusal, Rules
from huiying.drill.city.families.base import Family, Handler
from huiying.drill.city.families.shown import detail
from huiying.drill.city.web import Raw, Request, Response, fill, redirect


class Notice(Family):
    """Two pages, multipart with an optional attachment, a honeypot; look-up by number and code, or phone and title."""

    key = "notice"
    entry_path = "/hdjl/xz.html"
    form_path = "/hdjl/write.html"
    names: ClassVar[Mapping[str, str]] = {
        "name": "username",
        "phone": "mobile",
        "email": "email",
        "address": "address",
        "category": "lettertype",
        "title": "subject",
        "body": "content",
        "public": "isopen",
    }
    rules: ClassVar[Rules] = Rules(
        required=("name", "phone", "address", "category", "title", "body"), title_max=30, body_min=10, body_max=500
    )

    def routes(self) -> Mapping[str, Handler]:
        return {self.entry_path: self._rules_page, self.form_path: self._form, "/hdjl/query.html": self._query}

    def links(self) -> Sequence[tuple[str, str]]:
        return (("信件查询", "/hdjl/query.html"),)

    def objection(self, _request: Request, posted: Mapping[str, str]) -> str:
        return "提交异常,请稍后再试" if posted.get("homepage") else ""

    def _rules_page(self, _request: Request) -> Response:
        return self.page("写信须知", fill("notice_rules", action=self.form_path))

    def _form(self, request: Request) -> Response:
        sessions = self.house.sessions
        if request.method == "POST":
            return self._take(request)
        if request.query.get("agree") == "1":
            sessions.put(request.session, "agreed", "1")
        if not sessions.get(request.session, "agreed"):
            return redirect(self.entry_path)
        return self.page("我要写信", self.form_markup("notice_form", action=self.form_path))

    def _take(self, request: Request) -> Response:
        taken = self.receive(request)
        if isinstance(taken, Refusal):
            return self.notice("提交失败", f"提交失败:{taken.message}。")
        return self.page(
            "提交成功", fill("notice_result", number=taken.number, code=taken.code, query="/hdjl/query.html")
        )

    def _query(self, request: Request) -> Response:
        found: Raw | str = ""
        if request.method == "POST":
            form = request.form(self.charset)
            view = self.by_number(form.get("bh", ""), form.get("cxm", "")) if form.get("bh") else None
            view = view or self.by_phone_and_title(form.get("sj", ""), form.get("bt", ""))
            found = (
                detail(view, self.style, "%Y-%m-%d %H:%M:%S")
                if view
                else Raw('<p class="err">未查询到相关信件,请核对后重试。</p>')
            )
        return self.page("信件查询", fill("notice_query", found=found))
