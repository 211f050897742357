"""Decisions on single proposals, as parts of the page or as plain forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.refused import NotThere, Refused
from lachan.directives import actions, queries
from lachan.directives.forms import FORMS
from lachan.directives.terms import PROPOSAL_LABELS, Permission, ProposalKind
from lachan.directives.views.cards import Card, ReviewPage, edit_form, reject_form
from lachan.directives.views.review import shown, with_bar


@require_safe
def card(request: Request, pk: int) -> HttpResponse:
    """One card; with `?edit=1` its form is open, with `?reject=1` the form for the reason."""
    proposal = queries.get_proposal(request.actor, pk)
    if not request.htmx:
        return HttpResponseRedirect(_address(proposal, request.GET.get("edit")))
    form = edit_form(proposal) if request.GET.get("edit") else None
    reason = reject_form(proposal) if request.GET.get("reject") else None
    return _drawn(request, proposal, form=form, reason=reason)


@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """Accept as proposed."""
    version = _version(request)
    return _decide(
        request,
        pk,
        lambda: actions.accept_proposal(request.actor, pk, version, now=request.now),
    )


@require_POST
def reject(request: Request, pk: int) -> HttpResponse:
    """Reject with a reason."""
    proposal = queries.get_proposal(request.actor, pk)
    form = reject_form(proposal, request.POST)
    if not form.is_valid():
        return _drawn(request, proposal, reason=form, refused=True)
    return _decide(
        request,
        pk,
        lambda: actions.reject_proposal(
            request.actor,
            pk,
            form.cleaned_data["version"],
            form.cleaned_data["reason"],
            now=request.now,
        ),
    )


@require_POST
def correct(request: Request, pk: int) -> HttpResponse:
    """Accept with corrections."""
    proposal = queries.get_proposal(request.actor, pk)
    form: Any = edit_form(proposal, request.POST)
    if not form.is_valid():
        return _drawn(request, proposal, form=form, refused=True)
    try:
        actions.correct_proposal(
            request.actor,
            pk,
            form.cleaned_data["version"] or 0,
            form.content(proposal.content),
            span=form.span,
            now=request.now,
        )
    except Refused as refused:
        return _drawn(request, proposal, form=form, reasons=refused.reasons, refused=True)
    return _decided(request, pk)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Go one decision back."""
    proposal = queries.get_proposal(request.actor, pk)
    try:
        left = actions.undo_decision(request.actor, pk, _version(request), now=request.now)
    except Refused as refused:
        return _drawn(request, proposal, reasons=refused.reasons, refused=True)
    if left is None:
        if request.htmx:
            return with_bar(request, proposal.document, "directives/_gone.html", {"pk": pk})
        return HttpResponseRedirect(_address(proposal))
    return _decided(request, pk)


@require_http_methods(["GET", "POST"])
def add(request: Request, pk: int, kind: str) -> HttpResponse:
    """Add a proposal by hand, perhaps from words selected in the text."""
    document = queries.get_document(request.actor, pk)
    if kind not in FORMS:
        raise Http404
    if not queries.may_change(request.actor, document, Permission.REVIEW):
        raise Refused(_("You may read this document, but not do this with it."))
    auto_id = f"id_new_{kind}_%s"
    if request.method == "GET":
        quote = request.GET.get("quote", "")[:5000]
        near = request.GET.get("near", "")
        form: Any = FORMS[kind](
            text=document.text,
            initial=_suggested(kind, quote, near),
            auto_id=auto_id,
        )
        return _add_form(request, document, kind, form)
    form = FORMS[kind](request.POST, text=document.text, auto_id=auto_id)
    if not form.is_valid():
        return _add_form(request, document, kind, form, status=422)
    try:
        proposal = actions.add_proposal(
            request.actor,
            pk,
            ProposalKind(kind),
            form.content({}),
            span=form.span,
            now=request.now,
        )
    except Refused as refused:
        return _add_form(request, document, kind, form, reasons=refused.reasons, status=422)
    # The query makes it another address: a browser does not load the same one again for its anchor.
    address = f"{reverse('directives:review', args=[pk])}?added={proposal.pk}#card-{proposal.pk}"
    return HttpResponseClientRedirect(address) if request.htmx else HttpResponseRedirect(address)


def _suggested(kind: str, quote: str, near: str) -> dict[str, Any]:
    first: dict[str, Any] = {"quote": quote, "near": near if near.isdecimal() else None}
    if kind == ProposalKind.TASK and quote:
        first |= {"body": quote.strip(), "title": queries.title_for(quote), "proof_required": True}
    elif kind == ProposalKind.TASK:
        first |= {"proof_required": True}
    elif kind == ProposalKind.CITATION:
        first |= {"identifier": quote.strip()[:80]}
    return first


def _add_form(
    request: Request, document: Any, kind: str, form: Any, *, reasons: Any = (), status: int = 200
) -> HttpResponse:
    if not request.htmx:
        page = ReviewPage(request, document)
        page.added_kind, page.added_form, page.reasons = kind, form, list(reasons)
        return shown(page, status=400 if status == 422 else status)
    return render(
        request,
        "directives/_add_form.html",
        {
            "document": document,
            "kind": kind,
            "kind_label": PROPOSAL_LABELS[ProposalKind(kind)],
            "form": form,
            "reasons": reasons,
        },
        status=status,
    )


@require_safe
def organisations(request: Request) -> HttpResponse:
    """Bodies found by a part of their name, to be put into a field."""
    _reviewers_only(request)
    found = queries.organisations_like(
        request.actor, request.GET.get("q", ""), today=day_of(request.now)
    )
    return render(
        request,
        "directives/_organisations.html",
        {"organisations": found, "target": request.GET.get("target", "")},
    )


@require_safe
def matches(request: Request) -> HttpResponse:
    """Whom the names in a field mean."""
    _reviewers_only(request)
    names = [line.strip() for line in _names(request).splitlines() if line.strip()]
    found = queries.matches_of(
        names[:20], office=request.actor.workplace, today=day_of(request.now)
    )
    return render(request, "directives/_matches.html", {"matches": found.values()})


def _reviewers_only(request: Request) -> None:
    if not request.actor.may(Permission.REVIEW, request.actor.workplace):
        raise NotThere


def _names(request: Request) -> str:
    return next(
        (request.GET[name] for name in ("lead", "support", "report_to") if name in request.GET), ""
    )[:2000]


def _version(request: Request) -> int:
    posted = request.POST.get("version", "")
    return int(posted) if posted.isdecimal() else 0


def _decide(request: Request, pk: int, decision: Callable[[], object]) -> HttpResponse:
    try:
        decision()
    except Refused as refused:
        proposal = queries.get_proposal(request.actor, pk)
        return _drawn(request, proposal, reasons=refused.reasons, refused=True)
    return _decided(request, pk)


def _decided(request: Request, pk: int) -> HttpResponse:
    proposal = queries.get_proposal(request.actor, pk)
    if not request.htmx:
        return HttpResponseRedirect(_address(proposal))
    return _drawn(request, proposal)


def _drawn(
    request: Request,
    proposal: Any,
    *,
    form: Any = None,
    reason: Any = None,
    reasons: Any = (),
    refused: bool = False,
) -> HttpResponse:
    """The card alone for htmx; else the whole page with the card in this condition."""
    if not request.htmx:
        page = ReviewPage(request, proposal.document)
        for other in page.cards:
            if other.proposal.pk == proposal.pk:
                other.form, other.reject_form, other.reasons = form, reason, list(reasons)
        return shown(page, status=409 if reasons else 400)
    found = queries.matches_of(
        queries.names_in(proposal.content),
        office=proposal.document.path,
        today=day_of(request.now),
    )
    drawn = Card(proposal, found, form=form, reject_form=reason, reasons=list(reasons))
    return with_bar(
        request, proposal.document, "directives/_card.html", {"card": drawn}, refused=refused
    )


def _address(proposal: Any, edited: Any = None) -> str:
    address = reverse("directives:review", args=[proposal.document_id])
    query = f"?edit={proposal.pk}" if edited else ""
    return f"{address}{query}#card-{proposal.pk}"
