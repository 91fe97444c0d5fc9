"""What one control is likely to be: every text around it weighed, then its choices, its type and its name (pure).

A label beats a name; a text on the same line beats one further off; what a label contradicts counts little. `weigh` returns
field → Evidence(score 0…1, why). Nothing is decided here: recognise.py assigns fields to controls over the whole form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from huiying.probe.compounds import names_a_thing
from huiying.probe.controls import Control
from huiying.probe.lexicon import Lexicon
from huiying.probe.wording import asides, plain

KNOWN = 0.6
"""From here on a text is taken to say what the control is."""

_MOST = 0.7
"""The strength of choices of which every other one is a field's own word."""

_SHORT = 8
"""A choice of more characters says more than who somebody is: 企业基本信息有误."""

OPTION_KINDS = frozenset({"radio", "checkbox", "select"})

_TYPES: Mapping[str, Mapping[str, float]] = {
    "email": {"email": 0.6},
    "tel": {"phone": 0.55},
    "file": {"attachment": 0.85},
    "password": {"query_password": 0.35, "password": 0.4},
    "search": {"keywords": 0.6},
    "url": {"website": 0.5},
}
_OTHERS = re.compile(r"^[^被]{0,6}被[举投反控申]")
_CONTACT = re.compile(r"联[系络]方式|联络方法|怎么联系您")
_OTHER_WAY = re.compile(r"其[他它].{0,2}联[系络]方[式法]")
_REACHED_BY = ("phone", "telephone", "email", "qq", "wechat")
_AGREES = re.compile(
    r"^(?:我|本人)?.{0,6}(?:阅读|知晓|知悉|了解|承诺|保证|遵守)|同意(?!.{0,4}(?:公开|匿名|公示))|接受(?:以上|上述|本|该|此)"
)
_NOT_THE_WRITER = re.compile(r"法定代表人|机关|机构")
_NAME_ATTRIBUTES = (
    "formcontrolname",
    "data-name",
    "data-field",
    "field",
    "prop",
    "data-key",
    "fieldname",
    "data-id",
    "autocomplete",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """How strongly a control is a field (0…1), and by what."""

    score: float
    why: str


def _tiers(control: Control, messages: Mapping[str, str]) -> tuple[list[tuple[str, float, str]], ...]:
    """The texts around a control by nearness: (where, weight, text)."""
    t = control.texts
    single = control.kind in {"radio", "checkbox"} and len(control.options) == 1
    near = [("标签", 1.0, one) for one in t.label]
    near += [("同行文字", 0.97, one) for one in t.before[:1]]
    near += [("左侧单元格", 0.97, t.left), ("所在项文字", 0.95, t.item)]
    if single:
        near += [("选项文字", 1.0, control.options[0].text)]
    hints = [
        ("提示", 0.9, t.placeholder),
        ("title", 0.85, t.title),
        ("表头", 0.85, t.header),
        ("分组", 0.9 if control.kind == "radio" else 0.6, t.group),
    ]
    hints += [("分组", 0.85 if control.kind in {"radio", "checkbox"} else 0.45, t.legend)]
    hints += [
        ("校验提示", 0.8, value)
        for key, value in control.attributes.items()
        if not value.isascii() and key not in {"data-content", "data-value"}
    ]
    hints += [("脚本提示", 0.85, messages[one]) for one in (control.name, control.id) if one in messages]
    far = [("左侧文字", 0.85, t.seen_left), ("上方文字", 0.72, t.above[0] if t.above else "")]
    far += [("预填文字", 0.75, t.value if control.kind in {"text", "textarea"} and not t.value.isascii() else "")]
    far += [("上方文字", 0.6, t.seen_above)]
    if control.kind == "select" and control.options:
        far += [("首项文字", 0.75, control.options[0].text)]
    behind = [("后面文字", 0.5, one) for one in (*t.after[:1], t.item_after[:40], *t.below[:1])]
    return near, hints, far, behind


def _read_tier(texts: list[tuple[str, float, str]], lexicon: Lexicon) -> tuple[dict[str, Evidence], bool]:
    """Return what the texts of one tier say, and whether there was any text at all."""
    found: dict[str, Evidence] = {}
    spoke = False
    for where, weight, text in texts:
        if not text or not plain(text):
            continue
        said = lexicon.read_label(text)
        spoke = spoke or any(not one.isdigit() for one in lexicon.candidates(text))
        for name, strength in said.items():
            score = weight * strength
            if name not in found:
                found[name] = Evidence(score=score, why=f"{where}“{text[:20]}”")
            elif score > found[name].score:
                found[name] = Evidence(score=min(1.0, score + 0.03), why=f"{where}“{text[:20]}”")
    return found, spoke


def _merge(found: dict[str, Evidence], more: Mapping[str, Evidence], factor: float) -> None:
    for name, one in more.items():
        score = one.score * factor
        if name not in found or score > found[name].score:
            found[name] = Evidence(score=score, why=one.why)
        else:
            found[name] = Evidence(score=min(1.0, found[name].score + 0.1 * score), why=found[name].why)


def _best(found: Mapping[str, Evidence]) -> float:
    return max((one.score for one in found.values()), default=0.0)


def _labels(control: Control, lexicon: Lexicon, messages: Mapping[str, str]) -> tuple[dict[str, Evidence], bool]:
    """Return what all texts say, and whether a label spoke that the lexicon does not know."""
    near, hints, far, behind = _tiers(control, messages)
    own = [one for one in near if one[0] in {"标签", "同行文字", "选项文字"}]
    rest = [one for one in near if one not in own]
    found, spoke = _read_tier(own, lexicon)
    row, spoke_row = _read_tier(rest, lexicon)
    _merge(found, row, 0.6 if _best(found) >= KNOWN else 1.0)
    known, heard = _best(found) >= KNOWN, spoke or spoke_row
    said, _ = _read_tier(hints, lexicon)
    _merge(found, said, 0.5 if known else 0.8 if heard and not said else 1.0)
    known_now = _best(found) >= KNOWN
    _merge(found, _read_tier(far, lexicon)[0], 0.3 if known_now or heard else 1.0)
    _merge(found, _read_tier(behind, lexicon)[0], 0.25 if known_now or heard else 1.0)
    return found, heard and _best(found) < 0.4


def _names(control: Control, lexicon: Lexicon) -> dict[str, Evidence]:
    found: dict[str, Evidence] = {}
    sources = [(control.name, 1.0), (control.id, 0.95), (control.model, 0.95)]
    sources += [(control.attributes.get(key, ""), 0.85) for key in _NAME_ATTRIBUTES]
    sources += [(one, 0.5) for one in control.css_class.split()[:4]]
    for text, weight in sources:
        for name, strength in (lexicon.read_name(text) if text else {}).items():
            if name not in found or strength * weight > found[name].score:
                found[name] = Evidence(score=strength * weight, why=f"名称“{text[:30]}”")
    return found


def _intrinsic(control: Control, lexicon: Lexicon, shared_pictures: frozenset[str]) -> dict[str, Evidence]:
    """What the control's own nature says: its choices, its type, a captcha picture of its own."""
    found = {
        name: Evidence(score=score, why=f"类型 {control.type}") for name, score in _TYPES.get(control.type, {}).items()
    }
    if control.kind in OPTION_KINDS:
        for name, score in lexicon.read_options(one.text for one in control.options).items():
            found[name] = Evidence(score=score, why="选项内容")
    if control.kind == "checkbox" and len(control.options) == 1 and _AGREES.search(plain(control.options[0].text)):
        found["agree"] = Evidence(score=0.8, why="选项是一句承诺")
    if any(one.words and one.visible and one.selector not in shared_pictures for one in control.pictures):
        found["captcha"] = Evidence(score=0.7, why="旁边有验证码图片")
    return found


def _strengths(
    labels: Mapping[str, Evidence],
    nature: Mapping[str, Evidence],
    names: Mapping[str, Evidence],
    *,
    unknown_label: bool,
    of_others: bool = False,
) -> Iterator[tuple[str, Evidence]]:
    strongest = max(_best(labels), _best(nature))
    name_alone = 0.3 if strongest >= KNOWN or of_others else 0.55 if unknown_label else 0.85
    for name in {*labels, *nature, *names}:
        said, is_, called = labels.get(name), nature.get(name), names.get(name)
        base = 1.0 - (1.0 - (said.score if said else 0.0)) * (1.0 - (is_.score if is_ else 0.0))
        if base > 0:
            score = base + (1.0 - base) * 0.5 * (called.score if called else 0.0)
        else:
            score = name_alone * (called.score if called else 0.0)
        why = "，".join(one.why for one in (said, is_, called) if one and one.score >= 0.3)
        yield name, Evidence(score=score, why=why)


def weigh(
    control: Control, lexicon: Lexicon, *, messages: Mapping[str, str], shared_pictures: frozenset[str] = frozenset()
) -> dict[str, Evidence]:
    """Return field → evidence for one control.

    `messages` maps control names to what the page's script says of them; `shared_pictures` are pictures that stand near more
    than one control and so prove nothing about any.
    """
    labels, unknown_label = _labels(control, lexicon, messages)
    nature = _below_labels(labels, _intrinsic(control, lexicon, shared_pictures), control.kind, lexicon)
    names = _names(control, lexicon)
    found: dict[str, Evidence] = {}
    beside = (*control.texts.label, control.texts.left, *control.texts.before[:1])
    foreign = unknown_label and (lexicon.of_others(*beside) or any(names_a_thing(plain(one)) for one in beside))
    for name, one in _strengths(labels, nature, names, unknown_label=unknown_label, of_others=foreign):
        score = min(0.99, one.score * lexicon.kind_factor(name, control.kind))
        if score >= 0.15:
            found[name] = Evidence(score=score, why=one.why)
    t = control.texts
    writers = nature.get("occupation", Evidence(score=0.0, why="")).score > KNOWN
    if writers or any(map(lexicon.kind_of_a_thing, (*t.label, t.left, t.item, *t.before[:1]))):
        found.pop("category", None)
    if _asks_who_writes(control, lexicon):
        found.pop("category", None)
    if "portrait" in labels and labels["portrait"].score >= KNOWN:
        found.pop("attachment", None)
    if any(_NOT_THE_WRITER.search(one) and not re.search(r"姓名|个人|您|你", one) for one in (t.placeholder, t.title)):
        found = {name: one for name, one in found.items() if name not in {"name", "nickname"}}
    called = names.get("email")
    if "address" in found and called and called.score >= KNOWN and "address" not in names:
        _mail_or_post(found, control)
    _reached_otherwise(found, control, lexicon)
    _which_phone(found, control, lexicon)
    of_others = any(map(_OTHERS.match, (t.section, t.item, *beside)))
    return _of_others(found, lexicon) if of_others else found


def _asks_who_writes(control: Control, lexicon: Lexicon) -> bool:
    """Whether the choices under a bare 类别 are kinds of people and bodies (个人, 企业, 医院), not of letters (问题类别)."""
    t = control.texts
    if any(word in plain(one) for one in (*t.label, t.left, *t.before[:1], t.item) for word in lexicon.matters):
        return False
    said = lexicon.read_options(one.text for one in control.options)
    short = all(len(plain(one.text)) <= _SHORT for one in control.options)
    return said.get("writer_kind", 0.0) >= _MOST and "category" not in said and short


def _below_labels(
    labels: Mapping[str, Evidence], nature: Mapping[str, Evidence], kind: str, lexicon: Lexicon
) -> Mapping[str, Evidence]:
    """Return what the choices say, halved where a label names another field that such a control can be (是否匿名投诉)."""
    if kind not in OPTION_KINDS or not any(
        one.score * lexicon.kind_factor(name, kind) >= KNOWN for name, one in labels.items()
    ):
        return nature
    return {
        name: one if name in labels else Evidence(score=one.score * 0.5, why=one.why) for name, one in nature.items()
    }


def _mail_or_post(found: dict[str, Evidence], control: Control) -> None:
    """An address whose control is called email is one of two: e-mail where a text beside it says so, else neither."""
    post = found.pop("address")
    t = control.texts
    if any(
        re.search(r"e-?mail|邮箱|邮件", one, re.IGNORECASE)
        for one in (*t.after[:1], t.item_after, t.placeholder, t.title)
    ):
        found["email"] = Evidence(score=post.score, why=f"{post.why}，旁边的文字说明是电子邮箱")


def _reached_otherwise(found: dict[str, Evidence], control: Control, lexicon: Lexicon) -> None:
    """联系方式 is a phone's number unless what stands with it names something else (邮箱): a bracket, a hint, the control's type."""
    t = control.texts
    own = [one for one in (*t.label, t.left, t.item, *t.before[:1]) if plain(one)][:1]
    called = [one for one in own or (t.header, t.placeholder, *t.above[:1]) if _CONTACT.search(one)]
    if not found.keys() & {"phone", "telephone"} or not called:
        return
    closer = [*(aside for one in called for aside in asides(one)), t.placeholder, t.title, *t.after[:1], t.item_after]
    read = [lexicon.read_label(_CONTACT.sub("", one)) for one in closer if one]
    named = {name for one in read for name in _REACHED_BY if one.get(name, 0.0) >= KNOWN}
    named |= {"email"} if control.type == "email" else set()
    if any(map(_OTHER_WAY.search, called)) and any(
        re.search(r"qq|msn|微信|飞信", one, re.IGNORECASE) for one in closer
    ):
        named |= {"qq"}
    if named and not named & {"phone", "telephone"}:
        both = [one for one in (found.pop("phone", None), found.pop("telephone", None)) if one]
        phone = max(both, key=lambda one: one.score)
        way = "email" if "email" in named else min(named)
        found[way] = Evidence(score=phone.score, why=f"{phone.why}，旁边的文字说明是哪一种")


def _which_phone(found: dict[str, Evidence], control: Control, lexicon: Lexicon) -> None:
    """联系电话（座机） asks for the landline and 联系电话（手机） for the mobile: the bracket tells which of the two."""
    t = control.texts
    label = next((one for one in (*t.label, t.left, t.item, *t.before[:1]) if plain(one)), "")
    read = [lexicon.read_label(one) for one in asides(label)]
    said = {name for one in read for name in ("phone", "telephone") if one.get(name, 0.0) >= KNOWN}
    if len(said) == 1 and found.keys() >= {"phone", "telephone"}:
        both = (found.pop("phone"), found.pop("telephone"))
        found[said.pop()] = max(both, key=lambda one: one.score)


def _of_others(found: Mapping[str, Evidence], lexicon: Lexicon) -> dict[str, Evidence]:
    """Of the one complained of (被举报人姓名, or a part of the form) nothing is the writer's: a name or a unit is the subject's."""
    rest = {name: one for name, one in found.items() if name not in lexicon.writer}
    named = [found[name] for name in ("name", "organisation") if name in found and found[name].score >= KNOWN]
    return rest | {"subject_unit": named[0]} if named else rest
