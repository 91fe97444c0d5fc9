"""Families 7 and 8: a letterbox that writes back. Seven answers in a mail, eight only points to a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from huiying.drill.city.desk import Letter, Refusal, Rules
from huiying.drill.city.dice import dice
from huiying.drill.city.families.base import Family, Handler
from huiying.drill.city.families.shown import detail
from huiying.drill.city.web import Request, Response, fill, redirect


class Letterbox(Family):
    """Family 7: an acknowledgement mail at once, the answer in a later mail; nothing to look up."""

    key = "letterbox"
    channel_path = "/hdpt/index.html"
    entry_path = form_path = "/hdpt/xinxiang.html"
    names: ClassVar[Mapping[str, str]] = {
        "name": "f_1",
        "phone": "f_2",
        "email": "f_3",
        "address": "f_4",
        "title": "f_5",
        "body": "f_6",
    }
    rules: ClassVar[Rules] = Rules(
        required=("name", "phone", "email", "address", "title", "body"), title_max=40, body_min=10, body_max=1000
    )

    def routes(self) -> Mapping[str, Handler]:
        return {self.form_path: self._form}

    def _form(self, request: Request) -> Response:
        if request.method != "POST":
            return self.page("领导信箱", self.form_markup("letterbox_form", action=self.form_path))
        taken = self.receive(request)
        if isinstance(taken, Refusal):
            return self.notice("操作提示", taken.message)
        message = f"您的来信已收到,信件编号:{taken.number}。办理结果将发送到您的邮箱。"
        return self.notice("操作提示", message, link="/", label="返回首页")


class Pointer(Family):
    """Family 8: an acknowledgement mail, later a mail with a link to the letter's own page (times to the minute)."""

    key = "pointer"
    skin = "skin_classic"
    channel_path = "/interactive/"
    entry_path = form_path = "/interactive/letter_add"
    names: ClassVar[Mapping[str, str]] = {
        "name": "u_name",
        "phone": "u_tel",
        "email": "u_mail",
        "title": "l_title",
        "body": "l_text",
    }
    rules: ClassVar[Rules] = Rules(required=("name", "email", "title", "body"), title_max=30, body_min=10, body_max=500)
    extra = '<tr><th align="right">{label} *</th><td><input type="text" name="{name}">{tail}</td></tr>'

    def routes(self) -> Mapping[str, Handler]:
        return {self.form_path: self._form, "/interactive/ok": self._done, "/interactive/letter_view": self._view}

    def link_to(self, letter: Letter) -> str:
        """The page of a letter, known only to whoever got the mail."""
        return f"{self.house.base}/interactive/letter_view?id={letter.number}&key={_key(letter)}"

    def _form(self, request: Request) -> Response:
        if request.method != "POST":
            return self.page("我要写信", self.form_markup("pointer_form", action=self.form_path))
        taken = self.receive(request)
        if isinstance(taken, Refusal):
            return self.alert_and_back(taken.message)
        return redirect("/interactive/ok")

    def _done(self, _request: Request) -> Response:
        message = "信件提交成功!受理情况将通过电子邮件告知您,请注意查收。"
        return self.page("提交成功", fill("message", title="提交成功", message=message, link="/", label="返回首页"))

    def _view(self, request: Request) -> Response:
        wanted, key = request.query.get("id", ""), request.query.get("key", "")
        letter = next(
            (letter for letter in self.house.letters() if letter.number == wanted and _key(letter) == key), None
        )
        if letter is None:
            return self.alert_and_back("链接已失效!")
        return self.page("信件详情", detail(self.house.view(letter), self.style, "%Y-%m-%d %H:%M"))


def _key(letter: Letter) -> str:
    return f"{dice(letter.site, letter.number, 'key').randrange(16**12):012x}"
