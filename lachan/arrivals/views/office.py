"""What officers key in: declarations by telephone and on paper; places; figures; papers."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lachan.arrivals.actions.declaring import declare
from lachan.arrivals.actions.teams import PlaceWords, open_place
from lachan.arrivals.forms.declaring import JourneyForm, SlipForm, draft_of
from lachan.arrivals.forms.register import PlaceForm
from lachan.arrivals.queries.declarations import (
    get_declaration,
    people_of,
    visible_declarations,
    who_answers,
)
from lachan.arrivals.queries.figures import by_day, by_measure, by_origin, by_unit
from lachan.arrivals.queries.places import visible_places
from lachan.arrivals.rules.codes import spoken
from lachan.arrivals.rules.words import CHANNELS, MEASURES, UNDETERMINED
from lachan.arrivals.terms import Permission
from lachan.arrivals.views.public import (
    EDITS,
    READS_CARDS,
    edited,
    keep_private,
    may_add,
    person_forms,
)
from lachan.arrivals.views.register import may_look
from lachan.arrivals.views.wording import decision_lines, place_words
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.places.queries.units import unit_names


@require_http_methods(["GET", "POST"])
@csp_update(READS_CARDS)  # type: ignore[arg-type]  # our requests know their actor
def take(request: Request) -> HttpResponse:
    """Take a declaration by telephone, or key one from paper; then the next call."""
    if not request.actor.may_somewhere(Permission.DECLARE):
        raise Refused(_("You may not take declarations."))
    is_sent = request.method == "POST"
    wants_more = is_sent and bool(EDITS & request.POST.keys())
    bound = edited(request.POST) if is_sent else None
    slip = SlipForm(bound, now=request.now, initial={"channel": request.GET.get("channel")})
    journey = JourneyForm(bound, now=request.now)
    people = person_forms(bound, request.now, unfinished=wants_more)
    valid = is_sent and not wants_more
    if valid and all([slip.is_valid(), journey.is_valid(), people.is_valid()]):
        draft = draft_of(journey, list(people), language=get_language() or "vi", slip=slip)
        try:
            row = declare(request.actor, draft, now=request.now)
        except Refused as refused:
            for reason in refused.reasons:
                slip.add_error("slip_number", reason)
        else:
            return redirect("arrivals:taken", row.pk)
    recent = visible_declarations(request.actor).filter(recorded_by_id=request.actor.id)[:5]
    context = {
        "slip": slip,
        "journey": journey,
        "people": people,
        "may_add": may_add(people),
        "recent": [
            {"pk": row.pk, "code": spoken(row.code), "at": row.recorded_at} for row in recent
        ],
    }
    status = 422 if valid else 200
    return keep_private(render(request, "arrivals/take.html", context, status=status))


@require_GET
def taken(request: Request, pk: int) -> HttpResponse:
    """What to tell the caller: the code, the rule, until when; then the next call."""
    declaration = get_declaration(request.actor, pk)
    rows: list[Any] = list(people_of(declaration))
    names = unit_names({row.arrival.path for row in rows})
    context = {
        "declaration": declaration,
        "code": spoken(declaration.code),
        "channel": CHANNELS[declaration.channel],
        "cards": [
            {
                "name": row.content.get("full_name", ""),
                "arrival_id": row.arrival_id,
                "decision": decision_lines(row.arrival),
                "commune": place_words(row.arrival.path, names),
                "answers": who_answers(row.arrival, day_of(request.now)),
            }
            for row in rows
        ],
    }
    return keep_private(render(request, "arrivals/taken.html", context))


@require_http_methods(["GET", "POST"])
def places(request: Request) -> HttpResponse:
    """Public places with a code; give one a code, print its poster."""
    may_look(request)
    actor, now = request.actor, request.now
    may_open = actor.may_in_territory(Permission.RECEIVE)
    form = PlaceForm(request.POST if request.method == "POST" else None, now=now)
    if request.method == "POST" and may_open and form.is_valid():
        values = form.cleaned_data
        open_place(
            actor,
            PlaceWords(
                path=values["commune"].unit.path,
                name=values["name"],
                address=values["address"],
                answers=values["answers"],
                phone=values["phone"],
            ),
            now=now,
        )
        messages.success(request, _("The place has a code; print its poster."))
        return redirect("arrivals:places")
    rows = list(visible_places(actor)[:500])
    names = unit_names({row.path for row in rows})
    shown = [
        {"row": row, "code": spoken(row.code), "commune": names.get(row.path, row.path)}
        for row in rows
    ]
    context = {"places": shown, "form": form, "may_open": may_open}
    status = 422 if request.method == "POST" else 200
    return render(request, "arrivals/places.html", context, status=status)


@require_GET
def figures(request: Request) -> HttpResponse:
    """Counts by day, from where, by commune, by measure; each opens the list that it counts."""
    may_look(request)
    actor, today = request.actor, day_of(request.now)
    measures: list[dict[str, Any]] = [
        {"name": MEASURES.get(key, UNDETERMINED), "key": key or "undetermined", "number": number}
        for key, number in by_measure(actor)
    ]
    context = {
        "days": by_day(actor, today),
        "origins": by_origin(actor),
        "units": by_unit(actor),
        "measures": measures,
    }
    return render(request, "arrivals/figures.html", context)
