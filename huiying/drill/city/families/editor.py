"""Family 9: a rich-text editor, radios that swap the visible part, cascading selects, a 查询密码 that the writer chooses."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from huiying.drill.city.desk import Letter, Refusal, Rules
from huiying.drill.city.families.base import Family, Handler
from huiying.drill.city.families.shown import detail
from huiying.drill.city.house import View
from huiying.drill.city.web import Raw, Request, Response, fill

_TAG = re.compile(r"<[^>]{0,200}>")


class Editor(Family):
    """Sent by a link with a javascript: address; looked up by number (or phone) and the chosen password."""

    key = "editor"
    channel_path = "/hudongjiaoliu/"
    entry_path = form_path = "/wszx/form.php"
    names: ClassVar[Mapping[str, str]] = {
        "name": "realname",
        "phone": "mobilephone",
        "address": "txdz",
        "category": "leixing",
        "dept": "bumen",
        "title": "biaoti",
        "password": "cxmm",
        "target": "btsdw",
    }
    rules: ClassVar[Rules] = Rules(
        required=("name", "phone", "category", "dept", "title", "body", "password"),
        title_max=30,
        body_min=10,
        body_max=500,
    )

    def routes(self) -> Mapping[str, Handler]:
        return {self.form_path: self._form, "/wszx/query.php": self._query}

    def links(self) -> Sequence[tuple[str, str]]:
        return (("咨询查询", "/wszx/query.php"),)

    def fields(self, posted: Mapping[str, str]) -> dict[str, str]:
        marked_up = posted.get("neirong2" if posted.get("leixing") == "投诉" else "neirong", "")
        text = _TAG.sub(" ", marked_up.replace("&nbsp;", " "))
        return {**super().fields(posted), "body": html.unescape(text).strip()}

    def objection(self, _request: Request, posted: Mapping[str, str]) -> str:
        password = posted.get("cxmm", "")
        if password and not re.fullmatch(r"[0-9A-Za-z]{6,12}", password):
            return "查询密码应为6-12位字母或数字"
        if password != posted.get("cxmm2", ""):
            return "两次输入的查询密码不一致"
        if posted.get("leixing") == "投诉" and not posted.get("btsdw"):
            return "请填写被投诉单位"
        return ""

    def _form(self, request: Request) -> Response:
        if request.method != "POST":
            editor = fill("editor_frame" if self.style % 2 else "editor_div")
            return self.page(
                "网上咨询",
                self.form_markup("editor_form", action=self.form_path, editor=editor, unit=self.house.place.unit),
            )
        taken = self.receive(request)
        if isinstance(taken, Refusal):
            return self.notice("提交失败", taken.message)
        message = f"您的信件已成功提交,办件编号为 {taken.number} ,请凭办件编号和您设置的查询密码查询办理情况。"
        return self.notice("提交成功", message, link="/wszx/query.php", label="去查询")

    def _query(self, request: Request) -> Response:
        found = Raw("")
        if request.method == "POST":
            form = request.form()
            view = self._by_password(form.get("bjbh", ""), form.get("mm", ""))
            found = (
                detail(view, self.style, "%Y-%m-%d %H:%M")
                if view
                else Raw('<p class="err">办件编号(或手机号)与查询密码不匹配</p>')
            )
        return self.page("咨询查询", fill("editor_query", found=found))

    def _by_password(self, wanted: str, password: str) -> View | None:
        def fits(letter: Letter) -> bool:
            return bool(password) and letter.password == password and wanted in {letter.number, letter.phone}

        return self._find(fits)
