"""What all families share: a skin, the way from a POST to the desk, and the faults that a form can have."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from huiying.drill.city.desk import Letter, Refusal, Rules
from huiying.drill.city.house import House, View
from huiying.drill.city.web import Raw, Request, Response, escape, fill, js

Handler = Callable[[Request], Response]

CHANGED = "_v2"
"""What the fault "form_changed" adds to every control's name."""
_UNKNOWN = ("wgbh", "所属网格编号")
_SMS = ("dxyzm", "短信验证码")
_CONTROL = re.compile(r'(<(?:input|select|textarea)\b[^>]*?\bname=")([^"]+)"')


class Family:
    """A kind of site. Sub-classes say what their form and answers look like.

    `names` maps what a letter holds to the form's control names; `entry_path` is where the channel leads first,
    `form_path` the page with the form itself (they differ where a notice stands before the form).
    """

    key: ClassVar[str]
    charset: ClassVar[str] = "utf-8"
    declared: ClassVar[str] = "utf-8"
    skin: ClassVar[str] = "skin_modern"
    channel_path: ClassVar[str] = "/hdjl/"
    entry_path: ClassVar[str]
    form_path: ClassVar[str]
    names: ClassVar[Mapping[str, str]]
    rules: ClassVar[Rules]
    extra: ClassVar[str] = (
        '<p class="row"><label for="more1">{label}<em>*</em>:</label><input type="text" id="more1" name="{name}">{tail}</p>'
    )

    def __init__(self, house: House) -> None:
        self.house = house

    @property
    def style(self) -> int:
        return self.house.style

    def routes(self) -> Mapping[str, Handler]:
        """Return what answers on which path."""
        raise NotImplementedError

    def links(self) -> Sequence[tuple[str, str]]:
        """Return the further links of the channel page: label and path (look-up, public list)."""
        return ()

    def respond(self, markup: str, status: int = 200) -> Response:
        """Encode a whole page in the family's charset."""
        header = "text/html" if self.charset != "utf-8" else "text/html; charset=utf-8"
        return Response(body=markup.encode(self.charset, "xmlcharrefreplace"), status=status, content_type=header)

    def page(self, title: str, main: Raw, *, status: int = 200) -> Response:
        """Dress the main part in the family's skin."""
        place, now = self.house.place, self.house.clock.now()
        self.house.visits += 1
        return self.respond(
            fill(
                self.skin,
                charset=self.declared,
                title=title,
                site=site_title(place.name, place.unit),
                code=place.code,
                unit=place.unit,
                phone=self.house.phone,
                channel=self.channel_path,
                today=f"{now.year}年{now.month}月{now.day}日 星期{'一二三四五六日'[now.weekday()]}",
                visits=str(1_382_000 + place.order * 731 + self.house.visits),
                main=main,
            ),
            status,
        )

    def form_markup(self, template: str, **values: object) -> Raw:
        """Fill a form's template and let the site's fault change it."""
        markup = str(fill(template, **values))
        fault = self.house.fault()
        if fault == "form_changed":
            markup = _CONTROL.sub(rf'\g<1>\g<2>{CHANGED}"', markup)
            markup = markup.replace("<!--more-->", self.extra.format(name=_UNKNOWN[0], label=_UNKNOWN[1], tail=""))
        if fault == "sms":
            tail = ' <input type="button" value="获取验证码" onclick="this.value=\'60秒后重发\';this.disabled=true">'
            markup = markup.replace("<!--more-->", self.extra.format(name=_SMS[0], label=_SMS[1], tail=tail))
        return Raw(markup)

    def receive(self, request: Request) -> Letter | Refusal:
        """Check one POST of the form as the site would, and take or refuse it."""
        posted = {name.removesuffix(CHANGED): value for name, value in request.form(self.charset).items()}
        fields = self.fields(posted)
        refusal = self._fault_refusal(posted) or self.objection(request, posted) or self.rules.broken(fields)
        taken = self.house.desk.take(self.house.place.name, fields, refusal=refusal, number_style=self.style)
        request.took = isinstance(taken, Letter)
        return taken

    def fields(self, posted: Mapping[str, str]) -> dict[str, str]:
        """Return the letter's fields among the posted controls."""
        return {key: posted.get(name, "") for key, name in self.names.items()}

    def objection(self, _request: Request, _posted: Mapping[str, str]) -> str:
        """Return why the form itself refuses (captcha, token, honeypot), "" for no reason."""
        return ""

    def _fault_refusal(self, posted: Mapping[str, str]) -> str:
        fault = self.house.fault()
        if fault == "form_changed" and not posted.get(_UNKNOWN[0]):
            return f"请填写{_UNKNOWN[1]}"
        if fault == "sms":
            return "短信验证码错误" if posted.get(_SMS[0]) else f"请填写{_SMS[1]}"
        return ""

    def by_number(self, number: str, code: str) -> View | None:
        """Look a letter up by number and the code that the site gave out."""
        return self._find(lambda letter: letter.number == number and letter.code == code)

    def by_phone_and_title(self, phone: str, title: str) -> View | None:
        return self._find(lambda letter: bool(phone) and letter.phone == phone and letter.title == title)

    def _find(self, fits: Callable[[Letter], bool]) -> View | None:
        found = [letter for letter in self.house.letters() if fits(letter)]
        return self.house.view(found[-1]) if found else None

    def alert_and_back(self, message: str) -> Response:
        """Answer as old sites do: a script that complains and goes back."""
        return self.respond(fill("alert_back", charset=self.declared, message=js(message)))

    def notice(
        self, title: str, message: str, *, link: str = "javascript:history.back()", label: str = "返回"
    ) -> Response:
        """Answer with a page that says one thing."""
        return self.page(title, fill("message", title=title, message=message, link=link, label=label))


def site_title(name: str, unit: str) -> str:
    """Return what the site calls itself."""
    return (
        f"{name}人民政府"
        if name.endswith(("县", "区")) and "示范区" not in name
        else unit
        if name != "信用开封"
        else name
    )


def masked(name: str) -> str:
    """Return the citizen's name as public lists show it."""
    return name[:1] + "*" * max(len(name) - 1, 1)


def paragraphs(text: str) -> Raw:
    """Return the text's lines as paragraphs."""
    return Raw("".join(f"<p>{escape(row)}</p>" for row in text.split("\n") if row.strip()))
