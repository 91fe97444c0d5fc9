"""Family 5: an image captcha bound to the session, on the form and, at some sites, on the look-up as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from huiying.drill.city.desk import Refusal, Rules
from huiying.drill.city.families.base import Family, Handler
from huiying.drill.city.families.shown import detail
from huiying.drill.city.web import Raw, Request, Response, fill

WRONG = "验证码错误,请重新输入"


class CaptchaForm(Family):
    """A wrong captcha brings the filled form back with a message and a new picture (or, by fault, an empty form)."""

    key = "captcha"
    channel_path = "/mailbox/index.do"
    entry_path = form_path = "/mailbox/write.do"
    names: ClassVar[Mapping[str, str]] = {
        "name": "writer",
        "phone": "telephone",
        "address": "addr",
        "category": "kind",
        "title": "mailTitle",
        "body": "mailContent",
    }
    rules: ClassVar[Rules] = Rules(
        required=("name", "phone", "title", "body"), title_max=30, body_min=10, body_max=1000
    )
    extra = '<li><label for="m9">{label}<em>*</em></label><input type="text" id="m9" name="{name}">{tail}</li>'

    def routes(self) -> Mapping[str, Handler]:
        return {self.form_path: self._form, "/mailbox/search.do": self._query, "/servlet/ValidateCode": self._picture}

    def links(self) -> Sequence[tuple[str, str]]:
        return (("来信查询", "/mailbox/search.do"),)

    @property
    def guards_lookup(self) -> bool:
        """Whether the look-up needs a captcha too."""
        return self.style % 2 == 1

    def objection(self, request: Request, posted: Mapping[str, str]) -> str:
        return "" if self._is_right(request, posted) else WRONG

    def _is_right(self, request: Request, posted: Mapping[str, str]) -> bool:
        return self.house.captchas.used(self.house.place.name, request.session, posted.get("validateCode", ""))

    def _picture(self, request: Request) -> Response:
        picture = self.house.captchas.issue(self.house.place.name, request.session, sum_of_two=self.style % 4 == 2)
        return Response(body=picture, content_type="image/png", headers=(("Cache-Control", "no-store"),))

    def _form(self, request: Request) -> Response:
        if request.method != "POST":
            return self._show({}, "")
        taken = self.receive(request)
        if isinstance(taken, Refusal):
            if taken.message == WRONG and self.house.fault() == "silent_captcha":
                return self._show({}, "")
            return self._show(request.form(), taken.message)
        return self.page("提交成功", fill("captcha_result", number=taken.number, code=taken.code))

    def _show(self, kept: Mapping[str, str], message: str) -> Response:
        values = {f"kept_{key}": kept.get(name, "") for key, name in self.names.items() if key != "category"}
        return self.page("写信", self.form_markup("captcha_form", action=self.form_path, message=message, **values))

    def _query(self, request: Request) -> Response:
        found = Raw("")
        if request.method == "POST":
            found = self._found(request)
        guard = fill("captcha_guard") if self.guards_lookup else Raw("")
        return self.page("来信查询", fill("captcha_query", found=found, guard=guard))

    def _found(self, request: Request) -> Raw:
        form = request.form()
        if self.guards_lookup and not self._is_right(request, form):
            return Raw(f'<p class="err">{WRONG}</p>')
        number, secret = form.get("number", ""), form.get("secret", "")
        view = self.by_number(number, secret) or self.by_phone_and_title(number, secret)
        return (
            detail(view, self.style, "%Y年%m月%d日 %H:%M") if view else Raw('<p class="err">没有找到符合条件的信件</p>')
        )
