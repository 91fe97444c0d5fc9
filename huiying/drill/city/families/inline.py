"""Family 3: placeholder-only inputs, no <form>, no names; a script posts; answers on the same page, under the question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from huiying.drill.city.desk import Refusal, Rules
from huiying.drill.city.families.base import Family, Handler, masked, paragraphs
from huiying.drill.city.families.shown import stamp
from huiying.drill.city.house import View
from huiying.drill.city.web import Raw, Request, Response, fill, json_response
from huiying.drill.city.wording import line


class Inline(Family):
    """Nothing is handed back but a sentence and a class; pending questions stand on the page at once."""

    key = "inline"
    channel_path = "/interact/index.html"
    entry_path = form_path = "/interact/ask.html"
    names: ClassVar[Mapping[str, str]] = {"name": "nickname", "phone": "tel", "title": "title", "body": "text"}
    rules: ClassVar[Rules] = Rules(required=("name", "phone", "title", "body"), title_max=30, body_min=10, body_max=300)
    extra = (
        '<div class="item"><input type="text" class="more" data-key="{name}" placeholder="{label}(必填)">{tail}</div>'
    )

    def routes(self) -> Mapping[str, Handler]:
        return {self.form_path: self._form, "/api/message/save": self._save}

    def _form(self, _request: Request) -> Response:
        asked = Raw("".join(self._question(self.house.view(letter)) for letter in reversed(self.house.letters())))
        return self.page(
            "网上咨询", self.form_markup("inline_form", asked=asked, thanks=line("accepted_note", self.style))
        )

    def _save(self, request: Request) -> Response:
        if request.method != "POST":
            return json_response({"code": 405, "msg": "请求方式错误"}, 405)
        taken = self.receive(request)
        if isinstance(taken, Refusal):
            return json_response({"code": 1, "msg": taken.message})
        return json_response({"code": 0, "msg": "ok"})

    def _question(self, view: View) -> Raw:
        letter, answer = view.letter, Raw("")
        if view.replied_at is not None:
            answer = fill(
                "inline_answer", unit=view.unit, at=stamp(view.replied_at, "%Y.%m.%d %H:%M"), text=paragraphs(view.text)
            )
        return fill(
            "inline_question",
            title=letter.title,
            name=masked(letter.name),
            at=stamp(letter.asked_at, "%Y.%m.%d %H:%M"),
            body=letter.body,
            status=view.status,
            answer=answer,
        )
