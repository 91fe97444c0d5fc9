"""The clauses of one sentence beside each other: each may give its label to the next."""

from __future__ import annotations

from huiying.answer.labels import has_number, label_of, points
from huiying.answer.lexicon import lexicon
from huiying.answer.sentences import clauses, han, repeats
from huiying.answer.voices import retells

_SPAN = {"receipt": "\x01", "intro": "\x02", "topic": "\x03"}
_NAMES = {mark: name for name, mark in _SPAN.items()}
_HANDLING = frozenset(("process", "promise", "vague", "thanks"))
_ON_THE_WAY = frozenset(("transfer", "relayed", "refer", "refusal", "duty"))
_SHORT = 8


def labelled_clauses(sentence: str, question: str) -> list[tuple[str, str]]:
    """Split a sentence into clauses and label each."""
    words = lexicon()
    if sentence.endswith("？") and not words.asking.search(sentence):
        return [(sentence, "quoted")]
    if repeats(sentence, question):
        return [(sentence, "asked")]
    if retells(sentence):
        return [(part, "retold") for part in clauses(sentence)]
    if words.field_other.match(sentence) or (
        words.field_where.match(sentence) and not words.asks["where"].search(question)
    ):
        return [(part, "footer") for part in clauses(sentence)]
    return [pair for piece in sentence.split("；") if piece.strip() for pair in _of_piece(piece.strip(), question)]


def _of_piece(sentence: str, question: str) -> list[tuple[str, str]]:
    for name, pattern in lexicon().spans:
        sentence = pattern.sub(f"，{_SPAN[name]}，", sentence)
    parts = clauses(sentence)
    labels = [_NAMES.get(part) or label_of(part, question) for part in parts]
    _in_context(parts, labels, question)
    _lend(parts, labels)
    return list(zip(parts, labels, strict=True))


def _lend(parts: list[str], labels: list[str]) -> None:
    """Give an opening clause ("under article 33 …") the label of what it opens."""
    follower = ""
    for index in range(len(parts) - 1, -1, -1):
        if labels[index] == "content":
            labels[index] = _lent(parts[index], follower)
        if labels[index] != "filler":
            follower = labels[index]


def _lent(clause: str, follower: str) -> str:
    signs = lexicon().signs
    if follower == "receipt" and han(clause) <= _SHORT:
        return "filler"
    if follower not in {"", "content"} and _opens(clause):
        return "opening" if follower in _HANDLING else follower
    of_its_kind = follower in _ON_THE_WAY and signs["nature"].match(clause)
    what_for = follower in {"pointer", "refer"} and signs["topic"].search(clause)
    return follower if of_its_kind or what_for else "content"


def _opens(clause: str) -> bool:
    """Whether a clause only leads up to the next one; one that reports something done stands for itself."""
    signs = lexicon().signs
    return bool(signs["opening"].match(clause)) and not signs["completed"].search(clause)


def _in_context(parts: list[str], labels: list[str], question: str) -> None:
    """A number to ask at is only for tracking, or only a courtesy, where the sentence says so."""
    signs = lexicon().signs
    _to_whom(parts, labels)
    if "answered" in labels:
        labels[:] = [
            "pointer" if label == "tracking" or (label != "answered" and signs["look"].search(part)) else label
            for part, label in zip(parts, labels, strict=True)
        ]
    labels[:] = [
        "pointer" if label in {"conditional", "details"} and points(part) else label
        for part, label in zip(parts, labels, strict=True)
    ]
    if "pointer" in labels:
        labels[:] = [
            "pointer"
            if label == "tracking" and (signs["look_there"].match(part) or not signs["of_progress"].search(part))
            else label
            for part, label in zip(parts, labels, strict=True)
        ]
    if {"tracking", "refer", "contact"} & set(labels) and any(has_number(part) for part in parts):
        labels[:] = [
            "contact" if label == "content" and signs["hours"].search(part) else label
            for part, label in zip(parts, labels, strict=True)
        ]
    _after_footer(parts, labels, asked_hours=bool(lexicon().asks["hours"].search(question)))
    if "tracking" in labels:
        labels[:] = [
            "tracking" if label in {"refer", "contact", "pointer", "conditional", "details"} else label
            for label in labels
        ]
    for index, label in enumerate(labels):
        if label in {"conditional", "details"}:
            labels[index:] = ["details" if label == "details" else "courtesy"] * (len(labels) - index)


def _to_whom(parts: list[str], labels: list[str]) -> None:
    """What was passed on is a transfer where its sentence names who has it now; else it goes its way in the house."""
    named = any(
        lexicon().signs["receiver"].search(part)
        for part, label in zip(parts, labels, strict=True)
        if label not in {"passed", "greeting", "receipt", "thanks", "quoted"}
    )
    for index, label in enumerate(labels):
        if label == "passed":
            labels[index] = "transfer" if named else "process"
        elif label == "transfer" and "legal" in labels:
            labels[index] = "duty"


def _after_footer(parts: list[str], labels: list[str], *, asked_hours: bool) -> None:
    """What follows a foot's clause is of the foot too, but for a sum or the papers to bring: no foot asks for these."""
    told = [lexicon().facts[name] for name in ("money", "papers")]
    for index in range(1, len(parts)):
        if labels[index] != "content":
            continue
        if {"footer", "follow"} & set(labels[:index]):
            labels[index] = "content" if any(fact.search(parts[index]) for fact in told) else "footer"
        elif "contact" in labels[:index] and lexicon().signs["hours"].search(parts[index]) and not asked_hours:
            labels[index] = "contact"
