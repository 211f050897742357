"""The lists, taking one in, one list with its balance, how far it is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.audit.rules import doer
from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond
from lachan.core.refused import Refused
from lachan.lists.actions.correcting import correct_rows, list_of_errors_file
from lachan.lists.actions.keying import finish_keying
from lachan.lists.actions.receiving import Incoming, SameFile, receive_list
from lachan.lists.actions.running import discard, start, stop
from lachan.lists.forms import ACCEPTED, LIMIT_MB, ListFilter, ReasonForm, UploadForm
from lachan.lists.kinds import KINDS
from lachan.lists.queries import lists as queries
from lachan.lists.queries.rows import questions_of
from lachan.lists.rules.kinds import Kind
from lachan.lists.rules.words import reason_of
from lachan.lists.terms import STATE_LABELS, ListState, Permission

COLUMNS = (
    Column(
        "file",
        gettext_lazy("List"),
        lambda received: received.file_name,
        order_by="file_name",
        template="lists/_title_cell.html",
    ),
    Column(
        "kind",
        gettext_lazy("Kind of list"),
        lambda received: str(KINDS[received.kind].label),
        order_by="kind",
    ),
    Column(
        "state",
        gettext_lazy("State"),
        lambda received: str(STATE_LABELS[ListState(received.state)]),
        order_by="state",
        template="lists/_state_cell.html",
    ),
    Column(
        "received",
        gettext_lazy("Received rows"),
        lambda received: received.received,
        order_by="received",
        numeric=True,
    ),
    Column(
        "new", gettext_lazy("New rows"), lambda received: received.new, order_by="new", numeric=True
    ),
    Column(
        "matched",
        gettext_lazy("Matched rows"),
        lambda received: received.matched,
        order_by="matched",
        numeric=True,
    ),
    Column(
        "held",
        gettext_lazy("Held rows"),
        lambda received: received.held,
        order_by="held",
        numeric=True,
    ),
    Column(
        "refused",
        gettext_lazy("Refused rows"),
        lambda received: received.refused,
        order_by="refused",
        numeric=True,
    ),
    Column(
        "at",
        gettext_lazy("Received at"),
        lambda received: received.received_at,
        order_by="received_at",
    ),
    Column(
        "balance",
        gettext_lazy("Balance"),
        lambda received: received.balance.words,
        exported_only=True,
    ),
)


@require_GET
def lists(request: Request) -> HttpResponse:
    """What was received, latest first, each with its balance."""
    if not request.actor.may_somewhere(Permission.READ):
        raise Refused(_("you may not look at lists"))
    listing = Listing(
        request,
        queries.visible_lists(request.actor),
        columns=COLUMNS,
        filters=ListFilter,
        title=_("Lists"),
        order="-at",
    )
    return respond(
        request,
        listing,
        "lists/lists.html",
        {"may_import": request.actor.may_in_territory(Permission.IMPORT)},
    )


@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    """Take a list in; the same file leads to the list that it is already."""
    actor = request.actor
    units = queries.receiving_units(actor, request.now)
    if not units:
        raise Refused(_("you may not bring lists in"))
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        units=units,
        initial={"to": actor.workplace, "kind": "returnees"},
    )
    if request.method == "POST" and form.is_valid():
        answer = _received(request, form)
        if answer is not None:
            return answer
    context = {"form": form, "accepted": ACCEPTED, "limit_mb": LIMIT_MB}
    status = 422 if form.errors else 200
    return render(request, "lists/upload.html", context, status=status)


def _received(request: Request, form: UploadForm) -> HttpResponse | None:
    file, told = form.cleaned_data["file"], form.cleaned_data
    content = file.read()
    try:
        if key := list_of_errors_file(content):
            return _corrected(request, key, content, file.name)
        received = receive_list(
            request.actor,
            Incoming(content, file.name, told["kind"], told["to"], told["sender"], told["note"]),
            now=request.now,
        )
    except SameFile as same:
        messages.warning(request, same.reasons[0])
        return redirect("lists:list", pk=same.earlier.pk)
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error("file", str(reason))
        return None
    messages.success(request, _("The file is kept. Check its columns."))
    if received.state == ListState.KEYING:
        return redirect("lists:keying", pk=received.pk)
    return redirect("lists:columns", pk=received.pk)


def _corrected(request: Request, key: str, content: bytes, name: str) -> HttpResponse:
    """A file of errors that was sent to the wrong door is taken all the same."""
    received = queries.visible_lists(request.actor).filter(key=key).first()
    if received is None:
        raise Refused(_("this is a file of errors of a list that is not yours"))
    count = correct_rows(request.actor, received.pk, content, name, now=request.now)
    messages.success(request, _("%(count)d corrected rows were taken.") % {"count": count})
    return redirect("lists:list", pk=received.pk)


def label_of(kind: Kind, name: str) -> Any:
    """The label of a field; of the whole row when it is of none."""
    known = kind.by_name.get(name)
    return known.label if known else _("The whole row")


@require_GET
def received_list(request: Request, pk: int) -> HttpResponse:
    """One list: balance, progress, sheets, questions, history."""
    received = queries.get_list(request.actor, pk)
    kind = KINDS[received.kind]
    context: dict[str, Any] = {
        "received": received,
        "kind": kind,
        "progress": queries.progress_of(received, request.now),
        "questions": [
            {"reason": reason_of(one.code), "label": label_of(kind, one.field), "rows": one.rows}
            for one in questions_of(received, 6)
        ],
        "history": queries.history_lines(received),
        "may_import": queries.may_import(request.actor, received),
        "reason_form": ReasonForm(),
        "is_paper": queries.is_paper(received),
        "unit_name": queries.unit_names([received.path], request.now).get(
            received.path, received.path
        ),
        "state_label": STATE_LABELS[ListState(received.state)],
        "received_by": doer(received.received_by_id, received.received_by_name, ""),
    }
    return render(request, "lists/list.html", context)


@require_GET
def progress(request: Request, pk: int) -> HttpResponse:
    """The part of the page that is asked for every two seconds while a list runs."""
    received = queries.get_list(request.actor, pk)
    found = queries.progress_of(received, request.now)
    context = {
        "received": received,
        "progress": found,
        "may_import": queries.may_import(request.actor, received),
    }
    response = render(request, "lists/_progress.html", context)
    if request.htmx and not found.is_running:
        # It is over: the whole page says what became of the list.
        response["HX-Redirect"] = reverse("lists:list", args=[pk])
    return response


@require_POST
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    """Start, stop, go on, import, finish, discard."""
    actor, now = request.actor, request.now
    queries.get_list(actor, pk)
    if verb in ("read", "import", "resume"):
        start(actor, pk, import_when_read=verb == "import", now=now)
    elif verb == "stop":
        received = stop(actor, pk, now=now)
        messages.info(request, _("Stopped; %(count)d rows wait.") % {"count": received.waiting})
    elif verb == "finish":
        finish_keying(actor, pk, now=now)
        messages.success(request, _("The list is done."))
    elif verb == "discard":
        discard(actor, pk, request.POST.get("reason", ""), now=now)
        messages.info(request, _("The list was put away; its file stays."))
        return redirect("lists:lists")
    else:
        raise Http404
    return redirect("lists:list", pk=pk)
