"""What the user is given stands in its place whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from huiying.app.files import write_files
from huiying.errors import BadInput


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def test_a_file_that_cannot_be_written_leaves_all_others_as_they_were(tmp_path: Path) -> None:
    good, bad = tmp_path / "附件3.docx", tmp_path / "附件3.xlsx"
    good.write_bytes(b"old")
    bad.mkdir()
    with pytest.raises(BadInput, match=r"附件3\.xlsx：不能写入（这是一个目录）。请检查权限，或关闭已打开的文件"):
        write_files({good: b"new", bad: b"new"})
    assert good.read_bytes() == b"old"
    assert names(tmp_path) == ["附件3.docx", "附件3.xlsx"]


def test_a_missing_folder_is_made_and_no_draft_stays_behind(tmp_path: Path) -> None:
    write_files({tmp_path / "a" / "b" / "x.txt": b"1", tmp_path / "a" / "y.txt": b"2"})
    assert names(tmp_path) == ["a", "b", "x.txt", "y.txt"]


def test_a_folder_that_is_a_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(BadInput, match=r"上级不是目录|已经存在"):
        write_files({tmp_path / "a" / "x.txt": b"1"})


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_file_that_its_user_protected_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_bytes(b"old")
    file.chmod(0o444)
    with pytest.raises(BadInput, match="没有权限"):
        write_files({file: b"new"})
    assert file.read_bytes() == b"old"


def test_a_link_goes_on_pointing_to_the_file_that_is_written(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_bytes(b"old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_files({tmp_path / "link.txt": b"new"})
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_bytes() == b"new"


def test_a_fresh_file_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"filled in")
    with pytest.raises(BadInput, match="已经存在"):
        write_files({tmp_path / "x.xlsx": b"empty"}, fresh=True)
    assert (tmp_path / "x.xlsx").read_bytes() == b"filled in"
