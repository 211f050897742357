"""What a new trace changes, told person by person with the meeting that did it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, fields, replace

import numpy as np
import pytest

from lachan.tracing.engine import local
from lachan.tracing.engine.tables import Cases, Contacts, Terms, Visits
from lachan.tracing.engine.tests import worlds
from lachan.tracing.rules.chains import cases_of, chain_to, row_of
from lachan.tracing.rules.relevelling import NONE, TURNS, Turn, changes
from lachan.tracing.tests import relevelling_oracle as oracle

HOUR = 3600
MARKET, HOME, FIELD = 1, 2, 3
AN, BINH, CHI, DUNG = 11, 12, 13, 14

# An meets Bình at the market, Bình goes home to Chi, Chi meets Dũng in the field.
STAYS = [
    (AN, MARKET, 8, 10),
    (BINH, MARKET, 9, 10),
    (BINH, HOME, 11, 14),
    (CHI, HOME, 6, 14),
    (CHI, FIELD, 15, 17),
    (DUNG, FIELD, 15, 17),
]


def traced(cases=(AN,), without=()):
    rows = [(who, where, begin * HOUR, end * HOUR, -1) for who, where, begin, end in STAYS]
    visits = Visits(*worlds.columns([row for row in rows if row[:2] not in without], 5))
    nobody = Contacts(*[np.empty(0, np.int64)] * 5)
    windows = Cases(*worlds.columns([(who, 0, 24 * HOUR) for who in cases], 3))
    return local.trace(windows, visits, nobody, Terms())


@dataclass(frozen=True)
class Told:
    """One line of the changes, in words; `because` is (source, person)."""

    turn: Turn
    before: int | None
    after: int | None
    because: tuple[int, int] | None


def told(before, after, cases_before=(AN,), cases_after=(AN,)):
    found = changes(before, after, np.array(cases_before), np.array(cases_after))
    answer = {}
    for line, person in enumerate(found.person.tolist()):
        side = after if found.is_new[line] else before
        row = found.because[line]
        answer[person] = Told(
            TURNS[found.turn[line]],
            None if found.before[line] == NONE else int(before.level[found.before[line]]),
            None if found.after[line] == NONE else int(after.level[found.after[line]]),
            None if row == NONE else (int(side.source[row]), int(side.person[row])),
        )
    return answer


def test_a_chain_leads_from_the_case_to_the_person():
    labels = traced()
    chain = chain_to(labels, row_of(labels, DUNG))
    assert [(labels.source[r], labels.person[r], labels.place[r]) for r in chain] == [
        (AN, BINH, MARKET),
        (BINH, CHI, HOME),
        (CHI, DUNG, FIELD),
    ]
    assert [labels.level[row_of(labels, who)] for who in (BINH, CHI, DUNG)] == [1, 2, 3]
    assert row_of(labels, 99) is None
    assert set(cases_of(labels).tolist()) == {AN}


def test_when_a_contact_turns_positive_everyone_behind_comes_nearer():
    found = told(traced(), traced((AN, BINH)), (AN,), (AN, BINH))
    assert found[BINH].turn == Turn.POSITIVE
    assert (found[CHI].turn, found[CHI].before, found[CHI].after) == (Turn.NEARER, 2, 1)
    assert found[DUNG].turn == Turn.NEARER
    assert found[DUNG].because == (BINH, CHI)


def test_a_positive_that_was_a_mistake_is_a_contact_again():
    found = told(traced((AN, BINH)), traced(), (AN, BINH), (AN,))
    assert (found[BINH].turn, found[BINH].after) == (Turn.NAMED, 1)
    assert (found[CHI].turn, found[CHI].before, found[CHI].after) == (Turn.FARTHER, 1, 2)


def test_a_struck_stay_frees_exactly_those_who_hung_on_it():
    found = told(traced(), traced(without=[(BINH, HOME)]))
    assert {who: one.turn for who, one in found.items()} == {CHI: Turn.FREED, DUNG: Turn.FREED}
    assert all(one.because[1] == CHI for one in found.values())


def test_a_stay_found_later_names_those_behind_it_and_says_by_which_meeting():
    found = told(traced(without=[(BINH, HOME)]), traced())
    assert {who: one.turn for who, one in found.items()} == {CHI: Turn.NAMED, DUNG: Turn.NAMED}
    assert all(one.because == (BINH, CHI) for one in found.values())


def test_two_equal_traces_change_nobody_and_nobody_exposed_is_no_change():
    assert told(traced(), traced()) == {}
    assert told(traced(()), traced(()), (), ()) == {}


@pytest.mark.parametrize("seed", range(30))
def test_every_label_of_any_trace_has_a_chain_that_keeps_time(seed):
    for world in worlds.seeded_worlds(seed, 10):
        labels = local.trace(*world)
        cases = set(world.cases.person.tolist())
        roots = cases_of(labels)
        for row in range(len(labels)):
            chain = chain_to(labels, row)
            assert labels.source[chain[0]] in cases
            assert labels.source[chain[0]] == roots[row]
            for above, below in itertools.pairwise(chain):
                assert labels.source[below] == labels.person[above]
                assert labels.met_from[below] >= labels.exposed_at[above] + world.terms.latency


@pytest.mark.parametrize("seed", range(40))
def test_changes_between_any_two_traces_are_those_told_person_by_person(seed):
    for world in worlds.seeded_worlds(seed, 5):
        kept = np.random.default_rng(seed).random(len(world.visits.person)) < 0.7
        fewer = replace(
            world.visits,
            **{f.name: getattr(world.visits, f.name)[kept] for f in fields(world.visits)},
        )
        one = local.trace(*world)
        other = local.trace(world.cases, fewer, world.contacts, world.terms)
        cases = world.cases.person
        for before, after in ((one, other), (other, one)):
            found = told(before, after, cases, cases)
            assert found == _slowly(before, after, cases)


def _slowly(before, after, cases):
    def without_cases(exposures):
        labels = oracle.labels_of(exposures)
        return labels, {who: links for who, links in labels.items() if who not in cases}

    (all_before, mine_before), (all_after, mine_after) = map(without_cases, (before, after))
    found = {}
    for change in oracle.changes(all_before, all_after, ()):
        if change.person not in mine_before and change.person not in mine_after:
            continue
        because = change.because
        found[change.person] = Told(
            change.turn,
            change.before and change.before.level,
            change.after and change.after.level,
            because and (because.source, because.person),
        )
    return found
