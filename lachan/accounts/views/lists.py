"""Who has which role where, and who has an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lachan.accounts.forms import GrantFilter, PersonFilter
from lachan.accounts.queries import roles
from lachan.accounts.queries.choices import places_within_reach
from lachan.accounts.queries.grants import grants, people, state_on
from lachan.accounts.rules.words import STATES
from lachan.accounts.terms import Permission
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond


@require_GET
def grants_list(request: Request) -> HttpResponse:
    """People with their roles within the actor's jurisdiction."""
    today = day_of(request.now)
    table = roles()
    columns = [
        Column(
            "person",
            _("Person"),
            lambda row: row.user.full_name,
            order_by="user__sort_key",
            template="accounts/_person_cell.html",
        ),
        Column("username", _("Sign-in name"), lambda row: row.user.username, exported_only=True),
        Column("position", _("Position"), lambda row: row.user.position, exported_only=True),
        Column("phone", _("Telephone"), lambda row: row.user.phone, exported_only=True),
        Column(
            "role",
            _("Role"),
            lambda row: str(table[row.role].label) if row.role in table else row.role,
            order_by="role",
            template="accounts/_role_cell.html",
        ),
        Column(
            "for",
            _("Acts for"),
            lambda row: row.deputises.user.full_name if row.deputises else "",
            exported_only=True,
        ),
        Column("place", _("Place or body"), lambda row: row.place_name, order_by="path"),
        Column("from", _("From"), lambda row: row.valid_from, order_by="valid_from"),
        Column("until", _("Until"), lambda row: row.valid_until, order_by="valid_until"),
        Column(
            "state",
            _("State"),
            lambda row: str(STATES[state_on(row, today)]),
        ),
        Column("reason", _("Reason"), lambda row: row.reason, exported_only=True),
    ]
    listing = Listing(
        request,
        grants(request.actor),
        columns=columns,
        filters=GrantFilter,
        title=_("People and roles"),
        order="person",
    )
    return respond(request, listing, "accounts/grants.html", _doors(request))


@require_GET
def people_list(request: Request) -> HttpResponse:
    """Everybody whose account or role lies within the actor's jurisdiction."""
    columns = [
        Column(
            "person",
            _("Person"),
            lambda row: row.full_name,
            order_by="sort_key",
            link=lambda row: reverse("accounts:person", args=[row.pk]),
        ),
        Column("username", _("Sign-in name"), lambda row: row.username, order_by="username"),
        Column("position", _("Position"), lambda row: row.position),
        Column("phone", _("Telephone"), lambda row: row.phone),
        Column("seen", _("Last signed in"), lambda row: row.last_login, order_by="last_login"),
        Column(
            "state",
            _("Account"),
            lambda row: _account_state(row),
            template="accounts/_account_cell.html",
        ),
    ]
    listing = Listing(
        request,
        people(request.actor),
        columns=columns,
        filters=PersonFilter,
        title=_("Accounts"),
        order="person",
    )
    return respond(request, listing, "accounts/people.html", _doors(request))


def _account_state(user: Any) -> str:
    if not user.is_active:
        return _("closed")
    return _("temporary password") if user.must_change_password else _("open")


def _doors(request: Request) -> dict[str, bool]:
    return {"may_open": request.actor.may_somewhere(Permission.ADMINISTER)}


@require_GET
def place_choices(request: Request) -> HttpResponse:
    """The places that the words typed so far mean, to choose from; a part of a form."""
    permission = Permission.ADMINISTER if request.GET.get("for") == "account" else Permission.GRANT
    words = request.GET.get("place", "")
    found = places_within_reach(request.actor, permission, words, day_of(request.now))
    return render(request, "accounts/_place_choices.html", {"found": found, "words": words.strip()})
