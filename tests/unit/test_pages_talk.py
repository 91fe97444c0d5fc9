"""Whose words are a reply where no label says it: only an office's in the same conversation as our question."""

from __future__ import annotations

import json

import pytest

from huiying.probe.pages.describe import describe

ASKED = "请问灵活就业人员如何办理养老保险缴费，需要带哪些材料？"
REPLY = "您好！请携带身份证原件到政务服务中心二楼社保窗口办理参保登记。"
OTHER = "您好，滨河公园开放时间为每天6:00至22:00，冬季提前至21:30闭园。"
OURS = f"<p>李女士 2026-11-01 09:00</p><p>{ASKED}</p>"


def read(body: str, question: str = ASKED) -> dict[str, object]:
    page = body if body[0] in "{[" else f"<html><head><meta charset=utf-8></head><body>{body}</body></html>"
    return describe(page.encode(), question=question)


NO_REPLIES = {
    "news in a column": (f"{OURS}<ul><li>关于开学时间的通知<p>市教育局 2026-11-05</p></li>"
        f"<li>关于公交的公告<p>市交通局 2026-11-06</p></li></ul>"),
    "news in boxes": (f"{OURS}<div><div><span>市教育局</span><span>2026-11-05</span>"
        f"<p>关于开学时间的通知已发布，请各位家长知悉</p></div></div>"),
    "another citizen's": (f"<div>{OURS}</div><div><p>王* 2026-11-02 09:00</p><p>公园几点关门？</p>"
        f"</div><div><p>市园林局 2026-11-03</p><p>{OTHER}</p></div>"),
    "another's without a name": f"<p>{ASKED}</p><p>2026-11-02 09:00</p><p>公园几点关门？</p><p>市园林局 2026-11-03</p><p>{OTHER}</p>",
    "under a heading of its own": f"{OURS}<div><h3>办件公示</h3><p>市园林局 2026-11-03 10:00</p><p>{OTHER}</p></div>",
    "a notice": f"{OURS}<div><p>市信访局 2026-11-02</p><p>温馨提示：请勿填写他人隐私信息，来信请如实填写联系方式。</p></div>",
    "a template": f'{OURS}<div class="reply"><p>{{{{dept}}}} {{{{time}}}}</p><p>{{{{content}}}}</p></div>',
    "a list with offices": (f"<ul><li><p>{ASKED}</p><p>市人社局 2026-11-01</p></li><li>"
        f"<p>公园几点关门，离我家很远</p><p>市园林局 2026-11-02</p></li></ul>"),
    "the system's": f"<div>{OURS}</div><div><p>系统 2026-11-01 09:01</p><p>您的留言已提交成功，编号ZX20261101，请牢记。</p></div>",
    "waiting": f'<div>{OURS}</div><div class="reply"><p>市人社局 2026-11-01 09:01</p><p>等待单位回复中，请耐心等待</p></div>',
    "a time to come": (f"<p>{ASKED}</p><ul><li>提交 2026-11-01</li><li>受理 2026-11-02</li>"
        f"<li>答复 2026-11-10<p>预计答复时间，届时请查看</p></li></ul>"),
    "a step that passes it on": (f"<p>{ASKED}</p><ul><li>受理 2026-11-01<p>市信访局已受理</p></li>"
        f"<li>转办 2026-11-02<p>已转市人社局办理，请等待</p></li></ul>"),
    "a date below a name": f"<p>{ASKED}</p><p>市人社局</p><p>2026-11-01</p><p>本页面由市人民政府办公室维护，未经许可不得转载。</p>",
    "another's labelled one": (
        f"{OURS}<div>王* 2026-11-02 09:00</div><div>公园几点关门？</div><div>市园林局 2026-11-03 10:00 回复：</div><div>{OTHER}</div>"
    ),
    "anybody's": f"<p>网友 2026-11-01</p><p>{ASKED}</p><p>网友 2026-11-02</p><p>公园几点关门？</p><p>市园林局 2026-11-03</p><p>{OTHER}</p>",
    "links in a replier's box": (f'{OURS}<div class="reply-list"><p>市人社局 2026-11-05</p><p>'
        f'<a href="/1.htm">养老保险缴费标准的通知</a></p></div>'),
    "a note for the offices": json.dumps(
        {"content": ASKED, "transferReply": {"content": "请市人社局办理后答复来信人", "createTime": "2026-11-02"}}, ensure_ascii=False
    ),
    "a column of answered letters": (
        f"<p>来信内容：{ASKED}</p><p>答复内容：暂无回复</p><h3>已答复来信</h3><p>公园几点关门</p><p>答：{OTHER}</p>"
    ),
    "below our empty one": f"<p>来信内容：{ASKED}</p><p>答复内容：暂无回复</p><div><b>公园几点关门</b><p>答：{OTHER}</p></div>",
    "a bar of steps": f"<p>来信内容：{ASKED}</p><p><i>1</i><b>提交</b></p><p><i>2</i><b>答复</b></p><p><i>3</i><b>办结</b></p>",
    "a window that a link opens": (
        (f'{OURS}<a data-target="#m">写回复</a>'
            f'<div id="m" class="modal" style="display:none"><p>市人社局 2026-11-02 回复</p><p>{REPLY}</p></div>'),
    ),
    "the citizen's further words": json.dumps(
        {"content": ASKED, "replyList": [{"role": "user", "content": "什么时候能回复我，已经很多天了"}]}, ensure_ascii=False
    ),
    "replies to others in the data": json.dumps(
        {"letter": {"content": ASKED, "createTime": "2026-11-01"}, "hotReplies": [{"content": OTHER, "createTime": "2026-11-03"}]},
        ensure_ascii=False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("body", NO_REPLIES.values(), ids=NO_REPLIES)
def test_words_that_are_no_reply_to_our_question_are_not_taken(body: str) -> None:
    got = read(body)
    assert (got["answered"], got["answered_at"], got["text"]) == (False, None, "")


def test_a_locked_hint_of_a_form_is_no_reply() -> None:
    got = read(f"<p>来信内容：{ASKED}</p><p>回复内容</p><textarea readonly>登录后才能回复，请登录</textarea>")
    assert (got["answered"], got["text"]) == (False, "")


def test_a_signature_older_than_the_question_gives_no_time() -> None:
    got = read(
        f"<p>咨询时间：2026-11-01</p><p>咨询内容：{ASKED}</p><p>答复：{REPLY}</p><p>市人社局</p><p>2019年3月1日</p>"
    )
    assert (got["answered"], got["answered_at"], got["unit"]) == (True, None, "市人社局")


@pytest.mark.parametrize(
    "body",
    [
        f"<div><div>{OURS}</div><div><p>市人社局 2026-11-03 10:22</p><p>{REPLY}</p></div></div>",
        f"<div>{OURS}<p>2026-11-03 10:22 市人社局</p><p>{REPLY}</p></div>",
        (
            f"<ul><li><b>李女士</b><i>2026-11-01 09:00</i><p>{ASKED}</p></li><li>"
            f"<b>市人社局</b><i>2026-11-03 10:22</i><p>{REPLY}</p></li></ul>"
        ),
        (
            f"<ul><li><b>李女士</b><p>{ASKED}</p><i>2026-11-01 09:00</i></li><li>"
            f"<b>市人社局</b><p>{REPLY}</p><i>2026-11-03 10:22</i></li></ul>"
        ),
        (
            f"<table><tr><td>李女士<br>2026-11-01 09:00</td><td>{ASKED}</td></tr><tr>"
            f"<td>市人社局<br>2026-11-03 10:22</td><td>{REPLY}</td></tr></table>"
        ),
        f"<dl><dt>李女士 2026-11-01 09:00</dt><dd>{ASKED}</dd><dt>市人社局 2026-11-03 10:22</dt><dd>{REPLY}</dd></dl>",
        (
            f'<div class="l"><p>{ASKED}</p><p>李女士 2026-11-01 09:00</p></div>'
            f'<div class="r"><p>{REPLY}</p><p>市人社局 2026-11-03 10:22</p></div>'
        ),
    ],
)
def test_a_speakers_line_gives_each_its_own_time_wherever_it_stands(body: str) -> None:
    got = read(body)
    assert (got["asked_at"], got["answered_at"]) == ("2026-11-01T09:00+08:00", "2026-11-03T10:22+08:00")
    assert (got["unit"], got["text"], got["kind"]) == ("市人社局", REPLY, "substantive")


PLAIN = "请携带身份证原件到政务服务中心二楼社保窗口办理参保登记，当场办结。"
STEPS = "<ul><li>受理 2026-11-01 10:00 市信访局</li><li>转办 2026-11-02 08:00 市信访局</li><li>答复 2026-11-03 10:22 市人社局</li></ul>"


@pytest.mark.parametrize(
    ("body", "unit"),
    [
        (f'<p class="i me">{ASKED}<br>2026-11-01 09:00</p><p class="i other">{PLAIN}<br>2026-11-03 10:22</p>', ""),
        (f'<ul><li class="user">{ASKED}</li><li class="admin">{PLAIN}<br>2026-11-03 10:22</li></ul>', ""),
        (f"<h2>{ASKED}</h2><div><b>市人社局</b> <i>官方回复</i></div><div>{PLAIN}</div><div>2026-11-03 10:22</div>", "市人社局"),
        (f"<p>来信内容：{ASKED}</p><p>回复内容：{PLAIN}</p><h4>办理流程</h4>{STEPS}", "市人社局"),
        (f'<div>{ASKED}</div><div class="rep"><div>市人社局 2026-11-03 10:22</div><div>{PLAIN}</div></div>', "市人社局"),
        (json.dumps([{"name": "李*", "content": ASKED}, {"name": "市人社局", "content": PLAIN, "time": "2026-11-03 10:22"}]), "市人社局"),
    ],
    ids=["two sides", "roles", "a unit before its label", "a step tells the time", "a replier's class", "named speakers in data"],
)  # fmt: skip
def test_a_reply_is_known_by_its_side_its_class_or_its_label(body: str, unit: str) -> None:
    got = read(body)
    assert (got["answered"], got["answered_at"], got["unit"], got["text"]) == (
        True,
        "2026-11-03T10:22+08:00",
        unit,
        PLAIN,
    )


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{ASKED}</p><p>2026-11-01 09:00</p><p>市人社局</p><p>{REPLY}</p>",
        f"<p>{ASKED}</p><div>2026-11-01 09:00</div><div><b>市人社局</b><p>{REPLY}</p></div>",
        (
            f"<ul><li><p>{ASKED}</p><p>来信：2026-11-01　回复：</p></li><li><p>公园几点关门"
            f"</p><p>来信：2026-11-02　回复：2026-11-03</p></li></ul>"
        ),
        f"<p>{ASKED}</p><p>市人社局 2026-11-01 提交</p><p>{REPLY}</p>",
    ],
)
def test_a_time_that_may_be_the_questions_is_no_replys(body: str) -> None:
    assert read(body)["answered_at"] is None


def test_a_replys_time_that_is_the_questions_to_the_minute_is_left_out() -> None:
    got = read(
        f"<p>来信时间：2026-11-01 09:00</p><p>来信内容：{ASKED}</p><p>回复时间：2026-11-01 09:00</p><p>回复内容：{REPLY}</p>"
    )
    assert (got["answered"], got["answered_at"]) == (True, None)


def test_a_line_of_a_list_tells_by_whom_and_when_it_was_answered() -> None:
    line = "<li><a href='/{n}.htm'>{title}</a><p>李* 2026-11-0{n}</p><p>市人社局 {state}</p></li>"
    ours = line.format(n=1, title=ASKED, state="已答复 2026-11-03")
    got = read(f"<ul>{ours}{line.format(n=2, title='请问公园几点关门呢', state='办理中')}</ul>")
    assert (got["answered"], got["asked_at"], got["answered_at"], got["unit"]) == (
        True,
        "2026-11-01",
        "2026-11-03",
        "市人社局",
    )


def test_columns_named_left_and_right_are_no_conversation() -> None:
    got = read(f'<div class="right">{ASKED}</div><div class="left">最新公告：公交线路调整 2026-11-03 10:22</div>')
    assert (got["answered"], got["text"]) == (False, "")


WAYS = {
    "a heading in each step": (
        f"<h1>养老保险</h1><p>{ASKED}</p><ul><li><div>2026-11-01 10:00</div><h4>市信访局 已受理</h4></li>"
        f"<li><div>2026-11-03 10:22</div><h4>市人社局 已答复</h4><p>{PLAIN}</p></li></ul>"
    ),
    "labels in each step": (
        f"<p>{ASKED}</p><ul><li><h5>受理</h5><p>受理单位：市信访局</p><p>受理时间：2026-11-01</p></li>"
        f"<li><h5>答复</h5><p>答复单位：市人社局</p><p>答复时间：2026-11-03 10:22</p><p>答复内容：{PLAIN}</p></li></ul>"
    ),
    "one line each": (
        f"<p>{ASKED}</p><p>2026-11-01 10:00 市信访局受理</p><p>2026-11-02 08:00 市信访局转办至市人社局</p>"
        f"<p>2026-11-03 10:22 市人社局答复：{PLAIN}</p>"
    ),
    "columns": (
        f"<p>{ASKED}</p><table><tr><th>时间</th><th>操作</th><th>单位</th><th>意见</th></tr>"
        "<tr><td>2026-11-01 10:00</td><td>受理</td><td>市信访局</td><td>受理</td></tr>"
        f"<tr><td>2026-11-03 10:22</td><td>回复</td><td>市人社局</td><td>{PLAIN}</td></tr></table>"
    ),
    "the last step first": (
        f"<p>{ASKED}</p><ul><li><b>答复</b><i>2026-11-03 10:22</i><p>市人社局</p><p>{PLAIN}</p></li>"
        "<li><b>受理</b><i>2026-11-01 10:00</i><p>市信访局受理</p></li></ul>"
    ),
    "a name and a time above a text under a label": (f"<ul><li>问题：{ASKED}</li><li>回复："
        f"<br>市人社局 2026-11-03 10:22<br>{PLAIN}</li></ul>"),
    "locked boxes that only their hints name": (
        f'<textarea readonly placeholder="来信内容">{ASKED}</textarea><input readonly title="回复单位" value="市人社局">'
        f'<input readonly placeholder="回复时间" value="2026-11-03 10:22"><textarea readonly aria-label="回复内容">{PLAIN}</textarea>'
    ),
}  # fmt: skip


@pytest.mark.parametrize("body", WAYS.values(), ids=WAYS)
def test_a_letters_way_is_read_by_its_steps(body: str) -> None:
    got = read(body)
    assert (got["answered"], got["answered_at"], got["unit"], got["text"]) == (
        True,
        "2026-11-03T10:22+08:00",
        "市人社局",
        PLAIN,
    )
    assert got["asked_at"] is None


NOTE = "您好，来信已收到，已转市人社局办理，请耐心等待。"


@pytest.mark.parametrize(
    "body",
    [
        (
            f"<table><tr><td>来信内容</td><td>{ASKED}</td></tr><tr><td>办理结果</td><td>市信访局 2026-11-01 15:00<br>{NOTE}<br>"
            f"市人社局 2026-11-03 10:22<br>{PLAIN}</td></tr></table>"
        ),
        (
            f"<p>来信内容：{ASKED}</p><div>回复：<p>{NOTE}</p><p>市信访局 2026-11-01 15:00"
            f"</p><p>{PLAIN}</p><p>市人社局 2026-11-03 10:22</p></div>"
        ),
        (
            f"<div><p>李女士 2026-11-01 09:00</p><p>{ASKED}</p></div><div><p>系统 2026-11-01 09:00</p><p>您的留言已提交成功。</p></div>"
            f"<div><p>市信访局 2026-11-02</p><p>{NOTE}</p></div><div><p>市人社局 2026-11-03 10:22</p><p>{PLAIN}</p></div>"
        ),
    ],
    ids=["names above, in one cell", "names below, in one box", "a conversation"],
)
def test_time_unit_and_text_are_those_of_the_reply_that_answers(body: str) -> None:
    got = read(body)
    assert (got["answered_at"], got["unit"], got["text"]) == ("2026-11-03T10:22+08:00", "市人社局", PLAIN)
    assert got["kind"] == "substantive"


def test_of_two_replies_that_name_nobody_surely_none_has_the_others_time() -> None:
    got = read(f"<p>来信内容：{ASKED}</p><div>回复：<p>{NOTE}</p><p>市信访局 2026-11-01 15:00</p><p>{PLAIN}</p></div>")
    assert (got["answered_at"], got["unit"]) == (None, "")


SEEN_BY_OTHERS = {
    "the line that names the speaker stands below": (
        f"<h3>甲</h3><div><p>公园几点关门？</p><p>王* / 2026-11-02</p><hr><p>{OTHER}</p><p>市园林局 / 2026-11-02</p></div>"
        f"<h3>乙</h3><div><p>{ASKED}</p><p>李女士 / 2026-11-01 09:00</p><hr><p>{PLAIN}</p><p>市人社局 / 2026-11-03 10:22</p></div>"
    ),
    "a time above each bubble": (
        (f'<div><div>2026-11-01 09:00</div><div class="b">{ASKED}</div>'
            f'<div>2026-11-03 10:22</div><div class="b"><i>市人社局</i><p>{REPLY}</p></div></div>'),
    ),
    "a tab that a click opens": (
        f'<ul><li data-t="#a">留言</li><li data-t="#b">答复</li></ul><div id="a">{OURS}</div>'
        f'<div id="b" style="display:none"><p>答复单位：市人社局</p><p>答复时间：2026-11-03 10:22</p><p>答复内容：{PLAIN}</p></div>'
    ),
    "a step under the name of the site": (
        f"<div>市政务服务便民热线</div><p>{ASKED}</p><ul><li><h3>2026-11-01 09:00 <b>提交</b></h3><p>市民通过网站提交。</p></li>"
        f"<li><h3>2026-11-03 10:22 <b>办结</b></h3><p>市人社局回复：{PLAIN}</p></li></ul>"
    ),
    "two replies under a label with their number": (
        (f"{OURS}<h4>办理回复 <em>2</em> 条</h4><div>市信访局 <i>2026-11-02</i><p>{NOTE}</p>"
            f"</div><div>市人社局 <i>2026-11-03 10:22</i><p>{REPLY}</p></div>"),
    ),
    "a sentence that says who asked and when": (
        f"<p>您于 2026-11-01 09:00 提出：</p><p>{ASKED}</p><p>市人社局 于 2026-11-03 10:22 回复：</p><p>{PLAIN}</p>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("body", SEEN_BY_OTHERS.values(), ids=SEEN_BY_OTHERS)
def test_who_spoke_and_when_is_read_wherever_the_line_stands(body: str) -> None:
    got = read(body)
    assert (got["asked_at"], got["answered_at"]) == ("2026-11-01T09:00+08:00", "2026-11-03T10:22+08:00")
    assert got["unit"] == "市人社局"
    assert got["text"] in {PLAIN, REPLY, f"市人社局回复：{PLAIN}"}


def test_a_unit_in_brackets_before_its_words_is_the_replys() -> None:
    got = read(f"<p>诉求内容：{ASKED}</p><p>办理结果：[市人社局] {PLAIN}</p>")
    assert (got["unit"], got["text"]) == ("市人社局", PLAIN)


def test_a_signatures_date_is_surer_than_the_day_on_which_the_letter_was_closed() -> None:
    signed = f"<div>回复内容：{PLAIN}<br>市人社局<br>2026年11月3日</div>"
    got = read(f"<p>来信内容：{ASKED}</p><p>来信时间：2026-11-01</p>{signed}<p>办结时间：2026-11-04</p>")
    assert got["answered_at"] == "2026-11-03"
