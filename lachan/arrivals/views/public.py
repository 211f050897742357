"""What everybody may do without an account: declare, see the answer, look up a code."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from typing import Any

from csp.decorators import csp_update
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lachan.arrivals.actions.declaring import PUBLIC, declare
from lachan.arrivals.actions.using import may_use
from lachan.arrivals.forms.declaring import (
    MOST_PEOPLE,
    JourneyForm,
    PersonForm,
    draft_of,
    with_cards,
)
from lachan.arrivals.queries.declarations import (
    declaration_by_token,
    declaration_known,
    people_of,
    who_answers,
)
from lachan.arrivals.queries.naming import ANYWHERE, HOME, offered
from lachan.arrivals.queries.places import open_place
from lachan.arrivals.rules.codes import spoken, typed_code
from lachan.arrivals.terms import Door
from lachan.arrivals.views.drawing import qr_svg
from lachan.arrivals.views.wording import decision_lines, place_words
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.text import whole_number
from lachan.people.rules.masking import initials
from lachan.places.queries.units import unit_names

# The reader of cards that the page may load is WebAssembly; nothing else may be made from text.
READS_CARDS = {"script-src": ["'wasm-unsafe-eval'"]}
# Buttons that change the form and send nothing.
EDITS = {"more", "read"}
DEVICE = "lachan_device"
DEVICE_FOR = 180 * 24 * 3600


def client_address(request: Request) -> str:
    """The address of who asks; behind our own proxy the one that it wrote down last."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.PRODUCTION and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def is_too_often(request: Request, device: Door, address: Door) -> bool:
    """Count this use by device (where it has a name) and by address; whether it is too much."""
    named = request.COOKIES.get(DEVICE, "")[:40]
    allowed = [may_use(address, client_address(request), request.now)]
    if named:
        allowed.append(may_use(device, named, request.now))
    return not all(allowed)


def keep_private(response: HttpResponse) -> HttpResponse:
    """Kept by no cache and no history of the browser."""
    response["Cache-Control"] = "no-store, private"
    return response


@login_not_required
@require_http_methods(["GET", "POST"])
@csp_update(READS_CARDS)  # type: ignore[arg-type]  # our requests know their actor
def declare_page(request: Request) -> HttpResponse:
    """The form; "one more person" and "send" are its two buttons."""
    is_sent = request.method == "POST"
    wants_more = is_sent and bool(EDITS & request.POST.keys())
    bound = edited(request.POST) if is_sent else None
    place = open_place(typed_code(request.GET.get("place", "")))
    initial = {"place": place.code, "commune": place.commune_name} if place else {}
    journey = JourneyForm(bound, now=request.now, initial=initial)
    people = person_forms(bound, request.now, unfinished=wants_more)
    if is_sent and not wants_more:
        if is_too_often(request, Door.DECLARE_DEVICE, Door.DECLARE_ADDRESS):
            return keep_private(render(request, "429.html", status=429))
        if all([journey.is_valid(), people.is_valid()]):
            draft = draft_of(journey, list(people), language=get_language() or "vi")
            declaration = declare(PUBLIC, draft, now=request.now)
            return named_device(request, redirect("arrivals:declared", declaration.token))
    context = {"journey": journey, "people": people, "place": place, "may_add": may_add(people)}
    status = 422 if is_sent and not wants_more else 200
    return keep_private(render(request, "arrivals/declare.html", context, status=status))


def named_device(request: Request, response: HttpResponse) -> HttpResponse:
    """Give the device a random name, so that its uses can be told from its neighbours'."""
    if DEVICE not in request.COOKIES:
        response.set_cookie(
            DEVICE,
            secrets.token_urlsafe(16),
            max_age=DEVICE_FOR,
            httponly=True,
            secure=request.is_secure(),
            samesite="Lax",
        )
    return response


def edited(typed: Any) -> Any:
    """The typed words after the button that was pressed: a card read, or one person more."""
    values = with_cards(typed, "p")
    if "more" in typed:
        count = whole_number(values.get("p-TOTAL_FORMS"))
        values["p-TOTAL_FORMS"] = str(min(count + 1, MOST_PEOPLE))
    return values


def person_forms(bound: Any, now: datetime, *, unfinished: bool) -> Any:
    """One part for each person; nothing is called wrong yet while the form is unfinished."""
    formset = forms.formset_factory(
        PersonForm, extra=0, min_num=1, max_num=MOST_PEOPLE, absolute_max=MOST_PEOPLE
    )
    made: Any = formset(bound, prefix="p", form_kwargs={"now": now})
    if unfinished:
        for form in made.forms:
            form.empty_permitted = True
            form._errors = {}
    return made


def may_add(people: Any) -> bool:
    """Whether one more person fits."""
    return len(people.forms) < MOST_PEOPLE


@login_not_required
@require_GET
def declare_at(request: Request, code: str) -> HttpResponse:
    """What the code on a place's door opens: the form, knowing where one stands."""
    known = typed_code(code)
    query = f"?place={known}" if known else ""
    return redirect(reverse("arrivals:declare") + query)


@login_not_required
@require_GET
def place_names(request: Request) -> HttpResponse:
    """Suggestions while somebody types a place, as options of a datalist."""
    where = HOME if request.GET.get("where") == HOME else ANYWHERE
    name = "commune" if where == HOME else "from_place"
    words = (request.GET.get(name) or request.GET.get("q") or "")[:80]
    labels = offered(words, where, day_of(request.now)) if len(words) > 1 else []
    return render(request, "arrivals/_place_names.html", {"labels": labels})


@login_not_required
@require_GET
def declared(request: Request, token: uuid.UUID) -> HttpResponse:
    """The answer: the code, each one's own QR, the rule, until when, whom to ring."""
    declaration = declaration_by_token(token)
    rows = people_of(declaration)
    names = unit_names({row.arrival.path for row in rows if row.arrival})
    cards = [_card(row, names, request) for row in rows]
    context = {
        "declaration": declaration,
        "code": spoken(declaration.code),
        "cards": cards,
        "paper_url": reverse("arrivals:declared_pdf", args=[declaration.token]),
    }
    return keep_private(render(request, "arrivals/declared.html", context))


def _card(row: Any, names: dict[str, str], request: Request) -> dict[str, Any]:
    arrival = row.arrival
    standing = next((p for p in row.passes.all() if p.revoked_at is None), None)
    name = initials(str(row.content.get("full_name", "")))
    return {
        "name": name,
        "qr": qr_svg(standing.text, _("Personal code")) if standing else "",
        "expires_at": standing.expires_at if standing else None,
        "decision": decision_lines(arrival),
        "commune": place_words(arrival.path, names),
        "answers": who_answers(arrival, day_of(request.now)),
    }


@login_not_required
@require_http_methods(["GET", "POST"])
def look_up(request: Request) -> HttpResponse:
    """Whether a code was given out, and when; never whose it is. By code only."""
    context: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        if is_too_often(request, Door.LOOKUP_DEVICE, Door.LOOKUP_ADDRESS):
            return keep_private(render(request, "429.html", status=429))
        typed = request.POST.get("code", "")[:20]
        code = typed_code(typed)
        context["found"] = declaration_known(code)
        context["code"] = spoken(code) if code else ""
        if not code:
            context["error"] = _("A code has six letters and digits, such as A3C 9XK.")
            status = 422
    response = keep_private(render(request, "arrivals/look_up.html", context, status=status))
    return named_device(request, response)
