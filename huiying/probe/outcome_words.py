"""The words by which sites accept and refuse: patterns only, read by huiying.probe.outcome."""

from __future__ import annotations

import re

from huiying.model import BlockReason

_LETTER = (
    "留言|来信|信件|咨询|问题|提问|诉求|意见|反馈|信息|建议|内容|邮件|消息|表单|申请|请求|工单|投诉|评论|资料|数据"
)
_ACT = "提交|留言|发送|发表|发布|保存|写信|投递|咨询|受理|登记|来信|操作|反馈|添加|增加|新增|信件|寄信|投诉|递交|上传|创建|送出"
_TAKEN = "提交|收到|受理|发送|接收|登记|转交|转办|递交|送达|送出|发出|保存|记录|创建|寄出"
_NUMBERED = r"(\s*[((（]?(#|№|编号|单号)[::]?\s*[A-Za-z0-9][\w\-]{0,30}[))）]?\s*)?"
"""The letter's own number between the word for it and what became of it: 问题 #12 已创建."""

SUCCESS = re.compile(
    rf"({_ACT})(信息|内容|已经?|完成|表单|数据)?[,,]?成功"
    rf"|成功(地)?({_TAKEN}|添加|留言|发表|发布)"
    r"|(已经?)(收到|提交|受理|接收|登记)了?(您|你)的"
    rf"|(您|你)的({_LETTER})[^。!!]{{0,12}}?已经?(成功|被|由我们)?({_TAKEN}|转)"
    rf"|(?<![该此本条如若的])(?<!验证)(?<!短信)(?<!草稿)({_LETTER}){_NUMBERED}(已经?|已成功|已被)({_TAKEN})(?![^,,。.!!;;]*(过|的))"
    rf"|(感谢|谢谢)(您|你)的?({_LETTER}|宝贵)"
    r"|^(感谢|谢谢)(您|你)的?(参与|支持|联系)[^。]{0,3}(我们|工作人员|管理员).{0,6}(尽快|及时)"
    r"|(提交|受理|发送)(已完成|完毕|完成)"
    r"|(message|feedback|request|ticket|submission|enquiry|inquiry|form|comment|mail)\b.{0,12}\b(has|have) been "
    r"(successfully )?(sent|submitted|received|created|posted|recorded)"
    r"|(successfully (sent|submitted|created|posted)|(submitted|sent) successfully)|thank you for (your|contacting)",
    re.IGNORECASE,
)
NOT_YET = re.compile(
    r"成功(以?后|之后|的话|率|与否)|(如果?|若|是否|确保|等到|待|能否|未能|不能|没有?|不|未).{0,8}成功|(如何|怎么|怎样)|^(关于|咨询|反映|建议)"
)
OTHERS = re.compile(
    r"^[\[【(\d.、·\s]*(关于|反映|请问|求助|(咨询|投诉|建议)(?!.{0,8}(成功|已|提交|失败)))"
    r"|^[^您你]*(已回复|已受理|已答复|已办结|办理中|待受理|待回复|已处理|处理中|未回复)\s*$"
    r"|^[^您你]*\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\s\d:]*$"
)
"""A line of a list: another person's letter, whatever its title says."""

FAILED = re.compile(
    r"(提交|发送|保存|留言|操作|发表|咨询|添加|受理|写信)(信息)?(失败|不成功|未成功)|(没有|未能)(提交|发送)?成功"
)
OUR_FAULT_OR_THEIRS = re.compile(r"系统|服务器|异常|繁忙|网络|超时|数据库|维护|error", re.IGNORECASE)
DUPLICATE = re.compile(
    r"重复(提交|留言|发送|来信|咨询|内容|信件)|已经?(提交|发送|留言)过|(相同|同样)的?(内容|留言|标题|信件|问题)"
)

HARD: tuple[tuple[re.Pattern[str], BlockReason], ...] = (
    (
        re.compile(
            r"(短信|手机|动态)验证码.{0,8}(错误|不正确|不对|有误|失效|过期|不能为空|必填)"
            r"|请.{0,6}正确的?(短信|手机)验证码"
        ),
        BlockReason.SMS_REQUIRED,
    ),
    (
        re.compile(
            r"(验证码|校验码|附加码|认证码|检验码|图形码|随机码|确认码|计算结果|验证答案)"
            r".{0,8}(错误|不正确|不对|有误|不匹配|不一致|不符|失效|过期|无效|输入错|不能为空|失败|为空)"
            r"|(错误|无效|不正确)的?(验证码|校验码)|请.{0,4}(重新)?(输入|填写)正确的?(图形)?(验证码|校验码)"
            r"|captcha.{0,20}(error|wrong|invalid|incorrect)"
        ),
        BlockReason.CHALLENGE_REFUSED,
    ),
    (re.compile(r"实名(认证|注册|验证)"), BlockReason.REAL_NAME_REQUIRED),
    (
        re.compile(
            r"请先.{0,4}登[录陆]|登[录陆]后(再|才|方|可)|(未|尚未|没有)登[录陆]"
            r"|登[录陆](超时|已?过期|已?失效)"
        ),
        BlockReason.LOGIN_REQUIRED,
    ),
    (
        re.compile(
            r"频繁|(今[日天]|当[日天]|每[日天]).{0,10}(上限|次数|只能|限)|次数(过多|已达|超)"
            r"|请?(间隔|等待).{0,8}(秒|分钟)|稍[后候](再|重)试"
        ),
        BlockReason.RATE_LIMITED,
    ),
    (
        re.compile(
            r"不予受理|(已关闭|暂停)(留言|受理|咨询|写信)|(留言|写信|咨询)(功能|通道)?(已关闭|已停用|暂停)"
            r"|黑名单|已被?(拦截|拒绝|禁止)|非法(提交|请求|访问|操作)"
        ),
        BlockReason.REFUSED,
    ),
)
"""Refusals in so many words, the more particular first."""

ASKED: tuple[tuple[re.Pattern[str], BlockReason], ...] = (
    (re.compile(r"请.{0,6}(短信|手机)验证码"), BlockReason.SMS_REQUIRED),
    (re.compile(r"请.{0,4}(输入|填写)(图形)?(验证码|校验码)"), BlockReason.CHALLENGE_REFUSED),
    (re.compile(r"请.{0,2}登[录陆]"), BlockReason.LOGIN_REQUIRED),
)
"""What a page asks for without saying that anything was wrong: the look-up form and the head of a page that took the letter
say so too. It counts as a hint does: in a dialog, or beside the form that still holds what was typed."""

SOFT = re.compile(
    r"请(您)?(先)?(输入|填写|选择|勾选|阅读|同意|完善|正确)|请.{0,4}(修改|更正|改正|重新(填写|输入|选择))|不能为空|不可为空|不得为空|必填|为必选|格式(不正确|错误|有误|不对|不符)|(填写|输入)(有误|错误|不正确)"
    r"|(不能|不得|不可)(少于|多于|超过|小于|大于|低于)|(至少|最少|最多|不足).{0,6}个?(字|字符|位)|长度.{0,10}(不|应|须|超|在|范围)|(非法|特殊|敏感)(字符|词|内容|信息)|不合法|不正确|有误"
)
SUCCESS_CLASSES = re.compile(
    r"^(?!(.*[-_])?(btn|button|text|bg|background|badge|label|tag|border|table|link|progress|icon|ico|card|item|color|outline|panel|is|has|input|field|valid|validate|control|flagged\w*|variant|theme|tone|intent)[-_])"
    r"(.*[-_])?(success|succeed|succeeded|sent|submitted|done|complete|completed)$",
    re.IGNORECASE,
)
"""A class that says so; `btn-success` and its kin only colour something green."""

DONE = re.compile(r"已(成功)?(提交|发送|送出|留言|受理)[!！。]?|(提交|发送)完毕[!！。]?")
"""What a button or a label says once a script has sent the letter; it counts only beside a request that went well."""

CONFIRM = re.compile(
    r"请.{0,6}(核对|确认|检查|核实).{0,12}(信息|内容|填写|无误)|^(确认|确定)(提交|发送|无误)|核对无误后"
)
"""A page between the form and the sending: the letter waits for a second press, which is never made."""

CHECK_URLS = re.compile(r"captcha|yzm|vcode|checkcode|validcode|verif|valid|check|token|islogin", re.IGNORECASE)
TRUE_KEYS = re.compile(r'"(success|ok|status|state|result|flag)"\s*:\s*(true|"(success|ok|true)")', re.IGNORECASE)
ERROR_PAGE = 600
"""An error page has at most about this many characters of its own; a public list of other people's letters has more."""
