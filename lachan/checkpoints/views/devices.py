"""Devices: enrolment by QR, lease, revocation, wipe; and what posts look out for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.checkpoints.actions import enrolling
from lachan.checkpoints.actions.posts import add_hot, end_hot
from lachan.checkpoints.forms.posts import HotForm, ReasonForm
from lachan.checkpoints.queries.devices import gaps_of, get_device, visible_devices
from lachan.checkpoints.queries.hot import get_hot, visible_hot
from lachan.checkpoints.queries.posts import get_post, units_to_choose
from lachan.checkpoints.rules.words import HOT_KINDS
from lachan.checkpoints.terms import CODE_MINUTES, HotKind, Permission
from lachan.checkpoints.views.attempting import attempt
from lachan.checkpoints.views.posts import may_look
from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.people.rules.masking import masked_number
from lachan.places.queries.units import unit_names

HOT_DAYS = 14


@require_GET
def devices(request: Request) -> HttpResponse:
    """All devices in sight: lease, last contact, gaps, what they have not sent."""
    may_look(request)
    rows = [
        {
            "row": row,
            "gaps": gaps_of(row),
            "has_lease": bool(row.lease_until and row.lease_until > request.now),
            "may_manage": request.actor.may(Permission.MANAGE, row.path),
        }
        for row in visible_devices(request.actor)
    ]
    return render(request, "checkpoints/devices.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def enrol(request: Request, pk: int) -> HttpResponse:
    """A one-time code as a QR, made when asked for; it is shown once."""
    post = get_post(request.actor, pk, Permission.MANAGE)
    context: dict[str, Any] = {"post": post, "minutes": CODE_MINUTES}
    if request.method == "POST":
        code = enrolling.make_code(request.actor, post.pk, now=request.now)
        address = f"{settings.ADDRESS}/checkpoint/#enrol={code}"
        context |= {
            "code": f"{code[:4]} {code[4:8]} {code[8:]}",
            "address": address,
            "qr": qr_svg(address, _("Code for enrolling a device")),
            "until": request.now + timedelta(minutes=CODE_MINUTES),
        }
    response = render(request, "checkpoints/enrol.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


def qr_svg(text: str, label: str) -> SafeString:
    """A QR as a drawing in the page."""
    code = segno.make(text, error="m", micro=False)
    return mark_safe(code.svg_inline(scale=6, title=label, light="#fff"))  # noqa: S308 - drawn by us


@require_http_methods(["GET", "POST"])
def revoke(request: Request, key: UUID) -> HttpResponse:
    """Revoke a device, with a reason."""
    device = get_device(request.actor, key)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        revoked = attempt(
            form, lambda: enrolling.revoke(request.actor, key, reason, now=request.now)
        )
        if revoked is not None:
            messages.success(
                request, _("The device is revoked; what it still sends waits for review.")
            )
            return redirect("checkpoints:devices")
    context = {
        "form": form,
        "title": _("Revoke %(name)s") % {"name": device.name},
        "lead": _(
            "It gets nothing any more and wipes its work list. What it still sends waits for you."
        ),
        "back": reverse("checkpoints:devices"),
        "is_danger": True,
    }
    return render(request, "checkpoints/form.html", context, status=422 if form.is_bound else 200)


@require_POST
def wipe(request: Request, key: UUID) -> HttpResponse:
    """Tell a device to wipe its work list."""
    enrolling.ask_to_wipe(request.actor, key, now=request.now)
    messages.success(request, _("The device wipes its work list at its next contact."))
    return redirect("checkpoints:devices")


@require_http_methods(["GET", "POST"])
def hot(request: Request) -> HttpResponse:
    """What posts look out for, and telling them of more."""
    units = units_to_choose(request.actor, Permission.MANAGE)
    if not request.actor.may_somewhere(Permission.MANAGE):
        raise Refused(_("you may not manage posts"))
    form = HotForm(
        request.POST or None,
        units=units,
        initial={"until": request.now + timedelta(days=HOT_DAYS)},
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        added = attempt(
            form,
            lambda: add_hot(
                request.actor,
                values["unit"],
                HotKind(values["kind"]),
                values["value"],
                values["why"],
                values["until"],
                now=request.now,
            ),
        )
        if added is not None:
            messages.success(request, _("Devices learn of it at their next contact."))
            return redirect("checkpoints:hot")
    rows = list(visible_hot(request.actor)[:500])
    names = unit_names({row.path for row in rows})
    lines = [
        {
            "row": row,
            "kind": HOT_KINDS[row.kind],
            "value": row.value if row.kind == HotKind.PLATE else masked_number(row.value),
            "unit": names.get(row.path, row.path),
            "is_on": row.ended_at is None and row.until > request.now,
        }
        for row in rows
    ]
    context = {"lines": lines, "form": form}
    response = render(
        request, "checkpoints/hot.html", context, status=422 if form.is_bound else 200
    )
    response["Cache-Control"] = "no-store, private"
    return response


@require_http_methods(["GET", "POST"])
def end(request: Request, pk: int) -> HttpResponse:
    """Posts look out no more."""
    row = get_hot(request.actor, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        ended = attempt(form, lambda: end_hot(request.actor, row.pk, reason, now=request.now))
        if ended is not None:
            messages.success(request, _("Posts look out no more."))
            return redirect("checkpoints:hot")
    context = {
        "form": form,
        "title": _("Look out no more"),
        "lead": row.why,
        "back": reverse("checkpoints:hot"),
    }
    return render(request, "checkpoints/form.html", context, status=422 if form.is_bound else 200)
