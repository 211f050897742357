"""The list of contacts: filters in its address, search by POST, counts by commune, export."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lachan.contacts.forms.listing import ContactFilter, SearchForm
from lachan.contacts.queries import contacts as queries
from lachan.contacts.rules.words import UNDETERMINED, level_words
from lachan.contacts.terms import Permission
from lachan.contacts.views.columns import COLUMNS, dress, masked_value
from lachan.contacts.views.files import export_page, kept, require_export
from lachan.contacts.views.sight import Sight, require_read
from lachan.core.http import Request
from lachan.core.listing import Listing, respond
from lachan.people.actions.reading import log_many, log_reading

MOST_FOUND = 50


@require_http_methods(["GET", "POST"])
def contacts(request: Request) -> HttpResponse:
    """Contacts in sight, the nearest first; what somebody searches for stands in no address."""
    require_read(request)
    if "export" in request.GET:
        return redirect(f"{reverse('contacts:export')}?{_kept(request)}")
    form = SearchForm(request.POST or None)
    is_search = request.method == "POST" and form.is_valid()
    sight = Sight(request.actor, request.now)
    if is_search:
        shown, found = _searched(request, form.cleaned_data["q"])
        listing = _listing(request, queries.contacts(request.actor).none())
    else:
        listing, found = _listing(request, queries.contacts(request.actor)), 0
        shown = list(listing.page.object_list)
    dress(shown, sight)
    listing.page.object_list = shown
    log_reading(request.actor, [row.shown.pk for row in shown], "contacts:list", request.now)
    context = {
        "search": form,
        "is_search": is_search,
        "found": found,
        "most": MOST_FOUND,
        "kept": _kept(request),
        "filters_wrong": listing.filterset.form.errors,
        **_counts(request, sight),
    }
    response = respond(request, listing, "contacts/contacts.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


def _searched(request: Request, words: str) -> tuple[list[Any], int]:
    rows = queries.contacts_found(request.actor, words)
    shown, found = list(rows[:MOST_FOUND]), rows.count()
    log_many(request.actor, len(shown), "contacts:search", request.now)
    return shown, found


def _listing(request: Request, rows: Any) -> Listing:
    return Listing(
        request,
        rows,
        columns=COLUMNS,
        filters=ContactFilter,
        title=_("Contacts"),
        order="level",
    )


def _counts(request: Request, sight: Sight) -> dict[str, Any]:
    """Commune by level of those who are contacts now, each a link; and how long it took."""
    began = time.perf_counter()
    counted = queries.counted(request.actor, request.now)
    took = round((time.perf_counter() - began) * 1000)
    levels = _in_order({row.level for row in counted})
    communes: dict[str, dict[int | None, int]] = {}
    totals = dict.fromkeys(levels, 0)
    for row in counted:
        communes.setdefault(row.path, {})[row.level] = row.number
        totals[row.level] += row.number
    sight.know_units(communes)
    return {
        "levels": [
            {
                "words": level_words(level),
                "number": totals[level],
                "url": f"?level={level or UNDETERMINED}",
            }
            for level in levels
        ],
        "communes": [
            {
                "name": sight.unit(path),
                "url": f"?{urlencode({'commune': path})}",
                "total": sum(numbers.values()),
                "cells": [
                    {
                        "number": numbers.get(level, 0),
                        "words": level_words(level),
                        "url": f"?{urlencode({'commune': path, 'level': level or UNDETERMINED})}",
                    }
                    for level in levels
                ],
            }
            for path, numbers in communes.items()
        ],
        "current": sum(totals.values()),
        "followed": sum(row.followed for row in counted),
        "counted_ms": took,
    }


def _in_order(levels: set[int | None]) -> list[int | None]:
    """1, 2, 3 … and what is undetermined at the end, as in the list."""
    return sorted(levels, key=lambda level: (level is None, level or 0))


@require_http_methods(["GET", "POST"])
def export(request: Request) -> HttpResponse:
    """The list as a file: for what, masked or in full, for Excel or as text."""
    require_export(request)
    sight = Sight(request.actor, request.now)
    return export_page(
        request,
        _listing(request, queries.contacts(request.actor, Permission.EXPORT)),
        dress=lambda part: dress(part, sight),
        masked_value=masked_value,
        name="nguoi-tiep-xuc",
        page="contacts:export",
        back=f"{reverse('contacts:contacts')}?{_kept(request)}",
    )


def _kept(request: Request) -> str:
    return kept(request.GET, ContactFilter.base_filters)
