"""The page of an investigation: its days, one below the other, for a telephone in one hand."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.people.actions.reading import log_reading
from lachan.people.terms import Permission as PeoplePermission
from lachan.places.queries.units import unit_names
from lachan.tracing.forms.investigations import DaysForm, InterviewForm, PhotoForm
from lachan.tracing.queries.hand_offs import beyond, hand_offs_of, unsent
from lachan.tracing.queries.investigations import (
    days_of,
    facts_of,
    get_investigation,
    household_of,
    interviews_of,
    lines_of,
    may_investigate,
    persons_shown,
    photos_of,
)
from lachan.tracing.queries.links import links_of, why_closed
from lachan.tracing.rules.lines import by_day
from lachan.tracing.rules.words import ICONS, KINDS, WAYS
from lachan.tracing.terms import Permission
from lachan.tracing.views.shared import day_heading, dress_lines, mark_versions, name_units


@require_GET
def timeline(request: Request, key: UUID) -> HttpResponse:
    """All that was told, day by day; what two told differently stands beside each other."""
    found = get_investigation(request.actor, key)
    lines: list[Any] = lines_of(found)
    dress_lines(request, lines)
    interview = request.GET.get("interview", "")
    household = household_of(found)
    shown = [found.person.pk, *persons_shown(lines), *(one.pk for one in household)]
    log_reading(request.actor, shown, "tracing:timeline", request.now)
    waiting = unsent(found)
    sent = hand_offs_of(found)
    name_units([found, *sent])
    outside = beyond(found)
    names = unit_names([*waiting, *outside])
    standing = [line for line in lines if line.struck_at is None]
    context = {
        "investigation": found,
        "person": found.person,
        "last_on": found.last_on or day_of(request.now),
        "may_open_person": request.actor.may(PeoplePermission.READ, found.person.path),
        "days": _days(request, found, lines),
        "asked": len(days_of(found, day_of(request.now))),
        "told": len({day_of(line.started_at) for line in standing}),
        "lines": len(standing),
        "household": household,
        "kinds": [(kind, words, ICONS[kind]) for kind, words in KINDS.items()],
        "interview": interview,
        "interviews": [{"row": one, "way": WAYS[one.way]} for one in interviews_of(found)],
        "photos": photos_of(found),
        "waiting": [
            {"name": names.get(path, path), "number": len(rows)} for path, rows in waiting.items()
        ],
        "waiting_lines": len({line.pk for rows in waiting.values() for line in rows}),
        "outside": [(names.get(path, path), number) for path, number in outside.items()],
        "sent": sent,
        "links": _links(request, found),
        "people_named": list(
            {
                line.met.root_id: line.met.root
                for line in standing
                if line.met and line.met_in_sight
            }.values()
        ),
        "may_write": may_investigate(request.actor, found) and found.closed_at is None,
        "may_close": may_investigate(request.actor, found),
        "may_send": request.actor.may(Permission.SEND, found.path),
        "days_form": DaysForm(initial={"days": found.days}),
        "interview_form": InterviewForm(initial={"key": uuid.uuid4()}),
        "photo_form": PhotoForm(),
        "given": request.session.pop(f"tracing.form.{found.key}", None),
    }
    return render(request, "tracing/timeline.html", context)


def _days(request: Request, found: Any, lines: list[Any]) -> list[dict[str, Any]]:
    """The days asked, the latest first, with their lines; versions of one line side by side."""
    rows = {line.pk: line for line in lines}
    facts = [facts_of(line) for line in lines]
    mark_versions(lines)
    asked = days_of(found, day_of(request.now))
    return [
        {
            "day": day,
            "heading": day_heading(day, request.now),
            "lines": [rows[pk] for pk in ids],
            "number": sum(rows[pk].struck_at is None for pk in ids),
            "is_asked": day in asked,
        }
        for day, ids in by_day(facts, asked).items()
    ]


def _links(request: Request, found: Any) -> list[dict[str, Any]]:
    return [{"link": link, "closed": why_closed(link, request.now)} for link in links_of(found)]
