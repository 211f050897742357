"""The engine's index follows the database: whatever is written, it holds the same rows."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.conf import settings

from lachan.core.text import folded
from lachan.people.models import Household, Merge, Person
from lachan.tracing.actions.indexing import check_index, current_index, rebuild_index
from lachan.tracing.engine.local.checking import stays_of
from lachan.tracing.models import NamedContact, Stay, Venue
from lachan.tracing.terms import Setting, Source
from tests.cast import NOW

from .examples import COMMUNE

pytestmark = pytest.mark.django_db


@dataclass
class World:
    """Some people, places and households, and a die that decides what happens to them."""

    die: random.Random
    people: list[Person] = field(default_factory=list)
    venues: list[Venue] = field(default_factory=list)
    homes: list[Household] = field(default_factory=list)
    ticks: int = 0

    def now(self):
        return NOW + timedelta(minutes=self.ticks)

    def begin(self):
        for number in range(8):
            name = f"Người {number}"
            person = Person.objects.create(
                path=COMMUNE,
                full_name=name,
                folded_name=folded(name),
                recorded_at=NOW,
                changed_at=NOW,
            )
            Person.objects.filter(pk=person.pk).update(root=person.pk)
            person.refresh_from_db()
            self.people.append(person)
        for number in range(3):
            self.venues.append(
                Venue.objects.create(
                    path=COMMUNE,
                    name=f"Chợ {number}",
                    folded_name=f"cho {number}",
                    setting=Setting.MARKET,
                    recorded_at=NOW,
                )
            )
            self.homes.append(
                Household.objects.create(path=COMMUNE, address=f"Nhà {number}", recorded_at=NOW)
            )
        return self

    def step(self):
        self.ticks += 1
        self.die.choice(
            [
                *[self.add_stay] * 4,
                *[self.add_meeting] * 2,
                *[self.strike] * 3,
                self.merge,
                self.part,
                self.move_home,
            ]
        )()

    def add_stay(self):
        since = NOW - timedelta(minutes=self.die.randrange(30_000))
        length = self.die.choice([0, 20, 300, 5_000])
        Stay.objects.create(
            person=self.die.choice(self.people),
            venue=self.die.choice(self.venues),
            entered_at=since,
            left_at=since + timedelta(minutes=length),
            row=self.die.choice([None, 3]),
            source=Source.INTERVIEW,
            recorded_at=self.now(),
        )

    def add_meeting(self):
        one, other = self.die.sample(self.people, 2)
        since = NOW - timedelta(minutes=self.die.randrange(30_000))
        NamedContact.objects.create(
            person_a=one,
            person_b=other,
            started_at=since,
            ended_at=since + timedelta(minutes=30),
            setting=self.die.choice(list(Setting)),
            source=Source.INTERVIEW,
            recorded_at=self.now(),
        )

    def strike(self):
        table = self.die.choice([Stay, NamedContact])
        standing = list(table.objects.filter(struck_at__isnull=True).values_list("pk", flat=True))
        if standing:
            table.objects.filter(pk=self.die.choice(standing)).update(
                struck_at=self.now(), struck_because="thử"
            )

    def merge(self):
        roots = list(Person.objects.roots())
        if len(roots) < 3:
            return
        winner, loser = self.die.sample(roots, 2)
        moved = list(Person.objects.filter(root=loser).values_list("pk", flat=True))
        Person.objects.filter(pk__in=moved).update(root=winner, changed_at=self.now())
        Merge.objects.create(winner=winner, loser=loser, moved=moved, merged_at=self.now())

    def part(self):
        last = Merge.objects.filter(undone_at__isnull=True).order_by("-pk").first()
        if last:
            Person.objects.filter(pk__in=last.moved).update(
                root=last.loser_id, changed_at=self.now()
            )
            Merge.objects.filter(pk=last.pk).update(undone_at=self.now())

    def move_home(self):
        Person.objects.filter(pk=self.die.choice(self.people).pk).update(
            household=self.die.choice([None, *self.homes]), changed_at=self.now()
        )


@pytest.mark.parametrize("seed", range(12))
def test_the_index_holds_what_the_database_holds_after_any_changes(seed):
    world = World(random.Random(seed)).begin()
    for _step in range(25):
        for _more in range(world.die.randrange(4)):
            world.step()
        told = check_index(world.now())
        assert told.holds, told


def test_an_empty_province_has_an_empty_index():
    assert check_index(NOW).holds
    assert len(stays_of(current_index(NOW).index).person) == 0


def test_a_second_look_finds_the_same_index_and_writes_nothing():
    World(random.Random(1)).begin().add_stay()
    first = current_index(NOW)
    assert current_index(NOW + timedelta(minutes=1)).generation == first.generation


def test_a_row_changed_past_the_rule_is_found_and_the_index_made_again():
    world = World(random.Random(2)).begin()
    world.add_stay()
    current_index(NOW)
    stay = Stay.objects.get()
    Stay.objects.filter(pk=stay.pk).update(left_at=stay.left_at + timedelta(minutes=1))
    assert not check_index(NOW).holds
    rebuild_index(NOW)
    assert check_index(NOW).holds


def test_a_folder_that_was_damaged_is_made_again():
    World(random.Random(3)).begin().add_stay()
    current_index(NOW)
    (settings.TRACING_INDEX / "index.json").write_text("{")
    assert check_index(NOW).holds
    assert len(stays_of(current_index(NOW).index).person) == 1
