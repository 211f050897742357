"""Hold what the reader reads against what people read: precision, recall and F1 by category.

    python bench/reader/score.py                          the invented corpus, held-out part too
    python bench/reader/score.py --real DIRECTORY         and the five real documents kept there
    python bench/reader/score.py --show                   with every miss and every surplus
    python bench/reader/score.py --json                   the figures as one JSON document

1  Load the truth (truth.py); places in it are offsets or the words with which they begin.
2  Read each document through the same door as the command does.
3  Compare names leniently (case, spaces, place of the accent, common abbreviations) and values
   strictly (comparison.py, likeness.py); what the truth marks optional is neither asked for nor
   held against the reader.
4  Count apart every value that was given where only a question was right: the worst fault.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.reader.comparison import Comparison
from bench.reader.marks import Marks
from bench.reader.truth import Case, Json, cases
from lachan.directives.reader.sources import Unreadable, load_source

CATEGORIES = (
    "identifiers", "dates", "kinds", "worlds", "urgency", "issuers", "places", "addressees",
    "signers", "citations", "citation dates", "leads", "support", "report to", "deadlines",
    "repeats", "rules", "figures", "questions", "refusals",
)  # fmt: skip


# 2 · reading


def read(case: Case) -> tuple[str, Json] | Unreadable:
    """Text and reading of a document as the command gives them."""
    from lachan.directives.reader.model import Question
    from lachan.directives.reader.reading import read_document

    try:
        source = load_source(case.path.read_bytes(), case.path.name)
    except Unreadable as refused:
        return refused
    notes = [Question("text", note.en, note.vi, None, note.code) for note in source.questions]
    return source.text, read_document(source.text, file=case.path.name, notes=notes).as_json()


def mark(case: Case) -> Marks:
    """The marks of one document."""
    expected = case.truth.get("refused")
    answer = read(case)
    if isinstance(answer, Unreadable):
        marks = Marks()
        if answer.code == expected:
            marks.hit("refusals")
        else:
            marks.surplus("refusals", answer.code)
        return marks
    if expected is not None:
        marks = Marks()
        marks.missed("refusals", expected)
        marks.guessed("read although its letters are spoilt")
        return marks
    text, got = answer
    return Comparison(text, case.truth, got).marked()


def table(groups: dict[str, Marks]) -> Iterable[str]:
    """The lines of the table: a row a category, three columns a group."""
    names = list(groups)
    yield " " * 16 + "".join(f"{name:>26}" for name in names)
    yield " " * 16 + "      P     R    F1   (n)  " * len(names)
    for category in CATEGORIES:
        cells = ""
        for name in names:
            tally = groups[name].tallies[category]
            figures = "".join(
                f"{'–' if value is None else f'{value:.2f}':>6}"
                for value in (tally.precision, tally.recall, tally.f1)
            )
            cells += f" {figures} {tally.hits + tally.missed:>5}  "
        yield f"{category:16}{cells}"
    yield f"{'guessed':16}" + "".join(f"{len(groups[name].wrong):>25} " for name in names)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--real", type=Path, help="folder of the five real documents")
    parser.add_argument("--only", help="documents whose file name begins so")
    parser.add_argument("--show", action="store_true", help="every miss and surplus")
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    options = parser.parse_args(arguments)
    groups: dict[str, Marks] = {}
    documents: list[Json] = []
    for case in cases(options.real, options.only):
        started = time.perf_counter()
        marks = mark(case)
        seconds = time.perf_counter() - started
        groups.setdefault(case.group, Marks()).add(marks, case.path.name)
        groups.setdefault("all", Marks())
        documents.append({"file": case.path.name, "group": case.group, "seconds": seconds,
                          "wrong": marks.wrong, "remarks": marks.remarks})  # fmt: skip
        groups["all"].add(marks, case.path.name)
        if options.show and marks.remarks:
            print(f"\n{case.group} · {case.path.name} · {seconds:.2f} s", file=sys.stderr)
            for remark in marks.remarks:
                print(f"  {remark}", file=sys.stderr)
    everything = groups.pop("all", Marks())
    groups["all"] = everything
    if options.json:
        print(json.dumps({
            "groups": {name: _figures(marks) for name, marks in groups.items()},
            "documents": documents,
        }, ensure_ascii=False, indent=1))  # fmt: skip
        return 0
    print("\n".join(table(groups)))
    detail = everything.detail
    print(
        f"\ndeadlines met: relation right {detail['relation right']}, wrong"
        f" {detail['relation wrong']}; precision right {detail['precision right']}, wrong"
        f" {detail['precision wrong']}; questions asked: {detail['questions asked']}"
    )
    for wrong in everything.wrong:
        print(f"guessed: {wrong}")
    return 0


def _figures(marks: Marks) -> Json:
    return {
        "guessed": len(marks.wrong),
        "categories": {
            category: {
                "precision": tally.precision,
                "recall": tally.recall,
                "f1": tally.f1,
                "wanted": tally.hits + tally.missed,
            }
            for category in CATEGORIES
            if (tally := marks.tallies[category])
        },
    }


if __name__ == "__main__":
    sys.exit(main())
