"""A reader of mail that is killed again and again: nothing lost, nothing twice."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.dovecot import Dovecot
from tests.mail_reader import office
from tests.rounds import monday, open_round
from tests.worlds import submit

MAILS, SITES, KILLS = 400, 20, 8
ANSWER = "您好！社保卡丢失后，请携带身份证到社保经办窗口办理补卡，工本费20元，当场领取。"


@pytest.mark.slow
@pytest.mark.dovecot
def test_killed_at_any_moment_it_loses_and_doubles_nothing(tmp_path: Path) -> None:
    ledger, _ = office(tmp_path, monday())
    _, planned = open_round(ledger, *(f"第{number}县" for number in range(1, SITES + 1)), mailbox=True)
    inquiries = [submit(ledger, inquiry) for inquiry in planned]
    moments = random.Random(7)
    with Dovecot(tmp_path) as dovecot:
        for n in range(MAILS):
            head = f"From: a@b{n}.cn\r\nTo: a{n}@city.test\r\nMessage-ID: <{n}@x>\r\nContent-Type: text/plain; charset=utf-8"
            dovecot.deliver_file(f"{head}\r\n\r\n{ANSWER}{n}\r\n".encode())
        command = [sys.executable, "-m", "tests.mail_reader", str(tmp_path), str(dovecot.port)]
        for _ in range(KILLS):
            with subprocess.Popen(command, stdout=subprocess.PIPE) as reader:
                try:
                    reader.wait(moments.uniform(0.5, 3))
                except subprocess.TimeoutExpired:
                    reader.kill()
        assert subprocess.run(command, capture_output=True, check=True).stdout == b"done\n"
    kept = ledger.mails.with_status("new", "matched", "held", "other")
    assert len(kept) == MAILS
    assert ledger.mails.count("matched") == SITES
    seen = [seen.text for one in inquiries for seen in ledger.observations.of(one.id)]
    assert sorted(seen) == sorted(f"{ANSWER}{n}" for n in range(1, SITES + 1))
