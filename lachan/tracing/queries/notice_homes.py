"""What is known of who lives where, so that no home gets into a public notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from django.db.models import Q

from lachan.cases.models import Case
from lachan.core.path import parts
from lachan.people.models import Household, Person, Residence
from lachan.tracing.models import Notice, NoticePlace, Stay, Venue
from lachan.tracing.rules.homes import AskedBecause, Dwelling, Place, house_keys, is_home, why_asked
from lachan.tracing.terms import Setting

HOUSEHOLD, DOOR = "people.household:", "arrivals.watchplace:"
# Province, district, commune: below them lie hamlets, which few addresses name.
COMMUNE_DEPTH = 3


class Homes:
    """Where the people of some cases live, and with whom; read once for a draft."""

    def __init__(self, cases: Iterable[Case]) -> None:
        self._roots = {case.person.root_id or case.person_id for case in cases}

    @cached_property
    def _houses(self) -> list[Household]:
        rows = Person.objects.filter(root_id__in=self._roots, household__isnull=False)
        return list(Household.objects.filter(pk__in=rows.values("household_id")))

    @cached_property
    def dwellings(self) -> list[Dwelling]:
        """The household of each, and every residence that a source told, past ones as well."""
        told = Residence.objects.filter(person__root_id__in=self._roots).exclude(words="")
        rows = [(row.path, row.address) for row in self._houses]
        rows += told.values_list("path", "words")
        return [Dwelling(path, words) for path, words in dict.fromkeys(rows) if words.strip()]

    @cached_property
    def _together(self) -> set[int]:
        """The people of the cases' households, the cases as well."""
        houses = [row.pk for row in self._houses]
        mates = Person.objects.filter(household_id__in=houses, root__isnull=False)
        return self._roots | set(mates.values_list("root_id", flat=True))

    def places(self, venues: Mapping[int, Venue]) -> dict[int, Place]:
        """Venue id -> the place as the rule reads it."""
        alone = self._visited_by_them_alone(venues)
        found = {
            pk: Place(
                path=venue.path,
                name=venue.name,
                address=venue.address,
                setting=Setting(venue.setting),
                is_household=(venue.reference or "").startswith(HOUSEHOLD),
                only_household=not venue.reference and pk in alone,
            )
            for pk, venue in venues.items()
        }
        return {pk: _with_dwellers(place) for pk, place in found.items()}

    def _visited_by_them_alone(self, venues: Iterable[int]) -> set[int]:
        """Where somebody of the cases' households was found, and nobody else."""
        stays = Stay.objects.filter(venue__in=list(venues), struck_at__isnull=True)
        found = stays.order_by().values_list("venue_id", flat=True).distinct()
        theirs = set(found.filter(person__root_id__in=self._together))
        return theirs - set(found.exclude(person__root_id__in=self._together))

    def is_home(self, place: Place) -> bool:
        """Whether the place surely is a home."""
        return is_home(place, self.dwellings)

    def why_asked(self, place: Place) -> AskedBecause | None:
        """Why it may be one."""
        return why_asked(place, self.dwellings)


def place_in_words(path: str, name: str, address: str) -> Place:
    """A place that is only words: who was there is not known."""
    return _with_dwellers(Place(path, name, address))


def _with_dwellers(place: Place) -> Place:
    keys = house_keys(place)
    commune = "/".join(parts(place.path)[:COMMUNE_DEPTH]) + "/"
    if (
        not keys
        or not Household.objects.filter(Q(path__startswith=commune), address_key__in=keys).exists()
    ):
        return place
    return Place(
        place.path,
        place.name,
        place.address,
        place.setting,
        place.is_household,
        True,
        place.only_household,
    )


def homes_in(notice: Notice) -> list[NoticePlace]:
    """Standing places of a notice that surely are a home by what is known now."""
    homes = Homes(notice.cases.select_related("person"))
    rows = list(notice.places.filter(struck_at__isnull=True).select_related("venue"))
    known = homes.places({row.venue.pk: row.venue for row in rows if row.venue is not None})
    return [
        row
        for row in rows
        if homes.is_home(Place(row.path, row.name, row.address))
        or (row.venue_id is not None and homes.is_home(known[row.venue_id]))
    ]
