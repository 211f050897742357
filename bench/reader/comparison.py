"""One reading held against one truth, part by part."""

from __future__ import annotations

from collections.abc import Sequence

from bench.reader.likeness import (
    listed,
    minute,
    origin,
    overlap,
    same_identifier,
    same_name,
    words_of,
)
from bench.reader.marks import Marks
from bench.reader.truth import Json, Span, place

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
