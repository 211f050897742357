"""A paper list beside the rows that are keyed in from it."""

from __future__ import annotations

import io

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lachan.core.http import Request
from lachan.core.refused import NotThere, Refused
from lachan.lists.actions.files import kept
from lachan.lists.actions.keying import key_row
from lachan.lists.kinds import KINDS
from lachan.lists.queries import lists as queries
from lachan.lists.queries.rows import rows_of
from lachan.lists.sheets.pages import MOST_PAGES, page_count, page_picture
from lachan.lists.terms import OUTCOME_LABELS, FileKind, ListState, Outcome
from lachan.lists.views.rows import remark_words, shown_name

# The fields that most lines of paper have; the others stand folded below.
USUAL = ("name", "birth", "sex", "card", "phone", "address", "origin", "arrived", "result")


@require_http_methods(["GET", "POST"])
def keying(request: Request, pk: int) -> HttpResponse:
    """Key one row after the other; Enter saves and begins the next."""
    received = queries.get_list(request.actor, pk)
    if not queries.is_paper(received):
        return redirect("lists:list", pk=pk)
    kind = KINDS[received.kind]
    names = list(received.sheets[0]["mapping"].values())
    typed = {name: request.POST.get(f"f-{name}", "") for name in names}
    trouble: list[str] = []
    if request.method == "POST":
        try:
            key_row(request.actor, pk, typed, now=request.now)
            shown = request.POST.get("page", "1")
            return redirect(f"{request.path}?page={shown if shown.isdecimal() else 1}")
        except Refused as refused:
            trouble = [str(reason) for reason in refused.reasons]
    pages = page_count(kept(received), FileKind(received.file_kind))
    wanted = request.GET.get("page") or request.POST.get("page") or "1"
    page = min(max(1, int(wanted) if wanted.isdecimal() else 1), pages)
    latest = list(rows_of(received).order_by("-row")[:8])
    context = {
        "received": received,
        "kind": kind,
        "fields": [
            {"field": kind.field(name), "value": typed[name], "usual": name in USUAL}
            for name in names
        ],
        "troubles": trouble,
        "page": page,
        "pages": pages,
        "latest": [
            {
                "row": row,
                "name": shown_name(row),
                "outcome": OUTCOME_LABELS[Outcome(row.outcome)],
                "remarks": remark_words(row),
            }
            for row in latest
        ],
        "next_row": (latest[0].row if latest else 0) + 1,
        "may_key": queries.may_import(request.actor, received)
        and received.state == ListState.KEYING,
    }
    return render(request, "lists/keying.html", context, status=422 if trouble else 200)


@require_GET
def picture(request: Request, pk: int, number: int) -> HttpResponse:
    """One page of a paper list as a picture; nothing else of the file is shown by a browser."""
    received = queries.get_list(request.actor, pk)
    if not queries.is_paper(received) or not 1 <= number <= MOST_PAGES:
        raise NotThere
    found = page_picture(kept(received), FileKind(received.file_kind), number)
    if found is None:
        raise NotThere
    content, media_type = found
    response = HttpResponse(io.BytesIO(content).getvalue(), content_type=media_type)
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = f'inline; filename="{_("page")}-{number}"'
    return response
