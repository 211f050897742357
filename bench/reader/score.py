"""Hold what the reader reads against what people read: precision, recall and F1 by category.

    python bench/reader/score.py                          the invented corpus, held-out part too
    python bench/reader/score.py --real DIRECTORY         and the five real documents kept there
    python bench/reader/score.py --show                   with every miss and every surplus
    python bench/reader/score.py --json                   the figures as one JSON document

1  Load the truth; places in it are offsets or the words with which they begin.
2  Read each document through the same door as the command does.
3  Compare names leniently (case, spaces, place of the accent, common abbreviations) and values
   strictly; what the truth marks optional is neither asked for nor held against the reader.
4  Count apart every value that was given where only a question was right: the worst fault.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from lachan.directives.reader.sources import Unreadable, load_source  # noqa: E402

Span = tuple[int, int]
Json = dict[str, Any]

CATEGORIES = (
    "identifiers", "dates", "kinds", "worlds", "urgency", "issuers", "places", "addressees",
    "signers", "citations", "citation dates", "leads", "support", "report to", "deadlines",
    "repeats", "rules", "figures", "questions", "refusals",
)  # fmt: skip


# 1 · the truth


@dataclass(frozen=True)
class Case:
    """One document with its truth."""

    path: Path
    truth: Json
    group: str


def cases(real: Path | None, only: str | None = None) -> Iterator[Case]:
    """Every document of the yardstick that is at hand."""
    for folder, group in ((HERE / "corpus", "corpus"), (HERE / "corpus/held_out", "held out")):
        for file in sorted(folder.glob("*.json")):
            truth = json.loads(file.read_text(encoding="utf-8"))
            yield from _chosen(Case(folder / truth["file"], truth, group), only)
    if real is not None:
        for file in sorted((HERE / "truth").glob("*.json")):
            truth = json.loads(file.read_text(encoding="utf-8"))
            yield from _chosen(Case(real / truth["file"], truth, "real"), only)


def _chosen(case: Case, only: str | None) -> Iterator[Case]:
    if only is None or case.path.name.startswith(only):
        yield case


def place(text: str, at: Any) -> Span:
    """Offsets of a place: given, or from words on to the end of their line or to other words."""
    if isinstance(at, str):
        start = _find(text, at)
        end = text.find("\n", start)
        return start, len(text) if end < 0 else end
    first, last = at
    if isinstance(first, int):
        return int(first), int(last)
    start = _find(text, first)
    return start, _find(text, last, start) + len(unicodedata.normalize("NFC", last))


def _find(text: str, words: str, start: int = 0) -> int:
    """Where the words stand; as in print, any run of spaces is one, and capitals do not matter."""
    parts = unicodedata.normalize("NFC", words).split()
    found = re.compile(r"\s+".join(map(re.escape, parts)), re.IGNORECASE).search(text, start)
    if found is None:
        raise ValueError(f"the truth speaks of words that are not in the document: {words!r}")
    return found.start()


# 3 · comparing

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SHORT = {
    "ubnd": "ủy ban nhân dân",
    "tp": "thành phố",
    "bcđ": "ban chỉ đạo",
    "btv": "ban thường vụ",
    "tphcm": "thành phố hồ chí minh",
    "ubmttqvn": "ủy ban mặt trận tổ quốc việt nam",
    "mttq": "mặt trận tổ quốc",
    "covid-19": "covid",
}


# "các", "đồng chí": said of any body, part of no name.
_FILLERS = frozenset({"cac\u0301", "đo\u0302ng\u0300", "chi\u0301"})


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in one form: each syllable without its tone, the tone behind it."""
    out: list[str] = []
    for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", unicodedata.normalize("NFC", name).casefold()):
        for syllable in _SHORT.get(word, word).split():
            parts = unicodedata.normalize("NFD", syllable)
            tone = "".join(mark for mark in parts if mark in _TONES)
            out.append("".join(mark for mark in parts if mark not in _TONES) + tone)
    while len(out) > 1 and out[0] in _FILLERS:
        out.pop(0)
    return tuple(out)


def same_name(truth: str, got: str) -> bool:
    """True when the two name one body: equal, or nearly so for a long name."""
    given = words_of(got)
    if not given:
        return False
    for alternative in truth.split("|"):
        wanted = words_of(alternative)
        if wanted == given:
            return True
        if len(wanted) >= 5 and wanted[0] == given[0]:
            common = sum((Counter(wanted) & Counter(given)).values())
            if common >= 0.8 * max(len(wanted), len(given)):
                return True
    return False


def same_identifier(truth: str, got: str | None) -> bool:
    tight = _tight(got or "")
    return any(_tight(alternative) == tight for alternative in truth.split("|"))


def _tight(identifier: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", identifier)).casefold()


def overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def minute(instant: str | None) -> str | None:
    return None if instant is None else instant[:16]


@dataclass
class Tally:
    hits: int = 0
    surplus: int = 0
    missed: int = 0

    def add(self, other: Tally) -> None:
        self.hits += other.hits
        self.surplus += other.surplus
        self.missed += other.missed

    @property
    def precision(self) -> float | None:
        return self.hits / (self.hits + self.surplus) if self.hits + self.surplus else None

    @property
    def recall(self) -> float | None:
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else None

    @property
    def f1(self) -> float | None:
        total = 2 * self.hits + self.surplus + self.missed
        return 2 * self.hits / total if total else None


@dataclass
class Marks:
    """What one document, or a group of them, scored."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    wrong: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    detail: Counter[str] = field(default_factory=Counter)

    def hit(self, category: str) -> None:
        self.tallies[category].hits += 1

    def surplus(self, category: str, what: object) -> None:
        self.tallies[category].surplus += 1
        self.remarks.append(f"surplus  {category}: {what}")

    def missed(self, category: str, what: object) -> None:
        self.tallies[category].missed += 1
        self.remarks.append(f"missed   {category}: {what}")

    def guessed(self, what: str) -> None:
        self.wrong.append(what)
        self.remarks.append(f"GUESSED  {what}")

    def add(self, other: Marks, name: str) -> None:
        for category, tally in other.tallies.items():
            self.tallies[category].add(tally)
        self.wrong += [f"{name}: {what}" for what in other.wrong]
        self.detail.update(other.detail)


SCALARS = (
    ("identifier", "identifiers"), ("issued_on", "dates"), ("kind", "kinds"), ("world", "worlds"),
    ("urgency", "urgency"), ("issuer", "issuers"), ("place", "places"),
)  # fmt: skip


class Comparison:
    """One reading against one truth."""

    def __init__(self, text: str, truth: Json, got: Json) -> None:
        self.text, self.truth, self.got, self.marks = text, truth, got, Marks()
        self.asked: list[Json] = got.get("questions") or []

    def marked(self) -> Marks:
        for field_name, category in SCALARS:
            self._scalar(field_name, category)
        self._names("addressees", "addressees")
        self._signers()
        self._citations()
        self._bodies("lead", "leads", "optional_leads")
        self._bodies("support", "support", "optional_support")
        self._bodies("report_to", "report to", "optional_report_to")
        self._deadlines()
        self._repeats()
        self._rules()
        self._figures()
        self._questions()
        return self.marks

    def _scalar(self, name: str, category: str) -> None:
        accepted, value = self.truth[name], self.got.get(name)
        if value is None:
            if None in accepted:
                return
            self.marks.missed(category, accepted[0])
            return
        fits = {
            "identifier": same_identifier,
            "issuer": same_name,
            "place": same_name,
        }.get(name, lambda truth, got: truth == got)
        if any(wanted is not None and fits(wanted, value) for wanted in accepted):
            self.marks.hit(category)
            if not self._is_question_met(name):
                self.marks.guessed(f"{name} given as {value!r} without the question that was due")
            return
        self.marks.surplus(category, f"{value!r} for {accepted[0]!r}")
        if None not in accepted:
            self.marks.missed(category, accepted[0])
        if accepted == [None]:
            self.marks.guessed(f"{name} given as {value!r} where nothing tells it")

    def _is_question_met(self, name: str) -> bool:
        """False when the truth asks about this field and the reader did not."""
        due = [question for question in self.truth["questions"] if question["about"][0] == name]
        return all(self._is_asked(question["about"]) for question in due)

    def _is_asked(self, about: Sequence[str], at: Span | None = None) -> bool:
        for question in self.asked:
            topic = str(question.get("about", "")).casefold()
            if not any(word.casefold() in topic for word in about):
                continue
            span = question.get("span")
            if at is None or span is None or overlap(tuple(span), at):
                return True
        return False

    def _names(self, name: str, category: str) -> None:
        wanted: list[str] = list(self.truth.get(name, []))
        extra: list[str] = self.truth.get(f"optional_{name}", [])
        for got in self.got.get(name) or []:
            match = next((truth for truth in wanted if same_name(truth, got)), None)
            if match is not None:
                wanted.remove(match)
                self.marks.hit(category)
            elif not any(same_name(truth, got) for truth in extra):
                self.marks.surplus(category, got)
        for truth in wanted:
            self.marks.missed(category, truth)

    def _signers(self) -> None:
        wanted: list[str] = list(self.truth.get("signers", []))
        for signer in self.got.get("signers") or []:
            name = signer.get("name") or ""
            match = next((truth for truth in wanted if same_name(truth, name)), None)
            if match is not None:
                wanted.remove(match)
                self.marks.hit("signers")
            elif "signers" in self.truth:
                self.marks.surplus("signers", name)
        for truth in wanted:
            self.marks.missed("signers", truth)

    def _citations(self) -> None:
        wanted: list[Json] = list(self.truth["cites"])
        extra: list[str] = self.truth.get("optional_cites", [])
        seen: list[Json] = []
        for cite in self.got.get("cites") or []:
            name = cite.get("identifier")
            match = next((one for one in wanted if same_identifier(one["identifier"], name)), None)
            if match is None:
                known = any(same_identifier(one["identifier"], name) for one in seen)
                if not known and not any(same_name(one, str(name)) for one in extra):
                    self.marks.surplus("citations", name)
                continue
            wanted.remove(match)
            seen.append(match)
            if not match.get("optional"):
                self.marks.hit("citations")
            self._citation_date(match, cite)
        for one in wanted:
            if not one.get("optional"):
                self.marks.missed("citations", one["identifier"])

    def _citation_date(self, truth: Json, cite: Json) -> None:
        accepted, value = listed(truth["issued_on"]), cite.get("issued_on")
        if value is None and None not in accepted:
            self.marks.missed("citation dates", f"{truth['identifier']} {accepted[0]}")
        elif value is not None and value in accepted:
            self.marks.hit("citation dates")
        elif value is not None:
            self.marks.surplus("citation dates", f"{truth['identifier']} {value}")
            if accepted == [None] and not self._is_asked(["cite", "citation"]):
                self.marks.guessed(f"date {value} for {truth['identifier']}, which bears none here")

    # Tasks. The reader may cut clauses finer or coarser than the truth: places are compared.

    def _tasks(self) -> list[tuple[Span, Json]]:
        return [(place(self.text, task["at"]), task) for task in self.truth["tasks"]]

    def _read_tasks(self) -> list[tuple[Span, Json]]:
        return [(_span(task), task) for task in self.got.get("tasks") or []]

    def _bodies(self, name: str, category: str, optional: str) -> None:
        tasks = self._tasks()
        wanted = [
            (at, body, bool(task.get("optional")))
            for at, task in tasks
            for body in task.get(name, [])
        ]
        found: set[int] = set()
        surplus: set[tuple[tuple[str, ...], int]] = set()
        for span, task in self._read_tasks():
            for got in task.get(name) or []:
                hits = [
                    number
                    for number, (at, body, _) in enumerate(wanted)
                    if overlap(at, span) and same_name(body, got)
                ]
                if hits:
                    found.update(hits)
                elif not self._is_tolerated(span, got, name, optional, tasks):
                    surplus.add((words_of(got), span[0]))
        for number, (at, body, is_optional) in enumerate(wanted):
            if number in found:
                if not is_optional:
                    self.marks.hit(category)
            elif not is_optional:
                self.marks.missed(category, f"{body}  [{self._shown(at)}]")
        for words, start in sorted(surplus, key=lambda one: one[1]):
            self.marks.surplus(category, f"{' '.join(words)}  [{self._shown((start, start + 60))}]")

    def _is_tolerated(
        self, span: Span, got: str, name: str, optional: str, tasks: list[tuple[Span, Json]]
    ) -> bool:
        for at, task in tasks:
            # A heading that names the body just above its tasks is part of them.
            near = overlap(at, span) or 0 <= at[0] - span[1] < 400
            bodies = task.get(optional, []) + (task.get(name, []) if near else [])
            if near and any(same_name(body, got) for body in bodies):
                return True
        return False

    def _deadlines(self) -> None:
        tasks = self._tasks()
        wanted = [(at, task["due"], task) for at, task in tasks if task.get("due")]
        open_regions = [at for at, task in tasks if task.get("optional_due")]
        closed = [place(self.text, at) for at in self.truth.get("no_due", [])]
        met: set[int] = set()
        counted: set[tuple[str, int]] = set()
        for span, task in self._read_tasks():
            due = task.get("due") or {}
            at = minute(due.get("at"))
            if at is None:
                continue
            hits = [
                number
                for number, (region, truth, _) in enumerate(wanted)
                if overlap(region, span) and at in listed(truth["at"])
            ]
            if hits:
                for number in hits:
                    if number not in met:
                        self._deadline_detail(wanted[number][1], due)
                met.update(hits)
            elif any(overlap(region, span) for region in closed):
                self.marks.surplus("deadlines", f"{at} [{self._shown(span)}]")
                self.marks.guessed(f"deadline {at} where none can be told [{self._shown(span)}]")
            elif (
                not any(overlap(region, span) for region in open_regions)
                and (at, span[0]) not in counted
            ):
                counted.add((at, span[0]))
                self.marks.surplus("deadlines", f"{at} [{self._shown(span)}]")
        for number, (region, truth, task) in enumerate(wanted):
            if number in met:
                if not task.get("optional_due"):
                    self.marks.hit("deadlines")
            elif not task.get("optional_due"):
                self.marks.missed("deadlines", f"{truth['at']} [{self._shown(region)}]")

    def _deadline_detail(self, truth: Json, due: Json) -> None:
        for part in ("relation", "precision"):
            right = due.get(part) in listed(truth[part])
            self.marks.detail[f"{part} {'right' if right else 'wrong'}"] += 1
            if not right:
                self.marks.remarks.append(
                    f"detail   {part}: {due.get(part)} for {truth[part]} ({truth['at']})"
                )

    def _repeats(self) -> None:
        tasks = self._tasks()
        wanted = [(at, task["repeats"]) for at, task in tasks if task.get("repeats")]
        tolerated = [at for at, task in tasks if task.get("optional_repeats")]
        met: set[int] = set()
        for span, task in self._read_tasks():
            got = task.get("repeats")
            if not got:
                continue
            hits = [
                number
                for number, (at, truth) in enumerate(wanted)
                if overlap(at, span)
                and all(got.get(part) in listed(truth[part]) for part in ("every", "from", "until"))
            ]
            if hits:
                met.update(hits)
            elif not any(overlap(at, span) for at in tolerated):
                shown = {part: got.get(part) for part in ("every", "from", "until")}
                self.marks.surplus("repeats", f"{shown} [{self._shown(span)}]")
        for number, (at, truth) in enumerate(wanted):
            if number in met:
                self.marks.hit("repeats")
            else:
                self.marks.missed("repeats", f"{truth} [{self._shown(at)}]")

    def _rules(self) -> None:
        wanted = [(place(self.text, rule["at"]), rule) for rule in self.truth["rules"]]
        barred = [
            (place(self.text, rule["at"]), rule["measure"])
            for rule in self.truth.get("wrong_rules", [])
        ] + [(place(self.text, at), None) for at in self.truth.get("no_rule", [])]
        read = [(_span(rule), rule) for rule in self.got.get("rules") or []]
        used: set[int] = set()
        for at, truth in wanted:
            near = [
                number
                for number, (span, rule) in enumerate(read)
                if overlap(at, span) and rule.get("measure") == truth["measure"]
            ]
            right = [
                number
                for number in near
                if read[number][1].get("since") == truth["since"]
                and read[number][1].get("until") == truth["until"]
            ]
            origins = {
                one
                for number in right
                for one in map(origin, read[number][1].get("origins") or [])
                if one
            }
            needed = {known for one in truth["origins"] if (known := origin(one))}
            if truth.get("optional"):
                used.update(near)
            elif right and needed == origins:
                self.marks.hit("rules")
                used.update(right)
            else:
                got = [
                    {key: read[n][1].get(key) for key in ("origins", "since", "until")}
                    for n in near
                ]
                self.marks.missed("rules", f"{truth['measure']} {sorted(needed)} {truth['since']}"
                                  f"  [{self._shown(at)}]  got {got}")  # fmt: skip
        for number, (span, rule) in enumerate(read):
            said = f"{rule.get('measure')} {rule.get('origins')} [{self._shown(span)}]"
            for at, measure in barred:
                if overlap(at, span) and measure in {None, rule.get("measure")}:
                    self.marks.guessed(f"rule against the text: {said}")
                    break
            if number not in used:
                self.marks.surplus("rules", said)

    def _figures(self) -> None:
        wanted: list[Json] = list(self.truth.get("figures", []))
        for got in self.got.get("figures") or []:
            match = next(
                (
                    one
                    for one in wanted
                    if one["value"] == got.get("value")
                    and (one["what"] == got.get("what") or one.get("optional"))
                ),
                None,
            )
            if match is not None:
                wanted.remove(match)
                if not match.get("optional"):
                    self.marks.hit("figures")
        for one in wanted:
            if not one.get("optional"):
                self.marks.missed("figures", f"{one['what']} {one['value']}")

    def _questions(self) -> None:
        for question in self.truth["questions"]:
            at = place(self.text, question["at"]) if "at" in question else None
            if self._is_asked(question["about"], at):
                self.marks.hit("questions")
            else:
                where = f" [{self._shown(at)}]" if at else ""
                self.marks.missed("questions", f"about {question['about'][0]}{where}")
        self.marks.detail["questions asked"] += len(self.asked)

    def _shown(self, at: Span) -> str:
        return " ".join(self.text[at[0] : min(at[1], at[0] + 60)].split())


def _span(thing: Json) -> Span:
    start, end = thing.get("span") or (0, 0)
    return int(start), int(end)


_GENERIC = frozenset({"vung", "dich", "khac", "phuong", "tam"})


def origin(name: str) -> str | None:
    """An area without its rank; None for a manner of speaking ("other epidemic areas")."""
    folded = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D").casefold())
    plain = re.findall(r"[a-z0-9]+", "".join(c for c in folded if not unicodedata.combining(c)))
    text = " ".join(plain)
    text = re.sub(r"\b(?:tphcm|tp hcm|hcm|tp ho chi minh)\b", "ho chi minh", text)
    text = re.sub(r"^(?:cac )?(?:thanh pho|tinh|tp|huyen|quan) ", "", text)
    return None if set(text.split()) & _GENERIC else text


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
