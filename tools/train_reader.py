"""Learn the second reader's weights anew from the labelled replies (docs/decisions/0044).

python tools/train_reader.py            writes huiying/answer/reader.tsv
python tools/train_reader.py --check    writes nothing; fails where the weights in the tree are not those learned
python tools/train_reader.py --figures  for each writer: learns from all others and says how well it then reads his
"""

from __future__ import annotations

import csv
import json
import math
import sys
from functools import partial
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from huiying.answer import reader
from huiying.answer.grams import grams
from huiying.answer.judging import agreed
from huiying.answer.rule import ruled
from huiying.model import Judgement

ROOT = Path(__file__).parent.parent
ANSWERS = ROOT / "tests" / "answers"
LEARNED_FROM = ("built.csv", "strangers.csv", "writers.csv")
#: What is never learned from, so that it can be measured with.
MEASURED_WITH = ("heldout.csv", "unseen.csv")
#: Who wrote the texts whose numbers begin with a letter, in the files that several people wrote.
WRITERS = dict(zip("STUVBCEFG", "123433456", strict=True))
RAREST = 6
FREEDOM = 20.0

Row = dict[str, str]


def rows(*names: str) -> list[Row]:
    found: list[Row] = []
    for name in names:
        with (ANSWERS / name).open(encoding="utf-8", newline="") as file:
            found += [{**row, "from": name, "writer": writer_of(name, row["id"])} for row in csv.DictReader(file)]
    return found


def dressed() -> list[Row]:
    """Put pieces together as DOMAIN §5 draws its edges: a receipt stays one under any talk, an answer beside anything."""
    pieces = json.loads((ANSWERS / "pieces.json").read_text("utf-8"))
    receipts, noise = pieces["receipts"], pieces["noise"]
    talk = [*noise, *pieces["stories"], *pieces["slogans"], *pieces["handling"]]

    def some(of: list[str], at: int) -> str:
        return of[at % len(of)]

    made = [
        ("", f"{receipt}{some(talk, at * 7 + step * 5)}{some(talk, at * 3 + step * 11)}", "acknowledgement")
        for at, receipt in enumerate(receipts)
        for step in range(4)
    ]
    made += [("", f"{receipt}{after}", "acknowledgement") for receipt in receipts for _, after in pieces["shells"][1:]]
    for at, (question, answer) in enumerate(pieces["answers"]):
        made += [
            (question, f"{before}{answer}{after}{some(noise, at + step) if step % 2 else ''}", "substantive")
            for step, (before, after) in enumerate(pieces["shells"])
        ]
        made += [(question, f"{answer}{some(receipts, at * 3 + step)}", "substantive") for step in range(2)]
        made += [(question, f"{some(receipts, at * 5 + step)}{answer}", "substantive") for step in range(2)]
    return [{"title": "", "question": q, "text": text, "kind": kind, "sure_expected": "yes"} for q, text, kind in made]


def writer_of(name: str, number: str) -> str:
    return f"writer {WRITERS[number[0]]}" if name in {"strangers.csv", "writers.csv"} else name


def counted(row: Row) -> list[str]:
    return list(grams(row["text"], f"{row['title']}\n{row['question']}").elements())


def learn(rows: list[Row]) -> tuple[TfidfVectorizer, LogisticRegression]:
    """Learn from what no fair inspector would dispute; the rest is left to a person, so it teaches nothing."""
    examples = [row for row in rows if row["kind"] and row["sure_expected"] != "no"] + dressed()
    words = TfidfVectorizer(analyzer=counted, sublinear_tf=True, min_df=RAREST)
    model = LogisticRegression(C=FREEDOM, max_iter=4000, class_weight="balanced")
    model.fit(words.fit_transform(examples), [row["kind"] for row in examples])
    return words, model


def table(words: TfidfVectorizer, model: LogisticRegression) -> str:
    """Write one line a gram, in order, so that a change can be read; three decimals are enough."""
    lines = [
        "\t".join(("gram", "idf", *model.classes_)),
        "\t".join(("bias", "0", *(f"{b:.3f}" for b in model.intercept_))),
    ]
    for gram, at in sorted(words.vocabulary_.items()):
        lines.append("\t".join((gram, f"{words.idf_[at]:.3f}", *(f"{w:.3f}" for w in model.coef_[:, at]))))
    return "\n".join(lines) + "\n"


def figures() -> None:
    examples = rows(*LEARNED_FROM, *MEASURED_WITH)
    for writer in sorted({row["writer"] for row in examples}):
        others = [row for row in examples if row["writer"] != writer and row["from"] not in MEASURED_WITH]
        weights = reader.parse(table(*learn(others)))
        read = [(row, read_as(row, weights)) for row in examples if row["writer"] == writer and row["kind"]]
        sure = [(row, said) for row, said in read if said.sure]
        right = sum(said.kind == row["kind"] for row, said in sure)
        taken = [row["id"] for row, said in sure if said.kind == "substantive" != row["kind"]]
        print(
            f"{writer:14} {len(read):5} texts, sure {len(sure) / len(read):6.1%}, right {right / max(1, len(sure)):6.1%} of "
            f"these, taken for answers: {', '.join(taken) or 'none'}"
        )


def read_as(row: Row, weights: reader.Weights) -> Judgement:
    first = ruled(row["text"], question=row["question"], title=row["title"])
    asked = f"{row['title']}\n{row['question']}"
    return agreed(first, row["text"], partial(reader.second_reading, asked=asked, weights=weights))


def same(one: reader.Weights, other: reader.Weights) -> bool:
    """Whether two tables are the same but for what the arithmetic of another machine changes."""
    if one.kinds != other.kinds or one.grams.keys() != other.grams.keys():
        return False
    pairs = zip(
        [*one.bias, *(weight for each in one.grams.values() for weight in each[1])],
        [*other.bias, *(weight for each in other.grams.values() for weight in each[1])],
        strict=True,
    )
    return all(math.isclose(this, that, abs_tol=0.02) for this, that in pairs)


def main() -> int:
    if "--figures" in sys.argv:
        figures()
        return 0
    learned = table(*learn(rows(*LEARNED_FROM)))
    target = Path(reader.__file__).with_name(reader.WEIGHTS)
    if "--check" in sys.argv:
        return 0 if same(reader.parse(target.read_text("utf-8")), reader.parse(learned)) else 1
    target.write_text(learned, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
