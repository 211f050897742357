"""Traces of the province: when, why, how long, how many at each level, and what each changed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import django_filters
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lachan.cases.queries.cases import cases
from lachan.contacts.queries import runs as queries
from lachan.contacts.rules.words import CAUSES, TURN_TONES, TURNS, level_words
from lachan.contacts.views.changes import because_of_change, sentence_of_change
from lachan.contacts.views.sight import Sight, require_read
from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond
from lachan.people.actions.reading import log_reading


class RunFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which traces: for what they were made."""

    cause = django_filters.ChoiceFilter(
        label=gettext_lazy("Cause of the trace"),
        choices=list(CAUSES.items()),
        empty_label=gettext_lazy("all"),
    )


class ChangeFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which changes of a trace: of which turn."""

    turn = django_filters.ChoiceFilter(
        label=gettext_lazy("What changed"),
        choices=list(TURNS.items()),
        empty_label=gettext_lazy("all"),
    )


RUN_COLUMNS = (
    Column(
        "finished",
        gettext_lazy("Trace"),
        lambda row: row.finished_at,
        template="contacts/_run_cell.html",
    ),
    Column("cause", gettext_lazy("Cause of the trace"), lambda row: row.cause_words),
    Column("cases", gettext_lazy("Cases"), lambda row: row.cases, numeric=True),
    Column(
        "persons", gettext_lazy("How many persons"), lambda row: row.persons_total, numeric=True
    ),
    Column("changed", gettext_lazy("Changes"), lambda row: row.changes_total, numeric=True),
    Column("took", gettext_lazy("Traced in (ms)"), lambda row: row.traced_in_ms, numeric=True),
)
CHANGE_COLUMNS = (
    Column(
        "name",
        gettext_lazy("Full name"),
        lambda row: row.name,
        template="contacts/_changed_cell.html",
    ),
    Column("unit", gettext_lazy("Unit"), lambda row: row.unit_name),
    Column("what", gettext_lazy("What changed"), lambda row: row.sentence),
    Column("because", gettext_lazy("Why"), lambda row: row.because),
)


@require_GET
def runs(request: Request) -> HttpResponse:
    """All traces, the latest first."""
    require_read(request)
    listing = Listing(
        request,
        queries.runs(request.actor),
        columns=RUN_COLUMNS,
        filters=RunFilter,
        title=_("Traces"),
        order="",
    )
    rows: list[Any] = list(listing.page.object_list)
    for row in rows:
        dress_run(row)
    listing.page.object_list = rows
    if "export" in request.GET:
        for row in listing.rows:
            dress_run(row)
    return respond(request, listing, "contacts/runs.html")


def dress_run(row: Any) -> None:
    """Give a trace the words and sums that pages show."""
    row.cause_words = str(CAUSES[row.cause])
    row.persons_total = sum(row.persons.values())
    row.changes_total = sum(row.changes.values())


@require_GET
def run(request: Request, key: UUID) -> HttpResponse:
    """One trace: its figures, and the list behind each figure of changes."""
    found: Any = queries.get_run(request.actor, key)
    if "export" in request.GET:
        return redirect(f"{reverse('contacts:export')}?{urlencode({'run': key})}")
    dress_run(found)
    sight = Sight(request.actor, request.now)
    listing = Listing(
        request,
        queries.changes_of_run(request.actor, found),
        columns=CHANGE_COLUMNS,
        filters=ChangeFilter,
        title=_("What the trace changed"),
        order="",
    )
    rows: list[Any] = list(listing.page.object_list)
    sight.know_units(row.contact.path for row in rows)
    for row in rows:
        row.name = sight.person(row.contact.person, row.contact.path)
        row.unit_name = sight.unit(row.contact.path)
        row.sentence = sentence_of_change(row)
        row.because = because_of_change(row, sight)
    listing.page.object_list = rows
    subject = _subject(sight, found.subject)
    log_reading(request.actor, sight.shown, "contacts:run", request.now)
    seen = queries.turns_in_sight(request.actor, found)
    context = {
        "run": found,
        "listing": listing,
        "waited": (found.finished_at - found.asked_at).total_seconds(),
        "levels": _levels(found.persons),
        "turns": _turns(found.changes, seen),
        "subject": subject,
    }
    response = render(request, "contacts/run.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


def _levels(persons: dict[str, int]) -> list[dict[str, Any]]:
    known = {int(level) if level.isdigit() else 0: number for level, number in persons.items()}
    order = sorted(known, key=lambda level: (level == 0, level))
    return [{"words": level_words(level), "number": known[level]} for level in order]


def _turns(changes: dict[str, int], seen: dict[str, int]) -> list[dict[str, Any]]:
    """Each turn with how many of the reader's area took it, of how many in the province."""
    return [
        {
            "words": words,
            "number": seen.get(turn, 0),
            "of": changes.get(turn, 0),
            "tone": TURN_TONES.get(turn, ""),
            "url": f"?turn={turn}#list",
        }
        for turn, words in TURNS.items()
        if changes.get(turn) or seen.get(turn)
    ]


def _subject(sight: Sight, subject: str) -> dict[str, str]:
    """What the trace was made for: a case by its number where it is in sight."""
    kind, _colon, number = subject.partition(":")
    if kind != "cases.case" or not number.isdigit():
        return {}
    case = cases(sight.actor).filter(pk=int(number)).first()
    return {"words": sight.case(case), "url": sight.case_link(case)} if case else {}
