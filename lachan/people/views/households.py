"""Households of a unit, and one household."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lachan.core.http import Request
from lachan.core.listing import Column, Listing
from lachan.core.refused import Refused
from lachan.people.actions.reading import log_reading
from lachan.people.queries import households as queries
from lachan.people.queries.persons import beside
from lachan.people.rules.births import birth_words
from lachan.people.rules.masking import masked_number
from lachan.people.rules.words import SEXES
from lachan.people.terms import Permission
from lachan.people.views.numbers import masked_numbers
from lachan.places.queries.units import unit_names


class HouseholdFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By hamlet; the address stands in no address."""

    hamlet = django_filters.CharFilter(label=gettext_lazy("Hamlet"), lookup_expr="icontains")


@require_GET
def households(request: Request) -> HttpResponse:
    """The households in sight."""
    if not request.actor.may_somewhere(Permission.READ):
        raise Refused(_("you may not look at persons"))
    names: dict[str, str] = {}
    listing = Listing(
        request,
        queries.households(request.actor),
        columns=(
            Column(
                "address",
                gettext_lazy("Address"),
                lambda row: row.address or _("house not known"),
                link=lambda row: reverse("people:household", args=[row.key]),
            ),
            Column("hamlet", gettext_lazy("Hamlet"), lambda row: row.hamlet, order_by="hamlet"),
            Column(
                "unit",
                gettext_lazy("Unit"),
                lambda row: names.get(row.path, row.path),
                order_by="path",
            ),
            Column(
                "people",
                gettext_lazy("Persons"),
                lambda row: row.people,
                order_by="people",
                numeric=True,
            ),
        ),
        filters=HouseholdFilter,
        title=_("Households"),
        order="unit",
    )
    names |= unit_names(row.path for row in listing.page.object_list)
    return render(request, "people/households.html", {"listing": listing})


@require_GET
def household(request: Request, key: UUID) -> HttpResponse:
    """Who lives at one address; made to be printed too."""
    found = queries.household_by_key(request.actor, key)
    members: list[Any] = queries.members_of(found)
    around = beside(members)
    for row in members:
        row.sex_words = SEXES[row.sex]
        row.birth_words = birth_words(row.birth_on, row.birth_year)
        # Who has moved under another unit is still named here; the rest is that unit's.
        row.is_in_sight = request.actor.may(Permission.READ, row.path)
        row.numbers = masked_numbers(around[row.pk].identifiers) if row.is_in_sight else []
    log_reading(request.actor, [row.pk for row in members], "people:household", request.now)
    context = {
        "household": found,
        "members": members,
        "phone": masked_number(found.phone) if found.phone else "",
        "unit": unit_names([found.path]).get(found.path, found.path),
    }
    response = render(request, "people/household.html", context)
    response["Cache-Control"] = "no-store, private"
    return response
