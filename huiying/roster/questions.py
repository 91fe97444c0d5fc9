"""A question file → the question bank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from huiying.errors import BadInput
from huiying.model import Question
from huiying.roster.headers import Problem, find_header, tidy
from huiying.roster.tables import Sheet, is_blank

MEANINGS = {
    "title": ("咨询标题", "标题", "主题", "问题", "title"),
    "body": ("咨询内容", "内容", "正文", "问题内容", "body"),
    "category": ("类别", "信件类型", "咨询类别", "类型", "category"),
    "keywords": ("关键词", "答复要点", "要点", "keywords"),
    "group": ("适用网站", "适用分组", "适用范围", "分组", "group"),
}
MAX_TITLE = 60
MAX_BODY = 1000


@dataclass(frozen=True, slots=True)
class ReadQuestions:
    """The good rows and the problems of the others."""

    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]


def read_questions(file_name: str, sheets: Sequence[Sheet]) -> ReadQuestions:
    """Read the question bank; raises BadInput where title or body columns are missing."""
    header = find_header(sheets, MEANINGS, ("title", "body"))
    if header is None:
        raise BadInput(where=file_name, what="没有找到“咨询标题”“咨询内容”两列", do="请补上列名后再导入")
    questions: list[Question] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(header.sheet.rows[header.row + 1 :], start=header.row + 2):
        if is_blank(row):
            continue
        cells = {field: tidy(row[column]) if column < len(row) else "" for field, column in header.columns.items()}
        found = _problems(number, cells, seen)
        problems += found
        if not found:
            questions.append(
                Question(
                    id=0,
                    title=cells["title"],
                    body=cells["body"],
                    category=cells.get("category") or "咨询",
                    keywords=tuple(filter(None, re.split(r"[\s,;、|]+", cells.get("keywords", "")))),
                    group=cells.get("group", ""),
                )
            )
    if not questions and not problems:
        problems.append(Problem(row=header.row + 2, column="", what="表头以下没有任何问题"))
    return ReadQuestions(tuple(questions), tuple(problems))


def _problems(number: int, cells: dict[str, str], seen: dict[str, int]) -> list[Problem]:
    found = []
    for field, limit in (("title", MAX_TITLE), ("body", MAX_BODY)):
        name = MEANINGS[field][0]
        if not cells[field]:
            found.append(Problem(row=number, column=name, what="没有填写"))
        elif len(cells[field]) > limit:
            found.append(Problem(row=number, column=name, what=f"超过{limit}字"))
    if cells["title"] in seen:
        found.append(Problem(row=number, column=MEANINGS["title"][0], what=f"与第{seen[cells['title']]}行重复"))
    seen.setdefault(cells["title"], number)
    return found
