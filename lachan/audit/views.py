"""The record, for those who may read it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lachan.audit import queries
from lachan.audit.forms import EntryFilter
from lachan.audit.rules import (
    changes,
    doer,
    domain_name,
    event_name,
    field_name,
    shown,
    summary,
)
from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond


@require_GET
def entries(request: Request) -> HttpResponse:
    """What happened, newest first."""
    places = queries.PlaceNames()
    columns = [
        Column(
            "event",
            _("What"),
            lambda row: event_name(row.event),
            template="audit/_event_cell.html",
        ),
        Column("who", _("Done by"), _who),
        Column("about", _("Concerning"), lambda row: summary(row.payload)),
        Column("place", _("Place or body"), lambda row: places[row.path]),
        Column("at", _("Happened at"), lambda row: row.recorded_at, order_by="id"),
        Column("code", _("Event"), lambda row: row.event, exported_only=True),
        Column("subject", _("Concerns"), lambda row: row.subject, exported_only=True),
        Column("facts", _("Facts"), _facts, exported_only=True),
    ]
    listing = Listing(
        request,
        queries.entries(request.actor),
        columns=columns,
        filters=EntryFilter,
        title=_("Record"),
        order="-at",
    )
    if "export" not in request.GET:
        places.learn(row.path for row in listing.page.object_list)
    return respond(request, listing, "audit/entries.html")


def _who(row: Any) -> str:
    return doer(row.actor_id, row.actor_name, row.on_behalf_of)


def _facts(row: Any) -> str:
    return "; ".join(f"{field_name(key)}: {shown(value)}" for key, value in row.payload.items())


@require_GET
def entry(request: Request, pk: int) -> HttpResponse:
    """One entry with what it changed."""
    found = queries.get_entry(request.actor, pk)
    earlier = queries.earlier_entry(found)
    facts = [
        {
            "name": field_name(change.field),
            "before": shown(change.before),
            "after": shown(change.after),
            "is_changed": change.is_changed,
        }
        for change in changes(found.payload, earlier.payload if earlier else None)
    ]
    context = {
        "entry": found,
        "name": event_name(found.event),
        "domain": domain_name(found.event.partition(".")[0]),
        "who": _who(found),
        "place": queries.PlaceNames()[found.path],
        "facts": facts,
        "has_before": any(fact["is_changed"] for fact in facts),
        "same_subject": f"{reverse('audit:entries')}?{urlencode({'subject': found.subject})}",
    }
    return render(request, "audit/entry.html", context)
