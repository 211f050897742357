"""Posts: the list, one post now, its form, roster, openings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.checkpoints.actions import posts as actions
from lachan.checkpoints.forms.posts import OpeningForm, PostForm, RosterForm, SpanForm
from lachan.checkpoints.queries import posts as queries
from lachan.checkpoints.queries.devices import gaps_of
from lachan.checkpoints.queries.passages import shift_figures
from lachan.checkpoints.rules.words import FORCES, OUTCOMES, POST_KINDS, STEPS
from lachan.checkpoints.terms import Force, Permission, PostKind, ShiftStep
from lachan.checkpoints.views.attempting import attempt
from lachan.core.dates import VIETNAM, at, day_of
from lachan.core.http import Request
from lachan.core.refused import NotThere, Refused
from lachan.places.queries.units import unit_names
from lachan.policies.rules.words import MEASURES

SHIFT_HOURS = 12


def may_look(request: Request) -> None:
    """Refused for who may see no posts at all."""
    if not request.actor.may_somewhere(Permission.READ):
        raise Refused(_("you may not look at posts"))


@require_GET
def posts(request: Request) -> HttpResponse:
    """All posts in sight, and how each stands now."""
    may_look(request)
    rows = list(queries.visible_posts(request.actor))
    standing = queries.standings(rows, request.now)
    names = unit_names({row.unit_path for row in rows})
    lines = [
        {
            "post": row,
            "unit": names.get(row.unit_path, row.unit_path),
            "kind": POST_KINDS[PostKind(row.kind)],
            "now": standing[row.pk],
            "forces": sorted({str(FORCES[Force(e.force)]) for e in standing[row.pk].on_duty}),
        }
        for row in rows
    ]
    open_rows = [line for line in lines if line["post"].closed_on is None]
    context = {
        "lines": open_rows,
        "closed": [line for line in lines if line["post"].closed_on is not None],
        "passages": sum(s.passages_today for s in standing.values()),
        "unsent": sum(s.unsent for s in standing.values()),
        "unkeyed": sum(s.unkeyed for s in standing.values()),
        "opened": sum(s.opening is not None for s in standing.values()),
        "quarantined": sum(s.quarantined for s in standing.values()),
        "may_manage": request.actor.may_in_territory(Permission.MANAGE),
    }
    return render(request, "checkpoints/posts.html", context)


@require_GET
def post(request: Request, pk: int) -> HttpResponse:
    """One post now: open or opened, who stands there, what is still on its devices."""
    row = queries.get_post(request.actor, pk)
    standing = queries.standings([row], request.now)[row.pk]
    since, until = _shift_now(standing, request.now)
    devices = [{"row": d, "gaps": gaps_of(d)} for d in standing.devices]
    shifts = queries.shifts_of(row, 10)
    names = queries.officer_names(
        {word for s in shifts for word in [*s.officers, s.officer, s.takes_over]}
    )
    context = {
        "post": row,
        "unit": unit_names({row.unit_path}).get(row.unit_path, row.unit_path),
        "kind": POST_KINDS[PostKind(row.kind)],
        "standing": standing,
        "by_force": _by_force(standing.on_duty),
        "devices": devices,
        "figures": shift_figures(row, since, until),
        "since": since,
        "until": until,
        "span": _span(since, until),
        "shifts": [
            {
                "at": s.happened_at,
                "by": names.get(s.officer, s.officer),
                "text": STEPS[ShiftStep(s.step)],
                "note": _shift_note(s, names),
            }
            for s in shifts
        ],
        "openings": queries.openings_of(row, 5),
        "may_manage": request.actor.may(Permission.MANAGE, row.path),
        "may_work": request.actor.may(Permission.WORK, row.path),
    }
    return render(request, "checkpoints/post.html", context)


def _shift_note(shift: Any, names: dict[str, str]) -> str:
    parts = [", ".join(names.get(word, word) for word in shift.officers)]
    if shift.takes_over:
        parts.append(_("to %(name)s") % {"name": names.get(shift.takes_over, shift.takes_over)})
    if shift.unkeyed_slips:
        parts.append(_("%(number)d slips not keyed in") % {"number": shift.unkeyed_slips})
    if shift.unsent:
        parts.append(_("%(number)d events not sent") % {"number": shift.unsent})
    return " · ".join(part for part in [*parts, shift.note] if part)


def _shift_now(standing: queries.Standing, now: datetime) -> tuple[datetime, datetime]:
    """The shift on the roster now, else the day so far."""
    if standing.on_duty:
        first = standing.on_duty[0]
        return first.starts_at, first.ends_at
    return at(day_of(now), 0), now


def _span(since: datetime, until: datetime) -> str:
    """The part of an address that says a time."""
    return urlencode({"since": _moment(since), "until": _moment(until)})


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def _by_force(entries: list[Any]) -> list[tuple[Any, list[Any]]]:
    return [
        (label, found)
        for force, label in FORCES.items()
        if (found := [entry for entry in entries if entry.force == force])
    ]


@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """Set up a post."""
    units = queries.units_to_choose(request.actor, Permission.MANAGE)
    if not units:
        raise Refused(_("you may not set up posts"))
    form = PostForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        words, today = form.words(), day_of(request.now)
        row = attempt(form, lambda: actions.set_up_post(request.actor, words, today=today))
        if row is not None:
            messages.success(request, _("The post is set up."))
            return redirect("checkpoints:post", row.pk)
    context = {"form": form, "title": _("Set up a post")}
    return _form(request, "checkpoints/form.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Say something else of a post, or close it."""
    row = queries.get_post(request.actor, pk, Permission.MANAGE)
    initial = {name: getattr(row, name) for name in ("name", "place", "kind", "permitted")}
    form = PostForm(request.POST or None, units=[], initial={**initial, "closed_on": row.closed_on})
    if request.method == "POST" and form.is_valid():
        words = form.words(row.unit_path)
        if attempt(form, lambda: actions.change_post(request.actor, row.pk, words)) is not None:
            messages.success(request, _("Saved."))
            return redirect("checkpoints:post", row.pk)
    context = {"form": form, "post": row, "title": _("Change the post")}
    return _form(request, "checkpoints/form.html", context)


@require_http_methods(["GET", "POST"])
def roster(request: Request, pk: int) -> HttpResponse:
    """Who stands there, by shift; printable; a new shift below."""
    row = queries.get_post(request.actor, pk)
    may_manage = request.actor.may(Permission.MANAGE, row.path)
    if request.method == "POST" and not may_manage:
        raise NotThere
    start = at(day_of(request.now), 7)
    form = RosterForm(
        request.POST or None,
        initial={"starts_at": start, "ends_at": start + timedelta(hours=SHIFT_HOURS)},
    )
    if request.method == "POST" and form.is_valid():
        people = form.people()
        values = form.cleaned_data
        span = values["starts_at"], values["ends_at"]
        put = attempt(form, lambda: actions.put_on_roster(request.actor, row.pk, *span, people))
        if put is not None:
            messages.success(request, _("The shift has its people."))
            return redirect("checkpoints:roster", row.pk)
    since = at(day_of(request.now), 0) - timedelta(days=1)
    entries = list(queries.roster_between(row, since, since + timedelta(days=9)))
    shifts: dict[tuple[datetime, datetime], list[Any]] = {}
    for entry in entries:
        shifts.setdefault((entry.starts_at, entry.ends_at), []).append(entry)
    context = {
        "post": row,
        "shifts": [
            {
                "since": since,
                "until": until,
                "forces": _by_force(found),
                "is_now": since <= request.now < until,
            }
            for (since, until), found in shifts.items()
        ],
        "form": form,
        "may_manage": may_manage,
    }
    template = (
        "checkpoints/roster_print.html" if "print" in request.GET else ("checkpoints/roster.html")
    )
    return _form(request, template, context)


@require_POST
def take_off(request: Request, pk: int, entry_id: int) -> HttpResponse:
    """Somebody does not stand there after all."""
    actions.take_off_roster(request.actor, pk, entry_id)
    messages.success(request, _("Taken off the roster."))
    return redirect("checkpoints:roster", pk)


@require_GET
def figures(request: Request, pk: int) -> HttpResponse:
    """What passed in a shift, each figure opening its list."""
    row = queries.get_post(request.actor, pk)
    form = SpanForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    standing = queries.standings([row], request.now)[row.pk]
    since, until = _shift_now(standing, request.now)
    since, until = asked.get("since") or since, asked.get("until") or until
    found = shift_figures(row, since, until)
    url = f"{reverse('checkpoints:passages')}?post={row.pk}&{_span(since, until)}"
    context = {
        "post": row,
        "form": SpanForm(initial={"since": since, "until": until}),
        "since": since,
        "until": until,
        "found": found,
        "url": url,
        "outcomes": [(str(k), label, found.by_outcome.get(k, 0)) for k, label in OUTCOMES.items()],
        "measures": [
            (key, MEASURES.get(key, _("Not said")), number)
            for key, number in found.by_measure.items()
        ],
    }
    return render(request, "checkpoints/figures.html", context)


@require_http_methods(["GET", "POST"])
def openings(request: Request, pk: int) -> HttpResponse:
    """Times in which the post was open to all, and recording one."""
    row = queries.get_post(request.actor, pk)
    may_manage = request.actor.may(Permission.MANAGE, row.path)
    if request.method == "POST" and not may_manage:
        raise NotThere
    form = OpeningForm(request.POST or None, initial={"starts_at": request.now})
    if request.method == "POST" and form.is_valid():
        words = form.words()
        opening = attempt(
            form, lambda: actions.open_post(request.actor, row.pk, words, now=request.now)
        )
        if opening is not None:
            messages.success(request, _("The opening is recorded with its order."))
            return redirect("checkpoints:openings", row.pk)
    context = {
        "post": row,
        "openings": queries.openings_of(row),
        "form": form,
        "may_manage": may_manage,
    }
    return _form(request, "checkpoints/openings.html", context)


@require_POST
def end_opening(request: Request, pk: int, key: UUID) -> HttpResponse:
    """Control began again."""
    actions.end_opening(request.actor, pk, key, now=request.now)
    messages.success(request, _("Control has begun again."))
    return redirect("checkpoints:openings", pk)


def _form(request: Request, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page with a form; 422 when it was sent and has errors."""
    form = context["form"]
    return render(request, template, context, status=422 if form.is_bound else 200)
