"""The vault: evidence files that are written once and found by the sha256 of their bytes."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from huiying.errors import TamperedEvidence
from huiying.model import Evidence, EvidenceKind
from huiying.ports import Clock

_UNSAFE = re.compile(r"[^\w.-]+")


class FileVault:
    """EvidenceVault in a folder; files are read-only and on the disk before `keep` returns."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._root = folder
        self._clock = clock

    def keep(self, data: bytes, *, kind: EvidenceKind, suffix: str, folder: str) -> Evidence:
        """Write `data` below `folder`; the same bytes of the same kind in the same folder are one file."""
        digest = hashlib.sha256(data).hexdigest()
        path = _place(folder) / f"{kind}-{digest[:16]}{_UNSAFE.sub('', suffix)[:10]}"
        target = self._root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            _write_once(target, data)
        return Evidence(sha256=digest, kind=kind, path=path.as_posix(), size=len(data), kept_at=self._clock.now())

    def kept(self, folder: str, kind: EvidenceKind) -> frozenset[str]:
        """Return the paths of what was kept below `folder` of this kind, whether or not the database knows of it."""
        place = _place(folder)
        return frozenset((place / file.name).as_posix() for file in (self._root / place).glob(f"{kind}-*"))

    def read(self, evidence: Evidence) -> bytes:
        """Return the bytes.

        Raises:
            TamperedEvidence: they are gone or no longer match their sha256.
        """
        try:
            data = (self._root / evidence.path).read_bytes()
        except OSError as error:
            raise TamperedEvidence(path=evidence.path) from error
        if hashlib.sha256(data).hexdigest() != evidence.sha256:
            raise TamperedEvidence(path=evidence.path)
        return data


def _place(folder: str) -> Path:
    # Names come from rosters and mails: nothing of them may climb out of the vault.
    return Path(*(_UNSAFE.sub("_", part).strip("._")[:80] or "_" for part in folder.split("/")))


def _write_once(target: Path, data: bytes) -> None:
    # A crash leaves a .part file behind, never half a piece of evidence under its final name.
    part = target.with_name(f".{target.name}.{os.getpid()}.{os.urandom(4).hex()}.part")
    with part.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        os.fchmod(file.fileno(), 0o444)
    part.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
