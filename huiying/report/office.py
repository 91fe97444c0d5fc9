"""The programs of the system that reports may use where they are installed: LibreOffice and poppler's pdftotext."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from html import unescape
from pathlib import Path

from huiying.errors import BadInput, Missing

SECONDS = 120
MOST_BYTES = 200_000_000
_WORD = re.compile(
    r'<word xMin="(-?[\d.]+)" yMin="(-?[\d.]+)" xMax="(-?[\d.]+)" yMax="(-?[\d.]+)">([^<]{0,2000})</word>'
)


def to_pdf(document: bytes) -> bytes | None:
    """Return a .docx as a PDF; None where LibreOffice is absent or failed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as profile, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.docx"
        path.write_bytes(document)
        command = [program, "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", "pdf"]
        try:
            subprocess.run([*command, "--outdir", folder, str(path)], check=False, capture_output=True, timeout=SECONDS)
        except (OSError, subprocess.TimeoutExpired):
            return None
        written = path.with_suffix(".pdf")
        return written.read_bytes() if written.exists() else None  # soffice ends with 0 even where it wrote nothing


def pdf_words(name: str, data: bytes) -> list[list[tuple[float, float, float, float, str]]]:
    """Return for each page of a PDF its words: left, top, right, bottom in points, and the text.

    Raises:
        Missing: pdftotext is not installed.
        BadInput: it is no PDF, or holds pictures only.
    """
    program = shutil.which("pdftotext")
    if program is None:
        raise Missing(what="读取 PDF 的程序 pdftotext", do="请安装 poppler-utils，或将通报另存为 .docx 或 .txt 后再试")
    try:
        done = subprocess.run(
            [program, "-bbox", "-enc", "UTF-8", "-", "-"],
            input=data,
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BadInput(where=name, what="读取 PDF 超时或失败", do="请另存为 .docx 或 .txt 后再试") from error
    pages = done.stdout[:MOST_BYTES].decode("utf-8", errors="replace").split("<page ")[1:]
    words = [
        [(*map(float, match.groups()[:4]), unescape(match[5])) for match in _WORD.finditer(page)] for page in pages
    ]
    if done.returncode or not any(words):
        raise BadInput(where=name, what="不是可读取的 PDF，或只有扫描图片", do="请另存为 .docx 或 .txt 后再试")
    return words  # type: ignore[return-value]
