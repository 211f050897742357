"""The register of comings, and one of them with all that its sources say."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.arrivals.actions.passes import revoke_pass
from lachan.arrivals.actions.rerunning import decide_one_again
from lachan.arrivals.forms.register import (
    ArrivalFilter,
    NoteForm,
    PassOnForm,
    ReasonForm,
    SearchForm,
)
from lachan.arrivals.queries import arrivals as found_arrivals
from lachan.arrivals.queries.declarations import visible_declarations, who_answers
from lachan.arrivals.queries.naming import long_names_of
from lachan.arrivals.queries.passes import passes_of
from lachan.arrivals.rules.codes import typed_code
from lachan.arrivals.rules.watching import obstacles
from lachan.arrivals.rules.words import CAUSES, PASS_STATES, STATES, STEPS, TAKERS
from lachan.arrivals.terms import OPEN, Permission, StepKind
from lachan.arrivals.views.wording import (
    decision_lines,
    measure_words,
    place_words,
    state_badge,
)
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond
from lachan.core.refused import NotThere, Refused
from lachan.people.actions.reading import log_many, log_reading
from lachan.people.rules.births import birth_words
from lachan.people.rules.masking import masked_words
from lachan.people.rules.words import SOURCE_KINDS
from lachan.places.queries.units import unit_names
from lachan.policies.queries.rules import named_rules

MOST_FOUND = 50


def person_of(row: Any) -> Any:
    """The person as known now."""
    return row.person.root or row.person


def may_look(request: Request) -> None:
    """Refused for who may see no arrivals at all."""
    if not request.actor.may_somewhere(Permission.READ):
        raise Refused(_("you may not look at arrivals"))


COLUMNS = (
    Column(
        "name",
        gettext_lazy("Who came"),
        lambda row: person_of(row).full_name,
        template="arrivals/_person_cell.html",
        order_by="person__root__folded_name",
    ),
    Column(
        "birth",
        gettext_lazy("Born"),
        lambda row: birth_words(None, person_of(row).birth_year),
        exported_only=True,
    ),
    Column(
        "came",
        gettext_lazy("Arrived"),
        lambda row: row.arrived_at,
        order_by="arrived_at",
    ),
    Column("from", gettext_lazy("From"), lambda row: row.origin, order_by="from_words"),
    Column("by", gettext_lazy("By"), lambda row: row.plate or row.trip_words, exported_only=True),
    Column(
        "to",
        gettext_lazy("To"),
        lambda row: row.unit_name,
        template="arrivals/_place_cell.html",
        order_by="path",
    ),
    Column(
        "measure",
        gettext_lazy("Measure"),
        measure_words,
        template="arrivals/_measure_cell.html",
        order_by="measure",
    ),
    Column(
        "clause",
        gettext_lazy("Clause"),
        lambda row: "; ".join(r["clause"] or r["words"] for r in row.reasons),
        exported_only=True,
    ),
    Column(
        "state",
        gettext_lazy("Watch"),
        lambda row: str(STATES[row.state]),
        template="arrivals/_state_cell.html",
        order_by="state",
    ),
)


@require_http_methods(["GET", "POST"])
def arrivals(request: Request) -> HttpResponse:
    """All comings in sight; what somebody searches for comes by POST and stands in no address."""
    may_look(request)
    actor, now = request.actor, request.now
    form = SearchForm(request.POST or None)
    rows = found_arrivals.visible_arrivals(actor)
    counts = found_arrivals.figures(rows, now)
    is_search = request.method == "POST" and form.is_valid()
    if is_search:
        rows = _searched(request, rows, form.cleaned_data["q"])
    listing = Listing(
        request,
        found_arrivals.for_rows(rows),
        columns=COLUMNS,
        filters=ArrivalFilter,
        title=_("Arrivals"),
        order="-came",
        per_page=MOST_FOUND,
    )
    shown = list(listing.rows) if "export" in request.GET else list(listing.page.object_list)
    put_names(shown, now)
    if "export" in request.GET:
        log_many(actor, len(shown), "arrivals:export", now)
        listing.rows = _Drawn(shown)  # type: ignore[assignment]
    else:
        listing.page.object_list = shown
        log_many(actor, len(shown), f"arrivals:{'search' if is_search else 'arrivals'}", now)
    context = {
        "figures": counts,
        "search": form,
        "is_search": is_search,
        "list_url": reverse("arrivals:arrivals"),
        "may_declare": actor.may_in_territory(Permission.DECLARE),
        "may_receive": actor.may_in_territory(Permission.RECEIVE),
        "bulk_url": reverse("arrivals:bulk") if actor.may_in_territory(Permission.RECEIVE) else "",
    }
    response = respond(request, listing, "arrivals/arrivals.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


class _Drawn(list):  # type: ignore[type-arg]
    """Rows that were read and completed already, counted as the export counts a query."""

    def count(self) -> int:  # type: ignore[override]
        return len(self)


def _searched(request: Request, rows: Any, words: str) -> Any:
    code = typed_code(words)
    declared = visible_declarations(request.actor).filter(code=code)
    if code and declared.exists():
        return rows.filter(declared__declaration__in=declared).distinct()
    return found_arrivals.named(rows, words)


def put_names(rows: list[Any], now: Any) -> None:
    """Give each row the names of its units, and whether somebody waits too long."""
    units = unit_names({row.path for row in rows})
    origins = long_names_of({row.from_path for row in rows}, day_of(now))
    late = found_arrivals.late_among(rows, now)
    for row in rows:
        row.unit_name = place_words(row.path, units)
        row.origin = place_words(row.from_path, origins) if row.from_path else row.from_words
        row.badge = state_badge(row.state)
        row.decision = decision_lines(row)
        row.is_late = row.pk in late


@require_GET
def arrival(request: Request, pk: int) -> HttpResponse:
    """Everything about one coming: what each source says, the decision, what was done."""
    actor, now = request.actor, request.now
    row = found_arrivals.get_arrival(actor, pk)
    log_reading(actor, [person_of(row).pk], "arrivals:arrival", now)
    put_names([row], now)
    named = named_rules(actor, {reason["rule"] for reason in row.reasons})
    sources = list(row.sources.order_by("said_at", "pk"))
    paths = {s.from_path for s in sources} | {s.destination_path for s in sources}
    names = long_names_of(paths, day_of(request.now))
    steps = list(found_arrivals.steps_of(row))
    units = unit_names({step.path_after for step in steps} | {step.path_before for step in steps})
    stands = row.withdrawn_at is None
    may_receive = stands and actor.may(Permission.RECEIVE, row.path)
    context = {
        "arrival": row,
        "decision": decision_lines(row, named),
        "person": person_of(row),
        "birth": birth_words(person_of(row).birth_on, person_of(row).birth_year),
        "sources": [_source(source, names) for source in sources],
        "decisions": [
            {
                "at": d.decided_at,
                "by": CAUSES[d.cause],
                "text": measure_words(d),
                "note": "; ".join(reason["clause"] for reason in d.reasons if reason["clause"]),
                "url": reverse("arrivals:rerun", args=[d.rerun_id]) if d.rerun_id else "",
            }
            for d in row.decisions.all()
        ],
        "history": [
            {
                "at": step.taken_at,
                "by": TAKERS.get(step.taken_by_name, step.taken_by_name),
                "text": f"{STEPS[step.kind]}: {place_words(step.path_after, units)}",
                "note": step.note,
            }
            for step in steps
        ],
        "answers": who_answers(row, day_of(now)),
        "is_open": row.state in OPEN,
        "may_receive": may_receive and not obstacles(row.watch(), StepKind.RECEIVED),
        "may_move": may_receive,
        "may_decide": stands and actor.may(Permission.DECIDE, row.path),
        "note_form": NoteForm(),
        "pass_on_form": PassOnForm(now=now),
        "declarations": found_arrivals.declared_as(row),
        "passes": [
            {
                "told": told,
                "words": PASS_STATES[told.state],
                "revoked_by": TAKERS.get(told.revoked_by, told.revoked_by),
                "form": ReasonForm(auto_id=f"pass-{told.row.pk}-%s") if told.may_revoke else None,
            }
            for told in passes_of(actor, row, now)
        ],
    }
    response = render(request, "arrivals/arrival.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


def _source(source: Any, names: dict[str, str]) -> dict[str, Any]:
    return {
        "kind": SOURCE_KINDS[source.kind],
        "said_at": source.said_at,
        "came_at": source.came_at,
        "origin": place_words(source.from_path, names) if source.from_path else source.from_words,
        "to": source.destination_words
        or (place_words(source.destination_path, names) if source.destination_path else ""),
        "by": source.plate or source.trip_words,
        "symptoms": masked_words(source.symptoms),
        "facts": source.facts,
        "withdrawn_at": source.withdrawn_at,
        "withdrawn_reason": source.withdrawn_reason,
    }


@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Decide again by the rules of this instant."""
    row = found_arrivals.get_arrival(request.actor, pk)
    if not request.actor.may(Permission.DECIDE, row.path):
        raise Refused(_("You may not decide about this person."))
    if decide_one_again(request.actor, row, now=request.now):
        messages.success(request, _("Decided again: the decision changed."))
    else:
        messages.success(request, _("Decided again: nothing changed."))
    return redirect("arrivals:arrival", row.pk)


@require_POST
def pass_revoke(request: Request, pk: int, pass_id: int) -> HttpResponse:
    """Take a personal code of this coming back, with the reason."""
    row = found_arrivals.get_arrival(request.actor, pk)
    if pass_id not in {told.row.pk for told in passes_of(request.actor, row, request.now)}:
        raise NotThere
    form = ReasonForm(request.POST)
    if form.is_valid():
        revoke_pass(request.actor, pass_id, form.cleaned_data["reason"], now=request.now)
        messages.success(request, _("The code was taken back."))
    else:
        messages.error(request, _("Say why the code is taken back."))
    return redirect("arrivals:arrival", row.pk)
