"""One document: its header, its marked text, its clauses, who cites it, its history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.directives import actions, queries
from lachan.directives.forms import CancelForm
from lachan.directives.rules.clauses import suggested_verb
from lachan.directives.rules.spans import Mark, Segment, segments, without_blank_beginning
from lachan.directives.terms import (
    CLAUSE_STATE_LABELS,
    CLAUSE_VERB_LABELS,
    STANDING,
    ClauseState,
    ClauseVerb,
    DocumentState,
    Permission,
    ProposalKind,
    ProposalState,
)
from lachan.directives.views.cards import span_of
from lachan.directives.views.sentences import sentence_of


@require_safe
def document(request: Request, pk: int) -> HttpResponse:
    """The document as it stands after its review."""
    row = queries.get_document(request.actor, pk)
    clauses = list(queries.clauses_of(row))
    proposals = list(queries.proposals_of(row))
    return render(
        request,
        "directives/document.html",
        {
            "document": row,
            "is_in_review": row.state == DocumentState.IN_REVIEW,
            "segments": _marked(row, clauses, proposals),
            "clauses": [_clause(clause) for clause in clauses],
            "citations": _citations(request, row, proposals),
            "cited_by": queries.citing_documents(request.actor, row),
            "changes": [_change(change) for change in queries.changes_by(row)],
            "rules": [p for p in proposals if p.kind == ProposalKind.RULE and p.state in STANDING],
            "figures": [
                p for p in proposals if p.kind == ProposalKind.FIGURE and p.state in STANDING
            ],
            "receivers": queries.receivers(row),
            "entries": [_entry(entry) for entry in queries.history(row)[:6]],
            "earlier_entries": [_entry(entry) for entry in queries.history(row)[6:200]],
            "tasks_url": _tasks_url(pk),
            "may_change": queries.may_change(request.actor, row, Permission.APPROVE),
            "may_review": queries.may_change(request.actor, row, Permission.REVIEW),
            "cancel_form": CancelForm(),
        },
    )


@require_safe
def original(request: Request, pk: int) -> HttpResponse:
    """The original file, its digest checked, the reading recorded."""
    row, data = actions.read_original_file(request.actor, pk)
    response = HttpResponse(data, content_type="application/octet-stream")
    name = quote(row.file_name)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["Cache-Control"] = "no-store, private"
    response["X-Content-SHA256"] = row.sha256
    return response


@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    """Withdraw a document from the register."""
    queries.get_document(request.actor, pk)
    form = CancelForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Say why the document is cancelled."))
    actions.cancel_document(request.actor, pk, form.cleaned_data["reason"], now=request.now)
    messages.success(request, _("The document is cancelled; its arrival number stays used."))
    return HttpResponseRedirect(reverse("directives:document", args=[pk]))


def _tasks_url(pk: int) -> str:
    """Where the tasks of a document are shown; empty while nobody shows them."""
    try:
        return reverse("tasks:of_document", args=[pk])
    except NoReverseMatch:
        return ""


def _marked(row: Any, clauses: list[Any], proposals: list[Any]) -> list[Segment]:
    def found() -> Iterator[Mark]:
        for clause in clauses:
            if span := span_of(clause):
                yield Mark(f"clause-{clause.pk}", "task", *span)
        for proposal in proposals:
            span = span_of(proposal)
            if span and proposal.state in STANDING and proposal.kind != ProposalKind.TASK:
                yield Mark(f"proposal-{proposal.pk}", proposal.kind, *span)

    return without_blank_beginning(segments(row.text, found()))


def _clause(clause: Any) -> dict[str, Any]:
    return {
        "row": clause,
        "state_label": CLAUSE_STATE_LABELS[ClauseState(clause.state)],
        "changes": [_change(change) for change in clause.changes.all()],
        "rules": list(clause.rule_drafts.all()),
    }


def _change(change: Any) -> dict[str, Any]:
    return {
        "row": change,
        "verb_label": CLAUSE_VERB_LABELS[ClauseVerb(change.verb)],
        "is_waiting": change.applied_at is None,
    }


def _citations(request: Request, row: Any, proposals: list[Any]) -> list[dict[str, Any]]:
    """The documents cited, those in the register linked, with what the sentence does to them."""
    cited = [
        proposal
        for proposal in proposals
        if proposal.kind == ProposalKind.CITATION and proposal.state != ProposalState.REJECTED
    ]
    found = queries.cited_documents(
        request.actor, [proposal.content.get("identifier") or "" for proposal in cited]
    )
    shown = []
    for proposal in cited:
        verb = suggested_verb(row.text, span_of(proposal))
        shown.append(
            {
                "proposal": proposal,
                "documents": found.get(proposal.content.get("identifier") or "", []),
                "verb": verb,
                "verb_label": CLAUSE_VERB_LABELS[verb] if verb else "",
            }
        )
    return shown


def _entry(entry: Any) -> dict[str, Any]:
    return {
        "at": entry.recorded_at,
        "by": f"{entry.actor_name} ({entry.on_behalf_of})"
        if entry.on_behalf_of
        else entry.actor_name,
        "text": sentence_of(entry),
        "note": entry.payload.get("note") or entry.payload.get("reason") or "",
    }
