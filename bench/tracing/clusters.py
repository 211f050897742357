"""The list of clusters over a great epidemic, beside reckoning all clusters at each view.

    LACHAN_HOME=.lachan-bench .venv/bin/python -m bench.tracing.clusters --cases 20_000

Writes invented cases into the database of LACHAN_HOME, in one transaction that is rolled back:
chains of one to some hundred cases over 60 days, one link in two hundred mistaken. Then times, over
`--rounds`: all clusters by the rules (what the list did before), one page by its statement, and the
page as a reader gets it.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["LACHAN_TODAY"] = "2021-09-15T09:00"
FIRST_DAY = date(2021, 7, 17)
COMMUNES = ("96/964/32023/", "96/964/31999/", "96/966/32047/", "96/966/32044/", "96/968/32098/")


def fill(number: int) -> None:
    """Write so many persons and cases; one case in eight has no source."""
    from django.db import connection
    from django.db.models import F

    from lachan.cases.models import Case
    from lachan.cases.terms import Classification, Origin, SourceState, Symptoms
    from lachan.people.models import Person

    chance = random.Random(number)
    moment = datetime(2021, 9, 15, tzinfo=UTC)
    people = Person.objects.bulk_create(
        [
            Person(
                path=COMMUNES[chance.randrange(len(COMMUNES))],
                full_name=f"Người {n}",
                folded_name=f"nguoi {n}",
                recorded_at=moment,
                changed_at=moment,
            )
            for n in range(number)
        ],
        batch_size=5000,
    )
    Person.objects.filter(root__isnull=True).update(root=F("id"))
    cases: list[Any] = []
    for n, person in enumerate(people):
        onset = FIRST_DAY + timedelta(days=60 * n // number)
        cases.append(
            Case(
                key=uuid.uuid4(),
                path=person.path,
                person_id=person.pk,
                number_path="96/bench/",
                year=2021,
                number=n + 1,
                classification=Classification.CONFIRMED,
                symptoms=Symptoms.PRESENT,
                onset_on=onset,
                reported_at=moment,
                origin=Origin.LOCAL,
                source=SourceState.UNKNOWN,
                opened_at=moment,
                changed_at=moment,
            )
        )
    cases = Case.objects.bulk_create(cases, batch_size=5000)
    links = []
    for n, case in enumerate(cases):
        if n and chance.random() > 0.125:
            # Whoever fell ill in the days before; now and then, by mistake, somebody after.
            back = min(n, 1 + int(chance.expovariate(1 / 900)))
            ahead = n + 1 + chance.randrange(50)
            is_mistaken = chance.random() < 0.005 and ahead < number
            links.append((case.pk, cases[ahead if is_mistaken else n - back].pk))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case c SET source_case_id = l.source, source = %s "
            "FROM unnest(%s::bigint[], %s::bigint[]) l (id, source) WHERE c.id = l.id",
            [str(SourceState.KNOWN), *map(list, zip(*links, strict=True))],
        )


def timed(what: str, rounds: int, work: Callable[[], object]) -> None:
    """Print the median and the 95th percentile of so many rounds, in ms."""
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    p95 = took[max(0, round(0.95 * len(took)) - 1)]
    print(f"{what:<46} p50 {statistics.median(took):8.1f}  p95 {p95:8.1f} ms", flush=True)


def measure(rounds: int) -> None:
    """Time both ways and the page."""
    from django.db import connection
    from django.test import Client

    from config import clock
    from lachan.accounts.models import User
    from lachan.accounts.queries import actor_for
    from lachan.core.dates import day_of
    from lachan.tracing.queries.cluster_list import ClustersAsked, clusters_page
    from lachan.tracing.queries.clusters import chains, limits_of_links

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case")
    today = day_of(clock.now())
    user = User.objects.get(username="lanh.dao")
    actor, limits = actor_for(user, today), limits_of_links(today)
    asked = ClustersAsked()
    found, number = clusters_page(actor, asked, today, limits, limit=50)
    print(f"{number} clusters of two cases or more; the largest of the page {found[0].cases}")
    timed("all clusters by the rules", max(3, rounds // 5), lambda: chains(actor))
    timed(
        "one page by its statement",
        rounds,
        lambda: clusters_page(actor, asked, today, limits, limit=50),
    )
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(user)
    timed("the page of the list", rounds, lambda: browser.get("/tracing/clusters/"))
    assert browser.get("/tracing/clusters/").status_code == 200


def main() -> None:
    """Fill, measure, roll back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=40)
    given = parser.parse_args()
    from config import database

    with database.ready(migrate=True):
        from django.db import transaction

        from config import demo

        demo.load_if_empty(progress=False)
        with transaction.atomic():
            fill(given.cases)
            measure(given.rounds)
            transaction.set_rollback(True)


if __name__ == "__main__":
    main()
