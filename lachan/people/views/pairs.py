"""Persons who may be one: the list, the page that compares two, and the decision."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond
from lachan.people.actions import merging
from lachan.people.actions.reading import log_reading
from lachan.people.queries import pairs as queries
from lachan.people.rules.comparing import AGREEMENT, BANDS, PAIR_STATES, Line, lines
from lachan.people.rules.linking import band
from lachan.people.rules.words import SOURCE_KINDS
from lachan.people.terms import PairState

BAND_TONES = {"near_certain": "ok", "likely": "info", "possible": "neutral"}


class PairFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By how sure it is, and by what was decided."""

    band = django_filters.ChoiceFilter(
        label=gettext_lazy("How sure"),
        choices=list(BANDS.items()),
        method="in_band",
        empty_label=gettext_lazy("All"),
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Decision"),
        choices=list(PAIR_STATES.items()),
        method="in_state",
        empty_label=gettext_lazy("Not decided"),
    )

    def in_band(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(queries.BANDS[value])

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        return rows


COLUMNS = (
    Column(
        "left",
        gettext_lazy("Two records"),
        lambda row: f"{row.left.full_name} · {row.right.full_name}",
        template="people/_pair_cell.html",
    ),
    Column("births", gettext_lazy("Birth"), lambda row: "", template="people/_pair_births.html"),
    Column(
        "agreement",
        gettext_lazy("What agrees"),
        lambda row: ", ".join(row.features.values()),
        template="people/_pair_agreement.html",
    ),
    Column(
        "weight",
        gettext_lazy("How sure"),
        lambda row: round(row.probability, 4),
        order_by="weight",
        template="people/_pair_band.html",
    ),
)


@require_GET
def pairs(request: Request) -> HttpResponse:
    """The pairs that are open, the surest first."""
    state = request.GET.get("state", PairState.OPEN)
    state = state if state in PAIR_STATES else PairState.OPEN
    rows = queries.pairs(request.actor, state=state)
    listing = Listing(
        request,
        rows,
        columns=COLUMNS,
        filters=PairFilter,
        title=_("Persons who may be one"),
        order="-weight",
    )
    for row in listing.page.object_list:
        row.band = band(row.probability)
        row.band_words = BANDS[row.band]
        row.tone = BAND_TONES[row.band]
        row.agreed = [AGREEMENT[words] for words in row.features.values() if words]
    shown = [person for row in listing.page.object_list for person in (row.left_id, row.right_id)]
    log_reading(request.actor, shown, "people:pairs", now=request.now)
    return respond(
        request,
        listing,
        "people/pairs.html",
        {"last_run": queries.last_run(), "first": next(iter(listing.page.object_list), None)},
    )


@require_GET
def pair(request: Request, pair_id: int) -> HttpResponse:
    """Two records side by side, and the two buttons."""
    found = queries.get_pair(request.actor, pair_id)
    left, right = queries.sides(found)
    log_reading(request.actor, [found.left_id, found.right_id], "people:pair", now=request.now)
    for source in (*left["sources"], *right["sources"]):
        source.kind_words = SOURCE_KINDS[source.kind]
    table: list[Line] = lines(left, right, found.features)
    return render(
        request,
        "people/pair.html",
        {
            "pair": found,
            "left": left,
            "right": right,
            "lines": table,
            "band": BANDS[band(found.probability)],
            "tone": BAND_TONES[band(found.probability)],
            "is_open": found.state == PairState.OPEN,
            "state": PAIR_STATES[found.state],
            "next": queries.next_pair(request.actor, found),
        },
    )


class DecisionForm(forms.Form):
    """One person, or two."""

    decision = forms.ChoiceField(choices=[("same", "same"), ("different", "different")])
    reason = forms.CharField(required=False, max_length=300)


@require_POST
def decide(request: Request, pair_id: int) -> HttpResponse:
    """Keep the decision and show the pair that follows."""
    found = queries.get_pair(request.actor, pair_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return redirect("people:pair", pair_id)
    following = queries.next_pair(request.actor, found)
    if form.cleaned_data["decision"] == "same":
        merging.merge_pair(
            request.actor, pair_id, now=request.now, reason=form.cleaned_data["reason"]
        )
        words = _("The two records are one person now.")
    else:
        merging.tell_apart(request.actor, pair_id, now=request.now)
        words = _("The two records are two persons.")
    messages.success(request, words, extra_tags=reverse("people:pair_undo", args=[pair_id]))
    return redirect("people:pair", following.pk) if following else redirect("people:pairs")


@require_POST
def undo(request: Request, pair_id: int) -> HttpResponse:
    """Open the pair again; what was merged stands apart."""
    merging.undo_decision(request.actor, pair_id, now=request.now)
    messages.success(request, _("The decision was taken back."))
    return redirect("people:pair", pair_id)
