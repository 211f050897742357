"""Oneself: where one works, how one is reached, how one signs in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.accounts import actions
from lachan.accounts.forms import ContactForm
from lachan.accounts.middleware import WORKPLACE_KEY
from lachan.accounts.queries import workplaces_of
from lachan.accounts.queries.grants import (
    deputies_of,
    get_self,
    own_leading_grants,
    second_factors_of,
    state_on,
)
from lachan.accounts.rules.words import STATES
from lachan.core.dates import day_of
from lachan.core.http import Request


def _next(request: Request) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    is_ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else "/"


@require_http_methods(["GET", "POST"])
def choose_workplace(request: Request) -> HttpResponse:
    """Where to work now: for people with roles in several places."""
    if request.method == "POST":
        chosen = actions.choose_workplace(
            request.actor, key=request.POST.get("path", ""), today=day_of(request.now)
        )
        request.session[WORKPLACE_KEY] = chosen.key
        return redirect(_next(request))
    places = workplaces_of(get_self(request.actor), day_of(request.now))
    return render(request, "accounts/choose.html", {"places": places, "next": _next(request)})


@require_GET
def me(request: Request) -> HttpResponse:
    """One's own page."""
    user = get_self(request.actor)
    return _page(request, ContactForm(initial={"phone": user.phone, "email": user.email}))


@require_POST
def contact(request: Request) -> HttpResponse:
    """Change one's own telephone number and e-mail."""
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    actions.change_own_contact(request.actor, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("accounts:me")


def _page(request: Request, form: ContactForm, status: int = 200) -> HttpResponse:
    today = day_of(request.now)
    user = get_self(request.actor)
    leading = own_leading_grants(request.actor, today)
    return render(
        request,
        "accounts/me.html",
        {
            "form": form,
            "person": user,
            "places": workplaces_of(user, today),
            "leading": leading if not request.actor.on_behalf_of else [],
            "deputies": [
                {"grant": grant, "state_name": STATES[state_on(grant, today)]}
                for grant in deputies_of(leading)
            ],
            "second_factors": second_factors_of(user),
        },
        status=status,
    )
