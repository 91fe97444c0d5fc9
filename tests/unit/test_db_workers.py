"""A worker is known by its host, its pid and its start: a dead one can't settle what it armed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta

from huiying.db.workers import LEASE, _started, seems_dead, worker_name
from huiying.probe.strays import start_time
from tests.rounds import monday


def test_this_process_lives_and_a_pid_used_again_is_another_worker() -> None:
    assert not seems_dead(worker_name(), armed_at=monday(), now=monday())
    assert seems_dead(f"{worker_name()}0", armed_at=monday(), now=monday())


def test_a_zombie_has_ended_for_the_ledger_as_for_the_browsers() -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        name = f"{socket.gethostname()}:{child.pid}:{_started(child.pid)}"
        assert _started(child.pid) == str(start_time(child.pid))
        assert not seems_dead(name, armed_at=monday(), now=monday())
        os.kill(child.pid, signal.SIGKILL)
        for _ in range(500):  # until it is a zombie, which nobody has waited for
            if start_time(child.pid) == 0:
                break
            time.sleep(0.01)
        assert seems_dead(name, armed_at=monday(), now=monday())
    finally:
        child.kill()
        child.wait()
    assert seems_dead(name, armed_at=monday(), now=monday())


def test_a_worker_on_another_machine_is_given_half_an_hour() -> None:
    assert not seems_dead("elsewhere:1:1", armed_at=monday(), now=monday() + LEASE)
    assert seems_dead("elsewhere:1:1", armed_at=monday(), now=monday() + LEASE + timedelta(seconds=1))
