"""Settings: one TOML file, secrets from the environment only; frozen; unknown keys are refused."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator

from huiying.calendar.policy import CountingPolicy
from huiying.errors import BadInput

FILE_NAME = "huiying.toml"
MAIL_PASSWORD = "HUIYING_MAIL_PASSWORD"  # noqa: S105 - the variable's name
DATABASE_URL = "HUIYING_DATABASE_URL"
ID_NUMBER = "HUIYING_PERSONA_ID_NUMBER"


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class OfficeSettings(_Table):
    """检查单位和依据."""

    name: str = ""
    ground: str = ""


class PersonaSettings(_Table):
    """咨询身份."""

    name: str = ""
    phone: str = Field("", pattern=r"^(1\d{10}|0\d{2,3}-?\d{7,8})?$")
    address: str = ""
    postcode: str = Field("", pattern=r"^(\d{6})?$")


class MailSettings(_Table):
    """收答复的邮箱."""

    address: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")
    alias: str = ""
    host: str = Field(min_length=1)
    port: int = Field(993, ge=1, le=65535)
    user: str = Field(min_length=1)
    security: Literal["tls", "starttls", "plain"] = "tls"
    folders: tuple[str, ...] = ()
    idle: bool = True
    poll_seconds: int = Field(300, ge=10)

    @model_validator(mode="after")
    def _plain_only_on_loopback(self) -> MailSettings:
        if self.security == "plain" and self.host not in ("localhost", "::1") and not self.host.startswith("127."):
            raise ValueError("不加密的连接只允许用于本机（127.0.0.1）；请用 tls 或 starttls")
        return self


class BrowserSettings(_Table):
    """浏览器."""

    workers: int = Field(2, ge=1, le=16)
    headed: bool = False
    page_seconds: float = Field(30, gt=0, le=300)
    grid: str = ""


class WatchSettings(_Table):
    """检查网页答复的时段和间隔."""

    start: time = time(8)
    end: time = time(20)
    silent_hours: float = Field(26, gt=0)


class NoticeSettings(_Table):
    """季度通报的规则：市名、更新频次、百分比的小数位数."""

    city: str = ""
    silent_days: int = Field(14, ge=1, le=366)
    repost_hours: int = Field(24, ge=1, le=2400)
    weekly: dict[str, Annotated[int, Field(ge=0, le=100)]] = {"微信公众号": 2, "新浪微博": 2, "抖音": 1}
    places: int = Field(1, ge=0, le=4)
    own_places: dict[str, Annotated[int, Field(ge=0, le=4)]] = {}


class PracticeSettings(_Table):
    """演练城市（只用于本机练习）."""

    clock_url: str = Field(pattern=r"^http://127\.0\.0\.1:\d+/")


class Settings(_Table):
    """All of huiying.toml, with the folder it stands in and the secrets of the environment."""

    folder: Path
    office: OfficeSettings = OfficeSettings()
    persona: PersonaSettings = PersonaSettings()
    mail: MailSettings | None = None
    browser: BrowserSettings = BrowserSettings()
    policy: dict[str, Any] = Field(default_factory=dict)
    watch: WatchSettings = WatchSettings()
    notice: NoticeSettings = NoticeSettings()
    practice: PracticeSettings | None = None
    public: Annotated[bool, Field(description="公开办理")] = False
    database: str = "huiying.sqlite"
    since: date | None = None
    mail_password: SecretStr = SecretStr("")
    database_url: SecretStr = SecretStr("")
    id_number: SecretStr = SecretStr("")

    @field_validator("mail", mode="before")
    @classmethod
    def _blank_mail_is_none(cls, mail: object) -> object:
        """The section as `init` writes it, with nothing filled in yet, is no mailbox."""
        blank = isinstance(mail, dict) and not any(mail.get(key) for key in ("address", "host", "user"))
        return None if blank else mail

    def require(self, *keys: str) -> None:
        """Raise BadInput for the first of these keys (office.name …) that is still blank."""
        for key in keys:
            table, name = key.split(".")
            if not getattr(getattr(self, table), name):
                raise BadInput(where=str(self.folder / FILE_NAME), what=f"{key} 没有填写", do="请填写后再试")

    @property
    def url(self) -> str:
        """The database's URL; a password in it comes from the environment."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.folder / self.database}"

    @property
    def evidence_folder(self) -> Path:
        """Where the vault stands."""
        return self.folder / "evidence"

    @property
    def recipes_folder(self) -> Path:
        """Where the user's recipes stand."""
        return self.folder / "recipes"

    def counting_policy(self) -> CountingPolicy:
        """Return the counting policy of these settings; raises BadInput."""
        try:
            return CountingPolicy.from_json(json.dumps(self.policy, default=str))
        except BadInput as error:
            do = "请对照设置文件中的说明改正"
            raise BadInput(where="设置文件的 policy", what=error.facts["what"], do=do) from error


def load_settings(path: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings file.

    Raises:
        BadInput: it is absent, no TOML, or a key is unknown, missing or wrong; the line names the key.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise BadInput(where=str(path), what="设置文件不存在", do="请先运行 huiying init") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(where=str(path), what=f"不能读取（{error}）", do="请按文件中的说明修改") from error
    secrets: dict[str, Any] = {
        "mail_password": environment.get(MAIL_PASSWORD, ""),
        "database_url": environment.get(DATABASE_URL, ""),
        "id_number": environment.get(ID_NUMBER, ""),
    }
    if written := sorted(secrets.keys() & raw.keys()):
        raise BadInput(where=f"{path} 的 {written[0]}", what="密码类内容不能写在文件里", do="请改用环境变量")
    if "folder" in raw:
        raise BadInput(where=f"{path} 的 folder", what="是不认识的设置项", do="请删去这一项")
    try:
        return Settings.model_validate(raw | secrets | {"folder": path.resolve().parent})
    except ValidationError as error:
        raise BadInput(where=str(path), what=_first(error), do="请修改后再试") from error


def _first(error: ValidationError) -> str:
    """Say the first problem in Chinese with its key path."""
    details = error.errors()[0]
    key = ".".join(str(part) for part in details["loc"]) or "内容"
    words = {
        "missing": "没有填写",
        "extra_forbidden": "是不认识的设置项",
        "string_too_short": "没有填写",
        "string_pattern_mismatch": "格式不正确",
        "value_error": str(details["msg"]).removeprefix("Value error, "),
    }
    return f"{key} {words.get(details['type'], '的值不正确')}"
