"""Passages: the register, one passage, recording one in the office; what waits for an officer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from lachan.checkpoints.actions.quarantine import CAN_PUT_IN, resolve, said_by
from lachan.checkpoints.actions.recording import record_in_office
from lachan.checkpoints.forms.passages import (
    PassageFilter,
    QuarantineFilter,
    RecordForm,
    ResolveForm,
)
from lachan.checkpoints.forms.posts import SearchForm
from lachan.checkpoints.queries import passages as queries
from lachan.checkpoints.queries.posts import communes_around, get_post, officer_names
from lachan.checkpoints.rules.words import (
    CODES,
    COLOUR_TONES,
    COLOURS,
    DIRECTIONS,
    FLAGS,
    OUTCOME_TONES,
    OUTCOMES,
    RESOLUTIONS,
    ROLES,
)
from lachan.checkpoints.terms import Code, Direction, EventKind, Flag, Permission, Resolution
from lachan.checkpoints.views.attempting import attempt
from lachan.checkpoints.views.posts import may_look
from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond
from lachan.core.refused import NotThere, Refused
from lachan.people.actions.reading import log_many, log_reading
from lachan.people.rules.births import birth_words
from lachan.people.rules.masking import masked_number
from lachan.policies.rules.words import MEASURES


def _names(row: Any) -> str:
    return ", ".join(person.full_name for person in row.people.all())


COLUMNS = (
    Column(
        "at",
        gettext_lazy("When"),
        lambda row: row.happened_at,
        order_by="happened_at",
        link=lambda row: reverse("checkpoints:passage", args=[row.pk]),
    ),
    Column("post", gettext_lazy("Post"), lambda row: row.post.name, order_by="post__name"),
    Column("who", gettext_lazy("People"), _names, template="checkpoints/_people_cell.html"),
    Column(
        "plate",
        gettext_lazy("Number plate"),
        lambda row: row.vehicle.plate if hasattr(row, "vehicle") else "",
    ),
    Column("direction", gettext_lazy("Direction"), lambda row: str(DIRECTIONS[row.direction])),
    Column(
        "verdict",
        gettext_lazy("Verdict shown"),
        lambda row: str(COLOURS.get(row.colour, "")),
        template="checkpoints/_verdict_cell.html",
    ),
    Column(
        "outcome",
        gettext_lazy("Outcome"),
        lambda row: str(OUTCOMES[row.outcome]),
        template="checkpoints/_outcome_cell.html",
        order_by="outcome",
    ),
    Column(
        "number",
        gettext_lazy("Number of people"),
        lambda row: row.number_of_people,
        order_by="number_of_people",
        numeric=True,
        exported_only=True,
    ),
    Column("slip", gettext_lazy("Paper slip"), lambda row: row.slip_number, exported_only=True),
)


@require_http_methods(["GET", "POST"])
def passages(request: Request) -> HttpResponse:
    """All passages in sight; whom somebody searches for comes by POST and stands in no address."""
    may_look(request)
    form = SearchForm(request.POST or None)
    rows = queries.visible_passages(request.actor)
    is_search = request.method == "POST" and form.is_valid()
    if is_search:
        rows = queries.searched(rows, form.cleaned_data["q"])
    listing = Listing(
        request,
        queries.for_rows(rows),
        columns=COLUMNS,
        filters=PassageFilter,
        title=_("Passages"),
        order="-at",
    )
    for row in listing.page.object_list:
        _dress(row)
    if "export" in request.GET:
        log_many(request.actor, listing.rows.count(), "checkpoints:export", request.now)
    elif is_search:
        log_many(request.actor, len(listing.page.object_list), "checkpoints:search", request.now)
    context = {
        "search": form,
        "is_search": is_search,
        "list_url": reverse("checkpoints:passages"),
    }
    response = respond(request, listing, "checkpoints/passages.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


def _dress(row: Any) -> None:
    """Give a passage its words and tones."""
    row.outcome_name, row.outcome_tone = OUTCOMES[row.outcome], OUTCOME_TONES[row.outcome]
    row.colour_name = COLOURS.get(row.colour, "")
    row.colour_tone = COLOUR_TONES.get(row.colour, "neutral")
    row.measure_name = MEASURES.get(row.measure, "")
    row.flag_names = [FLAGS[Flag(flag)] for flag in row.flags]


@require_GET
def passage(request: Request, key: UUID) -> HttpResponse:
    """One passage: what the post saw and showed, and what is decided now."""
    row = queries.get_passage(request.actor, key)
    _dress(row)
    people = [_person(person) for person in row.people.all()]
    log_reading(
        request.actor,
        [one["person"].pk for one in people if one["person"]],
        "checkpoints:passage",
        request.now,
    )
    tests: dict[int, list[Any]] = {}
    for test in queries.tests_of(row):
        tests.setdefault(test.position, []).append(test)
    for position, one in enumerate(people):
        one["tests"] = tests.get(position, [])
    names = officer_names({row.officer, row.override_by})
    context = {
        "passage": row,
        "direction": DIRECTIONS[Direction(row.direction)],
        "people": people,
        "officer": names.get(row.officer, row.officer),
        "override_by": names.get(row.override_by, row.override_by),
        "reasons": _reasons(row.verdict),
        "event": queries.event_of(row),
    }
    response = render(request, "checkpoints/passage.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


def _reasons(verdict: dict[str, Any]) -> list[str]:
    found = verdict.get("reasons")
    if not isinstance(found, list):
        return []
    return [
        " – ".join(str(one[name]) for name in ("words", "clause") if one.get(name))
        if isinstance(one, dict)
        else str(one)
        for one in found
    ]


def _person(person: Any) -> dict[str, Any]:
    arrival = person.arrival
    known = (arrival.person.root or arrival.person) if arrival else None
    return {
        "row": person,
        "role": ROLES[person.role],
        "birth": birth_words(person.birth_on, person.birth_year),
        "number": masked_number(person.citizen_id or person.old_card or person.passport),
        "phone": masked_number(person.phone),
        "person": known,
        "arrival": arrival,
        "measure_now": MEASURES.get(arrival.measure, _("undetermined")) if arrival else "",
        "reasons_now": [
            f"{reason['words']} – {reason['clause']}" for reason in (arrival.reasons or [])
        ]
        if arrival
        else [],
    }


@require_http_methods(["GET", "POST"])
def record(request: Request, pk: int) -> HttpResponse:
    """Record a passage in the office, where no device can: the same event, made here."""
    post = get_post(request.actor, pk)
    if not request.actor.may(Permission.WORK, post.path):
        raise NotThere
    form = RecordForm(
        request.POST or None,
        communes=communes_around(post),
        initial={"happened_at": request.now},
    )
    if request.method == "POST" and form.is_valid():
        if form.happened > request.now:
            form.add_error("happened_at", _("This lies in the future."))
        else:
            key = record_in_office(
                request.actor,
                post.pk,
                EventKind.PASSAGE,
                form.payload(post.code),
                form.happened,
                now=request.now,
            )
            messages.success(request, _("The passage is recorded."))
            return redirect("checkpoints:passage", key)
    context = {"form": form, "post": post, "title": _("Record a passage")}
    return render(request, "checkpoints/form.html", context, status=422 if form.is_bound else 200)


QUARANTINE_COLUMNS = (
    Column(
        "received",
        gettext_lazy("Received"),
        lambda row: row.received_at,
        order_by="received_at",
        link=lambda row: reverse("checkpoints:quarantined", args=[row.pk]),
    ),
    Column("why", gettext_lazy("Why"), lambda row: str(CODES[row.code]), order_by="code"),
    Column(
        "device",
        gettext_lazy("Device"),
        lambda row: row.device.name,
        order_by="device__name",
    ),
    Column(
        "post",
        gettext_lazy("Post"),
        lambda row: row.device.post.name,
        order_by="device__post__name",
    ),
    Column(
        "decision",
        gettext_lazy("Decision"),
        lambda row: str(RESOLUTIONS[Resolution(row.resolution)] if row.resolution else ""),
    ),
)


@require_GET
def quarantine(request: Request) -> HttpResponse:
    """What could not be taken as it came, until somebody has looked."""
    if not request.actor.may_somewhere(Permission.MANAGE):
        raise Refused(_("you may not manage posts"))
    is_resolved = request.GET.get("state") == "resolved"
    rows = queries.visible_quarantine(request.actor).filter(resolved_at__isnull=not is_resolved)
    listing = Listing(
        request,
        rows,
        columns=QUARANTINE_COLUMNS,
        filters=QuarantineFilter,
        title=_("Events to review"),
        order="-received",
    )
    return respond(request, listing, "checkpoints/quarantine.html")


@require_http_methods(["GET", "POST"])
def quarantined(request: Request, pk: int) -> HttpResponse:
    """One of them, word for word, and the decision."""
    row = queries.get_quarantined(request.actor, pk)
    form = ResolveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wish = Resolution.PUT_IN if "put_in" in request.POST else Resolution.SET_ASIDE
        note = form.cleaned_data["note"]
        resolved = attempt(
            form, lambda: resolve(request.actor, row.pk, wish, note, now=request.now)
        )
        if resolved is not None:
            messages.success(request, RESOLUTIONS[wish])
            return redirect("checkpoints:quarantine")
    context = {
        "row": row,
        "code": CODES[Code(row.code)],
        "resolution": RESOLUTIONS[Resolution(row.resolution)] if row.resolution else "",
        "text": said_by(row),
        "form": form,
        "can_put_in": row.code in CAN_PUT_IN,
    }
    response = render(
        request, "checkpoints/quarantined.html", context, status=422 if form.is_bound else 200
    )
    response["Cache-Control"] = "no-store, private"
    return response
