"""Family 2: an old ASP guest book in GBK, laid out by tables; answers on a public list with date-only times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from huiying.drill.city.clock import ROUND_OPENS
from huiying.drill.city.desk import Refusal, Rules
from huiying.drill.city.dice import dice
from huiying.drill.city.families.base import Family, Handler, masked, paragraphs
from huiying.drill.city.families.shown import stamp
from huiying.drill.city.web import Raw, Request, Response, escape, fill
from huiying.drill.city.wording import words

_A_PAGE = 10
_CUT = 18


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    id: int
    title: str
    name: str
    body: str
    asked_at: datetime
    status: str
    text: str = ""
    replied_at: datetime | None = None
    unit: str = ""


class Table(Family):
    """Padded labels, pinyin names; nothing is handed back; every letter is on the list from the start, titles cut short."""

    key = "table"
    charset = "gb18030"
    declared = "gb2312"
    skin = "skin_classic"
    channel_path = "/hudong.asp"
    entry_path = form_path = "/guestbook/add.asp"
    names: ClassVar[Mapping[str, str]] = {
        "name": "xingming",
        "phone": "shouji",
        "email": "youxiang",
        "address": "dizhi",
        "title": "zhuti",
        "body": "neirong",
    }
    rules: ClassVar[Rules] = Rules(required=("name", "phone", "title", "body"), title_max=40, body_min=5, body_max=800)
    extra = '<tr><td align="right">{label}:</td><td><input type="text" name="{name}"> <font color="red">(必填)</font>{tail}</td></tr>'

    def routes(self) -> Mapping[str, Handler]:
        return {self.form_path: self._form, "/guestbook/index.asp": self._list, "/guestbook/show.asp": self._show}

    def links(self) -> Sequence[tuple[str, str]]:
        return (("留言列表", "/guestbook/index.asp"),)

    def _form(self, request: Request) -> Response:
        if request.method == "POST":
            taken = self.receive(request)
            if isinstance(taken, Refusal):
                return self.alert_and_back(f"{taken.message}!")
            return self.respond(fill("table_done", charset=self.declared))
        press = "table_press_image" if self.style % 2 else "table_press_button"
        return self.page("在线留言", self.form_markup("table_form", action=self.form_path, press=fill(press)))

    def _list(self, request: Request) -> Response:
        rows = self._rows()
        pages = (len(rows) + _A_PAGE - 1) // _A_PAGE
        wanted = request.query.get("page", "1")
        number = min(max(int(wanted), 1), pages) if wanted.isdigit() and len(wanted) < 5 else 1
        shown = rows[(number - 1) * _A_PAGE : number * _A_PAGE]
        lines = Raw("".join(self._line(row) for row in shown))
        ways = ((1, "首页"), (max(number - 1, 1), "上一页"), (min(number + 1, pages), "下一页"), (pages, "尾页"))
        turning = Raw(" ".join(f'<a href="index.asp?page={to}">{label}</a>' for to, label in ways))
        return self.page(
            "留言列表", fill("table_list", rows=lines, turning=turning, page=number, pages=pages, total=len(rows))
        )

    def _line(self, row: _Row) -> Raw:
        title = row.title if len(row.title) <= _CUT else row.title[:_CUT] + "…"
        replied = stamp(row.replied_at, "bare") if row.replied_at else "&nbsp;"
        return fill(
            "table_line",
            id=row.id,
            full=row.title,
            title=title,
            name=masked(row.name),
            asked=stamp(row.asked_at, "bare"),
            replied=Raw(replied),
            status=row.status,
        )

    def _show(self, request: Request) -> Response:
        row = next((row for row in self._rows() if str(row.id) == request.query.get("id")), None)
        if row is None:
            return self.alert_and_back("该留言不存在或未通过审核!")
        answer = Raw("")
        if row.replied_at is not None:
            answer = fill(
                "table_answer", unit=row.unit, replied=stamp(row.replied_at, "bare"), text=paragraphs(row.text)
            )
        values = {
            "title": row.title,
            "name": masked(row.name),
            "asked": stamp(row.asked_at, "bare"),
            "status": row.status,
        }
        return self.page("留言查看", fill("table_show", body=Raw(escape(row.body)), answer=answer, **values))

    def _rows(self) -> list[_Row]:
        old = _old_rows(self.house.place.name, self.house.place.unit)
        new = [self._new_row(number) for number in range(len(self.house.letters()))]
        return [*reversed(new), *old]

    def _new_row(self, number: int) -> _Row:
        view = self.house.view(self.house.letters()[number])
        letter = view.letter
        return _Row(
            id=3100 + number,
            title=letter.title,
            name=letter.name,
            body=letter.body,
            asked_at=letter.asked_at,
            status=view.status,
            text=view.text,
            replied_at=view.replied_at,
            unit=view.unit,
        )


def _old_rows(name: str, unit: str) -> list[_Row]:
    """Letters of other citizens from before the round, newest first."""
    chance, old = dice(name, "old letters"), words()["old_letters"]
    rows = []
    asked_at = ROUND_OPENS
    for back, title in enumerate(chance.sample(old["titles"], len(old["titles"]))):
        asked_at -= timedelta(days=chance.randrange(1, 4), minutes=chance.randrange(600))
        rows.append(
            _Row(
                id=3099 - back,
                title=title,
                name=chance.choice(("王丽", "李建国", "张敏", "刘洋", "赵志强")),
                body=f"您好,{title},请问具体怎么处理?谢谢。",
                asked_at=asked_at,
                status="已回复",
                text=chance.choice(old["answers"]),
                replied_at=asked_at + timedelta(days=1, hours=1),
                unit=unit,
            )
        )
    return rows
