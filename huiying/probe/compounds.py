"""What the shape of a label says, whatever its terms are (pure): a question, somebody else, a piece of a number, a kind."""

from __future__ import annotations

import re

LONGEST_LABEL = 30
"""A longer text is a sentence: it may mention a field, it is not its label."""

ASKED = frozenset({"public", "anonymous", "reply_way", "agree"})
"""What a label that begins with 是否 can be."""

ASKING = ("是否", "能否", "可否", "愿否", "要不要", "需不需要")
_COMPLAINED_OF = re.compile(
    r"被(?:投诉|举报|反映|控告|申诉)(?:人|者|方|对象)?的?(?:单位|部门|机构|企业|公司)?(?:姓名|名称)?"
)
UNSURE = re.compile(r"不(?:清楚|知道|确定|了解)|[后末](?:[四五六八4568])位")
"""不清楚部门 is a way round the field, 身份证后六位 a piece of it: neither is the field."""
KIND = re.compile(r"(?:类型|类别|性质|种类|分类|大类)$")
WHOSE = re.compile(r"(?:人|者|用户|客户|会员|主体|身份)$")
"""投诉人类型 is what the writer is, not what the letter is."""

_WHOSE_NAME = re.compile(r"(?:人|者|用户|客户|会员|网友|网民|群众|市民|村民|真实|显示)$")


def names_a_thing(text: str) -> bool:
    """Whether a label that ends in 名称 asks for a thing's name (站点名称, 项目名称), not for the writer's (用户名称)."""
    thing = text.removesuffix("名称")
    return thing not in {"", text} and not _WHOSE_NAME.search(thing)


def quality_of(match: re.Match[str], length: int) -> float:
    """Return how well a term tells what the text is: best at its end, where a compound has its head."""
    coverage = len(match.group()) / length
    if match.end() == length:
        return 0.6 + 0.35 * coverage
    return 0.45 + 0.4 * coverage if match.start() == 0 else 0.3 + 0.4 * coverage


def complained_of(text: str) -> dict[str, float]:
    """Return the subject for 被投诉人部门 and its like, whatever word they end in."""
    return {"subject_unit": 0.9} if _COMPLAINED_OF.fullmatch(text) else {}


def asks_to_publish(text: str) -> dict[str, float]:
    """Return the field of a question whether to show the letter (是否愿意公开内容), whatever its last word; 是否公开姓名 is another."""
    asked = text.startswith(ASKING) and "公开" in text and len(text) <= LONGEST_LABEL
    return {"public": 0.9} if asked and not re.search(r"姓名|身份|个人|匿名", text) else {}


def reads_off(text: str) -> dict[str, float]:
    """Return the code for 请输入右侧字符 and its like, of which no more than the 字符 to read off is left."""
    return {"captcha": 0.85} if re.fullmatch(r"(?:右|左|上|下)?(?:侧|边|面|图)?的?(?:字符|字母)", text) else {}
