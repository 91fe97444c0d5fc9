"""A text as sentences and clauses of plain simplified Chinese, without what only repeats the question."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from huiying.answer.lexicon import lexicon

MAX_TEXT = 20_000
MAX_SENTENCE = 400
MAX_SENTENCES = 400

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()}
_PUNCTUATION = (
    (re.compile(r"\r\n?"), "\n"),
    (re.compile(r"<(?:br|/p|/div|/li|/tr)\b[^<>\n]{0,100}>", re.IGNORECASE), "\n"),
    (re.compile(r"<[^<>\n]{1,200}>"), " "),
    (re.compile(r"&nbsp;|[\u00a0\u3000\t]"), " "),
    (re.compile(r"(?<!\d),|,(?!\d)|﹐|､"), "，"),
    (re.compile(r":(?!//)(?!\d)|(?<!\d):(?=\d)|(?<=\d)：(?=\d\d\b)"), "："),
    (re.compile(r"(?<=\d)：(?=\d\d(?!\d))"), ":"),
    (re.compile(r";"), "；"),
    (re.compile(r"\?(?![A-Za-z0-9_=&])"), "？"),
    (re.compile(r"!"), "！"),
    (re.compile(r"(?<=[\u3400-\u9fff）)”])[.．](?=\s|$|[\u3400-\u9fff])"), "。"),
    (re.compile(r"(?<=[^，。；：！？ ])[ ]+(?=[\u3400-\u9fff]{2,6}：)"), "\n"),
    (re.compile(r"(?<=[\u3400-\u9fff，。；：！？])[ ]+|[ ]+(?=[，。；：！？])"), " "),
    (re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])"), "，"),
    (re.compile(r"[ ]{2,}"), " "),
    (re.compile(r"[（(](?:[\u3400-\u9fff]{0,6}(?:号|码))?[:：]?[A-Za-z0-9_-]{3,30}[）)]"), ""),
)
_ASKED_AND_ANSWERED = re.compile(
    r"^\s*(?:问|提问|咨询内容|留言内容|来信内容|信件内容|咨询问题|问题)\s*[:：][\s\S]{0,4000}?"
    r"(?:^|\n|\s)\s*(?:答|答复|回复|回答|答复内容|回复内容|办理结果|处理结果)\s*[:：]"
)
_QUOTES = re.compile(r"[“\"「『《【〈'‘]([^”\"」』》】〉'’]{4,300})[”\"」』》】〉'’]")
_SIGN = re.compile(r"^\s*【[^】]{0,20}】")
_ENUMERATOR = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．]|[①-⑳]|[-•·*])\s*"
)


def han(text: str) -> int:
    """Count the Chinese characters."""
    return len(_HAN.findall(text))


def bare(text: str) -> str:
    """Return only the letters, digits and Chinese characters."""
    return "".join(char for char in text if char.isalnum())


def plain(text: str) -> str:
    """Return at most MAX_TEXT characters with one form of each sign: Chinese punctuation, ASCII digits, simplified."""
    text = _CONTROL.sub("", text[:MAX_TEXT]).translate(_WIDE).translate(lexicon().simplified)
    for pattern, instead in _PUNCTUATION:
        text = pattern.sub(instead, text)
    return text.strip()


def sentences(text: str, question: str) -> list[str]:
    """Split a plain text; what only repeats the question in quotes or as an echo is left out."""
    text = _ASKED_AND_ANSWERED.sub("", text)
    text = "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(">"))
    asked = bare(question)
    text = lexicon().signs["quoted_letter"].sub(r"\1来信", text)
    text = _QUOTES.sub(lambda match: "来信" if _like(bare(match[1]), asked) else match[0], text)
    found: list[str] = []
    for piece in re.findall(r"[^。！？\n…]+？?", text):
        sentence = _ENUMERATOR.sub("", _SIGN.sub("", piece)).strip(" ，：、-—_*=#|·")
        if sentence and not (lexicon().signs["echo"].match(sentence) and not _answers(sentence)):
            found.extend(sentence[start : start + MAX_SENTENCE] for start in range(0, len(sentence), MAX_SENTENCE))
    return found[:MAX_SENTENCES]


def clauses(sentence: str) -> list[str]:
    """Split a sentence at commas and colons."""
    return [
        part for piece in re.split(r"，|：(?!\s*[\d-])", sentence) if (part := _ENUMERATOR.sub("", piece).strip(" 、"))
    ]


def news(text: str, question: str) -> int:
    """Count the characters that are neither the question's own nor words of handling and courtesy."""
    asked = bare(question)[:2000]
    told = bare(lexicon().meta.sub("\n", text))
    return sum(told[max(0, at - 1) : at + 1] not in asked and told[at : at + 2] not in asked for at in range(len(told)))


def pairs_shared(text: str, question: str) -> int:
    """Count the pairs of characters that a text has in common with the question, but for pairs that say nothing."""
    letters = bare(question)[:2000]
    pairs = {letters[at : at + 2] for at in range(len(letters) - 1)} - lexicon().common
    return sum(pair in text for pair in pairs if han(pair) == 2)


def repeated(clause: str, question: str) -> bool:
    """Whether a clause is the question's own wording: asked, or a long statement taken over word for word."""
    words = bare(lexicon().signs["about"].sub("", clause))
    return (
        len(words) >= 6
        and _like(words, bare(question))
        and (len(words) >= 12 or bool(lexicon().signs["asking"].search(clause)))
    )


def _answers(sentence: str) -> bool:
    return bool(lexicon().signs["echo_answers"].match(sentence))


def repeats(sentence: str, question: str) -> bool:
    """Whether a sentence only asks the question back."""
    words = bare(sentence)
    return (
        len(words) >= 6
        and _like(words, bare(question))
        and (len(words) >= 14 or bool(lexicon().signs["asking"].search(sentence)))
    )


def _like(words: str, asked: str) -> bool:
    if len(words) < 4 or len(asked) < 4:
        return False
    if len(words) > len(asked) * 1.3:
        return False
    return fuzz.partial_ratio(words, asked[:4000]) >= 88
