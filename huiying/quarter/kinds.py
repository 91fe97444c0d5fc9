"""The tables of the quarter: what the template asks for, and by which other headers users' own tables are read."""

from __future__ import annotations

from huiying.inspection import COUNTY, DEPARTMENT
from huiying.quarter.walk import Column, Kind

PLATFORMS = ("微信公众号", "新浪微博", "抖音", "今日头条", "快手", "视频号", "百家号", "APP", "小程序")
YES_NO = ("是", "否")
UNCHECKED = "未核查"
"""Neither: it could not be told, and is nothing against anybody."""
TEXTUAL_NOT = frozenset({"抖音", "快手", "视频号"})
"""Platforms of pictures and films: they are not asked to republish texts."""

_UNIT = Column(
    key="unit",
    header="单位",
    words=("单位名称", "主办单位", "主管单位", "责任单位", "报送单位", "部门", "县区", "市级部门"),
    required=True,
    note="与“单位”表中的名称一致，别名也可以",
    example="市公安局",
)
_PLATFORM = Column(
    key="platform",
    header="平台",
    words=("平台类型", "账号类型", "类别", "问题栏目"),
    required=True,
    example="微信公众号",
    choices=PLATFORMS,
)
_ACCOUNT = Column(
    key="account",
    header="账号名称",
    words=("账号", "名称", "政务新媒体", "优秀账号名称"),
    required=True,
    example="平安某市",
)

BASICS = Kind(
    key="basics",
    name="基本信息",
    about="一行一项，在“内容”栏填写",
    columns=(
        Column(key="item", header="项目", required=True),
        Column(key="value", header="内容", words=("填写内容",), required=True),
    ),
)
BASIC_ITEMS = {
    "year": "年份",
    "quarter": "季度",
    "office": "发文机关",
    "addressees": "主送机关",
    "basis": "检查依据",
    "issued_on": "成文日期",
    "due_on": "整改期限",
    "contact": "整改情况报送至",
    "collected_from": "数据采集起",
    "collected_to": "数据采集止",
    "monitored_on": "监测时间点",
    "important": "部署转载的重要信息条数",
    "drawn": "抽取条数",
    "seed": "抽取种子",
    "published": "门户网站发布信息条数",
    "documents": "市政府及办公室文件份数",
    "interpretations": "政策解读条数",
    "announcements": "通知公告条数",
    "topics": "专题专栏个数",
    "pictures": "政策图解个数",
    "document_number": "发文字号",
    "copied_to": "抄送机关",
    "printed_by": "印发机关",
    "printed_on": "印发日期",
}
UNITS = Kind(
    key="units",
    name="单位",
    about="全部单位，一行一个；其他各表中的单位都在这里查找",
    columns=(
        Column(key="name", header="单位名称", words=("规范名称",), required=True, example="市国动办"),
        Column(
            key="group", header="分组", words=("类别",), required=True, example=DEPARTMENT, choices=(COUNTY, DEPARTMENT)
        ),
        Column(
            key="aliases",
            header="别名",
            words=("曾用名", "简称"),
            note="多个别名用顿号隔开",
            example="市人防办、市人民防空办公室",
        ),
    ),
)
WEBSITES = Kind(
    key="websites",
    name="网站检查",
    about="全部被检查的网站；没有单项否决问题的为合格",
    columns=(
        Column(key="site", header="网站名称", words=("网站",), required=True, example="市公安局"),
        _UNIT,
        Column(key="vetoes", header="单项否决问题", words=("不合格原因", "否决问题", "检查结果", "问题"), required=True,
               note="合格的留空；多个问题用分号隔开", example="首页超过两周未更新"),
    ),
)  # fmt: skip
ACCOUNTS = Kind(
    key="accounts",
    name="新媒体账号",
    about="全部政务新媒体，停用的也保留",
    columns=(
        _PLATFORM,
        _ACCOUNT,
        _UNIT,
        Column(
            key="in_use", header="状态", words=("运行状态",), required=True, example="在用", choices=("在用", "停用")
        ),
        Column(key="textual", header="文字信息类", note="留空时按平台判断", choices=YES_NO),
    ),
)
POSTS = Kind(
    key="posts",
    name="发布记录",
    about="监测系统导出的发布记录，用来计算更新情况；没有时直接填写“新媒体问题”",
    columns=(
        _PLATFORM,
        _ACCOUNT,
        Column(
            key="at", header="发布时间", words=("时间", "发布日期", "日期"), required=True, example="2024-02-05 09:00"
        ),
        Column(key="title", header="标题", words=("内容", "信息标题")),
    ),
)
PROBLEMS = Kind(
    key="problems",
    name="新媒体问题",
    about="人工检查出的问题；由发布记录算出的不必填写",
    columns=(
        _ACCOUNT,
        _UNIT,
        _PLATFORM,
        Column(key="problem", header="问题类型", words=("存在问题", "问题"), required=True, example="监测时间点前两周内无更新"),
        Column(key="failed", header="是否不合格", words=("是否合格", "检查结论"), choices=YES_NO,
               note="留空时：监测时间点前两周内无更新的为不合格，其余为存在问题"),
    ),
)  # fmt: skip
COMMENDED = Kind(
    key="commended",
    name="优秀新媒体",
    about="予以通报表扬的政务新媒体；一格可写多个账号，用顿号隔开",
    columns=(_PLATFORM, _ACCOUNT),
)
ITEMS = Kind(
    key="items",
    name="重要信息",
    about="上级部署转载的全部信息，程序按“抽取种子”从中抽取",
    columns=(
        Column(key="title", header="信息标题", words=("标题", "信息名称"), required=True),
        Column(
            key="issued",
            header="部署时间",
            words=("部署日期", "发布时间", "原文时间", "日期"),
            required=True,
            note="及时与否从这时算起",
            example="2024-01-05",
        ),
        Column(key="original", header="原文时间", words=("原文发布时间", "原文日期"), example="2024-01-04 18:00"),
        Column(key="source", header="原文来源", words=("来源", "发布机关"), example="中国政府网"),
    ),
)
REPOSTS = Kind(
    key="reposts",
    name="转载检查",
    about="被抽取的每条信息在每个网站、每个文字信息类账号上的检查结果",
    columns=(
        Column(key="item", header="信息标题", words=("标题", "信息名称"), required=True),
        Column(key="place", header="网站或账号", words=("网站名称", "账号名称", "检查对象"), required=True),
        _UNIT,
        Column(
            key="is_site", header="对象类型", words=("类型",), required=True, choices=("网站", "新媒体"), example="网站"
        ),
        Column(key="found", header="是否转载", required=True, choices=(*YES_NO, UNCHECKED), example="是"),
        Column(key="in_time", header="是否及时", choices=(*YES_NO, UNCHECKED), note="未转载的留空"),
        Column(key="in_form", header="是否规范", choices=(*YES_NO, UNCHECKED), note="未转载的留空"),
        Column(key="why", header="说明", note="程序核查时写明依据；可以改写"),
    ),
)
WORDING = Kind(
    key="wording",
    name="表述问题",
    about="各单位政务新媒体和网站信息表述问题的个数",
    columns=(
        _UNIT,
        Column(key="count", header="问题个数", words=("个数", "数量", "问题数"), required=True, example="17"),
    ),
)
SUBMISSIONS = Kind(
    key="submissions",
    name="信息报送",
    about="各单位向门户网站报送和被采用的信息条数",
    columns=(
        _UNIT,
        Column(
            key="submitted",
            header="报送信息",
            words=("报送", "报送数", "上报", "报送条数"),
            required=True,
            example="52",
        ),
        Column(
            key="adopted", header="采用信息", words=("采用", "采用数", "录用", "采用条数"), required=True, example="30"
        ),
        Column(
            key="group",
            header="分组",
            words=("组别", "类别"),
            note="“单位”表中有的不必填",
            choices=(COUNTY, DEPARTMENT),
        ),
    ),
)
LOG = Kind(
    key="log",
    name="报送明细",
    about="逐条的报送记录，有此表时按它汇总，不必填写“信息报送”",
    columns=(
        _UNIT,
        Column(key="title", header="信息标题", words=("标题",), required=True),
        Column(key="adopted", header="是否采用", words=("采用情况", "采用状态"), required=True, choices=YES_NO),
    ),
)
RECTIFICATIONS = Kind(
    key="rectifications",
    name="上季度整改",
    about="上季度通报的问题和整改结果；几个单位有同一问题时可写在一格，用顿号隔开",
    columns=(
        _UNIT,
        Column(key="problem", header="问题", words=("通报问题", "存在问题"), required=True),
        Column(
            key="done", header="是否整改", words=("整改情况", "整改结果", "是否完成整改"), required=True, choices=YES_NO
        ),
    ),
)
PAST = Kind(
    key="past",
    name="往期互动回应",
    about="以前各季度附件中的互动回应表，用来比较",
    columns=(
        Column(
            key="quarter",
            header="所属季度",
            words=("季度",),
            note="表的标题中写有季度的可以不填",
            example="2023年第四季度",
        ),
        Column(key="row", header="互动回应情况", words=("回应情况",), required=True, example="1个工作日内答复"),
        Column(key="sites", header="网站名称", words=("网站",), required=True, example="杞县、通许县"),
    ),
)
REQUIREMENTS = Kind(
    key="requirements",
    name="工作要求",
    about="工作要求的正文，一行一段",
    columns=(Column(key="text", header="工作要求", words=("内容", "段落"), required=True),),
)
KINDS = (
    BASICS, UNITS, WEBSITES, ACCOUNTS, POSTS, PROBLEMS, COMMENDED, ITEMS, REPOSTS, WORDING, SUBMISSIONS, LOG,
    RECTIFICATIONS, PAST, REQUIREMENTS,
)  # fmt: skip
