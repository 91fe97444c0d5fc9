"""The plan of what to do with each control of a form (pure), and why a form can't be filled honestly.

Nothing is guessed into a required field; an id-card number is never made up; a text is never cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from huiying.model import BlockReason
from huiying.probe.blocked import Blocked
from huiying.probe.challenge import ChallengeKind
from huiying.probe.controls import Control, Option, Place, Widget
from huiying.probe.options import real_options
from huiying.probe.page import Target
from huiying.probe.values import TEXT_FIELDS, Values, fitting
from huiying.probe.wishes import wished

OFFERED = frozenset(
    {
        "title", "body", "name", "nickname", "phone", "telephone", "email", "address", "postcode", "query_password",
        "query_password_confirm", "category", "department", "public", "anonymous", "agree", "reply_way",
    }
)  # fmt: skip
"""Fields that are filled even where they are optional; an id-card number or a region only where the form insists."""

LABELS = {
    "title": "标题",
    "body": "内容",
    "name": "姓名",
    "nickname": "昵称",
    "phone": "电话",
    "telephone": "固定电话",
    "email": "电子邮箱",
    "address": "地址",
    "postcode": "邮编",
    "id_number": "身份证号",
    "id_type": "证件类型",
    "query_password": "查询密码",
    "query_password_confirm": "确认查询密码",
    "category": "类别",
    "department": "受理部门",
    "subject_unit": "涉及单位",
    "region": "所在地区",
    "public": "是否公开",
    "anonymous": "是否匿名",
    "reply_way": "答复方式",
    "agree": "同意须知",
    "captcha": "验证码",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """A control with the field that it is known to be.

    `option` is a recipe's fixed choice (words or value); `part` marks the further selects of a cascade.
    """

    field: str
    control: Control
    required: bool = False
    minimum: int = 0
    maximum: int = 0
    option: str = ""
    part: bool = False
    confidence: float = 1.0

    @property
    def key(self) -> tuple[str, Place]:
        """What tells this slot from others across readings of the page."""
        return self.field, self.control.place


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """The consultation form as it stands now: its known slots, its button, its check, and what is not understood.

    Of a form in steps the slots are those in front, `later` those that are hidden in further steps; `onward` leads there;
    `rest`: the letter itself was typed in an earlier step.
    """

    slots: tuple[Slot, ...]
    submit: Target | None
    challenge: ChallengeKind = ChallengeKind.NONE
    captcha: Slot | None = None
    picture: Target | None = None
    refresh: Target | None = None
    unmapped: tuple[Control, ...] = ()
    frame: tuple[str, ...] = ()
    onward: Target | None = None
    later: tuple[Slot, ...] = ()
    rest: bool = False

    def has(self, name: str) -> bool:
        """Whether a field is among the slots."""
        return any(slot.field == name for slot in self.slots)


@dataclass(frozen=True, kw_only=True, slots=True)
class Write:
    """Type a text."""

    target: Target
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Choose:
    """Choose an option of a select."""

    target: Target
    option: Option


@dataclass(frozen=True, kw_only=True, slots=True)
class Tick:
    """Tick a box or choose a radio button; `press` is what a person clicks where it is drawn over."""

    target: Target
    press: Target | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Pick:
    """Choose from a select that a script draws; its entries may be known only once it stands open (`picked`)."""

    trigger: Target
    items: str


Action = Write | Choose | Tick | Pick
CHOICES = frozenset({"select", "radio", "checkbox"})


def plan(slot: Slot, values: Values) -> Action | None:
    """Return what to do with one control; None where it is left as it is.

    Raises:
        Blocked: REAL_NAME_REQUIRED, UNMAPPED_REQUIRED or FORM_CHANGED where the form can't be filled honestly.
    """
    control = slot.control
    if not slot.required and slot.field not in OFFERED:
        return None
    if control.kind in CHOICES:
        if control.widget is not None and not real_options(control):
            return _pick(control, control.widget)
        option = chosen(slot, values)
        return None if option is None else _action(control, option)
    if slot.field not in TEXT_FIELDS and slot.field not in {"nickname", "telephone", "query_password_confirm"}:
        if slot.required and not control.filled:
            raise Blocked(BlockReason.UNMAPPED_REQUIRED, f"必填项“{LABELS.get(slot.field, slot.field)}”没有可填的内容")
        return None
    if not values.text(slot.field):
        if slot.required:
            raise _nothing_to_say(slot.field)
        return None
    return Write(target=place_of(control), text=fitting(slot.field, values, minimum=slot.minimum, maximum=slot.maximum))


def chosen(slot: Slot, values: Values) -> Option | None:
    """Return the option to choose; None where what is chosen already will do.

    Raises:
        Blocked: UNMAPPED_REQUIRED where a required choice has no option that fits.
    """
    control = slot.control
    real = real_options(control)
    found = (
        _fixed(real or control.options, slot.option)
        if slot.option
        else wished(slot.field, control, values, required=slot.required, part=slot.part)
    )
    name = LABELS.get(slot.field, slot.field)
    if found is not None:
        return None if found.selected else found
    if slot.option:
        raise Blocked(BlockReason.FORM_CHANGED, f"“{name}”中没有配置的选项“{slot.option}”")
    # Without options it is a cascade whose options come with the choice above it; it is asked again afterwards.
    if not slot.required or not real or any(option.selected for option in real):
        return None
    texts = "、".join(option.text for option in real[:6])
    raise Blocked(BlockReason.UNMAPPED_REQUIRED, f"必填的“{name}”没有合适的选项：{texts}")


def place_of(control: Control) -> Target:
    """Return where a control's text is typed; a rich-text editor's frame is entered."""
    target = target_of(control.place)
    if control.editor == "frame":
        return Target(selector="body", frame=(*target.frame, target.selector))
    return target


def target_of(place: Place, selector: str = "") -> Target:
    """Return an element beside a place (same frame, same shadow roots), or the place itself."""
    return Target(selector=" >>> ".join((*place.shadow, selector or place.selector)), frame=place.frame)


def check_complete(reading: Reading) -> None:
    """Raise Blocked where the form can't be put honestly: log-in, real name, unknown required fields, no button."""
    if reading.unmapped:
        raise Blocked(
            BlockReason.UNMAPPED_REQUIRED, f"有未能识别的必填项：{'、'.join(map(name_of, reading.unmapped[:6]))}"
        )
    if reading.onward is not None:
        return
    if not reading.has("body") and not reading.rest:
        raise Blocked(BlockReason.FORM_CHANGED, "表单中没有找到填写内容的地方")
    if reading.submit is None:
        raise Blocked(BlockReason.FORM_CHANGED, "没有找到提交按钮")


def in_order(slots: Sequence[Slot]) -> list[Slot]:
    """Return choices first (they swap what is below them), then texts, then the ticks of agreement, each as on the page."""
    return sorted(slots, key=lambda slot: (slot.field == "agree", slot.control.kind not in CHOICES, slot.control.order))


def _action(control: Control, option: Option) -> Action:
    if control.widget is not None:
        return _pick(control, control.widget)
    if control.kind == "select":
        return Choose(target=target_of(control.place), option=option)
    press = target_of(control.place, option.press) if option.press else None
    return Tick(target=target_of(control.place, option.selector), press=press)


def _pick(control: Control, widget: Widget) -> Pick:
    return Pick(trigger=target_of(control.place, widget.trigger), items=widget.items)


def picked(slot: Slot, entries: Sequence[str], values: Values, *, further: bool = False) -> str:
    """Return which entry of an open select to take; "" to leave it. `further` levels belong to a choice already made.

    Raises:
        Blocked: UNMAPPED_REQUIRED or FORM_CHANGED as in `chosen`.
    """
    shown = replace(slot.control, options=tuple(Option(text=text, value=text) for text in entries))
    # A level below a choice has to be answered too, or the choice above it counts for nothing.
    option = chosen(replace(slot, control=shown, part=further or slot.part, required=further or slot.required), values)
    return option.text if option is not None else ""


def _fixed(options: Sequence[Option], wanted: str) -> Option | None:
    return next((o for o in options if wanted in {o.text, o.value}), None) or next(
        (o for o in options if wanted in o.text), None
    )


def name_of(control: Control) -> str:
    """Return what a person would call a control."""
    texts = control.texts
    said = (*texts.label, texts.left, *texts.before, texts.item, texts.placeholder, texts.title, texts.seen_left)
    return next((one for one in said if one), control.name or control.id or control.place.selector)[:40]


def _nothing_to_say(name: str) -> Blocked:
    if name == "id_number":
        return Blocked(BlockReason.REAL_NAME_REQUIRED, "表单要求填写身份证号，设置中没有提供；本工具不会编造")
    return Blocked(BlockReason.UNMAPPED_REQUIRED, f"必填的“{LABELS.get(name, name)}”在设置中没有提供")
