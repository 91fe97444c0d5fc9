"""Workbooks for Excel and WPS; the only user of xlsxwriter."""

from huiying.report.sheet.annex3 import annex3_xlsx
from huiying.report.sheet.notice import notice_xlsx
from huiying.report.sheet.template import Column, TemplateSheet, template_xlsx

__all__ = ["Column", "TemplateSheet", "annex3_xlsx", "notice_xlsx", "template_xlsx"]
