"""A Dovecot of one's own (Debian's dovecot-imapd, 2.3) on loopback: as root and as an ordinary user.

    with Dovecot(tmp_path) as server:
        server.deliver(raw, when)

Its sockets need short paths and, under root, folders that its mail user may enter, so the running instance lives in a
directory of its own below the system's temporary one; `tmp_path` gets its log. `stop()` and `start()` keep the mail.
"""

from __future__ import annotations

import contextlib
import getpass
import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Self

import pytest
from imapclient.imap_utf7 import encode as encode_utf7

DOVECOT = shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin:" + os.environ.get("PATH", ""))
DOVEADM = shutil.which("doveadm", path="/usr/bin:/usr/local/bin:" + os.environ.get("PATH", ""))


def why_not() -> str:
    """Say why there can be no Dovecot here; empty where there can."""
    if DOVECOT is None or DOVEADM is None or not _imap_module().exists():
        return "Dovecot is not installed (Debian: apt-get install dovecot-imapd)"
    version = subprocess.run([DOVECOT, "--version"], capture_output=True, text=True, check=False).stdout
    if not version.startswith("2.3."):
        return f"this fixture writes the configuration of Dovecot 2.3, here is {version.strip() or 'an unknown one'}"
    return ""


def _imap_module() -> Path:
    return Path("/usr/lib/dovecot/imap")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Dovecot:
    """One server with one account. `junk`: name of a mailbox marked \\Junk. `capability` replaces what it advertises."""

    host = "127.0.0.1"
    user = "wenjuan@example.cn"
    password = "app password"

    def __init__(
        self,
        tmp_path: Path,
        *,
        junk: str = "垃圾邮件",
        capability: str = "",
        tls: bool = False,
        settings: str = "",
    ) -> None:
        if reason := why_not():
            pytest.skip(reason)
        self.port = free_port()
        self.tls_port = free_port() if tls else 0
        self.junk = junk
        self.log = tmp_path / "dovecot.log"
        self._home = Path(tempfile.mkdtemp(prefix="dv-"))
        self.maildir = self._home / "mail"
        self.maildir.mkdir()
        self._own()
        if tls:
            self._certify()
        self._config = self._home / "dovecot.conf"
        self._config.write_text(self._written(capability, settings), encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None
        self._delivered = 0
        self.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def certificate(self) -> Path:
        return self._home / "cert.pem"

    def start(self) -> None:
        """Start on the same port, with the mail as it was."""
        assert DOVECOT is not None
        self._process = subprocess.Popen(
            [DOVECOT, "-F", "-c", str(self._config)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                self._session().logout()
            except (OSError, imaplib.IMAP4.error):
                if self._process.poll() is not None:
                    break
                time.sleep(0.05)
            else:
                return
        self.stop()
        raise RuntimeError("Dovecot did not start:\n" + self._log_text())

    def stop(self) -> None:
        """End the server and every session of it."""
        process, self._process = self._process, None
        if process is None:
            return
        # Dovecot's master leaves the sessions that are connected behind; a server that is gone has none.
        for number, patience in ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=patience)
            _gone(process.pid, 1.0)

    def close(self) -> None:
        self.stop()
        if (log := self._home / "log").exists():
            shutil.copy(log, self.log)
        shutil.rmtree(self._home, ignore_errors=True)

    def deliver(self, raw: bytes, when: datetime | None = None, *, folder: str = "INBOX") -> None:
        """Put a mail into a folder by IMAP APPEND; `when` (aware) becomes its INTERNALDATE."""
        session = self._session()
        try:
            date = imaplib.Time2Internaldate(when) if when else ""
            status, said = session.append(_quoted(folder), "", date, raw)
            assert status == "OK", said
        finally:
            session.logout()

    def deliver_file(self, raw: bytes, when: datetime | None = None) -> None:
        """Drop a mail into INBOX's maildir as a delivery agent does: no session, so it is \\Recent."""
        self._delivered += 1
        folder = self.maildir
        for part in ("tmp", "new", "cur"):
            self._make(folder / part)
        name = f"{1_700_000_000 + self._delivered}.{os.getpid()}_{self._delivered}.drill"
        path = folder / "tmp" / name
        path.write_bytes(raw)
        if when is not None:
            os.utime(path, (when.timestamp(), when.timestamp()))
        if os.getuid() == 0:
            os.chown(path, self._mail_user.pw_uid, self._mail_user.pw_gid)
        path.rename(folder / "new" / name)

    def admin(self, *arguments: str) -> str:
        """Run doveadm for the account, e.g. admin("mailbox", "delete", "Junk")."""
        assert DOVEADM is not None
        command = [DOVEADM, "-c", str(self._config), arguments[0]]
        if len(arguments) > 1:
            command.append(arguments[1])
        command += ["-u", self.user, *arguments[2:]]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def flags(self, folder: str = "INBOX") -> list[tuple[str, ...]]:
        """Return every mail's flags as a reader sees them who changes nothing."""
        session = self._session()
        try:
            session.select(_quoted(folder), readonly=True)
            _, lines = session.fetch("1:*", "(FLAGS)")
            return [
                tuple(flag.decode() for flag in imaplib.ParseFlags(line)) for line in lines if isinstance(line, bytes)
            ]
        finally:
            session.logout()

    def expunge(self, sequence: str, folder: str = "INBOX") -> None:
        """Delete mails by sequence set, e.g. "1:3", from another session."""
        session = self._session()
        try:
            session.select(_quoted(folder))
            session.store(sequence, "+FLAGS", r"(\Deleted)")
            session.expunge()
        finally:
            session.logout()

    def _session(self) -> imaplib.IMAP4:
        session = imaplib.IMAP4(self.host, self.port, timeout=20)
        try:
            session.login(self.user, f"{self.password}")
        except BaseException:
            session.shutdown()
            raise
        return session

    @property
    def _mail_user(self) -> pwd.struct_passwd:
        return pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())

    def _own(self) -> None:
        if os.getuid() == 0:  # Dovecot serves no mail as root
            self._home.chmod(0o755)
            os.chown(self.maildir, self._mail_user.pw_uid, self._mail_user.pw_gid)

    def _make(self, folder: Path) -> None:
        if not folder.exists():
            folder.mkdir(mode=0o700)
            if os.getuid() == 0:
                os.chown(folder, self._mail_user.pw_uid, self._mail_user.pw_gid)

    def _certify(self) -> None:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
             "-keyout", str(self._home / "key.pem"), "-out", str(self.certificate)],
            check=True, capture_output=True,
        )  # fmt: skip

    def _log_text(self) -> str:
        log = self._home / "log"
        return log.read_text(errors="replace") if log.exists() else "(no log)"

    def _written(self, capability: str, settings: str) -> str:
        tls = f"ssl = yes\nssl_cert = <{self.certificate}\nssl_key = <{self._home / 'key.pem'}" if self.tls_port else ""
        return "\n".join(
            [
                "protocols = imap",
                f"listen = {self.host}",
                f"base_dir = {self._home / 'run'}",
                f"state_dir = {self._home / 'state'}",
                f"log_path = {self._home / 'log'}",
                "" if os.getuid() == 0 else _unprivileged(),
                tls or "ssl = no",
                "disable_plaintext_auth = no",
                "auth_mechanisms = plain login",
                "auth_failure_delay = 0",
                self._passdb(),
                (
                    f"userdb {{\n driver = static\n args = uid={self._mail_user.pw_uid} gid={self._mail_user.pw_gid} "
                    f"home={self.maildir}\n}}"
                ),
                "first_valid_uid = 1",
                f"mail_location = maildir:{self.maildir}",
                "mail_max_userip_connections = 100",
                "mailbox_list_index = no",
                "namespace inbox {\n inbox = yes\n separator = /",
                f' mailbox "{self.junk}" {{\n auto = subscribe\n special_use = \\Junk\n }}\n}}',
                f"service imap-login {{\n chroot =\n inet_listener imap {{\n port = {self.port}\n }}",
                f" inet_listener imaps {{\n port = {self.tls_port}\n ssl = yes\n }}\n}}",
                f"protocol imap {{\n imap_capability = {capability}\n}}" if capability else "",
                settings,
                "",
            ]
        )

    def _passdb(self) -> str:
        users = self._home / "users"
        users.write_text(f"{self.user}:{{PLAIN}}{self.password}::::::\n", encoding="utf-8")
        users.chmod(0o644)
        return f"passdb {{\n driver = passwd-file\n args = {users}\n}}"


def _gone(group: int, seconds: float) -> None:
    """Wait until no process of the group is left (a zombie that nobody collects counts as one for as long)."""
    deadline = time.monotonic() + seconds
    with contextlib.suppress(ProcessLookupError):
        while time.monotonic() < deadline:
            os.killpg(group, 0)
            time.sleep(0.02)


def _unprivileged() -> str:
    me = getpass.getuser()
    group = grp.getgrgid(os.getgid()).gr_name
    return "\n".join(
        [
            f"default_internal_user = {me}",
            f"default_internal_group = {group}",
            f"default_login_user = {me}",
            "service anvil {\n chroot =\n}",
        ]
    )


def _quoted(folder: str) -> str:
    return '"' + encode_utf7(folder).decode("ascii") + '"'
