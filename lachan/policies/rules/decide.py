"""What a person must do by the rules, from when until when, and why. See docs/decisions/0027.

The order, from the first: a province's rule before the Ministry's on the same topic; then what a
rule says it replaces; then the rule with more conditions before the general one; then the
strictest. Across topics the strictest holds. Where facts are missing, every way in which they may
turn out is tried: those that change the answer are named, and the strictest answer is given.

`frontend/src/shared/decide.ts` does the same; `vectors/decide.json` holds both to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from lachan.core.dates import VIETNAM
from lachan.policies.rules.areas import Atlas
from lachan.policies.rules.facts import Decision, Facts, NotMet, Reason, Span, Unmet
from lachan.policies.rules.meeting import Atom, Check, Key, Person
from lachan.policies.rules.ranking import holding, is_more_specific, strictness
from lachan.policies.rules.ruleset import Count, Rule, RuleSet, Topic
from lachan.policies.terms import Measure, ZeroEvent

# Beyond so many open questions (2^n ways) all of them are named instead of tried.
MOST_QUESTIONS = 10


def decide(facts: Facts, rules: RuleSet, at: datetime) -> Decision:
    """The measure for one person, as known at the instant `at` (aware).

    The same facts, rules and instant always give the same answer, whatever the rules' order.
    """
    prepared = _prepared(rules)
    person = Person(facts, prepared.atlas, at)
    cases = [
        case
        for rule in _latest(rule for rule in prepared.rules if _is_in_force(rule, person, at))
        if (case := _case(rule, person)) is not None
    ]
    applying = [case for case in cases if not case.is_out and not case.rule.conditions.cohort]
    atoms = {
        check.atom.key: check.atom
        for case in applying
        for check in case.checks
        if check.atom.truth is None
    }
    if len(atoms) > MOST_QUESTIONS:
        return _of_all(applying, atoms, cases)
    outcomes = [(answer, _outcome(applying, answer)) for answer in _answers(list(atoms.values()))]
    strictest = max((outcome for _, outcome in outcomes), key=_Outcome.weight)
    missing = _that_matter(outcomes, atoms)
    # Equal answers by different rules: say the strictest rule's reasons.
    return _decision(strictest, sorted({*missing, *strictest.missing}), cases)


def decide_further(
    facts: Facts, rules: RuleSet, at: datetime, *, measure: str, since: date | None
) -> Decision:
    """`decide` for somebody who was told a `measure` from the day `since` on already.

    The same measure goes on: a later version of its rule, which names one more area, does not
    begin it anew for those who stand under it. Where it could not have begun then (the person came
    later than was thought), it is decided as for anybody.
    """
    found = decide(facts, rules, at)
    came = facts.arrived_at.astimezone(VIETNAM).date() if facts.arrived_at else None
    goes_on = (
        since is not None
        and found.measure == measure
        and found.since is not None
        and since < found.since
        and (came is None or came <= since)
    )
    if not goes_on or facts.measure_started_on is not None:
        return found
    begun = decide(replace(facts, measure_started_on=since), rules, at)
    return begun if begun.measure == measure else found


@dataclass(frozen=True, slots=True)
class _Case:
    """A rule in force for the person: what it asks, and its days if it holds."""

    rule: Rule
    checks: tuple[Check, ...]
    since: date | None
    until: date | None
    test_days: tuple[date, ...]
    then: tuple[Span, ...]
    missing: tuple[str, ...]

    @property
    def is_out(self) -> bool:
        return any(check.is_met is False for check in self.checks)

    def holds(self, answers: dict[Key, bool]) -> bool:
        return all(
            (answers[check.atom.key] if check.atom.truth is None else check.atom.truth)
            == check.wanted
            for check in self.checks
        )


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The answer under one way in which the unknown may turn out; empty: no rule holds."""

    cases: tuple[_Case, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        return self.cases[0].missing if self.cases else ()

    def told(self) -> tuple[object, ...]:
        """What the person would notice."""
        if not self.cases:
            return (Measure.NONE, None, None, (), (), "person")
        case = self.cases[0]
        return (
            *(case.rule.measure, case.since, case.until),
            *(case.test_days, case.then, str(case.rule.who)),
        )

    def weight(self) -> tuple[object, ...]:
        if not self.cases:
            return (-1,)
        last = self.cases[0].until
        names = tuple(case.rule.name for case in self.cases)
        return (*strictness(self.cases[0].rule), last.isoformat() if last else "", names)


class _Prepared:
    def __init__(self, rules: RuleSet) -> None:
        self.ruleset = rules
        self.atlas = Atlas(rules)
        here = [rule for rule in rules.rules if rules.path.startswith(rule.territory)]
        self.rules = sorted(here, key=lambda rule: (rule.code, rule.version))


_PREPARED: dict[int, _Prepared] = {}


def _prepared(rules: RuleSet) -> _Prepared:
    """The set's index, kept for the next person: hundreds of thousands are decided by one set."""
    found = _PREPARED.get(id(rules))
    if found is None or found.ruleset is not rules:
        if len(_PREPARED) >= 16:
            _PREPARED.clear()
        found = _PREPARED[id(rules)] = _Prepared(rules)
    return found


def _is_in_force(rule: Rule, person: Person, at: datetime) -> bool:
    event = person.reference(rule.topic)
    since = min(rule.reaches_back_to or rule.valid_from, rule.valid_from)
    is_open = rule.valid_until is None or event < rule.valid_until
    return rule.valid_from <= at and since <= event and is_open


def _latest(rules: Iterable[Rule]) -> list[Rule]:
    """Of each rule its highest version; the rules come in the order of their versions."""
    return list({rule.code: rule for rule in rules}.values())


def _case(rule: Rule, person: Person) -> _Case | None:
    """The rule with its days for this person; None where its days are over before they begin."""
    checks = tuple(person.checks(rule))
    since = _start(rule, person)
    zero, missing = _zero(rule, rule.count, person, since)
    until = _day(zero, rule.count, rule.days) if zero and rule.days is not None else None
    if since and until and until < since:
        return None
    then, end = [], until
    for phase in rule.then:
        first = end + timedelta(1) if end else None
        end = end + timedelta(phase.days) if end and phase.days is not None else None
        then.append(Span(phase.measure, first, end))
    needed = {missing} if rule.days is not None and zero is None else set()
    tests: list[date] = []
    if rule.test_days:
        test_zero, test_missing = _zero(rule, rule.test_count, person, since)
        if test_zero is None:
            needed.add(test_missing)
        else:
            tests = sorted({_day(test_zero, rule.test_count, day) for day in rule.test_days})
    return _Case(
        rule, checks, since, until, tuple(tests), tuple(then), tuple(sorted(needed - {""}))
    )


def _start(rule: Rule, person: Person) -> date | None:
    """The first day: as told, else the event's, else the rule's where it reaches back."""
    if person.facts.measure_started_on:
        return person.facts.measure_started_on
    event = person.event(rule.topic)
    return max(event, rule.valid_from.astimezone(VIETNAM)).date() if event else None


def _zero(rule: Rule, count: Count, person: Person, start: date | None) -> tuple[date | None, str]:
    """The day from which days are counted, and the fact that is missing where there is none."""
    facts = person.facts
    if count.zero is ZeroEvent.MEASURE_START:
        return start, "last_exposure_at" if rule.topic is Topic.CONTACT else "arrived_at"
    if count.zero is ZeroEvent.LEFT_AREA:
        # Stays that are told but not recognised are asked for by the rule's own check.
        return person.left_on(rule), "stays" if facts.stays is None else ""
    if count.zero is ZeroEvent.LAST_EXPOSURE:
        last = facts.last_exposure_at
        return last.astimezone(VIETNAM).date() if last else None, "last_exposure_at"
    came = facts.arrived_at
    return came.astimezone(VIETNAM).date() if came else None, "arrived_at"


def _day(zero: date, count: Count, number: int) -> date:
    return zero + timedelta(number - count.first_day)


def _answers(atoms: Sequence[Atom]) -> Iterator[dict[Key, bool]]:
    """Every way in which the open questions may be answered without contradiction."""
    for bits in range(1 << len(atoms)):
        answer = {atom.key: bool(bits >> i & 1) for i, atom in enumerate(atoms)}
        if _is_possible(answer):
            yield answer


def _is_possible(answer: dict[Key, bool]) -> bool:
    yes = [key for key, truth in answer.items() if truth]
    no = [key for key, truth in answer.items() if not truth]
    return not any(_implies(a, b) for a in yes for b in no) and _is_one_level(yes, no)


def _implies(a: Key, b: Key) -> bool:
    """Whether whoever meets a also meets b: fresher, more doses."""
    if a[0] != b[0] or a[1] != b[1]:
        return False
    if a[0] == "vaccinations":
        return a[2] >= b[2] and a[3] >= b[3] and _is_at_most(a[4], b[4])  # type: ignore[operator]
    if a[0] == "recovered_on":
        return _is_at_most(a[2], b[2])
    if a[0] == "tests":
        return _is_at_most(a[2], b[2]) and a[3] == b[3] and b[4] in ("", a[4])
    return False


def _is_at_most(a: object, b: object) -> bool:
    return b is None or (a is not None and a <= b)  # type: ignore[operator]


def _is_one_level(yes: list[Key], no: list[Key]) -> bool:
    """Whether one contact level gives all these answers; no level at all gives only noes."""
    met = [set(key[1]) for key in yes if key[0] == "contact_level" and key[1]]  # type: ignore[call-overload]
    unmet = [set(key[1]) for key in no if key[0] == "contact_level"]  # type: ignore[call-overload]
    if not met:
        return True
    return bool(set.intersection(*met).difference(*unmet)) and set() not in unmet


def _outcome(cases: list[_Case], answers: dict[Key, bool]) -> _Outcome:
    by_name = {case.rule.name: case for case in cases if case.holds(answers)}
    rules = holding(case.rule for case in by_name.values())
    return _Outcome(tuple(by_name[rule.name] for rule in rules))


# Answers within one of these families hang together: they are one fact.
_ONE_FACT = ("vaccinations", "recovered_on", "tests", "contact_level")


def _that_matter(
    outcomes: list[tuple[dict[Key, bool], _Outcome]], atoms: dict[Key, Atom]
) -> set[str]:
    """The missing facts of which two answers, all else equal, give different outcomes."""
    missing: set[str] = set()
    families: dict[Key, list[Key]] = {}
    for key in atoms:
        families.setdefault((key[0],) if key[0] in _ONE_FACT else key, []).append(key)
    for keys in families.values():
        seen: dict[tuple[bool, ...], tuple[object, ...]] = {}
        for answer, outcome in outcomes:
            others = tuple(truth for key, truth in answer.items() if key not in keys)
            if seen.setdefault(others, outcome.told()) != outcome.told():
                missing.update(name for key in keys for name in atoms[key].missing)
                break
    return missing


def _of_all(applying: list[_Case], atoms: dict[Key, Atom], cases: list[_Case]) -> Decision:
    """The safe answer where too much is open: the strictest of all, and all that is missing."""
    strictest = max(applying, key=lambda case: (*strictness(case.rule), case.rule.name))
    missing = {name for atom in atoms.values() for name in atom.missing}
    return _decision(_Outcome((strictest,)), sorted({*missing, *strictest.missing}), cases)


def _decision(outcome: _Outcome, missing: list[str], cases: list[_Case]) -> Decision:
    if not outcome.cases:
        return Decision(Measure.NONE, undetermined=tuple(missing))
    case = outcome.cases[0]
    return Decision(
        measure=case.rule.measure,
        since=case.since,
        until=case.until,
        test_days=case.test_days,
        reasons=tuple(
            Reason(held.rule.name, held.rule.source.clause, _words(held.rule))
            for held in outcome.cases
        ),
        undetermined=tuple(missing),
        then=case.then,
        who=case.rule.who,
        not_met=tuple(_not_met(case, cases)),
    )


def _not_met(deciding: _Case, cases: list[_Case]) -> Iterator[NotMet]:
    """Milder rules that would hold instead, were the person vaccinated, recovered, tested …"""
    for case in cases:
        rule = case.rule
        if not is_more_specific(rule, deciding.rule):
            continue
        if strictness(rule) >= strictness(deciding.rule):
            continue
        unmet = [check for check in case.checks if check.is_met is False]
        if any(check.unmet is None or not check.wanted for check in unmet):
            continue
        why = unmet[0].unmet if unmet else None
        if why is None and rule.conditions.cohort:
            why = Unmet.COHORT
        if why is not None:
            yield NotMet(rule.name, rule.source.clause, _words(rule), why)


def _words(rule: Rule) -> str:
    return rule.source.words or rule.title
