"""What a document does to clauses of another: chosen by a person, suggested by its words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.refused import NotThere, Refused
from lachan.directives import actions, queries
from lachan.directives.forms import ChangeForm
from lachan.directives.terms import ClauseVerb, Permission, ProposalKind


@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Choose the document, then its clauses, the verb and the day."""
    by_document = queries.get_document(request.actor, pk)
    if not queries.may_change(request.actor, by_document, Permission.APPROVE):
        raise Refused(_("You may read this document, but not do this with it."))
    target = _target(request, by_document)
    if target is None:
        return _page(request, by_document, None, None)
    clauses = list(queries.clauses_of(target))
    if request.method == "GET":
        form = ChangeForm(clauses=clauses, initial=_initial(request, clauses))
        return _page(request, by_document, target, form)
    form = ChangeForm(request.POST, clauses=clauses)
    if not form.is_valid():
        return _page(request, by_document, target, form, status=400)
    try:
        changes = actions.change_clauses(
            request.actor,
            by_document.pk,
            form.cleaned_data["clauses"],
            form.chosen_verb,
            effective_on=form.cleaned_data["effective_on"],
            note=form.cleaned_data["note"],
            now=request.now,
        )
    except Refused as refused:
        reasons = list(refused.reasons)
        return _page(request, by_document, target, form, reasons=reasons, status=409)
    messages.success(
        request,
        ngettext("%(count)d clause changed.", "%(count)d clauses changed.", len(changes))
        % {"count": len(changes)},
    )
    return HttpResponseRedirect(reverse("directives:document", args=[pk]) + "#changes")


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Call off a planned change."""
    planned = queries.get_change(request.actor, pk)
    actions.withdraw_change(request.actor, pk, now=request.now)
    messages.success(request, _("The planned change is called off."))
    return HttpResponseRedirect(
        reverse("directives:document", args=[planned.by_document_id]) + "#changes"
    )


def _target(request: Request, by_document: Any) -> Any:
    """The document to be changed, if one is chosen and approved."""
    chosen = request.GET.get("target") or request.POST.get("target") or ""
    if not chosen.isdecimal():
        return None
    target = queries.get_document(request.actor, int(chosen))
    if target.pk == by_document.pk:
        raise NotThere
    return target


def _initial(request: Request, clauses: list[Any]) -> dict[str, Any]:
    verb = request.GET.get("verb", "")
    return {
        "verb": verb if verb in set(ClauseVerb) else None,
        "clauses": [clause.pk for clause in clauses] if len(clauses) == 1 else [],
        "effective_on": day_of(request.now),
    }


def _page(
    request: Request,
    by_document: Any,
    target: Any,
    form: ChangeForm | None,
    *,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    cited = [
        proposal.content.get("identifier") or ""
        for proposal in queries.proposals_of(by_document)
        if proposal.kind == ProposalKind.CITATION
    ]
    found = queries.cited_documents(request.actor, cited)
    words = request.GET.get("q", "")
    return render(
        request,
        "directives/change.html",
        {
            "document": by_document,
            "target": target,
            "form": form,
            "reasons": reasons or [],
            "cited": [document for documents in found.values() for document in documents],
            "found": queries.approved_documents(request.actor, words, without=by_document.pk)
            if words
            else [],
            "q": words,
        },
        status=status,
    )
