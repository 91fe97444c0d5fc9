"""What a mail is: returned, automatic, or what its text makes it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from huiying.answer import judge
from huiying.mailbox.automatic import titled_automatic
from huiying.mailbox.message import MailText, read_message
from huiying.model import AnswerKind, Judgement

SHORT = 400
"""Below so many letters a foreign mail that a program sent is taken for its acknowledgement."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def judge_mail(mail: MailText, *, question: str = "", title: str = "", keywords: Sequence[str] = ()) -> Judgement:
    """Say what a mail that is no returned mail is: by its text, its headers and what came with it together.

    Sure only where the mail's own text is all of it: an answer may stand in a document that no rule reads.
    """
    automatic = bool(mail.automatic)
    judgement = judge(mail.text, question=question, title=title, keywords=keywords, automatic=automatic)
    if mail.receipt and not (judgement.sure and judgement.kind is AnswerKind.SUBSTANTIVE):
        judgement = replace(
            judgement,
            kind=AnswerKind.ACKNOWLEDGEMENT,
            sure=mail.proved_receipt,
            why="阅读或送达回执",
            confidence=0.95 if mail.proved_receipt else 0.5,
        )
    elif mail.auto_reply and (not judgement.sure or titled_automatic(mail.subject)):
        sure = judgement.sure and judgement.kind is not AnswerKind.SUBSTANTIVE
        kind = judgement.kind if sure else AnswerKind.ACKNOWLEDGEMENT
        judgement = replace(judgement, kind=kind, sure=sure, why=f"{mail.automatic}；{judgement.why}")
    answered = judgement.sure and judgement.kind is AnswerKind.SUBSTANTIVE
    if answered or mail.proved_receipt or not (elsewhere := _elsewhere(mail)):
        return judgement
    return replace(judgement, sure=False, confidence=0.5, why=f"{judgement.why}；{elsewhere}，须人工查看")


def _elsewhere(mail: MailText) -> str:
    """Say where else than in the text an answer may stand: not in the pictures of a letterhead inside the text."""
    if mail.problem:
        return mail.problem
    names = [file.name for file in mail.attachments if not file.inline]
    if names:
        return f"附件“{names[0]}”可能载有答复"
    return "正文提到附件而没有收到" if "附件" in mail.text else ""


def kind_of(mail: MailText) -> tuple[str, str]:
    """Return "bounce", "other" or the value of an AnswerKind, and why in Chinese."""
    chinese = _chinese(mail.text)
    if mail.headless:
        return "other", mail.problem
    if mail.bounce:
        return "bounce", mail.bounce
    if mail.receipt or (mail.auto_reply and not chinese):
        return str(AnswerKind.ACKNOWLEDGEMENT), mail.automatic
    if not chinese:
        return _foreign(mail)
    judgement = judge_mail(mail)
    return str(judgement.kind), judgement.why


def _foreign(mail: MailText) -> tuple[str, str]:
    """Of a mail that no rule for Chinese reads only this is known: whether a person wrote it."""
    if mail.bulk and not mail.references and not mail.quoted_removed:
        return "other", "群发邮件"
    if not any(char.isalnum() for char in mail.text):
        return "other", mail.problem or "没有文字"
    if not mail.automatic:
        return str(AnswerKind.SUBSTANTIVE), "外文邮件，由人所写"
    if len(mail.text) < SHORT:
        return str(AnswerKind.ACKNOWLEDGEMENT), f"{mail.automatic}；正文简短"
    judgement = judge(mail.text, automatic=True)
    return str(judgement.kind), judgement.why


def _chinese(text: str) -> bool:
    """Whether a text is to be read as Chinese: a name under an English letter does not make it so."""
    signs = len(_CHINESE.findall(text[:20_000]))
    return signs > 0 and 4 * signs >= sum(char.isalpha() and char.isascii() for char in text[:20_000])


def describe(raw: bytes) -> dict[str, object]:
    """Return what `huiying mail read --json` shows of a mail, without its file name."""
    mail = read_message(raw)
    kind, why = kind_of(mail)
    return {
        "kind": kind,
        "why": why,
        "automatic": bool(mail.automatic),
        "subject": mail.subject,
        "text": mail.text,
        "quoted_removed": mail.quoted_removed,
        "charset": mail.charset,
    }
