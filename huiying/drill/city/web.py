"""Requests, responses and templates: as little of a web framework as the city needs."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from functools import cache
from importlib.resources import files
from string import Template
from urllib.parse import parse_qsl


class Raw(str):
    """Markup that is not to be escaped again."""

    __slots__ = ()


@dataclass(kw_only=True, slots=True)
class Request:
    """One HTTP request. `body` and `raw_query` are undecoded: each family knows its own charset. `took`: a letter was accepted by it."""

    method: str
    path: str
    query: Mapping[str, str]
    content_type: str
    body: bytes
    session: str
    raw_query: str = ""
    new_session: bool = False
    took: bool = False

    def form(self, charset: str = "utf-8") -> dict[str, str]:
        """Return the posted controls: urlencoded, multipart or JSON; values stripped."""
        kind = self.content_type.partition(";")[0].strip().lower()
        if kind == "multipart/form-data":
            pairs = _multipart(self.content_type, self.body, charset)
        elif kind == "application/json":
            pairs = _json(self.body)
        else:
            pairs = parse_qsl(
                self.body.decode("latin-1"),
                keep_blank_values=True,
                encoding=charset,
                errors="replace",
                max_num_fields=200,
            )
        return {name: _readable(value) for name, value in pairs}


_NUMERIC = re.compile(r"&#(\d{1,6});")  # what a browser makes of characters that the page's charset lacks


def _readable(value: str) -> str:
    text = _NUMERIC.sub(lambda found: chr(int(found[1])), value).strip()
    return text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair can be neither kept nor shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """One answer. `stall`: "silent" sends nothing, ever; "endless" sends the head and then a drop at a time."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = field(default=())
    stall: str = ""


def redirect(url: str) -> Response:
    return Response(status=302, headers=(("Location", url),))


def json_response(value: object, status: int = 200) -> Response:
    return Response(
        body=json.dumps(value, ensure_ascii=False).encode(),
        status=status,
        content_type="application/json; charset=utf-8",
    )


def fill(template: str, **values: object) -> Raw:
    """Fill a template of the package; everything but Raw is escaped, a missing name raises KeyError."""
    return Raw(_template(template).substitute({name: escape(value) for name, value in values.items()}))


def escape(value: object) -> Raw:
    """Return markup for any value; Raw stays as it is."""
    return value if isinstance(value, Raw) else Raw(html.escape(str(value)))


def joined(parts: object) -> Raw:
    """Join markup; `parts` is an iterable of Raw."""
    return Raw("".join(parts))  # type: ignore[arg-type]


def js(text: str) -> Raw:
    """Return a string literal for a script."""
    return Raw(json.dumps(text, ensure_ascii=False).replace("</", "<\\/"))


@cache
def _template(name: str) -> Template:
    return Template(files(__package__).joinpath("templates", f"{name}.html").read_text(encoding="utf-8"))


def _multipart(content_type: str, body: bytes, charset: str) -> list[tuple[str, str]]:
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode("latin-1") + body)
    pairs = []
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(payload, bytes) and not part.get_filename():
            pairs.append((name, payload.decode(charset, "replace")))
    return pairs


def _json(body: bytes) -> list[tuple[str, str]]:
    try:
        value = json.loads(body)
    except ValueError:
        return []
    return [(str(name), str(item)) for name, item in value.items()] if isinstance(value, dict) else []
