"""Teams and whom they look after: set one, end one, give a commune's contacts out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lachan.contacts.actions.device_lists import give_device, take_device
from lachan.contacts.actions.teams import TeamWords, assign_commune, end_team, set_team
from lachan.contacts.forms.teams import AssignForm, DeviceForm, TeamForm
from lachan.contacts.queries.devices import devices_of, devices_to_give
from lachan.contacts.queries.teams import communes_to_assign, waiting, with_load
from lachan.contacts.queries.teams import teams as teams_in_sight
from lachan.contacts.terms import Method, Permission
from lachan.contacts.views.follow_up import require_read
from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.places.queries.units import unit_names


@require_http_methods(["GET", "POST"])
def teams(request: Request) -> HttpResponse:
    """Who looks after whom, and how many wait for a team."""
    require_read(request)
    actor, now = request.actor, request.now
    communes = communes_to_assign(actor, now)
    form = TeamForm(request.POST or None, communes=communes, now=now)
    if request.method == "POST" and form.is_valid() and _is_made(request, form):
        messages.success(request, _("The team was set."))
        return redirect("contacts:teams")
    rows: list[Any] = list(with_load(teams_in_sight(actor), now))
    names = unit_names({team.path for team in rows})
    for team in rows:
        team.unit_name = names.get(team.path, team.path)
        team.may_end = actor.may(Permission.ASSIGN, team.path)
    carried = devices_of(rows)
    for team in rows:
        team.phones = [link.device for link in carried[team.pk]]
    devices = devices_to_give(actor) if communes else []
    context = {
        "teams": rows,
        "form": form,
        "may_assign": bool(communes),
        "assign": AssignForm(communes=communes),
        "waiting": waiting(actor, now),
        "give": DeviceForm(teams=[row for row in rows if row.may_end], devices=devices)
        if devices
        else None,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "contacts/teams.html", context, status=status)


def _is_made(request: Request, form: forms.Form) -> bool:
    values = form.cleaned_data
    words = TeamWords(
        path=values["commune"],
        name=values["name"],
        phone=values["phone"],
        hamlet=values["hamlet"],
        members=[int(one) for one in values["members"]],
    )
    try:
        set_team(request.actor, words, now=request.now)
    except Refused as refused:
        form.add_error(None, list(refused.reasons))
        return False
    return True


@require_POST
def team_end(request: Request, key: UUID) -> HttpResponse:
    """The team looks after nobody any more."""
    end_team(request.actor, key, now=request.now)
    messages.success(request, _("The team was ended; its contacts wait for another one."))
    return redirect("contacts:teams")


@require_POST
def device_give(request: Request) -> HttpResponse:
    """A device carries the team's list from now on."""
    form = DeviceForm(
        request.POST, teams=teams_in_sight(request.actor), devices=devices_to_give(request.actor)
    )
    if not form.is_valid():
        raise Refused(_("Choose the team and the device."))
    values = form.cleaned_data
    give_device(request.actor, UUID(values["team"]), UUID(values["device"]), now=request.now)
    messages.success(request, _("The device gets the team's list at its next contact."))
    return redirect("contacts:teams")


@require_POST
def device_take(request: Request, key: UUID, device: UUID) -> HttpResponse:
    """A device carries the team's list no more."""
    take_device(request.actor, key, device, now=request.now)
    messages.success(request, _("The device loses the team's list at its next contact."))
    return redirect("contacts:teams")


@require_POST
def assign(request: Request) -> HttpResponse:
    """Give the contacts of a commune that have no team to its teams."""
    communes = communes_to_assign(request.actor, request.now)
    form = AssignForm(request.POST, communes=communes)
    if not form.is_valid():
        raise Refused(_("Choose the commune, and how its contacts are given out."))
    values = form.cleaned_data
    number = assign_commune(
        request.actor, values["commune"], Method(values["method"]), now=request.now
    )
    words = ngettext("%d contact has a team now.", "%d contacts have a team now.", number) % number
    messages.success(request, words if number else _("Everybody had a team already."))
    return redirect("contacts:teams")
