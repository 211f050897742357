"""Taking a role back, and letting somebody act for a leader."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lachan.accounts import actions
from lachan.accounts.forms import DeputyForm, ReasonForm, add_reasons
from lachan.accounts.queries import roles
from lachan.accounts.queries.grants import get_grant, grantor_at
from lachan.accounts.terms import Permission
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.refused import NotThere, Refused


@require_http_methods(["GET", "POST"])
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a role back, with a reason."""
    grant = get_grant(request.actor, pk)
    is_own_deputy = grant.deputises is not None and grant.deputises.user_id == request.actor.id
    if not is_own_deputy and not _may(request, grant.path, Permission.GRANT):
        raise NotThere
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_grant(request.actor, grant_id=pk, **form.cleaned_data, now=request.now)
        except Refused as refused:
            add_reasons(form, refused.reasons)
        else:
            messages.success(request, _("The role is withdrawn."))
            return redirect("accounts:person", pk=grant.user_id)
    role = roles().get(grant.role)
    context = {"form": form, "grant": grant, "role": role.label if role else grant.role}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "accounts/withdraw.html", context, status=status)


@require_http_methods(["GET", "POST"])
def deputise(request: Request, pk: int) -> HttpResponse:
    """Let somebody act for the holder of this role."""
    actor, today = request.actor, day_of(request.now)
    grant = get_grant(actor, pk)
    is_own = grant.user_id == actor.id
    if not _may(request, grant.path, Permission.DEPUTISE if is_own else Permission.GRANT):
        raise NotThere
    form = DeputyForm(request.POST or None, grant=grant, today=today)
    if request.method == "POST" and form.is_valid():
        wanted = dict(form.cleaned_data)
        deputy_id = wanted.pop("deputy")
        try:
            made = actions.deputise(
                actor, grant_id=pk, deputy_id=deputy_id, **wanted, now=request.now
            )
        except Refused as refused:
            add_reasons(form, refused.reasons)
        else:
            messages.success(
                request,
                _("%(deputy)s now acts for %(leader)s.")
                % {"deputy": made.user.full_name, "leader": grant.user.full_name},
            )
            return redirect(*(("accounts:me",) if is_own else ("accounts:person", grant.user_id)))
    role = roles().get(grant.role)
    context = {"form": form, "grant": grant, "role": role.label if role else grant.role}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "accounts/deputise.html", context, status=status)


def _may(request: Request, path: str, permission: str) -> bool:
    return permission in grantor_at(request.actor, path).permissions_there
