"""Whether one person meets one rule's conditions: yes, no, or not to be told from these facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lachan.core.dates import VIETNAM
from lachan.policies.rules.areas import ABROAD, Atlas, is_within
from lachan.policies.rules.facts import Facts, Stay, Test, Unmet
from lachan.policies.rules.ruleset import Recovered, Rule, Tested, Topic, Vaccinated

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Atom:
    """One question about a person, asked by one or more rules.

    `key` begins with the family (vaccinations, tests …). `truth` None: the facts do not tell, and
    `missing` says which would.
    """

    key: Key
    truth: bool | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """An atom, the answer that the rule wants, and what is unmet where it is not given."""

    atom: Atom
    wanted: bool = True
    unmet: Unmet | None = None

    @property
    def is_met(self) -> bool | None:
        return None if self.atom.truth is None else self.atom.truth == self.wanted


class Person:
    """One person's facts, and what is worked out of them once for all rules."""

    def __init__(self, facts: Facts, atlas: Atlas, at: datetime) -> None:
        self.facts = facts
        self.at = at.astimezone(VIETNAM)
        self.atlas = atlas
        self._atoms: dict[Key, Atom] = {}
        self._arrival = facts.arrived_at.astimezone(VIETNAM) if facts.arrived_at else None
        last = facts.last_exposure_at
        self._exposure = last.astimezone(VIETNAM) if last else None

    def event(self, topic: Topic) -> datetime | None:
        """The instant from which the person falls under rules on this topic."""
        return self._exposure if topic is Topic.CONTACT else self._arrival

    def reference(self, topic: Topic) -> datetime:
        """The event, or the instant of deciding where it is not known."""
        return self.event(topic) or self.at

    def last_day(self, stay: Stay) -> date:
        """The stay's last day: the arrival's where nothing else is told."""
        return stay.until or self.reference(Topic.ARRIVAL).date()

    def checks(self, rule: Rule) -> list[Check]:
        """What the rule asks, in a fixed order."""
        asked = rule.conditions
        reference = self.reference(rule.topic)
        found: list[Check] = []
        if rule.topic is Topic.CONTACT or asked.contact_levels:
            found.append(Check(self._level(asked.contact_levels)))
        if asks_of_stays(rule):
            found.append(Check(self._stayed(rule)))
        elif rule.topic is not Topic.CONTACT:
            found.append(Check(self._came()))
        if asked.arrived_from or asked.arrived_until:
            found.append(Check(self._arrived(asked.arrived_from, asked.arrived_until)))
        if asked.vaccinated:
            atom = self._vaccinated(asked.vaccinated, reference.date())
            found.append(Check(atom, asked.vaccinated.met, Unmet.NOT_VACCINATED))
        if asked.recovered:
            atom = self._recovered(asked.recovered, reference.date())
            found.append(Check(atom, asked.recovered.met, Unmet.NOT_RECOVERED))
        if asked.tested:
            atom = self._tested(asked.tested, reference)
            found.append(Check(atom, asked.tested.met, Unmet.NO_NEGATIVE_TEST))
        return found

    def left_on(self, rule: Rule) -> date | None:
        """The last day in an area that the rule names."""
        days = [
            self.last_day(stay)
            for i, stay in enumerate(self.facts.stays or ())
            if self._stay_fits(rule, i, stay)[0]
        ]
        return max(days, default=None)

    def _kept(self, key: Key, truth: bool | None, *missing: str) -> Atom:
        return self._atoms.setdefault(key, Atom(key, truth, missing if truth is None else ()))

    def _level(self, levels: tuple[int, ...]) -> Atom:
        key = ("contact_level", tuple(sorted(levels)))
        level = self.facts.contact_level
        if level is None:
            # Nobody asks a traveller for a contact level: it is unknown only after an exposure.
            return self._kept(key, None if self._exposure else False, "contact_level")
        return self._kept(key, not levels or level in levels)

    def _came(self) -> Atom:
        key = ("came",)
        if self._arrival or self.facts.stays:
            return self._kept(key, True)
        return self._kept(key, None if self.facts.stays is None else False, "arrived_at")

    def _arrived(self, since: datetime | None, until: datetime | None) -> Atom:
        key = ("arrived_at", _text(since), _text(until))
        if self._arrival is None:
            return self._kept(key, None, "arrived_at")
        is_in = (since is None or self._arrival >= since) and (
            until is None or self._arrival < until
        )
        return self._kept(key, is_in)

    def _stayed(self, rule: Rule) -> Atom:
        asked = rule.conditions
        windows = (asked.stayed_since, asked.stayed_until, asked.stayed_within_days)
        key = ("stays", tuple(sorted(asked.origins)), *windows, asked.from_abroad)
        if key in self._atoms:
            return self._atoms[key]
        if self.facts.stays is None:
            return self._kept(key, None, "stays")
        missing: list[str] = []
        for i, stay in enumerate(self.facts.stays):
            fits, what = self._stay_fits(rule, i, stay)
            if fits:
                return self._kept(key, True)
            if fits is None:
                missing.append(what)
        return self._kept(key, None if missing else False, *missing)

    def _stay_fits(self, rule: Rule, i: int, stay: Stay) -> tuple[bool | None, str]:
        asked = rule.conditions
        last = self.last_day(stay)
        window = True if asked.stayed_since is None else last >= asked.stayed_since
        if asked.stayed_within_days is not None:
            earliest = self.reference(Topic.ARRIVAL).date() - timedelta(asked.stayed_within_days)
            window = window and last >= earliest
        begun: bool | None = True
        if asked.stayed_until is not None and last > asked.stayed_until:
            begun = None if stay.since is None else stay.since <= asked.stayed_until
        if not window or begun is False:
            return False, ""
        there = self._is_there(rule, stay, last)
        if there is None:
            return None, f"stays[{i}].area"
        if there and begun is None:
            return None, f"stays[{i}].from"
        return there, ""

    def _is_there(self, rule: Rule, stay: Stay, last: date) -> bool | None:
        asked = rule.conditions
        if asked.from_abroad is None and not asked.origins:
            return True
        place = self.atlas.place(stay.area, last)
        if place is None:
            return None
        if asked.from_abroad is not None and (place.world == ABROAD) != asked.from_abroad:
            return False
        if not asked.origins:
            return True
        answers = [
            is_within(place, self.atlas.areas[key])
            for key in asked.origins
            if key in self.atlas.areas
        ]
        if True in answers:
            return True
        return None if None in answers else False

    def _vaccinated(self, asked: Vaccinated, day: date) -> Atom:
        key = ("vaccinations", day, asked.doses, asked.min_days, asked.max_days)
        doses = self.facts.vaccinations
        if doses is None:
            return self._kept(key, None, "vaccinations")
        given = [dose for dose in doses if dose.given_on <= day]
        old = [dose for dose in given if dose.given_on <= day - timedelta(asked.min_days)]
        number = max([len(old), *(dose.number or 0 for dose in old)])
        is_fresh = asked.max_days is None or any(
            dose.given_on >= day - timedelta(asked.max_days) for dose in given
        )
        return self._kept(key, number >= asked.doses and is_fresh)

    def _recovered(self, asked: Recovered, day: date) -> Atom:
        key = ("recovered_on", day, asked.within_days)
        since = self.facts.recovered_on
        if self.facts.has_recovered is False:
            return self._kept(key, False)
        if since is None:
            if self.facts.has_recovered and asked.within_days is None:
                return self._kept(key, True)
            return self._kept(key, None, "recovered_on")
        is_fresh = asked.within_days is None or since >= day - timedelta(asked.within_days)
        return self._kept(key, since <= day and is_fresh)

    def _tested(self, asked: Tested, reference: datetime) -> Atom:
        key = ("tests", reference, asked.max_hours, asked.counted_from, asked.kind)
        if self.facts.tests is None:
            return self._kept(key, None, "tests")
        missing: list[str] = []
        for i, test in enumerate(self.facts.tests):
            if test.result != "negative" or (asked.kind and test.kind != asked.kind):
                continue
            fits = self._is_fresh(test, asked, reference)
            if fits is not False and self._is_overtaken(test):
                fits = False
            if fits:
                return self._kept(key, True)
            if fits is None:
                missing.append(f"tests[{i}].{asked.counted_from}_at")
        return self._kept(key, None if missing else False, *missing)

    def _is_fresh(self, test: Test, asked: Tested, reference: datetime) -> bool | None:
        if asked.max_hours is None:
            return True
        oldest = reference - timedelta(hours=asked.max_hours)
        if asked.counted_from == "taken":
            if test.taken_at is None:
                # Sampling comes before the result: an old result is an older sample.
                return False if test.result_at and test.result_at < oldest else None
            return test.taken_at >= oldest
        if test.result_at is None:
            return True if test.taken_at and test.taken_at >= oldest else None
        return test.result_at >= oldest

    def _is_overtaken(self, negative: Test) -> bool:
        """Whether a positive result came with or after it, or at an hour that nobody knows."""
        mine = negative.taken_at or negative.result_at
        for test in self.facts.tests or ():
            if test.result == "positive":
                theirs = test.taken_at or test.result_at
                if mine is None or theirs is None or theirs >= mine:
                    return True
        return False


def asks_of_stays(rule: Rule) -> bool:
    """Whether the rule has any condition on where the person was."""
    asked = rule.conditions
    return bool(asked.origins) or any(
        value is not None
        for value in (
            *(asked.stayed_since, asked.stayed_until),
            *(asked.stayed_within_days, asked.from_abroad),
        )
    )


def _text(instant: datetime | None) -> str:
    return instant.isoformat() if instant else ""
