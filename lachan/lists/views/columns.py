"""What the columns of a list mean, and the columns that were kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.lists.actions.choosing import CHANGEABLE, choose_columns, forget_mapping
from lachan.lists.actions.running import start
from lachan.lists.forms import choice_of, doubled_fields, layout_of
from lachan.lists.kinds import KINDS
from lachan.lists.queries import lists as queries
from lachan.lists.terms import Concern, Permission

CONCERNS = {
    Concern.HIDDEN_ROWS: (
        gettext_lazy("Hidden or filtered rows"),
        gettext_lazy(
            "Rows that the sender hid are often people who were filtered away by mistake."
        ),
        (
            ("take", gettext_lazy("Read them like all others")),
            ("leave", gettext_lazy("Leave them out; they are listed as not read")),
        ),
    ),
    Concern.HIDDEN_SHEETS: (
        gettext_lazy("Hidden sheets"),
        gettext_lazy("Tick below which of them are to be read."),
        (
            ("take", gettext_lazy("Read those ticked below")),
            ("leave", gettext_lazy("Leave them out")),
        ),
    ),
    Concern.CUT_OFF: (
        gettext_lazy("The list may have been cut off"),
        gettext_lazy(
            "It ends exactly where spreadsheets end. Ask the sender how many rows there are."
        ),
        (
            ("whole", gettext_lazy("The sender confirms that the list is whole")),
            ("cut", gettext_lazy("It was cut off: wait for the whole list")),
        ),
    ),
}


@require_http_methods(["GET", "POST"])
def columns(request: Request, pk: int) -> HttpResponse:
    """Say what each column means; then the list is read, or read and imported."""
    received = queries.get_list(request.actor, pk)
    if not queries.may_import(request.actor, received):
        raise Refused(_("you may not bring lists in for this unit"))
    kind = KINDS[received.kind]
    troubles: list[str] = []
    if request.method == "POST":
        choice = choice_of(request.POST, received)
        troubles = doubled_fields(choice, kind)
        if not troubles:
            received = choose_columns(request.actor, pk, choice, now=request.now)
            try:
                start(
                    request.actor,
                    pk,
                    import_when_read=request.POST.get("then") == "import",
                    now=request.now,
                )
                return redirect("lists:list", pk=pk)
            except Refused as refused:
                troubles = [str(reason) for reason in refused.reasons]
    elif received.state not in CHANGEABLE or received.new or received.matched:
        messages.info(request, _("The columns of this list cannot be changed any more."))
        return redirect("lists:list", pk=pk)
    concerns = [
        {
            "name": name,
            "concern": concern,
            "title": CONCERNS[Concern(name)][0],
            "why": CONCERNS[Concern(name)][1],
            "choices": CONCERNS[Concern(name)][2],
        }
        for name, concern in received.concerns.items()
    ]
    context = {
        "received": received,
        "kind": kind,
        "layout": layout_of(received, kind),
        "concerns": concerns,
        "troubles": troubles,
    }
    return render(request, "lists/columns.html", context, status=422 if troubles else 200)


@require_GET
def mappings(request: Request) -> HttpResponse:
    """The columns that were kept, by kind and sender."""
    if not request.actor.may_somewhere(Permission.READ):
        raise Refused(_("you may not look at lists"))
    found = [
        {
            "row": row,
            "kind": KINDS[row.kind].label,
            "pairs": [
                (row.headings[int(column)], KINDS[row.kind].field(name).label)
                for column, name in row.columns.items()
                if int(column) < len(row.headings) and name in KINDS[row.kind].by_name
            ],
            "may_forget": request.actor.may(Permission.IMPORT, row.path),
        }
        for row in queries.visible_mappings(request.actor)[:200]
    ]
    return render(request, "lists/mappings.html", {"mappings": found})


@require_POST
def forget(request: Request, pk: int) -> HttpResponse:
    """Forget one layout."""
    forget_mapping(request.actor, pk)
    messages.info(request, _("The columns were forgotten."))
    return redirect("lists:mappings")
