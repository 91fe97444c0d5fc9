"""What a mail only repeats of earlier ones, in the ways of QQ, 163, Sina, Outlook, Foxmail, Apple Mail and Gmail."""

from __future__ import annotations

import re

MAX_LINES = 20_000

_REPLIED = re.compile(
    r"^[\s>*|]*[-=—_－]{2,}\s*(?:原始邮件|原邮件|邮件原件|邮件原文|原文|原始信件|回复的原邮件|原郵件|原始郵件|来信原文|"
    r"Original(?: Message| e-?mail)?|"
    r"Ursprüngliche Nachricht|Message d'origine|Mensaje original|Reply message|Orig\. Message|元のメッセージ|"
    r"[^\n]{0,60}(?:来信中写道|写道|寫道|wrote)\s*[:：]?)\s*[-=—_－]{2,}",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"^[\s>*|]*(?:[-=—_－]{2,}\s*(?:转发的?邮件(?:信息)?|轉寄的?郵件|Forwarded (?:message|by|mail)[^-]*|Forwarding messages|"
    r"已转发邮件)\s*[-=—_－]{2,}|Begin forwarded message:|(?:以下是|开始)转发的?(?:邮件|信件)\s*[:：])",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"(?:写道|寫道|写到|撰写|wrote|writes|sent(?=:)|a écrit|schrieb|escribió|ha scritto|escreveu|schreef|geschreven|đã viết|"
    r"написал\S*|skrev|napisał\S*|"
    r"さんは書きました|のメール)"
    r"\s*(?:[^:：\n]{0,80}[:：])?\s*$"
    r"|^.{0,60}\b\d{4}\b.{0,80}<\s*[^<>\s]+@[^<>\s]+>\s*[:：]\s*$",
    re.IGNORECASE,
)
_STAMP = re.compile(r"^\d{4}[-/年]\d{1,2}[-/月]\d{1,2}.{0,40}<[^<>\s]+@[^<>\s]+>\s*$")
_WROTE_OPENS = re.compile(
    r"^[\s>*]*(?:在|于|On\b|At\b|Le\b|Am\b|El\b|Il\b|Em\b|Op\b|Den\b|Vào\b|W dniu|\d{4}[-/年.]|\d{1,2}[/.]\d{1,2}[/.]"
    r"|[\"“']?[^<>\n]{0,80}<[^<>\s]*@)|^[^。！？\n]{0,160}(?:@|\d{4}\s*[-/年.]\s*\d{1,2}|\d{1,2}:\d{2})",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"^[\s>*_|]*(发件人|寄件者|寄件人|发送人|发信人|From|De|Von|Da|Van|Fra|Från|От|Отправлено|Кому|Дата|Тема|发送时间|发件时间|日\s*期|时\s*间|Sent|Date|Gesendet|Envoyé|Enviado|Fecha|"
    r"Data|Datum|Sendt|Skickat|收件人|To|An|À|Para|A|Til|Till|抄\s*送|Cc|主\s*题|主旨|Subject|Betreff|Objet|Asunto|Emne|Ämne|Reply-To|Importance|差出人|宛先|件名|送信日時)"
    r"\s*\*?\s*[:：]",
    re.IGNORECASE,
)
_SENDER = re.compile(
    r"^[\s>*_|]*(?:发件人|寄件者|寄件人|发送人|发信人|From|De|Von|Da|Van|Fra|Från|От|差出人)\s*\*?\s*[:：]",
    re.IGNORECASE,
)
_DATE_FIELD = re.compile(r"^[\s>*_|]*(?:发送时间|发件时间|日\s*期|Sent|Date)\s*\*?\s*[:：].*\d", re.IGNORECASE)
_ADDRESS_FIELD = re.compile(r"^[\s>*_|]*(?:发件人|收件人|From|To)\s*\*?\s*[:：].*@", re.IGNORECASE)
_RULE = re.compile(r"^\s*[_\-=—]{5,}\s*$")
_MARKED = re.compile(r"^\s*[>＞]")


def split_quoted(text: str) -> tuple[str, str]:
    """Return (what the writer wrote, what was quoted), the second "" where nothing was.

    A forward's content belongs to the mail, only its header lines go. A mail that would be empty without its quotes
    is returned whole.
    """
    lines = text.split("\n")[:MAX_LINES]
    kept: list[str] = []
    quoted: list[str] = []
    at = 0
    while at < len(lines):
        if _MARKED.match(lines[at]):  # whatever it announces stands inside the quotation; the answer may follow below
            quoted.append(lines[at])
            at += 1
            continue
        if _FORWARDED.match(lines[at]):
            at = _skip_fields(lines, at + 1, quoted)
            continue
        end = _opens(lines, at)
        if end is None:
            kept.append(lines[at])
            at += 1
            continue
        if _followed_by_marks(lines, end):
            quoted += lines[at:end]
            at = end
            continue
        quoted += lines[at:]
        break
    own = _tidy(kept)
    if not any(char.isalnum() for char in own):
        return _tidy(lines), ""
    return own, _tidy(quoted)


def _opens(lines: list[str], at: int) -> int | None:
    """Return the line after the one that announces a quotation, None where none begins here."""
    line = lines[at]
    if len(line) > 1000:
        return None
    if _REPLIED.match(line):
        return at + 1
    if _SENDER.match(line) and sum(bool(_FIELD.match(other)) for other in lines[at + 1 : at + 7]) >= 2:
        return at + 1
    if _DATE_FIELD.match(line) and any(map(_ADDRESS_FIELD.match, lines[at + 1 : at + 3])):
        return at + 1
    if _RULE.match(line) and at + 1 < len(lines):
        ahead = next((index for index in range(at + 1, min(at + 3, len(lines))) if lines[index].strip()), at)
        if ahead > at and _SENDER.match(lines[ahead]) and _opens(lines, ahead) is not None:
            return ahead + 1
    return _attribution(lines, at)


def _attribution(lines: list[str], at: int) -> int | None:
    if not _WROTE_OPENS.match(lines[at]):
        return None
    joined = ""
    for end in range(at, min(at + 3, len(lines))):
        joined = f"{joined} {lines[end].strip()}".strip()
        if len(joined) > 400 or not lines[end].strip():
            return None
        if _WROTE.search(joined) and _dated(joined):
            return end + 1
        if _STAMP.match(joined) and _followed_by_marks(lines, end + 1):  # alone it may be a signature
            return end + 1
    return None


def _dated(line: str) -> bool:
    if re.search(r"[。！？]", line) or (re.search("您|来信|留言", line) and "@" not in line):
        return False  # a person's sentence: “您在2月5日的来信中写道：…”, and the answer follows
    return bool(re.search(r"\d{1,4}\D{1,12}\d{1,2}|@", line))


def _followed_by_marks(lines: list[str], at: int) -> bool:
    ahead = next((line for line in lines[at : at + 5] if line.strip()), "")
    return bool(_MARKED.match(ahead))


def _skip_fields(lines: list[str], at: int, quoted: list[str]) -> int:
    end = at
    for index in range(at, min(at + 14, len(lines))):
        if _FIELD.match(lines[index]) or not lines[index].strip():
            end = index + 1
        elif index > at and not _FIELD.match(lines[index]):
            break
    quoted += lines[at:end]
    return end


def _tidy(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()
