"""Files for the user: each stands in its place whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from huiying.errors import BadInput, os_reason


def write_files(files: Mapping[Path, bytes], *, fresh: bool = False) -> None:
    """Write all files beside their places, then rename them into these; missing folders are made.

    A power cut or a full disk leaves the former file as it was, never half a new one. `fresh`: what a user may have
    filled in is not overwritten.

    Raises:
        BadInput: a file can't be written, is write-protected or (on Windows) open in another program; or it is there.
    """
    places = {file.resolve(): data for file, data in files.items()}
    parts = {file: file.with_name(f".{file.name}.{os.getpid()}.part") for file in places}
    at = next(iter(places), Path())
    try:
        for at, data in places.items():
            if at.exists() and not os.access(at, os.W_OK):
                raise PermissionError(errno.EACCES, "")
            if at.is_dir():
                raise IsADirectoryError(errno.EISDIR, "")
            if fresh and at.exists():
                raise FileExistsError(errno.EEXIST, "")
            at.parent.mkdir(parents=True, exist_ok=True)
            _write(parts[at], data)
        for at, part in parts.items():
            part.replace(at)
    except OSError as error:
        do = "请检查权限，或关闭已打开的文件"
        raise BadInput(where=str(at), what=f"不能写入（{os_reason(error)}）", do=do) from error
    finally:
        for part in parts.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _write(file: Path, data: bytes) -> None:
    with file.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
