"""`huiying forms` and `huiying page`: what the tool makes of a page, for trying by hand."""

from __future__ import annotations

from pathlib import Path

import click

from huiying.app.reading import read_forms
from huiying.board import console, table
from huiying.commands.common import json_option, print_json
from huiying.errors import BadInput
from huiying.probe.pages.describe import describe


@click.group()
def forms() -> None:
    """读取留言表单。"""


@forms.command("read")
@click.argument("place", metavar="网址或文件")
@json_option
def forms_read(place: str, *, as_json: bool) -> None:
    """读取一个网页上的表单：认出了哪些项、有多大把握、有没有未识别的必填项。只读取，不填写，不提交。"""
    read = read_forms(place)
    if as_json:
        print_json(read)
        return
    screen = console()
    for form in read["forms"]:
        rows = (
            (
                it["field"],
                it["name"],
                it["selector"],
                "是" if it["required"] else "",
                f"{it['confidence']:.2f}",
                it["why"],
            )
            for it in form["fields"]
        )
        title = f"{form['purpose']}  提交：{form['submit']}  验证：{form['challenge']}"
        screen.print(table(title, ("项目", "名称", "选择器", "必填", "把握", "依据"), rows))
        if form["unmapped_required"]:
            screen.print(table("未能识别的必填项", ("控件",), ([str(it)] for it in form["unmapped_required"])))


@click.group()
def page() -> None:
    """读取答复网页。"""


@page.command("read")
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@click.option("--question", default="", metavar="标题", help="咨询标题")
@click.option("--number", default="", metavar="编号", help="受理编号")
@json_option
def page_read(file: Path, question: str, number: str, *, as_json: bool) -> None:
    """读取一个保存下来的网页：有没有答复、何时答复、谁答复、答复的性质。"""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise BadInput(where=str(file), what="文件打不开", do="请检查文件名") from error
    read = describe(data, question=question, number=number)
    if as_json:
        print_json(read)
        return
    console().print(table("网页", ("项目", "内容"), ((key, str(value)) for key, value in read.items())))
