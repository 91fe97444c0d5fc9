"""A new working folder: settings with comments, empty tables to fill in."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from huiying.app.files import write_files
from huiying.errors import BadInput, os_reason
from huiying.report.sheet import Column, TemplateSheet, template_xlsx
from huiying.settings import FILE_NAME

ROSTER = "网站名录.xlsx"
QUESTIONS = "咨询问题.xlsx"


def new_folder(folder: Path) -> list[Path]:
    """Write settings file, templates and an empty recipe folder; return what was written.

    Raises:
        BadInput: one of the files stands there already; nothing is overwritten.
    """
    files = [folder / FILE_NAME, folder / ROSTER, folder / QUESTIONS]
    for file in files:
        if file.exists():
            raise BadInput(where=str(file), what="已经存在", do="请换一个目录，或先移走这个文件")
    try:
        (folder / "recipes").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(where=str(folder), what=f"不能写入（{os_reason(error)}）", do="请换一个目录") from error
    text = resources.files("huiying.app").joinpath("data/huiying.toml").read_bytes()
    made = (text, template_xlsx([_roster()], title="网站名录"), template_xlsx([_questions()], title="咨询问题"))
    write_files(dict(zip(files, made, strict=True)), fresh=True)
    return files


def _roster() -> TemplateSheet:
    return TemplateSheet(
        name="网站名录",
        about="一行一家网站。列的顺序可以改，不用的列可以删",
        columns=(
            Column(header="网站名称", required=True, width=26, note="附件3中显示的名称，不能重复", example="杞县"),
            Column(
                header="首页网址",
                required=True,
                width=34,
                note="以 http:// 或 https:// 开头",
                example="http://www.example.gov.cn",
            ),
            Column(header="网站标识码", width=14, note="10位，用于核对打开的是不是这家网站", example="4102210001"),
            Column(header="主办单位", width=26, note="网站的主办单位", example="杞县人民政府"),
            Column(
                header="分组", width=12, note="附件中的分组", example="县区", choices=("县区", "市级部门"), strict=False
            ),
            Column(header="咨询入口", width=34, note="留言表单的网址；不填则从首页查找"),
            Column(header="其他域名", width=26, note="表单在别的域名时填写，多个用顿号分开；只向名录中的域名提交"),
            Column(header="受理部门", width=18, note="表单要选部门时选哪个"),
            Column(header="配方", width=14, note="使用 recipes 目录中的哪个配方；不填则自动识别"),
        ),
    )


def _questions() -> TemplateSheet:
    example = "您好，我的社保卡不慎丢失，请问补办需要带哪些材料，到哪里办理，多长时间可以拿到新卡？谢谢。"
    return TemplateSheet(
        name="咨询问题",
        about="一行一个问题。应简单常见，任何窗口人员都能答复",
        columns=(
            Column(header="咨询标题", required=True, width=30, note="60字以内", example="社保卡丢失后如何补办"),
            Column(header="咨询内容", required=True, width=60, note="20至300字为宜", example=example),
            Column(header="类别", width=12, note="表单要选类型时选什么", example="咨询"),
            Column(
                header="关键词", width=30, note="有效答复中应出现的词，用顿号分开", example="身份证、社保、窗口、材料"
            ),
            Column(header="适用网站", width=20, note="网站名称、主办单位或分组的全称，可以列几个；不填则适用于全部"),
        ),
    )
