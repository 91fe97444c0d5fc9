"""Home page, channel page and decoys: what stands around the form on every site."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from huiying.drill.city.dice import dice
from huiying.drill.city.families.base import Family, Handler
from huiying.drill.city.news import News
from huiying.drill.city.web import Raw, Request, Response, escape, fill, joined
from huiying.drill.city.wording import words

_CHANNELS = ("我要咨询", "在线咨询", "我要写信", "网上咨询", "咨询投诉", "公众留言")
_LEADERS = {"county": ("县长信箱", "区长信箱", "政府信箱"), "department": ("局长信箱", "领导信箱", "公众信箱")}
_DECOYS = (("意见征集", "/hudong/zhengji"), ("网上调查", "/hudong/diaocha"), ("违法举报", "/hudong/jubao"))


class Portal:
    """The pages of a site that are no part of its form. The way to the form takes 1 to 3 clicks, by the site's style."""

    def __init__(self, family: Family) -> None:
        self._family = family
        self._house = family.house

    def routes(self) -> Mapping[str, Handler]:
        text = self._text
        decoys = {
            "/hudong/zhengji": self._decoy(
                "意见征集", "欢迎社会各界对《城市绿化管理办法(草案)》提出意见建议。", "修改意见"
            ),
            "/hudong/diaocha": self._decoy("网站满意度调查", "请对本网站的服务作出评价。", "您的建议"),
            "/hudong/jubao": self._decoy(
                "违法线索举报", "本栏目只受理违法违纪线索举报,一般咨询请到相应栏目提交。", "举报内容"
            ),
        }
        return decoys | {
            "/": self._home,
            self._family.channel_path: self._channel,
            "/hudong/xinxiang/": self._mailbox_intro,
            "/login": self.login,
            **News(self._family).routes(),
            "/zwgk/": text("政务公开", "政府信息公开指南、公开制度、法定主动公开内容。"),
            "/zwfw/": text("政务服务", "请访问河南政务服务网办理业务。"),
            "/about": text("关于我们", "本网站由主办单位负责内容保障。"),
            "/sitemap": text("网站地图", "首页、新闻动态、政务公开、政务服务、互动交流。"),
        }

    @property
    def label(self) -> str:
        """What this site calls its channel."""
        style, group = self._house.style, self._house.place.group
        return _LEADERS[group][style % 3] if style % 4 == 3 else _CHANNELS[style % len(_CHANNELS)]

    def entry(self) -> Raw:
        """The link that leads to the form."""
        path, label = self._family.entry_path, self.label
        if self._family.key == "pointer":  # a picture with the words in its alt text only
            return Raw(
                f'<a href="{path}"><img src="/images/btn_wyxx.gif" alt="{label}" width="120" height="36" border="0"></a>'
            )
        target = ' target="_blank"' if self._family.key in {"iframe", "alert"} else ""
        return Raw(f'<a class="entry" href="{path}"{target}>{label}</a>')

    def login(self, request: Request) -> Response:
        """The log-in that leads nowhere: nobody has an account."""
        if request.method == "POST":
            self._house.desk.note_decoy(self._house.place.name, request.path, request.form(self._family.charset))
            return self._family.notice("登录", "用户名或密码错误!")
        return self._family.page("用户登录", fill("login"))

    def _home(self, _request: Request) -> Response:
        home, today = words()["home"], self._house.clock.now()
        first = Raw(self.entry() if self._depth == 1 else f'<a href="{self._family.channel_path}">互动交流</a>')
        links = [first, *(Raw(f'<a href="{path}">{label}</a>') for label, path in _DECOYS)]
        return self._family.page(
            "首页",
            fill(
                "home",
                news=_items(home["news"], self._house.place.name, "/news/", today),
                notices=_items(home["notices"], self._house.place.name, "/zwgk/", today),
                channels=Raw(" | ".join(links)),
            ),
        )

    def _channel(self, _request: Request) -> Response:
        way = self.entry() if self._depth < 3 else Raw(f'<a href="/hudong/xinxiang/">{self.label}</a>')
        links = [*(Raw(f'<a href="{path}">{label}</a>') for label, path in _DECOYS), way]
        links += [Raw('<a href="/hudong/fangtan">在线访谈</a>'), *self._lookups()]
        chance = dice(self._house.place.name, "links")
        chance.shuffle(links)
        entries = joined(f'<span style="display:inline-block;margin:8px 18px">{link}</span>' for link in links)
        intro = "欢迎您通过本栏目与我们交流,请选择相应的服务。"
        return self._family.page("互动交流", fill("channel", intro=intro, entries=entries))

    def _mailbox_intro(self, _request: Request) -> Response:
        values = {
            "channel": self._family.channel_path,
            "label": self.label,
            "unit": self._house.place.unit,
            "entry": self.entry(),
        }
        return self._family.page(self.label, fill("mailbox_intro", **values))

    @property
    def _depth(self) -> int:
        return 1 + self._house.style % 3

    def _lookups(self) -> list[Raw]:
        return [Raw(f'<a href="{path}">{label}</a>') for label, path in self._family.links()]

    def _decoy(self, title: str, text: str, what: str) -> Handler:
        def page(request: Request) -> Response:
            if request.method == "POST":
                self._house.desk.note_decoy(self._house.place.name, request.path, request.form(self._family.charset))
                return self._family.notice(title, "感谢您的参与!", link="/", label="返回首页")
            return self._family.page(
                title, fill("decoy", title=title, text=text, what=what, action=request.path, button="提交")
            )

        return page

    def _text(self, title: str, text: str) -> Handler:
        return lambda _request: self._family.page(
            title, fill("message", title=title, message=text, link="/", label="返回首页")
        )


def _items(titles: list[str], name: str, path: str, today: datetime) -> Raw:
    chance = dice(name, path)
    chosen = chance.sample(titles, 5)
    rows = []
    for back, title in enumerate(chosen):
        day = today - timedelta(days=2 * back + 1)
        rows.append(f'<li><span>{day:%m-%d}</span><a href="{path}">{escape(title)}</a></li>')
    return Raw("".join(rows))
