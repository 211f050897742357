"""The bell: one's messages, and how one wants to be told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond
from lachan.core.refused import NotThere
from lachan.notifications import actions, queries
from lachan.notifications.channels import channels
from lachan.notifications.forms import URGENCIES, MessageFilter, PreferencesForm
from lachan.notifications.terms import Urgency

PER_PAGE = 25
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@require_GET
def inbox(request: Request) -> HttpResponse:
    """One's own messages, unread first."""
    columns = [
        Column(
            "title",
            _("Message"),
            lambda row: row.title,
            template="notifications/_message_cell.html",
        ),
        Column("body", _("Text"), lambda row: row.body, exported_only=True),
        Column(
            "urgency",
            _("Urgency"),
            lambda row: str(URGENCIES[Urgency(row.urgency)]),
            template="notifications/_urgency_cell.html",
        ),
        Column("at", _("Received at"), lambda row: row.created_at, order_by="created_at"),
        Column(
            "read",
            _("Read"),
            lambda row: row.read_at,
            order_by="read_at",
            template="notifications/_read_cell.html",
        ),
    ]
    listing = Listing(
        request,
        queries.messages_of(request.actor),
        columns=columns,
        filters=MessageFilter,
        title=_("Notifications"),
        order="",
        per_page=PER_PAGE,
    )
    context = {"unread": queries.unread_count(request.actor)}
    return respond(request, listing, "notifications/inbox.html", context)


@never_cache
@require_GET
def bell(request: Request) -> HttpResponse:
    """How many are unread: the part of the bell that renews itself."""
    context = {"unread_count": queries.unread_count(request.actor)}
    return render(request, "notifications/_bell.html", context)


@require_GET
def message(request: Request, pk: int) -> HttpResponse:
    """One message; to be read here, or where it leads."""
    found = queries.get_message(request.actor, pk)
    deliveries = [
        {
            "channel": channels()[delivery.channel].label,
            "state": delivery.state,
            "at": delivery.sent_at,
        }
        for delivery in found.deliveries.all()
        if delivery.channel in channels()
    ]
    context = {
        "message_row": found,
        "urgency": URGENCIES[Urgency(found.urgency)],
        "deliveries": deliveries,
    }
    return render(request, "notifications/message.html", context)


@require_POST
def read(request: Request, pk: int) -> HttpResponse:
    """Mark one message read and go where it leads."""
    found = actions.mark_read(request.actor, pk, request.now)
    return redirect(found.link or reverse("notifications:message", args=[pk]))


@require_POST
def read_all(request: Request) -> HttpResponse:
    """Mark everything read; it can be taken back."""
    count = actions.mark_all_read(request.actor, request.now)
    if count:
        toasts.success(
            request,
            ngettext("%(count)d message is read.", "%(count)d messages are read.", count)
            % {"count": count},
            extra_tags=reverse("notifications:unread", args=[_stamp(request.now)]),
        )
    return redirect("notifications:inbox")


@require_POST
def unread(request: Request, stamp: int) -> HttpResponse:
    """Take back a reading by its instant."""
    count = actions.mark_unread(request.actor, EPOCH + timedelta(microseconds=stamp))
    if not count:
        raise NotThere
    return redirect("notifications:inbox")


def _stamp(moment: datetime) -> int:
    """The instant in whole microseconds since 1970, as the address carries it."""
    return (moment - EPOCH) // timedelta(microseconds=1)


@require_http_methods(["GET", "POST"])
def preferences(request: Request) -> HttpResponse:
    """How one wants to be told."""
    kept = queries.preferences_of(request.actor)
    initial = {
        "channels": [code for code in channels() if code not in kept.channels_off],
        "quiet_from": kept.quiet_from,
        "quiet_until": kept.quiet_until,
    }
    form = PreferencesForm(request.POST or None, initial=initial)
    if request.method == "POST":
        form = PreferencesForm(request.POST)
        if form.is_valid():
            actions.prefer(request.actor, channels_off=form.channels_off, quiet=form.quiet)
            toasts.success(request, _("Saved."))
            return redirect("notifications:preferences")
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "has_email": queries.has_email(request.actor)}
    return render(request, "notifications/preferences.html", context, status=status)
