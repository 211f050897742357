"""Definitions as they judge, who sees which case, figures that count what their lists show."""

from __future__ import annotations

import pytest

from lachan.cases.actions.correcting import (
    isolate,
    set_source,
)
from lachan.cases.actions.limits import set_definition
from lachan.cases.models import Case, Classified
from lachan.cases.queries.cases import cases, cases_found, get_case
from lachan.cases.queries.figures import figures as figures_of
from lachan.cases.rules.definitions import Evidence
from lachan.cases.rules.sources import SourceWords
from lachan.cases.terms import (
    Classification,
    Origin,
    Result,
)
from lachan.core.refused import NotThere, Refused
from tests.cast import NOW, TODAY

from .examples import (
    DAY,
    PCR,
    a_case,
    recovered,
)

pytestmark = pytest.mark.usefixtures("protocol")


def test_a_definition_set_today_judges_today_and_not_yesterday(cast):
    set_definition(
        cast.synthesist,
        "confirmed",
        Classification.CONFIRMED,
        [["antigen_positive"]],
        "test nhanh dương tính",
        valid_from=TODAY,
        source="Văn bản thử ngày 15/9/2021",
        now=NOW,
    )
    rapid = Evidence(antigen=Result.POSITIVE)
    assert a_case(cast, 1, evidence=rapid).classification == Classification.CONFIRMED
    before = a_case(cast, 2, evidence=rapid, reported_at=NOW - 2 * DAY)
    assert before.classification == Classification.PROBABLE


def test_a_definition_that_asks_nothing_or_begins_in_the_past_is_refused(cast):
    with pytest.raises(Refused) as refused:
        set_definition(
            cast.synthesist,
            "confirmed",
            Classification.CONFIRMED,
            [[]],
            "mọi người",
            valid_from=TODAY - DAY,
            source="Văn bản thử",
            now=NOW,
        )
    assert len(refused.value.reasons) == 2


def test_cases_are_found_by_number_by_name_without_marks_and_by_card(cast):
    case = a_case(cast)
    for words in ("1/2021", "nguyen van benh", "096080000001"):
        assert list(cases_found(cast.synthesist, words)) == [case]
    assert not cases_found(cast.neighbour, "1/2021")


def test_the_neighbour_sees_no_case(cast):
    case = a_case(cast)
    assert not cases(cast.neighbour)
    with pytest.raises(NotThere):
        get_case(cast.neighbour, case.key)


def test_figures_count_what_their_lists_show(cast):
    recovered(cast, 1)
    a_case(cast, 1, reported_at=NOW)
    local = a_case(cast, 2, reported_at=NOW - 3 * DAY, sampled_at=None, onset_on=None)
    set_source(cast.synthesist, local.key, SourceWords(Origin.LOCAL), now=NOW)
    isolated = a_case(cast, 3)
    isolate(cast.synthesist, isolated.key, NOW, now=NOW)
    told = {
        one.name: (one.numerator, one.denominator)
        for one in figures_of(Case.objects.all(), NOW, source_hours=48)
    }
    assert told["confirmed"] == (3, 3)
    assert told["source_overdue"] == (1, 1)
    assert told["not_isolated"] == (2, 3)
    assert told["in_time"] == (1, 3)
    assert told["re_positive"] == (1, 1)


def test_evidence_of_the_definition_in_force_is_kept(cast):
    case = a_case(cast)
    assert Classified.objects.get(case=case).facts == PCR.as_json()
