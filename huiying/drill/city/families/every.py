"""The families by their keys."""

from __future__ import annotations

from huiying.drill.city.families.alert import Alert
from huiying.drill.city.families.base import Family
from huiying.drill.city.families.captcha_form import CaptchaForm
from huiying.drill.city.families.editor import Editor
from huiying.drill.city.families.iframe import Iframe
from huiying.drill.city.families.inline import Inline
from huiying.drill.city.families.letterbox import Letterbox, Pointer
from huiying.drill.city.families.notice import Notice
from huiying.drill.city.families.table import Table

EVERY: tuple[type[Family], ...] = (Notice, Table, Inline, Alert, CaptchaForm, Iframe, Letterbox, Pointer, Editor)
BY_KEY = {family.key: family for family in EVERY}
