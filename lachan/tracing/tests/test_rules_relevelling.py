"""What a new trace changes, told person by person with the meeting that did it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from lachan.tracing.engine import local
from lachan.tracing.engine.tables import Cases, Contacts, Terms, Visits
from lachan.tracing.engine.tests import worlds
from lachan.tracing.rules.chains import chain_to, labels_of, level_of
from lachan.tracing.rules.relevelling import Turn, changes

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
    return labels_of(local.trace(windows, visits, nobody, Terms()))


def test_a_chain_leads_from_the_case_to_the_person():
    labels = traced()
    links = chain_to(labels, labels[DUNG][0])
    assert [(link.source, link.person, link.place) for link in links] == [
        (AN, BINH, MARKET),
        (BINH, CHI, HOME),
        (CHI, DUNG, FIELD),
    ]
    assert [level_of(labels[who]) for who in (BINH, CHI, DUNG)] == [1, 2, 3]
    assert level_of(()) is None


def test_when_a_contact_turns_positive_everyone_behind_comes_nearer():
    told = {change.person: change for change in changes(traced(), traced((AN, BINH)), (AN, BINH))}
    assert told[BINH].turn == Turn.POSITIVE
    assert (told[CHI].turn, told[CHI].before.level, told[CHI].after.level) == (Turn.NEARER, 2, 1)
    assert told[DUNG].turn == Turn.NEARER
    assert (told[DUNG].because.source, told[DUNG].because.person) == (BINH, CHI)


def test_a_struck_stay_frees_exactly_those_who_hung_on_it():
    told = changes(traced(), traced(without=[(BINH, HOME)]), (AN,))
    assert [(change.person, change.turn) for change in told] == [
        (CHI, Turn.FREED),
        (DUNG, Turn.FREED),
    ]
    assert all(change.because.person == CHI for change in told)


def test_a_stay_found_later_names_those_behind_it_and_says_by_which_meeting():
    told = changes(traced(without=[(BINH, HOME)]), traced(), (AN,))
    assert [(change.person, change.turn) for change in told] == [
        (CHI, Turn.NAMED),
        (DUNG, Turn.NAMED),
    ]
    assert all((change.because.source, change.because.person) == (BINH, CHI) for change in told)


def test_two_equal_traces_change_nobody():
    assert changes(traced(), traced(), (AN,)) == []


@pytest.mark.parametrize("seed", range(30))
def test_every_label_of_any_trace_has_a_chain_that_keeps_time(seed):
    for world in worlds.seeded_worlds(seed, 10):
        labels = labels_of(local.trace(*world))
        cases = set(world.cases.person.tolist())
        for links in labels.values():
            for link in links:
                chain = chain_to(labels, link)
                assert chain[0].source in cases
                for above, below in itertools.pairwise(chain):
                    assert below.source == above.person
                    assert below.met_from >= above.exposed_at + world.terms.latency
