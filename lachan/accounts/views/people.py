"""One person: their roles, and what administrators do with their account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from lachan.accounts import actions
from lachan.accounts.forms import (
    CorrectPersonForm,
    GrantForm,
    OpenAccountForm,
    ReasonForm,
    add_reasons,
)
from lachan.accounts.queries import roles
from lachan.accounts.queries.grants import (
    account_of,
    deputies_of,
    get_person,
    grantor_at,
    grants_seen,
    person_history,
    second_factors_of,
    state_on,
)
from lachan.accounts.rules.opening import obstacles_to_administer
from lachan.accounts.rules.words import STATES
from lachan.accounts.terms import GrantState, Permission
from lachan.audit.rules import doer, event_name
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.refused import NotThere, Refused

HISTORY = 30
A_REASON = "......"


@require_GET
def person(request: Request, pk: int) -> HttpResponse:
    """A person with their roles as far as the actor may see them."""
    actor, today = request.actor, day_of(request.now)
    user = get_person(actor, pk)
    held = grants_seen(actor, user)
    deputies = deputies_of(held)
    return render(
        request,
        "accounts/person.html",
        {
            "person": user,
            "held": [_grant_row(actor, grant, request.now) for grant in held],
            "deputies": [_grant_row(actor, grant, request.now) for grant in deputies],
            "second_factors": second_factors_of(user),
            "may_give": actor.may_somewhere(Permission.GRANT) and actor.id != user.pk,
            "may_keep": not obstacles_to_administer(
                actor.paths_for(Permission.ADMINISTER),
                actor.id,
                account_of(user, today),
                A_REASON,
            ),
            "history": [
                {
                    "at": entry.recorded_at,
                    "by": doer(entry.actor_id, entry.actor_name, entry.on_behalf_of),
                    "text": event_name(entry.event),
                    "note": entry.payload.get("reason", ""),
                }
                for entry in person_history(actor, user, held)[:HISTORY]
            ],
        },
    )


def _grant_row(actor: Actor, grant: Any, now: datetime) -> dict[str, Any]:
    state = state_on(grant, day_of(now))
    living = state in (GrantState.HOLDS, GrantState.AHEAD)
    grantor = grantor_at(actor, grant.path)
    role = roles().get(grant.role)
    may_grant = Permission.GRANT in grantor.permissions_there and not grantor.is_deputy
    is_own = actor.id == grant.user_id
    leads = role is not None and Permission.DEPUTISE in role.permissions
    return {
        "grant": grant,
        "role": role.label if role else grant.role,
        "state": state,
        "state_name": STATES[state],
        "may_withdraw": living
        and (
            (may_grant and not is_own)
            or (grant.deputises is not None and grant.deputises.user_id == actor.id)
        ),
        "may_deputise": living
        and leads
        and grant.deputises is None
        and not grantor.is_deputy
        and (may_grant if not is_own else Permission.DEPUTISE in grantor.permissions_there),
    }


@sensitive_variables("password")
@never_cache
@require_http_methods(["GET", "POST"])
def open_account(request: Request) -> HttpResponse:
    """Open an account; its temporary password is on the answer, and nowhere else."""
    actor, today = request.actor, day_of(request.now)
    if not actor.may_somewhere(Permission.ADMINISTER):
        raise NotThere
    form = OpenAccountForm(request.POST or None, actor=actor, today=today)
    if request.method == "POST" and form.is_valid():
        wanted = {key: value for key, value in form.cleaned_data.items() if key != "place"}
        try:
            user, password = actions.open_account(actor, **wanted, now=request.now)
        except Refused as refused:
            add_reasons(form, refused.reasons)
        else:
            return _slip(request, user, password)
    return _form(request, form, "accounts/open.html", {})


def _slip(request: Request, user: Any, password: str) -> HttpResponse:
    context = {"person": user, "password": password, "address": request.build_absolute_uri("/")}
    return render(request, "accounts/slip.html", context)


def _form(request: Request, form: Any, template: str, context: dict[str, Any]) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


@require_http_methods(["GET", "POST"])
def correct(request: Request, pk: int) -> HttpResponse:
    """Correct what is known about a person."""
    user = get_person(request.actor, pk)
    _must_keep(request.actor)
    facts = ("full_name", "position", "phone", "email")
    initial = {key: getattr(user, key) for key in facts}
    form = CorrectPersonForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_profile(request.actor, user_id=pk, **form.cleaned_data, now=request.now)
        except Refused as refused:
            add_reasons(form, refused.reasons)
        else:
            messages.success(request, _("Corrected."))
            return redirect("accounts:person", pk=pk)
    return _form(request, form, "accounts/correct.html", {"person": user})


def _must_keep(actor: Actor) -> None:
    if not actor.may_somewhere(Permission.ADMINISTER):
        raise NotThere


@require_http_methods(["GET", "POST"])
def give(request: Request, pk: int) -> HttpResponse:
    """Give the person a role at a place."""
    actor, today = request.actor, day_of(request.now)
    user = get_person(actor, pk)
    if not actor.may_somewhere(Permission.GRANT):
        raise NotThere
    form = GrantForm(request.POST or None, actor=actor, today=today)
    if request.method == "POST" and form.is_valid():
        wanted = {key: value for key, value in form.cleaned_data.items() if key != "place"}
        try:
            grant = actions.give_grant(actor, user_id=pk, **wanted, now=request.now)
        except Refused as refused:
            add_reasons(form, refused.reasons)
        else:
            messages.success(
                request,
                _("%(name)s now has the role at %(place)s.")
                % {"name": user.full_name, "place": grant.place_name},
            )
            return redirect("accounts:person", pk=pk)
    return _form(request, form, "accounts/give.html", {"person": user})


@dataclass(frozen=True)
class Keeping:
    """One thing that an administrator does to an account, and its words."""

    act: Callable[..., Any]
    title: Any
    text: Any
    button: Any
    done: Any
    is_danger: bool = False


KEEPING: dict[str, Keeping] = {
    "close": Keeping(
        actions.close_account,
        gettext_lazy("Close the account"),
        gettext_lazy(
            "The person can no longer sign in and is signed out everywhere. Roles stay on record; "
            "whoever acts for this person acts no more. It can be opened again."
        ),
        gettext_lazy("Close"),
        gettext_lazy("The account is closed."),
        is_danger=True,
    ),
    "reopen": Keeping(
        actions.reopen_account,
        gettext_lazy("Open the account again"),
        gettext_lazy("The person can sign in again; roles that still hold count again."),
        gettext_lazy("Open again"),
        gettext_lazy("The account is open."),
    ),
    "password": Keeping(
        actions.reset_password,
        gettext_lazy("Give a new temporary password"),
        gettext_lazy(
            "The old password and all open sessions end at once. The new password is shown once, "
            "on a slip to hand over; it must be changed at the first sign-in."
        ),
        gettext_lazy("New password"),
        "",
        is_danger=True,
    ),
    "second-factor": Keeping(
        actions.reset_second_factor,
        gettext_lazy("Take away the second factor"),
        gettext_lazy(
            "For somebody who lost the telephone or the key: authenticator app, passkeys and "
            "recovery codes are removed, and can be set up anew after signing in. Make sure who "
            "is asking."
        ),
        gettext_lazy("Take away"),
        gettext_lazy("The second factor is taken away."),
        is_danger=True,
    ),
}


@sensitive_variables("password")
@never_cache
@require_http_methods(["GET", "POST"])
def keep(request: Request, pk: int, verb: str) -> HttpResponse:
    """Close, reopen or reset an account, with a reason."""
    user = get_person(request.actor, pk)
    _must_keep(request.actor)
    keeping = KEEPING.get(verb)
    if keeping is None:
        raise NotThere
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            outcome = keeping.act(request.actor, user_id=pk, reason=reason, now=request.now)
        except Refused as refused:
            add_reasons(form, refused.reasons)
        else:
            if isinstance(outcome, tuple):
                return _slip(request, *outcome)
            messages.success(request, str(keeping.done))
            return redirect("accounts:person", pk=pk)
    return _form(request, form, "accounts/keep.html", {"person": user, "keeping": keeping})
