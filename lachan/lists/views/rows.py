"""The rows of a list, and one row to correct."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.core.http import Request
from lachan.core.listing import Column, Listing
from lachan.lists.actions.answering import RowAnswer, Verdict, answer_row, settle_row
from lachan.lists.forms import RowFilter, row_fields
from lachan.lists.kinds import KINDS
from lachan.lists.queries import lists as queries
from lachan.lists.queries.gazetteer import commune_choices
from lachan.lists.queries.rows import get_row, rows_of
from lachan.lists.rules.words import advice_of, reason_of
from lachan.lists.terms import BAD, OUTCOME_LABELS, Outcome
from lachan.people.actions.reading import log_many
from lachan.people.rules.masking import masked_words


def remark_words(row: Any) -> str:
    """What is said about a row, one sentence after the other."""
    return " · ".join(reason_of(remark["code"]) for remark in row.remarks)


def shown_name(row: Any) -> str:
    """The name as read, else the first words of the row, with numbers masked."""
    name = row.values.get("name")
    if name:
        return str(name)
    return masked_words(" ".join(cell for cell in row.cells if cell)[:60]) or "–"


COLUMNS = (
    Column(
        "row",
        gettext_lazy("Row"),
        lambda row: row.row,
        order_by="row",
        template="lists/_row_cell.html",
    ),
    Column("name", gettext_lazy("Person in the row"), shown_name),
    Column(
        "outcome",
        gettext_lazy("Outcome"),
        lambda row: str(OUTCOME_LABELS[Outcome(row.outcome)]),
        order_by="outcome",
        template="lists/_outcome_cell.html",
    ),
    Column("remarks", gettext_lazy("Remarks"), remark_words),
    Column("address", gettext_lazy("Address"), lambda row: row.values.get("address", "")),
)


@require_GET
def rows(request: Request, pk: int) -> HttpResponse:
    """The rows of a list by outcome; that they were looked at is kept."""
    received = queries.get_list(request.actor, pk)
    listing = Listing(
        request,
        rows_of(received),
        columns=COLUMNS,
        filters=RowFilter,
        title=_("Rows of %(file)s") % {"file": received.file_name},
        order="row",
    )
    log_many(request.actor, len(listing.page.object_list), "lists:rows", request.now)
    return render(request, "lists/rows.html", {"listing": listing, "received": received})


@require_http_methods(["GET", "POST"])
def row(request: Request, pk: int) -> HttpResponse:
    """One row as received and as read; a held or refused one can be corrected here."""
    found = get_row(request.actor, pk)
    received = found.list
    kind = KINDS[received.kind]
    may_answer = queries.may_import(request.actor, received) and found.outcome in (
        *BAD,
        Outcome.ASIDE,
    )
    if request.method == "POST":
        fields = row_fields(found, received, kind)
        values = {
            field["name"]: request.POST[f"f-{field['name']}"]
            for field in fields
            if f"f-{field['name']}" in request.POST
            and request.POST[f"f-{field['name']}"].strip() != str(field["value"]).strip()
        }
        answer = RowAnswer(values, request.POST.get("unit", ""))
        answer_row(request.actor, pk, answer, now=request.now)
        messages.success(request, _("The row was corrected and judged again."))
        return redirect("lists:row", pk=pk)
    log_many(request.actor, 1, "lists:row", request.now)
    context = {
        "row": found,
        "received": received,
        "fields": row_fields(found, received, kind),
        "remarks": [
            {"words": reason_of(r["code"]), "advice": advice_of(r["code"]), **r}
            for r in found.remarks
        ],
        "name": shown_name(found),
        "outcome": OUTCOME_LABELS[Outcome(found.outcome)],
        "may_answer": may_answer,
        "asks_unit": any(r["code"].startswith("address-") for r in found.remarks),
        "communes": commune_choices(received.path, request.now) if may_answer else [],
    }
    return render(request, "lists/row.html", context)


@require_POST
def settle(request: Request, pk: int, verdict: str) -> HttpResponse:
    """Refuse a row, or say that it is about nobody."""
    if verdict not in (Verdict.REFUSE, Verdict.ASIDE):
        raise Http404
    made = settle_row(request.actor, pk, Verdict(verdict), now=request.now)
    messages.info(request, _("The row was taken out of the questions."))
    return redirect("lists:questions", pk=made.list_id)
