"""Contacts who live outside the province: hand them over, and note the receipts."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from lachan.contacts.actions import hand_overs as actions
from lachan.contacts.forms.hand_overs import (
    HandOverFilter,
    HandOverForm,
    OutsideFilter,
    ReceiptForm,
)
from lachan.contacts.queries import follow_up
from lachan.contacts.queries import hand_overs as queries
from lachan.contacts.terms import Permission
from lachan.contacts.views.follow_up import as_file, persons_of, require_read
from lachan.contacts.views.paper_follow_up import hand_over_paper
from lachan.core.dates import VIETNAM, day_of
from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond
from lachan.core.refused import Refused, ToldOtherwise
from lachan.core.text import whole_number
from lachan.people.actions.reading import log_many, log_reading
from lachan.places.queries.units import unit_names

OUTSIDE = (
    Column(
        "name",
        gettext_lazy("Contact"),
        lambda row: row.person.root.full_name,
        order_by="person__root__folded_name",
    ),
    Column("unit", gettext_lazy("Lives in"), lambda row: row.unit_name, order_by="path"),
    Column("level", gettext_lazy("F level"), lambda row: row.level_words, order_by="counted"),
    Column("named", gettext_lazy("Named"), lambda row: row.named_at, order_by="named_at"),
    Column(
        "handed",
        gettext_lazy("Hand-over"),
        lambda row: _("handed over") if row.is_handed else _("not handed over yet"),
        template="contacts/_handed_cell.html",
    ),
)
SENT = (
    Column(
        "sent",
        gettext_lazy("Sent"),
        lambda row: row.sent_at,
        order_by="sent_at",
        link=lambda row: reverse("contacts:hand_over", args=[row.key]),
    ),
    Column("to", gettext_lazy("Body addressed"), lambda row: row.to_name, order_by="to_name"),
    Column("letter", gettext_lazy("Letter"), lambda row: row.letter),
    Column("number", gettext_lazy("Contacts"), lambda row: row.number, numeric=True),
    Column(
        "receipt",
        gettext_lazy("Receipt"),
        lambda row: row.received_at,
        order_by="received_at",
        template="contacts/_receipt_cell.html",
    ),
)


@require_http_methods(["GET", "POST"])
def outside(request: Request) -> HttpResponse:
    """Who lives outside; the ticked ones are handed over with one letter."""
    require_read(request)
    today = day_of(request.now)
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        today=today,
        initial={"key": uuid.uuid4()},
    )
    if request.method == "POST" and form.is_valid():
        made = _handed(request, form)
        if made is not None:
            messages.success(request, _("Handed over. Print the letter, and note the receipt."))
            return redirect("contacts:hand_over", made.key)
    if "export" in request.GET:
        raise Refused(_("Hand them over: the letter bears the list."))
    listing = Listing(
        request,
        queries.outside(request.actor),
        columns=OUTSIDE,
        filters=OutsideFilter,
        title=_("Contacts outside the province"),
        order="-named",
    )
    shown, ticked = list(listing.page.object_list), set(_ticked(request))
    _dress(request, shown)
    for row in shown:
        row.is_ticked = row.pk in ticked
    listing.page.object_list = shown
    log_reading(request.actor, persons_of(shown), "contacts:outside", request.now)
    # Where all on the page are handed over there is nobody to tick.
    some_left = any(not row.is_handed for row in shown)
    context = {"form": form, "may_hand_over": _may(request), "some_left": some_left}
    response = respond(request, listing, "contacts/outside.html", context)
    response["Cache-Control"] = "no-store, private"
    if request.method == "POST":
        response.status_code = 422
    return response


def _may(request: Request) -> bool:
    return request.actor.may(Permission.ASSIGN, queries.home())


def _ticked(request: Request) -> list[int]:
    return [n for value in request.POST.getlist("row") if (n := whole_number(value))]


def _handed(request: Request, form: HandOverForm) -> Any:
    values = form.cleaned_data
    words = actions.HandOverWords(
        key=values["key"],
        contact_ids=_ticked(request),
        to_name=values["to_name"],
        to_path=values["to_path"],
        letter=values["letter"],
    )
    try:
        return actions.hand_over(request.actor, words, now=request.now)
    except Refused as refused:
        form.add_error(None, list(refused.reasons))
        if isinstance(refused, ToldOtherwise):
            form.renew_key()
        return None


def _dress(request: Request, rows: Sequence[Any]) -> None:
    names = unit_names({row.path for row in rows})
    numbers = follow_up.phones(request.actor, rows, also_outside=True)
    for row in rows:
        root = row.person.root
        row.name = root.full_name
        row.unit_name = names.get(row.path, "") or _("unit not known")
        row.phones = numbers[row.pk]
        row.level_words = f"F{row.counted_level}" if row.counted_level else _("undetermined")
        household = root.household
        address, hamlet = (household.address, household.hamlet) if household else ("", "")
        words = (address, "" if hamlet in address else hamlet, row.unit_name)
        row.address_words = ", ".join(part for part in words if part)


@require_GET
def hand_overs(request: Request) -> HttpResponse:
    """What was handed over: those without receipt first."""
    require_read(request)
    listing = Listing(
        request,
        queries.hand_overs(request.actor),
        columns=SENT,
        filters=HandOverFilter,
        title=_("Hand-overs"),
        order="",
    )
    return respond(request, listing, "contacts/hand_overs.html")


@require_http_methods(["GET", "POST"])
def hand_over(request: Request, key: UUID) -> HttpResponse:
    """One hand-over with its contacts; the receipt is noted here."""
    found = queries.get_hand_over(request.actor, key)
    may_note = request.actor.may(Permission.ASSIGN, found.path) and found.received_at is None
    form = ReceiptForm(
        request.POST if request.method == "POST" else None,
        initial={"at": request.now.astimezone(VIETNAM)},
    )
    if request.method == "POST" and form.is_valid() and _is_noted(request, key, form):
        messages.success(request, _("The receipt was noted."))
        return redirect("contacts:hand_over", key)
    rows = queries.handed_contacts(found)
    _dress(request, rows)
    log_reading(request.actor, persons_of(rows), "contacts:hand_over", request.now)
    context = {"hand_over": found, "rows": rows, "form": form, "may_note": may_note}
    response = render(
        request,
        "contacts/hand_over.html",
        context,
        status=422 if request.method == "POST" else 200,
    )
    response["Cache-Control"] = "no-store, private"
    return response


def _is_noted(request: Request, key: UUID, form: ReceiptForm) -> bool:
    values = form.cleaned_data
    words = actions.ReceiptWords(values["by_name"], values["at"], values["answer"])
    try:
        actions.note_receipt(request.actor, key, words, now=request.now)
    except Refused as refused:
        form.add_error(None, list(refused.reasons))
        return False
    return True


@require_GET
def letter(request: Request, key: UUID) -> HttpResponse:
    """The letter with its annex, to be signed and sent."""
    found = queries.get_hand_over(request.actor, key)
    rows = queries.handed_contacts(found)
    _dress(request, rows)
    log_many(request.actor, len(rows), "contacts:letter", request.now)
    return as_file(hand_over_paper(request.actor, found, rows, request.now), "chuyen-giao")
