"""What communes do: acknowledge, not found, pass on, end; household watch; teams; re-runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.arrivals.actions import watching
from lachan.arrivals.actions.teams import TeamWords, end_team, set_team
from lachan.arrivals.forms.register import NoteForm, PassOnForm, ReasonForm, TeamForm
from lachan.arrivals.queries import arrivals as found_arrivals
from lachan.arrivals.queries.communes import communes_in_sight, watching_units
from lachan.arrivals.queries.households import teams as teams_in_sight
from lachan.arrivals.queries.households import watched
from lachan.arrivals.queries.naming import long_names_of
from lachan.arrivals.queries.reruns import changes_of, get_rerun, per_commune, reruns_in_sight
from lachan.arrivals.rules.words import STEPS
from lachan.arrivals.terms import Permission, StepKind, WatchState
from lachan.arrivals.views.register import may_look, person_of, put_names
from lachan.arrivals.views.wording import decision_lines, measure_words
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.refused import NotThere
from lachan.core.text import whole_number
from lachan.people.actions.reading import log_many
from lachan.places.queries.units import unit_names

UNDO = "arrivals.undo"
FORMS: dict[StepKind, type[forms.Form]] = {
    StepKind.RECEIVED: forms.Form,
    StepKind.NOT_HERE: NoteForm,
    StepKind.PASSED_ON: PassOnForm,
    StepKind.ENDED: ReasonForm,
}
STEP_NAMES = {
    "receive": StepKind.RECEIVED,
    "not-here": StepKind.NOT_HERE,
    "pass-on": StepKind.PASSED_ON,
    "end": StepKind.ENDED,
}
LIST_SHOWN = 300


def _take(
    request: Request, kind: StepKind, ids: list[int], values: dict[str, Any]
) -> watching.Outcome:
    note = values.get("reason", "")
    steps: dict[StepKind, Callable[[], watching.Outcome]] = {
        StepKind.RECEIVED: lambda: watching.receive(request.actor, ids, now=request.now),
        StepKind.NOT_HERE: lambda: watching.say_not_here(request.actor, ids, note, now=request.now),
        StepKind.PASSED_ON: lambda: watching.pass_on(
            request.actor, ids, values["commune"].unit.path, note, now=request.now
        ),
        StepKind.ENDED: lambda: watching.end_watch(request.actor, ids, note, now=request.now),
    }
    return steps[kind]()


def _form(kind: StepKind, request: Request) -> forms.Form:
    bound = request.POST if request.method == "POST" else None
    form_class = FORMS[kind]
    return form_class(bound, now=request.now) if form_class is PassOnForm else form_class(bound)


def _say(request: Request, kind: StepKind, outcome: watching.Outcome) -> None:
    number = ngettext("%(number)d person", "%(number)d persons", outcome.done) % {
        "number": outcome.done
    }
    messages.success(
        request,
        f"{STEPS[kind]}: {number}",
        extra_tags=reverse("arrivals:undo", args=[signing.dumps(outcome.batch, salt=UNDO)]),
    )
    for reason in dict.fromkeys(r for _pk, reasons in outcome.refusals for r in reasons):
        messages.warning(request, reason)


@require_http_methods(["GET", "POST"])
def step(request: Request, pk: int, step: str) -> HttpResponse:
    """One step with one person: asks for what it needs, takes it, goes back."""
    if step not in STEP_NAMES:
        raise NotThere
    kind = STEP_NAMES[step]
    row = found_arrivals.get_arrival(request.actor, pk)
    if not request.actor.may(Permission.RECEIVE, row.path):
        raise NotThere
    form = _form(kind, request)
    if request.method == "POST" and form.is_valid():
        outcome = _take(request, kind, [row.pk], form.cleaned_data)
        _say(request, kind, outcome)
        return redirect(_back(request, row.pk))
    context = {"arrival": row, "person": person_of(row), "form": form, "step": STEPS[kind]}
    status = 422 if request.method == "POST" else 200
    return render(request, "arrivals/step.html", context, status=status)


def _back(request: Request, pk: int) -> str:
    """To the list from which it was done, else to the person, if still in sight."""
    if request.POST.get("back") == "list":
        return reverse("arrivals:list")
    try:
        found_arrivals.get_arrival(request.actor, pk)
    except NotThere:
        return reverse("arrivals:list")
    return reverse("arrivals:arrival", args=[pk])


@require_POST
def bulk(request: Request) -> HttpResponse:
    """Acknowledge, or say not found, many at once; each row for itself."""
    kind = STEP_NAMES.get(request.POST.get("step", ""), StepKind.RECEIVED)
    if kind not in (StepKind.RECEIVED, StepKind.NOT_HERE):
        raise NotThere
    ids = [number for value in request.POST.getlist("row") if (number := whole_number(value))]
    outcome = _take(request, kind, ids, {})
    _say(request, kind, outcome)
    back = request.POST.get("back")
    return redirect("arrivals:list" if back == "list" else "arrivals:arrivals")


@require_POST
def undo(request: Request, token: str) -> HttpResponse:
    """Take back one's own step."""
    try:
        batch = signing.loads(token, salt=UNDO)
    except signing.BadSignature as wrong:
        raise NotThere from wrong
    number = watching.undo(request.actor, batch, now=request.now)
    messages.success(
        request,
        ngettext("Taken back for %(number)d person", "Taken back for %(number)d persons", number)
        % {"number": number},
    )
    return redirect("arrivals:list")


def chosen_commune(request: Request) -> tuple[str, list[tuple[str, str]]]:
    """The commune whose list is asked for: the address's, the workplace's, or the only one."""
    communes = communes_in_sight(request.actor)
    known = dict(communes)
    asked = request.GET.get("commune", "")
    if asked in known:
        return asked, communes
    work = watching_units([request.actor.workplace]).get(request.actor.workplace, "")
    if work in known or (work and not communes):
        return work, communes
    return (communes[0][0] if len(communes) == 1 else ""), communes


@require_GET
def watch_list(request: Request) -> HttpResponse:
    """A commune's list: what must be acknowledged first, then the strictest."""
    may_look(request)
    commune, communes = chosen_commune(request)
    rows: list[Any] = []
    counts = None
    if commune:
        of_commune = found_arrivals.within_unit(
            found_arrivals.visible_arrivals(request.actor), commune
        )
        counts = found_arrivals.figures(of_commune, request.now)
        opened = of_commune.exclude(state=WatchState.ENDED)
        rows = list(found_arrivals.by_priority(found_arrivals.for_rows(opened))[:LIST_SHOWN])
        put_names(rows, request.now)
        log_many(request.actor, len(rows), "arrivals:list", request.now)
    context = {
        "commune": commune,
        "commune_name": dict(communes).get(commune, ""),
        "communes": communes,
        "rows": rows,
        "figures": counts,
        "may_receive": request.actor.may(Permission.RECEIVE, commune),
        "shown": LIST_SHOWN,
    }
    response = render(request, "arrivals/list.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


@require_GET
def watch(request: Request) -> HttpResponse:
    """Household watch: every person from outside, in every household, by hamlet."""
    may_look(request)
    commune, communes = chosen_commune(request)
    hamlets = watched(request.actor, commune, day_of(request.now)) if commune else []
    for hamlet in hamlets:
        for household in hamlet.households:
            put_names(household.people, request.now)
    number = sum(hamlet.number for hamlet in hamlets)
    if number:
        log_many(request.actor, number, "arrivals:watch", request.now)
    context = {
        "commune": commune,
        "commune_name": dict(communes).get(commune, ""),
        "communes": communes,
        "hamlets": hamlets,
        "number": number,
        "households": sum(len(hamlet.households) for hamlet in hamlets),
    }
    response = render(request, "arrivals/watch.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


@require_http_methods(["GET", "POST"])
def teams(request: Request) -> HttpResponse:
    """Community teams: who answers for which hamlet; set one, end one."""
    may_look(request)
    actor, now = request.actor, request.now
    may_set = actor.may_in_territory(Permission.RECEIVE)
    form = TeamForm(request.POST if request.method == "POST" else None, now=now)
    if request.method == "POST" and may_set and form.is_valid():
        values = form.cleaned_data
        set_team(
            actor,
            TeamWords(
                path=values["commune"].unit.path,
                name=values["name"],
                members=form.members(),
                hamlet=values["hamlet"],
                households=values["households"],
            ),
            now=now,
        )
        messages.success(request, _("The team was set."))
        return redirect("arrivals:teams")
    rows: list[Any] = list(teams_in_sight(actor, day_of(now)))
    names = unit_names({team.path for team in rows})
    for team in rows:
        team.commune_name = names.get(team.path, team.path)
        team.may_end = actor.may(Permission.RECEIVE, team.path)
    context = {"teams": rows, "form": form, "may_set": may_set}
    status = 422 if request.method == "POST" else 200
    return render(request, "arrivals/teams.html", context, status=status)


@require_POST
def team_end(request: Request, pk: int) -> HttpResponse:
    """The team answers for nobody from today on."""
    end_team(request.actor, pk, now=request.now)
    messages.success(request, _("The team was ended."))
    return redirect("arrivals:teams")


@require_GET
def reruns(request: Request) -> HttpResponse:
    """Which changes of rules made everyone be decided again."""
    may_look(request)
    found = reruns_in_sight(request.actor)
    context = {
        "reruns": found.filter(due_at__lte=request.now)[:100],
        "planned": found.filter(due_at__gt=request.now).order_by("due_at", "pk")[:100],
    }
    return render(request, "arrivals/reruns.html", context)


@require_GET
def rerun(request: Request, pk: int) -> HttpResponse:
    """Whom a changed rule changed, and where they are now, by commune."""
    run = get_rerun(request.actor, pk)
    changes = list(changes_of(request.actor, run)[:LIST_SHOWN])
    rows = [change.arrival for change in changes]
    put_names(rows, request.now)
    origins = long_names_of({row.from_path for row in rows}, day_of(request.now))
    log_many(request.actor, len(rows), "arrivals:rerun", request.now)
    units = per_commune(request.actor, run)
    context = {
        "run": run,
        "units": units,
        "total": sum(unit.number for unit in units),
        "changes": [
            {
                "row": change.arrival,
                "person": person_of(change.arrival),
                "before": decision_lines(_Before(change.measure_before)),
                "after": decision_lines(change),
                "words": measure_words(change),
                "origin": origins.get(change.arrival.from_path, change.arrival.from_words),
            }
            for change in changes
        ],
        "shown": LIST_SHOWN,
        "export_url": f"{reverse('arrivals:arrivals')}?rerun={run.pk}&export=xlsx",
        "list_url": f"{reverse('arrivals:arrivals')}?rerun={run.pk}",
    }
    response = render(request, "arrivals/rerun.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


class _Before:
    """The measure before a change, as a decision to draw."""

    since = until = None
    test_days = reasons = undetermined = phases = milder = ()
    who = ""

    def __init__(self, measure: str) -> None:
        self.measure = measure
