"""Every shape of mail in tests/mails, against what a person reads in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from huiying.mailbox.kinds import describe
from huiying.mailbox.message import read_message

MAILS = Path(__file__).parent.parent / "mails"
EXPECTED = json.loads((MAILS / "expected.json").read_text("utf-8"))


def test_every_saved_mail_has_its_expectation() -> None:
    assert {path.stem for path in MAILS.glob("*.eml")} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_saved_mail_is_read_as_a_person_reads_it(name: str) -> None:
    raw = (MAILS / f"{name}.eml").read_bytes()
    mail = read_message(raw)
    read = describe(raw) | {
        "attachments": [[file.name, len(file.data)] for file in mail.attachments],
        "links": list(mail.links),
    }
    expected = EXPECTED[name]
    assert {key: read[key] for key in expected} == expected
