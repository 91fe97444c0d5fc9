"""Documents in Word's format, laid out by GB/T 9704-2012; the only user of python-docx."""

from huiying.report.word.annex3 import annex3_docx
from huiying.report.word.appendix import appendix_docx
from huiying.report.word.notice import notice_docx
from huiying.report.word.read import read_docx

__all__ = ["annex3_docx", "appendix_docx", "notice_docx", "read_docx"]
