"""What is wished for where a form lets one choose: the right office, a plain 类型, public or secret as the round says (pure)."""

from __future__ import annotations

import re

from huiying.probe.controls import Control, Option
from huiying.probe.options import CATEGORIES, choose_option, choose_public, real_options, tick_public
from huiying.probe.values import Values

WISHES = {
    "anonymous": ("不匿名", "否", "实名"),
    "reply_way": ("电子邮件", "邮件", "邮箱", "E-mail", "网上回复", "网站", "在线"),
    "id_type": ("居民身份证", "身份证"),
}


CITY = ("市直部门", "市直单位", "市直", "市级部门", "市级", "市属")
COUNTY = ("县区", "区县", "县市区", "各县区", "各区县", "县直部门", "县直单位", "县直", "区直部门", "区直单位", "区直")
"""The first select of a cascade of offices, where it names no office yet."""

_GOVERNMENT = re.compile(r"(政府|[市县区州盟旗])(门户)?(网站?)?$")
ITS_OFFICE = re.compile(r"(.{0,8}[市县区州盟旗]|本级)?(人民)?政府办(公室)?")
_OWN_OFFICE = re.compile(r"(局|本级)?(办公室|综合(科|股|处|室)?)")
_NOT_KNOWN = re.compile(r"不(清楚|确定|知道|详)(.{0,4}(部门|单位))?|其[他它](部门|单位|科室)?")


def wished(field: str, control: Control, values: Values, *, required: bool, part: bool) -> Option | None:
    """Return the option to choose for a field; None where none fits. `part` is a further select of a cascade."""
    match field:
        case "agree":
            found = next((o for o in control.options if not re.search(r"不同意|不接受|拒绝", o.text)), None)
        case "public":
            found = _public(control, public=values.public)
        case "department" | "subject_unit" | "region":
            found = (
                choose_option(control, _offices(values))
                or (_home(control, values) if field == "region" else None)
                or _only(control)
                or _general_office(control, values, insisted=required or part)
            )
        case "category":
            found = choose_option(control, (values.category, *CATEGORIES)) or (_only(control) if part else None)
        case name:
            found = choose_option(control, WISHES.get(name, ()))
    return found


def _home(control: Control, values: Values) -> Option | None:
    """Return the place that the writer's address names, the longest name first."""
    named = [one for one in real_options(control) if len(one.text.strip()) >= 2 and one.text.strip() in values.address]
    return max(named, key=lambda one: len(one.text), default=None)


def is_government(*names: str) -> bool:
    """Whether one of a site's names is a government's, not a department's: its office takes letters for all."""
    return any(_GOVERNMENT.search(name) for name in names if name)


def _general_office(control: Control, values: Values, *, insisted: bool) -> Option | None:
    """Return where a letter goes whose office the roster does not name: the government's office, or 不清楚.

    Only where the form insists. A list of a cascade's last level is one body's own: its 办公室 takes all letters.
    """
    if not insisted:
        return None
    wanted = [ITS_OFFICE] if is_government(values.unit, values.site) else []
    wanted += [_OWN_OFFICE, _NOT_KNOWN]
    offered = [(re.sub(r"\s+", "", option.text), option) for option in real_options(control)]
    found = (option for pattern in wanted for text, option in offered if pattern.fullmatch(text))
    return next(found, None)


def _public(control: Control, *, public: bool) -> Option | None:
    if control.kind == "checkbox" and len(control.options) == 1:
        return control.options[0] if tick_public(control, public=public) else None
    return choose_public(control, public=public)


def _offices(values: Values) -> tuple[str, ...]:
    """The roster's 部门 may be a path for a cascade: 杞县/民政局/办公室."""
    path = [part for part in re.split(r"[/>|、,;]+", values.department) if part.strip()]
    own = (values.department, *reversed(path), values.unit, values.site)
    county = any(re.search(r"[县区](人民政府|政府)?$", name) for name in (values.site, values.unit))
    return tuple(dict.fromkeys(filter(None, (*own, *(COUNTY if county else CITY)))))


def _only(control: Control) -> Option | None:
    real = real_options(control)
    return real[0] if len(real) == 1 else None
