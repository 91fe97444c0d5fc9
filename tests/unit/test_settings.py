"""Settings: one file, secrets from the environment, unknown keys refused, errors that name the key."""

from __future__ import annotations

from datetime import time
from importlib import resources
from pathlib import Path

import pytest

from huiying.errors import BadInput
from huiying.settings import load_settings

GOOD = """
[office]
name = "某市人民政府办公室"
ground = "检查通知"
[persona]
name = "王小明"
phone = "13800001234"
[mail]
address = "duty@example.com"
host = "imap.example.com"
user = "duty@example.com"
"""


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "huiying.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_secrets_come_from_the_environment_and_are_never_shown(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, GOOD), {"HUIYING_MAIL_PASSWORD": "sesame"})
    assert settings.mail_password.get_secret_value() == "sesame"
    assert "sesame" not in repr(settings)
    assert settings.url == f"sqlite:///{tmp_path / 'huiying.sqlite'}"


def test_the_file_that_init_writes_needs_only_its_blanks_filled(tmp_path: Path) -> None:
    text = resources.files("huiying.app").joinpath("data/huiying.toml").read_text(encoding="utf-8")
    blank = load_settings(written(tmp_path, text), {})
    assert blank.mail is None
    with pytest.raises(BadInput, match=r"office\.name 没有填写"):
        blank.require("office.name", "persona.name")
    for key, value in [
        ('name = ""', 'name = "甲"'),
        ('ground = ""', 'ground = "乙"'),
        ('phone = ""', 'phone = "13800001234"'),
        ('address = ""                  #', 'address = "a@b.cn" #'),
        ('host = ""', 'host = "imap.b.cn"'),
        ('user = ""', 'user = "a@b.cn"'),
    ]:
        text = text.replace(key, value)
    settings = load_settings(written(tmp_path, text), {})
    settings.require("office.name", "office.ground", "persona.name", "persona.phone")
    assert settings.mail
    assert settings.counting_policy().limits == (1, 5)
    assert settings.watch.start == time(8)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("[mail2]\nx = 1\n", "mail2 是不认识的设置项"),
        ('mail_password = "x"\n', "密码类内容不能写在文件里"),
        ("[browser]\nworkers = 0\n", r"browser\.workers 的值不正确"),
        ("[practice]\nclock_url = 'http://evil.example/clock'\n", r"practice\.clock_url 格式不正确"),
        ("[policy]\nlimits = [5, 1]\n", "时限 5、1 不成立"),
        ("[policy]\nlimit = 3\n", "不认识的项“limit”"),
        ("[policy]\nlimits = [1]\n", "“limits”的值"),
        ("[policy]\ncutoff = 2024-01-01\n", "“cutoff”的值“2024-01-01”不对"),
        ("[policy]\ncutoff = 5\n", "“cutoff”的值“5”不对"),
        ("[policy]\ntimes = 'guessed'\n", "“times”的值“guessed”不对"),
        ("[policy]\nstops = 'never'\n", "“stops”的值“never”不对"),
        ("[policy]\ncount_submission_day = 'yes'\n", "“count_submission_day”的值“yes”不对"),
    ],
)
def test_a_wrong_key_is_named(tmp_path: Path, more: str, said: str) -> None:
    text = more + GOOD if more.startswith("mail_password") else GOOD + more
    with pytest.raises(BadInput, match=said):
        load_settings(written(tmp_path, text), {}).counting_policy()


def test_plain_mail_is_for_this_machine_only(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="只允许用于本机"):
        load_settings(written(tmp_path, GOOD + 'security = "plain"\n'), {})


@pytest.mark.parametrize(
    ("text", "said"), [(None, "先运行 huiying init"), ("[office\n", "不能读取"), ("[office]\nname = 3", "不正确")]
)
def test_a_file_that_is_absent_or_broken_is_one_line(tmp_path: Path, text: str | None, said: str) -> None:
    file = tmp_path / "huiying.toml" if text is None else written(tmp_path, text)
    with pytest.raises(BadInput, match=said) as caught:
        load_settings(file, {})
    assert "\n" not in str(caught.value)
