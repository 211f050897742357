"""How fast claims find their persons, and how soon the pages of persons open on what that fills.

    LACHAN_HOME=.lachan-bench .venv/bin/python bench/people/recognise.py --persons 50000

Invents a population with real kinds of error and has `recognise()` take it in batches into the
embedded database of LACHAN_HOME (an empty one); compares in the same run with claims taken one by
one (each a batch of its own), at the beginning and at the end, when the register is full. Then
opens the list, a search and one person as the province's leader through Django's views (no
network). Prints a table; `cpu` is of this process, the rest is PostgreSQL and waiting.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

from config import database  # noqa: E402

NOW = datetime(2021, 9, 15, 2, tzinfo=UTC)
COMMUNES = [f"96/{d}/{c}/" for d in range(964, 974) for c in range(31999, 32009)]
ROUNDS = 10
ALONE = 200


def main() -> None:
    """Fill, measure, print."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--persons", type=int, default=50_000)
    options.add_argument("--batch", type=int, default=5_000)
    options.add_argument("--seed", type=int, default=96)
    chosen = options.parse_args()
    with database.ready(migrate=True):
        django.setup()
        claims = _claims(chosen.persons, chosen.seed)
        alone, claims = claims[: 2 * ALONE], claims[2 * ALONE :]
        slow = _rate(alone[:ALONE], 1)
        print(f"{'what':42} {'claims/s':>9} {'cpu s/1000':>11}")
        print(f"{'one by one, empty register':42} {slow[0]:9.0f} {slow[1]:11.2f}")
        tenth = max(len(claims) // 10, chosen.batch)
        for name, part in (("first tenth", claims[:tenth]), ("all the others", claims[tenth:])):
            rate, cpu = _rate(part, chosen.batch)
            print(f"{f'batches of {chosen.batch}, {name}':42} {rate:9.0f} {cpu:11.2f}", flush=True)
        rate, cpu = _rate(alone[ALONE:], 1)
        print(f"{'one by one, full register':42} {rate:9.0f} {cpu:11.2f}")
        _pages()


def _claims(persons: int, seed: int) -> list[object]:
    from config.demo_people import claim_of
    from config.population import invent

    records = invent(persons, seed, communes=COMMUNES)
    return [claim_of(n, record, NOW) for n, record in enumerate(records, 1)]


def _rate(claims: Sequence[object], size: int) -> tuple[float, float]:
    from lachan.core.actor import system
    from lachan.people.actions.recognising import recognise

    actor = system("bench")
    began, used = time.perf_counter(), time.process_time()
    for start in range(0, len(claims), size):
        recognise(actor, claims[start : start + size], now=NOW)  # type: ignore[arg-type]
    count = len(claims)
    return count / (time.perf_counter() - began), (time.process_time() - used) / count * 1000


def _pages() -> None:
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    from lachan.accounts.actions import establish_account
    from lachan.accounts.models import User
    from lachan.people.models import Person
    from lachan.places.models import Unit

    settings.ALLOWED_HOSTS = ["testserver"]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    Unit.objects.get_or_create(
        path="96/", defaults={"code": "96", "kind": "province", "name": "Cà Mau"}
    )
    establish_account(
        username="bench",
        full_name="Đoàn Minh Thử",
        role="leader",
        path="96/",
        password=os.urandom(12).hex(),
        today=NOW.date(),
        reason="bench",
    )
    client = Client()
    client.force_login(User.objects.get(username="bench"))
    person = Person.objects.filter(household__isnull=False).first()
    assert person is not None
    listed, words = reverse("people:persons"), person.folded_name
    family = " ".join(words.split()[:2])
    print(f"\n{Person.objects.count()} persons{'':25} {'p50 ms':>9} {'worst ms':>11}")
    for name, open_page in (
        ("list, by name", lambda: client.get(listed)),
        ("list of one unit", lambda: client.get(listed, {"unit": person.path})),
        ("search: whole name", lambda: client.post(listed, {"q": words})),
        (f"search: {family}", lambda: client.post(listed, {"q": family})),
        ("search: a number that nobody has", lambda: client.post(listed, {"q": "096000000000"})),
        ("a person", lambda: client.get(reverse("people:person", args=[person.key]))),
        ("households", lambda: client.get(reverse("people:households"))),
    ):
        _time(name, open_page)


def _time(name: str, open_page: Callable[[], object]) -> None:
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        answer = open_page()
        taken.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, answer  # type: ignore[attr-defined]
    print(f"{name:42} {statistics.median(taken):9.0f} {max(taken):11.0f}", flush=True)


if __name__ == "__main__":
    main()
