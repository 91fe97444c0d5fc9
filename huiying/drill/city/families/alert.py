"""Family 4: confirm() before sending; 编号 and 查询密码 appear in a JS alert and nowhere else; answers by look-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from huiying.drill.city.desk import Refusal, Rules
from huiying.drill.city.families.base import Family, Handler
from huiying.drill.city.families.shown import detail
from huiying.drill.city.web import Raw, Request, Response, fill, js


class Alert(Family):
    """Initials as names, a hidden token; leaves no trace by which a question could be found without the code."""

    key = "alert"
    channel_path = "/zxzx/index.jsp"
    entry_path = form_path = "/zxzx/tijiao.jsp"
    names: ClassVar[Mapping[str, str]] = {"name": "xm", "phone": "sjhm", "email": "yxdz", "title": "bt", "body": "nr"}
    rules: ClassVar[Rules] = Rules(
        required=("name", "phone", "email", "title", "body"), title_max=30, body_min=10, body_max=600
    )
    extra = '<div class="line"><span class="prompt">{label}</span><input type="text" name="{name}"><b class="must">*</b>{tail}</div>'

    def routes(self) -> Mapping[str, Handler]:
        return {self.form_path: self._form, "/zxzx/chaxun.jsp": self._query}

    def links(self) -> Sequence[tuple[str, str]]:
        return (("办理结果查询", "/zxzx/chaxun.jsp"),)

    def objection(self, request: Request, posted: Mapping[str, str]) -> str:
        issued = self.house.sessions.pop(request.session, "token")
        return "" if issued and posted.get("token") == issued else "页面已过期,请刷新后重新提交"

    def _form(self, request: Request) -> Response:
        if request.method == "POST":
            taken = self.receive(request)
            if isinstance(taken, Refusal):
                return self.alert_and_back(taken.message)
            text = f"提交成功!您的信件编号为:{taken.number},查询密码为:{taken.code},请牢记,以便查询办理结果。"
            return self.respond(fill("alert_done", charset=self.declared, message=js(text), next=self.form_path))
        token = self.house.sessions.token(request.session)
        return self.page("在线咨询", self.form_markup("alert_form", action=self.form_path, token=token))

    def _query(self, request: Request) -> Response:
        found = Raw("")
        if request.method == "POST":
            form = request.form()
            view = self.by_number(form.get("xjbh", ""), form.get("cxmm", ""))
            if view is None:
                return self.alert_and_back("编号或密码错误!")
            found = detail(view, self.style, "%Y/%m/%d %H:%M", with_time=self._states_time(view.replied_at))
        return self.page("办理结果查询", fill("alert_query", found=found))

    def _states_time(self, replied_at: datetime | None) -> bool:
        """Every second site leaves the answer's time out, unless a few minutes decide between two days."""
        return self.style % 2 == 0 or replied_at is None or not 1 <= replied_at.hour <= 22
