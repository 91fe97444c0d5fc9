"""The words by which sites accept and refuse: patterns only, read by huiying.probe.outcome."""

from __future__ import annotations

import re

from huiying.model import BlockReason

SUCCESS = re.compile(
    r"(提交|留言|发送|发表|发布|保存|写信|投递|咨询|受理|登记|来信|操作|反馈|添加|信件|寄信|投诉|递交)(信息|内容|已经?|完成)?[,,]?成功"
    r"|成功(地)?(提交|受理|发送|收到|接收|递交|登记|添加)"
    r"|(已经?)(收到|提交|受理|接收|登记)了?(您|你)的"
    r"|(您|你)的(留言|来信|信件|咨询|问题|提问|诉求|意见|反馈|信息|建议|内容|邮件)[^。!!]{0,12}?已经?(成功|被|由我们)?(提交|收到|受理|发送|接收|登记|转|递交|送达)"
    r"|感谢(您|你)的?(留言|来信|咨询|反馈|提问|宝贵|意见)"
    r"|(提交|受理|发送)(已完成|完毕|完成)"
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
            r"|请.{0,6}(短信|手机)验证码"
        ),
        BlockReason.SMS_REQUIRED,
    ),
    (
        re.compile(
            r"(验证码|校验码|附加码|计算结果|验证答案)"
            r".{0,8}(错误|不正确|不对|有误|不匹配|不一致|不符|失效|过期|无效|输入错|不能为空|失败|为空)"
            r"|(错误|无效|不正确)的?(验证码|校验码)|请.{0,4}(输入|填写)(正确的?)?(图形)?(验证码|校验码)"
            r"|captcha.{0,20}(error|wrong|invalid|incorrect)"
        ),
        BlockReason.CHALLENGE_REFUSED,
    ),
    (re.compile(r"实名(认证|注册|验证)"), BlockReason.REAL_NAME_REQUIRED),
    (
        re.compile(
            r"请先?.{0,4}登[录陆]|登[录陆]后(再|才|方|可)|(未|尚未|没有)登[录陆]"
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

SOFT = re.compile(
    r"请(您)?(先)?(输入|填写|选择|勾选|阅读|同意|完善|正确)|不能为空|不可为空|不得为空|必填|为必选|格式(不正确|错误|有误|不对|不符)|(填写|输入)(有误|错误|不正确)"
    r"|(不能|不得|不可)(少于|多于|超过|小于|大于|低于)|(至少|最少|最多|不足).{0,6}个?(字|字符|位)|长度.{0,10}(不|应|须|超|在|范围)|(非法|特殊|敏感)(字符|词|内容|信息)|不合法|不正确"
)
SUCCESS_CLASSES = re.compile(
    r"(^|[-_])(success|succeed|succeeded|sent|submitted|done|ok|complete|completed)$", re.IGNORECASE
)
CHECK_URLS = re.compile(r"captcha|yzm|vcode|checkcode|validcode|verif|valid|check|token|islogin", re.IGNORECASE)
TRUE_KEYS = re.compile(r'"(success|ok|status|state|result|flag)"\s*:\s*(true|"(success|ok|true)")', re.IGNORECASE)
ERROR_PAGE = 600
"""An error page has at most about this many characters of its own; a public list of other people's letters has more."""
