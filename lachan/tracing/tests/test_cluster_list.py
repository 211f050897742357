"""The list of clusters as one statement says what the rules say of the whole graph."""

from __future__ import annotations

import random
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from lachan.cases.models import Case
from lachan.cases.terms import Classification, Origin, SourceState
from lachan.tracing.queries.cluster_list import ORDERS, ClustersAsked, clusters_page
from lachan.tracing.queries.clusters import chains, limits_of_links
from lachan.tracing.views import clusters as view
from tests.cast import TODAY

from .cluster_examples import ill
from .examples import COMMUNE, WARD


@pytest.fixture
def dozen(cast):
    """Twelve cases of two communes, ill on different days, not linked yet."""
    return [ill(cast, f"Ca {n}", 1 + n, path=COMMUNE if n % 3 else WARD).case for n in range(12)]


def page_of(actor, *, limit=100, offset=0, **asked):
    asked = ClustersAsked(**({"least": 1} | asked))
    return clusters_page(actor, asked, TODAY, limits_of_links(TODAY), limit=limit, offset=offset)


def by_the_rules(actor):
    return {
        (
            one.seen.first.id,
            one.cases,
            one.elsewhere,
            one.seen.generations,
            one.seen.first.day,
            one.seen.last_on,
            one.seen.paths,
        )
        for one in chains(actor)
    }


def by_the_list(actor):
    return {
        (
            one.first_id,
            one.cases,
            one.elsewhere,
            one.generations,
            one.first_on,
            one.last_on,
            one.paths,
        )
        for one in page_of(actor)[0]
    }


def test_trees_circles_and_single_cases_are_the_same_by_both_ways(cast, dozen):
    for seed in range(40):
        chance = random.Random(seed)
        for case in dozen:
            source = chance.choice([None, None, *(one for one in dozen if one != case)])
            Case.objects.filter(pk=case.pk).update(
                source_case=source,
                source=SourceState.KNOWN if source else chance.choice(list(SourceState)),
                classification=chance.choice(
                    [Classification.CONFIRMED, Classification.SUSPECTED, Classification.DISCARDED]
                ),
                onset_on=chance.choice([None, date(2021, 9, chance.randint(1, 14))]),
                origin=chance.choice([Origin.LOCAL, Origin.IMPORTED]),
            )
        for actor in (cast.synthesist, cast.commune, cast.neighbour):
            assert by_the_list(actor) == by_the_rules(actor), seed


@pytest.mark.parametrize("order", [f"{way}{name}" for name in ORDERS for way in ("", "-")])
def test_pages_follow_one_another_in_every_order_and_tell_the_sum(cast, dozen, order):
    for source, infected in ((0, 1), (1, 2), (3, 4), (5, 6)):
        Case.objects.filter(pk=dozen[infected].pk).update(
            source_case=dozen[source], source=SourceState.KNOWN
        )
    whole, number = page_of(cast.synthesist, order=order)
    assert number == len(whole) == 8
    paged = [
        one
        for offset in range(0, 8, 3)
        for one in page_of(cast.synthesist, limit=3, offset=offset, order=order)[0]
    ]
    assert paged == whole


def test_what_is_asked_for_is_chosen(cast, dozen):
    for source, infected in ((0, 1), (1, 2)):
        Case.objects.filter(pk=dozen[infected].pk).update(
            source_case=dozen[source], source=SourceState.KNOWN, origin=Origin.LOCAL
        )
    Case.objects.filter(pk=dozen[9].pk).update(origin=Origin.IMPORTED)

    def number(**asked):
        return page_of(cast.synthesist, **asked)[1]

    assert number(least=2) == 1
    assert number(most=1) == 9
    assert number(unit=WARD) == 4
    assert number(is_imported=True) == 1
    assert number(since=date(2021, 9, 10)) == 3
    assert number(numbered={dozen[2].pk}) == 1
    assert number(numbered=set()) == 0
    assert number(is_closed=True) == 0


def test_the_page_of_the_list_costs_one_statement_of_clusters(cast, dozen, settings):
    settings.CLOCK = "tests.cast.at_nine"
    asked = []
    rows = view.ClusterRows(
        lambda limit, offset: (asked.append(offset), ([1] * 3, 3))[1], slice(0, 50)
    )
    assert (len(rows), rows[0:3], asked) == (3, [1, 1, 1], [0])
    browser = Client()
    browser.force_login(cast.users["leader"])
    page = browser.get(reverse("tracing:clusters"), {"size": "one", "page": "7"})
    assert page.status_code == 200
    assert len(page.context["listing"].page.object_list) == 12
