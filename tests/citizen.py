"""A citizen of the practice city who knows each family's form by heart: standard library only, nothing of the tool."""

from __future__ import annotations

import html
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

from huiying.drill.city import City

LETTER = {
    "name": "王小明",
    "phone": "13837800001",
    "email": "ask01@citizen.example",
    "address": "开封市龙亭区中山路1号",
    "category": "咨询",
    "title": "社保卡丢失后如何补办",
    "body": "您好,我的社保卡不慎丢失,请问补办需要带哪些材料,到哪里办理?谢谢。",
}
SUCCESS = {
    "notice": "受理编号",
    "table": "留言成功",
    "inline": '"code": 0',
    "alert": "查询密码为",
    "captcha": "信件已成功提交|来信已成功提交",
    "iframe": "您的信件已提交成功",
    "letterbox": "您的来信已收到",
    "pointer": "信件提交成功",
    "editor": "办件编号为",
}


class Citizen:
    """One person with one browser's cookies."""

    def __init__(self, city: City) -> None:
        self._city = city
        self.timeout = 10.0
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.roster = {line["name"]: line for line in city.roster()}
        self.forms = {line["site"]: line for line in city.forms()}

    def site_of(self, family: str, turn: int = 0) -> str:
        return [site for site, line in self.forms.items() if line["family"] == family][turn]

    def home(self, site: str) -> str:
        return str(self.roster[site]["home_url"]).rstrip("/")

    def get(self, url: str) -> str:
        return self._open(url)[1].decode("utf-8", "replace")

    def raw(self, url: str, data: bytes | None = None, kind: str = "") -> tuple[str, bytes]:
        """Return the Content-Type and the bytes."""
        headers, body = self._open(url, data, kind)
        return headers, body

    def post(self, url: str, fields: dict[str, str], charset: str = "utf-8") -> str:
        data = urllib.parse.urlencode(fields, encoding=charset, errors="xmlcharrefreplace").encode("ascii")
        return self._open(url, data, "application/x-www-form-urlencoded")[1].decode(
            "gb18030" if charset != "utf-8" else "utf-8"
        )

    def put(self, site: str, /, **changes: str) -> str:
        """Fill in and send the site's form as its family wants it; `changes` replace parts of LETTER ("" leaves out)."""
        family = self.forms[site]["family"]
        return str(getattr(self, f"_put_{family}")(site, {**LETTER, **changes}))

    def accepted(self, site: str, page: str) -> bool:
        return re.search(SUCCESS[self.forms[site]["family"]], page) is not None

    def _put_notice(self, site: str, letter: dict[str, str]) -> str:
        url = self.home(site) + "/hdjl/write.html"
        self.get(url + "?agree=1")
        names = {
            "name": "username",
            "phone": "mobile",
            "address": "address",
            "category": "lettertype",
            "title": "subject",
            "body": "content",
        }
        fields = {control: letter[key] for key, control in names.items()} | {"homepage": "", "isopen": "0"}
        parts = "".join(
            f'--XX\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        )
        parts += '--XX\r\nContent-Disposition: form-data; name="upfile"; filename=""\r\n'
        parts += "Content-Type: application/octet-stream\r\n\r\n\r\n--XX--\r\n"
        return self._open(url, parts.encode(), "multipart/form-data; boundary=XX")[1].decode()

    def _put_table(self, site: str, letter: dict[str, str]) -> str:
        names = {
            "name": "xingming",
            "phone": "shouji",
            "email": "youxiang",
            "address": "dizhi",
            "title": "zhuti",
            "body": "neirong",
        }
        return self.post(
            self.home(site) + "/guestbook/add.asp", {control: letter[key] for key, control in names.items()}, "gb2312"
        )

    def _put_inline(self, site: str, letter: dict[str, str]) -> str:
        fields = {"nickname": letter["name"], "tel": letter["phone"], "title": letter["title"], "text": letter["body"]}
        return self._open(self.home(site) + "/api/message/save", json.dumps(fields).encode(), "application/json")[
            1
        ].decode()

    def _put_alert(self, site: str, letter: dict[str, str]) -> str:
        url = self.home(site) + "/zxzx/tijiao.jsp"
        token = re.search(r'name="token(?:_v2)?" value="(\w+)"', self.get(url))
        assert token
        fields = {
            "xm": letter["name"],
            "sjhm": letter["phone"],
            "yxdz": letter["email"],
            "bt": letter["title"],
            "nr": letter["body"],
        }
        return self.post(url, fields | {"token": token[1]})

    def _put_captcha(self, site: str, letter: dict[str, str]) -> str:
        fields = {
            "writer": letter["name"],
            "telephone": letter["phone"],
            "addr": letter["address"],
            "kind": letter["category"],
        }
        fields |= {
            "mailTitle": letter["title"],
            "mailContent": letter["body"],
            "validateCode": letter.get("captcha") or self.captcha(site),
        }
        return self.post(self.home(site) + "/mailbox/write.do", fields)

    def captcha(self, site: str) -> str:
        """Have a new picture drawn and ask the side door what it says."""
        self.raw(self.home(site) + "/servlet/ValidateCode")
        answer = self.get(f"{self._city.side_door}/captcha?" + urllib.parse.urlencode({"site": site}))
        return str(json.loads(answer)["text"])

    def _put_iframe(self, site: str, letter: dict[str, str]) -> str:
        inner = re.search(r'<iframe[^>]* src="([^"]+)"', self.get(self.forms[site]["form_url"]))
        assert inner
        names = {
            "name": "txtName",
            "phone": "txtMobile",
            "email": "txtEmail",
            "address": "txtAddress",
            "title": "txtTitle",
            "body": "txtContent",
        }
        fields = {f"ctl00$Main${control}": letter[key] for key, control in names.items()} | {
            "ctl00$Main$ddlType": letter["category"]
        }
        return self.post(html.unescape(inner[1]), fields)

    def _put_letterbox(self, site: str, letter: dict[str, str]) -> str:
        keys = ("name", "phone", "email", "address", "title", "body")
        return self.post(
            self.home(site) + "/hdpt/xinxiang.html", {f"f_{number}": letter[key] for number, key in enumerate(keys, 1)}
        )

    def _put_pointer(self, site: str, letter: dict[str, str]) -> str:
        fields = {
            "u_name": letter["name"],
            "u_tel": letter["phone"],
            "u_mail": letter["email"],
            "l_title": letter["title"],
        }
        return self.post(self.home(site) + "/interactive/letter_add", fields | {"l_text": letter["body"]})

    def _put_editor(self, site: str, letter: dict[str, str]) -> str:
        fields = {
            "realname": letter["name"],
            "mobilephone": letter["phone"],
            "txdz": letter["address"],
            "leixing": letter["category"],
        }
        fields |= {
            "bumen": "其他",
            "biaoti": letter["title"],
            "neirong": f"<p>{letter['body']}<br></p>" if letter["body"] else "<p><br></p>",
        }
        return self.post(
            self.home(site) + "/wszx/form.php", fields | {"cxmm": "abc123", "cxmm2": letter.get("again", "abc123")}
        )

    def _open(self, url: str, data: bytes | None = None, kind: str = "") -> tuple[str, bytes]:
        request = urllib.request.Request(url, data=data, headers={"Content-Type": kind} if kind else {})
        try:
            with self._opener.open(request, timeout=self.timeout) as response:
                return response.headers["Content-Type"], response.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.headers["Content-Type"], error.read()
