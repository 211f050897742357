"""Places: the list, what is offered while one types, and who else was there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond
from lachan.core.refused import NotThere
from lachan.people.actions.reading import log_many
from lachan.people.queries.persons import beside, persons_named
from lachan.people.rules.births import birth_words
from lachan.people.rules.masking import masked_number
from lachan.tracing.actions.asking import ask_who_else
from lachan.tracing.forms.investigations import VenueFilter
from lachan.tracing.queries import venues as queries
from lachan.tracing.queries.investigations import get_line
from lachan.tracing.rules.words import SETTINGS, SOURCES
from lachan.tracing.views.shared import dress_lines, name_units, require_read, rows_of_page

MOST_PERSONS = 6

COLUMNS = (
    Column("name", gettext_lazy("A place"), lambda row: row.name, order_by="folded_name"),
    Column(
        "setting",
        gettext_lazy("What kind of place"),
        lambda row: SETTINGS[row.setting],
        order_by="setting",
    ),
    Column("unit", gettext_lazy("Unit"), lambda row: row.unit_name, order_by="path"),
    Column("address", gettext_lazy("Address"), lambda row: row.address or "–"),
    # Not ordered by: a page counts the stays of its own rows, the order would count everybody's.
    Column("stays", gettext_lazy("Stays"), lambda row: row.number, numeric=True),
)


@require_GET
def venues(request: Request) -> HttpResponse:
    """Places that the reader may know."""
    require_read(request)
    listing = Listing(
        request,
        queries.venues_counted(request.actor),
        columns=COLUMNS,
        filters=VenueFilter,
        title=_("Places of meeting"),
        order="name",
    )
    if "export" in request.GET:
        name_units(listing.rows)
    shown = rows_of_page(listing)
    name_units(shown)
    listing.page.object_list = shown
    return respond(request, listing, "tracing/venues.html")


@require_POST
def offer_places(request: Request) -> HttpResponse:
    """Known places for the words typed so far, to be chosen with one tap."""
    require_read(request)
    words = request.POST.get("place", "")[:120]
    found: list[Any] = queries.venues_named(
        request.actor, words, near=next(iter(request.actor.paths_for("tracing.investigate")), "")
    )
    name_units(found)
    for venue in found:
        venue.setting_words = SETTINGS[venue.setting]
    return render(request, "tracing/_places.html", {"found": found, "words": words.strip()})


@require_POST
def offer_persons(request: Request) -> HttpResponse:
    """Known persons for the words typed so far; that one searched is kept."""
    require_read(request)
    words = request.POST.get("person", "")[:120]
    found: list[Any] = list(persons_named(request.actor, words)[:MOST_PERSONS])
    around = beside(found)
    name_units(found)
    for person in found:
        person.birth_words = birth_words(person.birth_on, person.birth_year)
        person.number_words = [
            masked_number(number.value) for number in around[person.pk].identifiers[:2]
        ]
    if found:
        log_many(request.actor, len(found), "tracing:persons", request.now)
    return render(request, "tracing/_persons.html", {"found": found, "words": words.strip()})


@require_GET
def who_else(request: Request, key: UUID) -> HttpResponse:
    """Who else was at the place of a line in its time; whom it showed is kept."""
    line = get_line(request.actor, key)
    if line.venue is None:
        raise NotThere
    found = ask_who_else(request.actor, line, now=request.now)
    dress_lines(request, [line])
    people: list[Any] = [one.person for one in found.people]
    name_units(people)
    for person in people:
        person.birth_words = birth_words(person.birth_on, person.birth_year)
    context = {
        "line": line,
        "investigation": line.investigation,
        "people": [{"row": one, "source": SOURCES[one.source]} for one in found.people],
        "elsewhere": found.elsewhere,
    }
    return render(request, "tracing/who_else.html", context)
