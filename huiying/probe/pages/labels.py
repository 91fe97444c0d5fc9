"""The words by which sites name what stands beside them (DOMAIN §4), and what each name means."""

from __future__ import annotations

import re
import tomllib
from enum import Enum, auto
from functools import lru_cache
from importlib.resources import files


class Name(Enum):
    """What a label announces."""

    ASKED = auto()
    ANSWERED = auto()
    OTHER_TIME = auto()
    ANSWER = auto()
    QUESTION = auto()
    TITLE = auto()
    NUMBER = auto()
    ASKER = auto()
    UNIT = auto()
    REPLIER = auto()
    RECEIVER = auto()
    STATE = auto()
    OTHER = auto()
    END = auto()


QUESTION_NAMES = frozenset({Name.ASKED, Name.QUESTION, Name.TITLE, Name.NUMBER, Name.ASKER})
REPLY_NAMES = frozenset({Name.ANSWERED, Name.UNIT, Name.REPLIER})

LONGEST_LABEL = 16

_DATA = tomllib.loads(files(__package__).joinpath("labels.toml").read_text(encoding="utf-8"))
_EXACT: dict[str, Name] = {word: Name[kind.upper()] for kind, words in _DATA["labels"].items() for word in words}


def _any(*groups: str) -> str:
    """Return a pattern for any word of these groups of labels.toml."""
    return f"(?:{'|'.join(word for group in groups for word in _DATA['groups'][group])})"


_REPLY, _HANDLE, _ASK = _any("reply"), _any("handle"), _any("ask")
_TIME = r"(?:时间|日期)"
_OFFICE = r"(?:单位|部门|机构|机关|科室|处室|方|主体|对象|领导|信箱)(?:名称)?$"
UNIT_ENDINGS: tuple[str, ...] = tuple(_DATA["groups"]["unit_ending"])
WISHED = re.compile(_any("wished"))
_TIMES = (
    (re.compile(rf"{_any('passed_on')}.*{_TIME}$"), Name.OTHER_TIME),
    (re.compile(rf".*{_REPLY}.*{_TIME}$|^(?:办结|结办|办毕){_TIME}$"), Name.ANSWERED),
    (re.compile(rf".*{_ASK}.*{_TIME}$|^(?:问|提){_TIME}$"), Name.ASKED),
    (re.compile(rf".*{_HANDLE}.*{_TIME}$"), Name.ANSWERED),
)
_UNIT_REPLY = re.compile(
    rf"^[【\[]?(?P<unit>(?!关于|对|就|针对|有关|请|我要|如何).{{2,24}}?{_any('unit_ending')})[】\]]?(?:的|:|：|于.*)?(?:官方)?{_REPLY}(?:内容|意见|情况|结果)?$"
)
_ENDS = re.compile(
    r"^(?:[上下]一?[篇条封页]|相关(?:信件|留言|链接|阅读|新闻|文章|推荐|问题|咨询|信息)|"
    r"(?:满意度|服务|信件|办理|我要|用户|群众)?评价.{0,6}|满意度.{0,8}|"
    r"(?:关闭|打印|返回|分享|收藏)(?:本页|窗口|列表|页面|到|此页|上页|首页|上一页)?|扫一扫.*|友情链接|热门.{0,6}|"
    r"最新(?:信件|留言|来信|回复|答复|咨询).{0,4}|推荐.{0,6}|我要(?:写信|留言|咨询|投诉|评论)|"
    r"(?:[一-鿿]{1,6}(?=其他|其它))?(?:已(?:答复|回复|办结)|典型|优秀|精选|往期|近期|其他|其它|更多)的?(?:来信|信件|留言|咨询|问题|答复|回复|选登|诉求|问政|反馈).{0,4}|"
    r"热点.{0,6}|常见.{0,6}|(?:信件|办件|留言|来信)查询|写信须知|主办单位?|版权所有|技术支持|网站地图|联系我们|网站标识码|(?:网友|用户)?评论.{0,4}|"
    r"您对.{0,12}|请对.{0,12}|您是否.{0,10}|本页面.*|当前访问.*|今天是.*|非常满意.*|满意)$"
)
_SHAPES = (
    (re.compile(r".*(?:状态|进度|进展)$"), Name.STATE),
    (re.compile(rf"^.{{0,3}}(?:{_REPLY}|{_HANDLE})的?(?:阶段|环节)$"), Name.STATE),
    (
        re.compile(
            rf"^.{{0,6}}?(?:{_REPLY}|{_HANDLE}|调查|核实)(?:单位|部门|人|者|领导)?的?"
            rf"(?:内容|结果|情况|意见|正文|详情|{_REPLY})$"
        ),
        Name.ANSWER,
    ),
    (re.compile(rf"^(?:站长|小编|客服|网站|版主|网管|后台|管理员|工作人员|官方)的?{_REPLY}(?:内容)?$"), Name.ANSWER),
    (
        re.compile(rf"^.{{0,4}}?{_ASK}(?:人|者)?的?(?:内容|正文|详情|描述|问题|事项|概述|诉求|原文|事由|摘要)$"),
        Name.QUESTION,
    ),
    (re.compile(rf"^.{{0,2}}?{_ASK}的?(?:标题|主题|题目)$"), Name.TITLE),
    (re.compile(rf"^(?:{_ASK}|{_any('numbered')})?(?:编号|编码|流水号|序列号|号码)$"), Name.NUMBER),
    (re.compile(rf"^{_ASK}(?:人|者|网友|人姓名|姓名|用户)$"), Name.ASKER),
    (re.compile(rf"^(?:{_REPLY}|{_HANDLE}|责任|经办|具体承办){_OFFICE}"), Name.UNIT),
    (re.compile(rf"^(?:{_REPLY}|{_HANDLE}|经办)(?:人|者|人员|用户|人姓名)$"), Name.REPLIER),
    (re.compile(rf"^(?:{_any('received')}|{_ASK}){_OFFICE}"), Name.RECEIVER),
    (re.compile(rf"^.{{0,4}}{_any('other_ending')}$"), Name.OTHER),
    (re.compile(rf".*{_TIME}$"), Name.OTHER_TIME),
)


_COUNTED = re.compile(r"[(（\[【]\d{0,4}[条个]?[)）\]】]$")


@lru_cache(maxsize=4096)
def name_of(label: str) -> Name | None:
    """Return what a label (without white space and colon) announces; None for a text that is no label."""
    label = _COUNTED.sub("", label).strip("*:：﹕·-—()（）【】[]〔〕「」<>《》|/、．.☆★●■◆▪►▶»")
    if not label or len(label) > LONGEST_LABEL + 14:
        return None
    if label in _EXACT:
        return _EXACT[label]
    if _ENDS.match(label):
        return Name.END
    if _UNIT_REPLY.match(label):
        return Name.ANSWER
    if len(label) > LONGEST_LABEL:
        return None
    return _by_shape(label)


def _by_shape(label: str) -> Name | None:
    if label.endswith(("时间", "日期")):
        if WISHED.search(label):
            return Name.OTHER_TIME
        if len(label) > 10:
            return None
        for shape, name in _TIMES:
            if shape.match(label):
                return name
    return next((name for shape, name in _SHAPES if shape.match(label)), None)


ASIDE = re.compile(
    r"^(?:.{0,6}其[他它]|相关|最新|热门|热点|常见|推荐|已答复|已回复|已办结|典型|优秀|精选|往期|近期|其他|更多)"
)
"""Headings of a column beside the question, with other people's questions and replies in it."""


def weak(label: str) -> bool:
    """Whether a label means the reply only where no plainer one stands: 反馈 may be the citizen's, 办理时间 office hours."""
    return "反馈" in label or label in {"办理时间", "办理日期", "处理时间", "处理日期", "完成时间"}


def unit_in_label(label: str) -> str:
    """Return the unit that a label like 市人社局回复 names; "" for none."""
    match = _UNIT_REPLY.match(label)
    return match["unit"].strip("【】[]:： ") if match and label not in _EXACT else ""


_STATES = frozenset(_DATA["states"]["all"])
ANSWERED_STATES = frozenset(_DATA["states"]["answered"])
_PENDING = frozenset(_DATA["states"]["pending"])
WITHDRAWN_STATES = frozenset(_DATA["states"]["withdrawn"])
INNER_WORDS = frozenset(_DATA["inner"]["words"])
"""Labels that a reply's own paragraphs use as well: inside a reply's text they end nothing."""

SCRIPT_NAMES: dict[str, str] = {word: kind for kind, words in _DATA["script"].items() for word in words}
"""Name in a script's data → the field of a reading that it holds."""


_ANSWERED = re.compile(r"已(?:经)?(?:答复|回复)")


def claims_reply(state: str) -> bool:
    """Whether a state says that there is a reply; 已办结 says only that the letter was dealt with (DOMAIN §5)."""
    return state in ANSWERED_STATES or _ANSWERED.search(state) is not None


def is_pending(state: str) -> bool:
    """Whether a state says that the letter is still on its way: no reply can be there."""
    return state in _PENDING or (state in _STATES and (state[0] in "未待" or state[-1] == "中"))


def is_settled(state: str) -> bool:
    """Whether a state says that something has come to its end (已答复, 已办结, 已撤回), not only on its way."""
    return state.startswith("已") and not is_pending(state)


CLAIMED = re.compile(
    r"(?:来信|信件|留言|咨询|问题|诉求|提问|邮件|该件)[^。\n]{0,4}已(?:经)?(?:由[^。\n]{1,20}?)?(?:答复|回复)(?!\s*[:：]?\s*\d|率|数|后|的)"
)
"""Words of a page that says of a letter that it was answered (您的来信已由市人社局答复), and of no number of letters."""

_DATED = re.compile(
    r"[\s\[【(（]*(?:(?<=[\[【(（])\d{1,2}[-/.月]\d{1,2}日?|20\d{2}[-年/.][\d\s年月日时分秒:：/.-]{3,20})[\])）】]*$"
)


def state_in(text: str) -> str:
    """Return the state that a text consists of ("[已办结]", "● 已答复"); "" where it is anything else."""
    bare = text.strip(" \n\x1e\x1f[]【】()（）〔〕●○■◆▪*★☆.。:：-—|/")
    if bare not in _STATES:
        bare = _DATED.sub("", bare)
    if bare in {"是", "否"}:
        return ""
    return bare if bare in _STATES else ""


NOTHING = re.compile(
    r"^[\s\x1e\x1f\[\]【】()（）]*(?:暂无|尚无|没有|无|空|待|暂未|尚未|还未|未|正在|等待|null|undefined|none|n/a|-+|—+|/|\{\{.*\}\}|\$\{.*\})?"
    r"(?:任何|相关|官方|最新|单位|部门|给予|进行|有)?(?:回复|答复|办理|处理|反馈|受理|结果|内容|信息|数据|处理结果|办理结果|回复内容|答复内容|回复信息|答复信息|办结|审核|中|加载|办理中|处理中|受理中)?"
    r"(?:中|内容|结果|信息|意见|时间|单位|部门)?(?:[,，]?请(?:您)?(?:耐心)?等待|[,，]?请稍[候后]|[,，]?敬请期待)?[\s.。…!！~\x1e\x1f\]】)）]*$",
    re.IGNORECASE,
)
"""A field that says that there is nothing in it. No answer is that short and made of these words alone."""


_NOTHING_WORDS = frozenset(_DATA["nothing"]["words"])
_COUNT = re.compile(r"^[\[【(（]?\d{1,6}\s*(?:条|次|个)?[)）】\]]?$")


_UNFILLED = re.compile(r"\{\{[^{}]*\}\}|\$\{[\w.]+\}|<%=|\[\[[\w. ]+\]\]|#\{[\w.]+\}")
"""A template's place that no script has filled."""
_HINT = re.compile(
    r"(?:请|请?在此处?)(?:输入|填写|录入)(?:您的|你的)?(?:回复|答复|评论|留言)|(?:您还没有|您尚未)登录|"
    r"登录后(?:才能|方可)(?:发表|回复|评论)|(?:预计|预期)[^。，]{0,6}(?:答复|回复|办结)"
)
"""A hint of a form, or of a time to come."""


def says_nothing(text: str) -> bool:
    """Whether a reply field is empty, says so, or holds only a state."""
    bare = text.strip(" \n\x1e\x1f")
    if _UNFILLED.search(bare) or _HINT.match(bare):
        return True
    if not bare or bare.strip("[]【】()（）>》.。") in _NOTHING_WORDS or _COUNT.match(bare):
        return True
    return (len(bare) <= 24 and bool(NOTHING.match(bare))) or bool(state_in(bare))


def is_count(text: str) -> bool:
    """Whether a field holds no more than a number of replies (2 条)."""
    return _COUNT.match(text.strip(" \n\x1e\x1f")) is not None


GONE = re.compile(
    r"(?:信件|留言|来信|该件|内容|诉求|咨询件?|数据|记录|办件)[^。\n]{0,10}(?:已(?:被|由[^。\n]{0,6})?(?:撤回|撤销|删除|下架)|不(?:予|宜)?公开|不存在|未公开)|"
    r"(?:涉及(?:个人|公民)?隐私|应(?:本人|来信人|写信人)要求)[^。\n]{0,10}(?:不予?公开|未公开|保密|不予?显示)"
)
"""Words of a page that keeps a question back or says that it was taken back."""

NOT_FOUND = re.compile(
    r"(?:没有|未|无法|不能)(?:能)?(?:找到|查到|查询到|检索到|查找到)|查无(?:此|该|相关)|查询无结果|无(?:此|该)(?:信件|留言|编号|记录)|(?:编号|查询码|密码|验证码|查询密码)[^。\n]{0,8}(?:错误|有误|不正确|不存在|不匹配)|"
    r"暂无(?:相关)?(?:数据|记录|信件)|没有(?:相关|符合条件的?)?(?:数据|记录|信件)"
)
"""Words of a look-up that did not find the question."""
