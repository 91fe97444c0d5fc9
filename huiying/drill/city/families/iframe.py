"""Family 6: the form stands in an iframe of the shared provincial platform; the answer comes by mail only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from huiying.drill.city.desk import Refusal, Rules
from huiying.drill.city.families.base import Family, Handler
from huiying.drill.city.web import Raw, Request, Response, fill

INNER_PATH = "/letter/write.aspx"


class Iframe(Family):
    """Names as ASP.NET makes them; nothing is handed back, no trace is left until the answer's mail."""

    key = "iframe"
    channel_path = "/zmhd/"
    entry_path = form_path = "/zmhd/wsxx.html"
    names: ClassVar[Mapping[str, str]] = {
        "name": "ctl00$Main$txtName",
        "phone": "ctl00$Main$txtMobile",
        "email": "ctl00$Main$txtEmail",
        "address": "ctl00$Main$txtAddress",
        "category": "ctl00$Main$ddlType",
        "title": "ctl00$Main$txtTitle",
        "body": "ctl00$Main$txtContent",
    }
    rules: ClassVar[Rules] = Rules(
        required=("name", "phone", "email", "category", "title", "body"), title_max=30, body_min=10, body_max=500
    )
    extra = '<dt>{label}<span class="star">*</span></dt><dd><input type="text" name="{name}">{tail}</dd>'

    def routes(self) -> Mapping[str, Handler]:
        return {self.form_path: self._outer}

    def _outer(self, _request: Request) -> Response:
        inner = f"{self.house.platform}{INNER_PATH}?site={self.house.place.code}"
        return self.page("网上写信", fill("iframe_outer", inner=inner))

    def inner(self, request: Request) -> Response:
        """The platform's page; it knows the site by its code in the query."""
        done, message = Raw(""), ""
        if request.method == "POST":
            taken = self.receive(request)
            if isinstance(taken, Refusal):
                message = taken.message
            else:
                done = fill("iframe_done", email=taken.email)
        form = Raw("") if done else self.form_markup("iframe_form", action=f"{INNER_PATH}?site={self.house.place.code}")
        return self.respond(fill("iframe_inner", unit=self.house.place.unit, done=done, message=message, form=form))
