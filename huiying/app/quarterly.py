"""The rest of the quarter: templates to fill in, tables imported, data checked, the notice written and audited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from huiying.app.files import write_files
from huiying.app.world import World
from huiying.errors import BadInput, Missing, os_reason
from huiying.inspection import Inspection, Quarter
from huiying.model import Round
from huiying.quarter.basics import named_after
from huiying.quarter.check import check
from huiying.quarter.kinds import BASIC_ITEMS, KINDS, POSTS, PROBLEMS
from huiying.quarter.read import Reading, read_quarter
from huiying.quarter.store import Kept, from_text, merge, to_text
from huiying.quarter.updates import UpdateRules
from huiying.report.annex3 import Annex3
from huiying.report.audit import Finding, audit, read_text
from huiying.report.audit.layout import Word, read_layout
from huiying.report.audit.paper import Block
from huiying.report.notice import Notice, build_notice, load_wording, notice_text
from huiying.report.office import pdf_words, to_pdf
from huiying.report.picture import leader_svg
from huiying.report.rounding import Rounding
from huiying.report.sheet import Column, TemplateSheet, notice_xlsx, template_xlsx
from huiying.report.word import notice_docx, read_docx
from huiying.report.wording import default_wording
from huiying.roster.tables import Sheet, decode, read_sheets

FOLDER = "quarters"
WORKBOOK = "季度数据.xlsx"
WORDING = "通报文字.toml"
RED_HEAD = "红头模板.docx"
PLACEHOLDERS = "{标题}{发文字号}{主送机关}{正文}{署名}{成文日期}{季度}{抄送机关}{印发机关}{印发日期}"
"""What may stand in it; the words are huiying.report.word.notice's."""
UNIT_CELLS = "=单位!$A$2:$A$2001"
"""Where the template's sheet of units has their names; every column of units offers them."""
MAX_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """What an import read, and the data as they stand after it."""

    reading: Reading
    kept: Kept
    file: Path


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenNotice:
    """The notice, its files, and what the audit still has to say of it (nothing, unless the wording was changed)."""

    notice: Notice
    files: tuple[Path, ...]
    findings: tuple[Finding, ...]


def new_quarter(folder: Path) -> list[Path]:
    """Write the empty workbook and the templates of the text into the working folder; raises BadInput, overwrites nothing."""
    files = [folder / WORKBOOK, folder / WORDING]
    for file in files:
        if file.exists():
            raise BadInput(where=str(file), what="已经存在", do="请先移走或改名")
    workbook = template_xlsx([_template(kind.key) for kind in KINDS], title="季度数据")
    write_files(dict(zip(files, (workbook, default_wording().encode()), strict=True)), fresh=True)
    return files


def _template(key: str) -> TemplateSheet:
    kind = next(kind for kind in KINDS if kind.key == key)
    columns = tuple(
        Column(
            header=column.header,
            width=40 if column.key in ("title", "text", "value", "problem", "sites") else 20,
            required=column.required,
            note=column.note,
            example=column.example,
            choices=column.choices,
            strict=False,
            source=UNIT_CELLS if column.key == "unit" and key != "rectifications" else "",
        )
        for column in kind.columns
    )
    rows = tuple((label, "") for label in BASIC_ITEMS.values()) if key == "basics" else ()
    return TemplateSheet(name=kind.name, about=kind.about, columns=columns, rows=rows)


def import_tables(
    folder: Path, paths: Sequence[Path], *, skip_bad: bool, city: str = "", rules: UpdateRules | None = None
) -> Imported:
    """Read tables into the quarter's data and keep them.

    Raises:
        BadInput: a file is no table, or cells cannot be read and `skip_bad` is off; nothing was kept then.
    """
    before = _latest(folder)
    sheets = [sheet for path in paths for sheet in _sheets(path)]
    reading = read_quarter(
        sheets,
        known=before.known if before else None,
        kept=before.inspection if before else None,
        city=city,
        rules=rules,
    )
    if reading.inspection is None or ((reading.problems or reading.unknown) and not skip_bad):
        said = [*reading.problems, *map(str, reading.unknown)]
        more = f"……共{len(said)}处" if len(said) > 20 else ""
        raise BadInput(
            where="、".join(path.name for path in paths),
            what=f"没有导入任何内容：{'；'.join(said[:20])}{more}",
            do="请改正后重新导入，或加 --skip-bad 只导入没有问题的内容",
        )
    same = before is not None and before.inspection.quarter == reading.inspection.quarter
    inspection = reading.inspection
    if before and same:
        posts, problems = (kind.name in reading.found for kind in (POSTS, PROBLEMS))
        inspection = merge(before.inspection, inspection, posts=posts, problems=problems)
    groups = tuple(reading.groups.get(unit.name, "") for unit in reading.units)
    kept = Kept(inspection=inspection, units=reading.units, groups=groups)
    return Imported(reading=reading, kept=kept, file=keep(folder, kept))


def keep(folder: Path, kept: Kept) -> Path:
    """Put the quarter's data in their file, whole or not at all; raises BadInput where it cannot be written."""
    file = folder / FOLDER / f"{kept.inspection.quarter}.json"
    write_files({file: to_text(kept).encode()})
    return file


def _sheets(path: Path) -> list[Sheet]:
    sheets = read_sheets(path.name, _bytes(path))
    return [sheet for sheet in sheets if sheet.name not in ("填写说明", "选项")]


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput(where=str(path), what="文件超过50MB", do="请检查是否选错了文件")
        return path.read_bytes()
    except OSError as error:
        raise BadInput(where=str(path), what=f"不能读取（{os_reason(error)}）", do="请检查文件名和权限") from error


def load(folder: Path, name: str = "") -> Kept:
    """Return the data of the quarter of that name, or those imported last; raises Missing where there are none."""
    kept = _latest(folder, name)
    if kept is None:
        raise Missing(
            what=f"{name or '季度'}的数据", do="请先运行 huiying quarter init，填写后再运行 huiying quarter import"
        )
    return kept


def _latest(folder: Path, name: str = "") -> Kept | None:
    files = sorted((folder / FOLDER).glob("*.json"), key=lambda file: file.stat().st_mtime)
    chosen = [file for file in files if not name or file.stem == name]
    return from_text(_bytes(chosen[-1]).decode("utf-8", errors="replace"), where=str(chosen[-1])) if chosen else None


def check_quarter(kept: Kept, annex: Annex3 | None) -> list[str]:
    """Return what does not agree in the data, and between them, the register and the round's sites."""
    sites = {line.site for line in annex.lines} if annex else set()
    return check(kept.inspection, sites=sites, units={unit.name for unit in kept.units})


def compose(folder: Path, inspection: Inspection, annex: Annex3 | None, rounding: Rounding | None = None) -> Notice:
    """Compose the notice with the office's wording where the folder has it; raises BadInput for a wording that is wrong."""
    file = folder / WORDING
    wording = (
        load_wording(_bytes(file).decode("utf-8-sig", errors="replace"), where=str(file)) if file.exists() else None
    )
    return build_notice(inspection, annex, wording=wording, rounding=rounding)


def write_notice(
    folder: Path, notice: Notice, out: Path, *, made_at: datetime, red_head: Path | None = None
) -> WrittenNotice:
    """Write the notice as .docx, .xlsx, .txt and, where LibreOffice is there, .pdf; and the leader's page as .svg."""
    head = red_head or folder / RED_HEAD
    template = _bytes(head) if red_head or head.exists() else None
    data = notice_docx(notice, made_at=made_at, template=template)
    made = {
        "docx": data,
        "xlsx": notice_xlsx(notice, made_at=made_at),
        "txt": notice_text(notice).encode(),
        "svg": leader_svg(notice).encode(),
        "pdf": to_pdf(data),
    }
    files = {out / f"通报.{suffix}": content for suffix, content in made.items() if content is not None}
    write_files(files)
    findings = tuple(audit(read_docx("通报.docx", data), notice))
    return WrittenNotice(notice=notice, files=tuple(files), findings=findings)


def round_for(world: World, quarter: Quarter, round_name: str) -> Round:
    """Return the round whose rows belong to a quarter: the named one, else the latest called after it.

    A latest round that is called after no quarter is taken; the office's quarters need not be the calendar's.

    Raises:
        BadInput: the latest round is called after another quarter: its rows would name sites for another quarter's silence.
    """
    names = world.ledger.rounds.names()
    fit = [name for name in names if named_after(name) == quarter]
    if not round_name and not fit and names and named_after(names[-1]) is not None:
        what = f"没有以{quarter}命名的轮次，最近一轮是“{names[-1]}”"
        raise BadInput(where="互动交流部分", what=what, do="请用 --round 指明轮次；本季度没有的，用 --no-round")
    return world.ledger.rounds.get(round_name or (fit[-1] if fit else ""))


def audit_file(path: Path, data: Notice | None = None) -> list[Finding]:
    """Audit a finished notice; raises BadInput for a file of another kind, Missing where a PDF cannot be read here."""
    return audit(_blocks(path), data)


def _blocks(path: Path) -> list[Block]:
    content, suffix = _bytes(path), path.suffix.lower()
    if suffix == ".docx":
        return read_docx(path.name, content)
    if suffix == ".pdf":
        return read_layout([[Word(*word) for word in page] for page in pdf_words(path.name, content)])
    if suffix in (".txt", ".md", ""):
        return read_text(decode(content))
    raise BadInput(where=path.name, what=f"不能读取 {suffix} 文件", do="请另存为 .docx、.pdf 或 .txt 后再试")
