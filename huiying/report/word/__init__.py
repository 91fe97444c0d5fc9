"""Documents in Word's format, laid out by GB/T 9704-2012; the only user of python-docx."""

from huiying.report.word.annex3 import annex3_docx

__all__ = ["annex3_docx"]
