"""The mails that a site sends, in the shapes that real ones have."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime

from huiying.drill.city.desk import Letter, letter_facts
from huiying.drill.city.dice import dice
from huiying.drill.city.families.letterbox import Pointer
from huiying.drill.city.house import House
from huiying.drill.city.web import escape
from huiying.drill.city.wording import say, words

CHARSETS = (("utf-8", "utf-8"), ("gb2312", "gb18030"), ("gb18030", "gb18030"), ("utf-8", "utf-8"), ("GBK", "gb18030"))
"""Label and true encoding, by the site's style: GB2312 often labels what only GB18030 can hold."""
POINTED_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """A mail that is due at a simulated instant. `kind`: acknowledgement, answer_mail, pointer or noise."""

    id: str
    due: datetime
    site: str
    kind: str
    sender: str
    sender_name: str
    to: str
    subject: str
    text: str
    style: int

    def raw(self) -> bytes:
        """Return the mail's bytes."""
        label, codec = CHARSETS[self.style % len(CHARSETS)]
        html_only, both = self.style % 5 == 3, self.style % 5 == 4
        if both:
            message: MIMEMultipart | MIMENonMultipart = MIMEMultipart("alternative")
            message.attach(_part("plain", self.text, label, codec))
            message.attach(_part("html", _as_html(self.text), label, codec))
        else:
            message = (
                _part("html", _as_html(self.text), label, codec)
                if html_only
                else _part("plain", self.text, label, codec)
            )
        message["From"] = f"{_header(self.sender_name, label, codec)} <{self.sender}>"
        message["To"] = self.to
        message["Subject"] = _header(self.subject, label, codec)
        message["Date"] = format_datetime(self.due)
        message["Message-ID"] = self.id
        if self._is_marked_automatic:
            message["Auto-Submitted"] = "auto-replied" if self.kind == "acknowledgement" else "auto-generated"
        return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")

    @property
    def _is_marked_automatic(self) -> bool:
        """Some acknowledgements lack the header, and a CMS sets it on real answers (DOMAIN §6)."""
        return self.style % 3 != 0 if self.kind == "acknowledgement" else self.style % 4 == 1


def letter_parcels(house: House, letter: Letter) -> list[Parcel]:
    """Return every mail that the site will send about this letter, due or not."""
    if not letter.email:
        return []
    family, answered = house.plan.family, house.plan.answered(letter.asked_at)
    parcels = []
    if family in {"letterbox", "pointer"} and house.plan.interim == "acknowledged":
        parcels.append(_parcel(house, letter, "acknowledgement", letter.asked_at))
    if answered is not None and family in {"letterbox", "iframe"}:
        parcels.append(_parcel(house, letter, "answer_mail", answered))
    if answered is not None and family == "pointer":
        parcels.append(_parcel(house, letter, "pointer", answered + POINTED_AFTER))
    return parcels


def noise_parcels(to: str) -> list[Parcel]:
    """Return the mails that have nothing to do with any question."""
    return [
        Parcel(
            id=f"<noise.{number}@city.example>",
            due=datetime.fromisoformat(f"{noise['at']}:00+08:00"),
            site="",
            kind="noise",
            sender=noise["sender"],
            sender_name=noise["sender"].partition("@")[0],
            to=to,
            subject=noise["subject"],
            text=noise["text"],
            style=number,
        )
        for number, noise in enumerate(words()["noise"])
    ]


def _parcel(house: House, letter: Letter, kind: str, due: datetime) -> Parcel:
    place, style = house.place, house.style
    wording = words()[kind][style % len(words()[kind])]
    facts = letter_facts(letter) | {
        "unit": place.unit,
        "phone": house.phone,
        "today": f"{due.year}年{due.month}月{due.day}日",
        "answer": house.answer(letter) if kind == "answer_mail" else "",
        "link": Pointer(house).link_to(letter) if kind == "pointer" else "",
    }
    return Parcel(
        id=f"<{kind}.{letter.number}.{dice(place.name, kind).randrange(10**8)}@{place.domain}.example>",
        due=due,
        site=place.name,
        kind=kind,
        sender=place.mail_address,
        sender_name=place.unit,
        to=letter.email,
        subject=say(wording["subject"], **facts),
        text=say(wording["text"], **facts) + "\n",
        style=style,
    )


def _part(subtype: str, text: str, label: str, codec: str) -> MIMENonMultipart:
    part = MIMENonMultipart("text", subtype, charset=label)
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(base64.encodebytes(text.encode(codec)).decode("ascii"))
    return part


def _header(text: str, label: str, codec: str) -> str:
    return Header(text, "utf-8").encode() if label == "utf-8" else _encoded_words(text, label, codec)


def _encoded_words(text: str, label: str, codec: str) -> str:
    pieces = [text[start : start + 12] for start in range(0, len(text), 12)]
    return "\n ".join(f"=?{label}?B?{base64.b64encode(piece.encode(codec)).decode()}?=" for piece in pieces)


def _as_html(text: str) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line.strip())
    return f'<html><body><div style="font-family:微软雅黑">{lines}</div></body></html>'
