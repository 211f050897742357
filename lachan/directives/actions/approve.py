"""The review is closed: clauses come into force, rules become drafts, units get the document."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import Refused, refuse_if
from lachan.core.text import normal
from lachan.directives import queries
from lachan.directives.actions.locked import lock_document
from lachan.directives.events import Approved, Cancelled
from lachan.directives.models import Clause, Document, DocumentShare, Proposal, RuleDraft
from lachan.directives.rules.approval import obstacles_to_approval
from lachan.directives.rules.clauses import Place, clause_places
from lachan.directives.terms import STANDING, DocumentState, Permission, ProposalKind

_NAMED = ("lead", "support", "report_to")


@transaction.atomic
def approve(
    actor: Actor,
    document_id: int,
    *,
    expected_tasks: int | None,
    whole_text_reviewed: bool,
    now: datetime,
) -> Document:
    """Approve the reviewed document, in the actor's own name or on behalf of their leader.

    1. Refused with every obstacle while the review is not complete.
    2. One clause for each place in the text from which standing tasks and rules come.
    3. Each task keeps which organisations its names meant on this day.
    4. Rules become drafts; the document is shared with every unit that a task or the address
       names; `Approved` is recorded, and the tasks follow from it.
    """
    document = lock_document(actor, document_id, Permission.APPROVE)
    refuse_if(
        obstacles_to_approval(
            queries.review_facts(
                document, expected_tasks=expected_tasks, whole_text_reviewed=whole_text_reviewed
            )
        )
    )
    today = day_of(now)
    standing = list(
        document.proposals.filter(
            state__in=STANDING, kind__in=(ProposalKind.TASK, ProposalKind.RULE)
        ).order_by("position", "id")
    )
    _create_clauses(document, standing, in_force_from=document.issued_on or today)
    tasks = [proposal for proposal in standing if proposal.kind == ProposalKind.TASK]
    _share(document, _match(document, tasks, today), now)
    rules = [proposal for proposal in standing if proposal.kind == ProposalKind.RULE]
    RuleDraft.objects.bulk_create(
        RuleDraft(clause=rule.clause, proposal=rule, content=rule.content, drafted_at=now)
        for rule in rules
    )
    document.state = DocumentState.APPROVED
    document.expected_tasks = expected_tasks
    document.whole_text_reviewed = True
    document.approved_at = now
    document.approved_by_id = actor.id
    document.approved_on_behalf_of = actor.on_behalf_of
    document.save()
    record(
        Approved(
            document_id=document.pk,
            identifier=document.identifier,
            task_proposals=tuple(task.pk for task in tasks),
            rule_drafts=len(rules),
        ),
        actor=actor,
        path=document.path,
        subject=document,
    )
    return document


@transaction.atomic
def cancel_document(actor: Actor, document_id: int, reason: str, *, now: datetime) -> Document:
    """Withdraw a document from the register; its arrival number stays used."""
    document = lock_document(actor, document_id, Permission.REVIEW)
    if document.state != DocumentState.IN_REVIEW:
        raise Refused(_("Only a document in review can be cancelled."))
    if not normal(reason):
        raise Refused(_("Say why the document is cancelled."))
    document.state = DocumentState.CANCELLED
    document.cancel_reason = normal(reason)
    document.cancelled_at = now
    document.save()
    record(
        Cancelled(document.pk, document.cancel_reason),
        actor=actor,
        path=document.path,
        subject=document,
    )
    return document


def _create_clauses(document: Document, standing: list[Proposal], *, in_force_from: date) -> None:
    places = clause_places([_place(proposal) for proposal in standing])
    clauses: dict[Place, Clause] = {}
    for proposal, place in zip(standing, places, strict=True):
        if place not in clauses:
            span = place.span
            clauses[place] = Clause.objects.create(
                document=document,
                label=place.label[:40],
                text=document.text[span[0] : span[1]] if span else _words(proposal),
                span_start=span[0] if span else None,
                span_end=span[1] if span else None,
                in_force_from=in_force_from,
            )
        proposal.clause = clauses[place]
        proposal.save(update_fields=["clause"])


def _place(proposal: Proposal) -> Place:
    span = None
    if proposal.span_start is not None and proposal.span_end is not None:
        span = (proposal.span_start, proposal.span_end)
    return Place(
        label=str(proposal.content.get("clause") or ""),
        span=span,
        words="" if span else _words(proposal),
    )


def _words(proposal: Proposal) -> str:
    return str(proposal.content.get("text") or proposal.content.get("words") or "")


def _match(document: Document, tasks: list[Proposal], today: date) -> set[str]:
    """Freeze what each name means; return the paths of all units named by tasks or address."""
    names = [name for task in tasks for name in queries.names_in(task.content)]
    found = queries.matches_of([*names, *document.addressees], office=document.path, today=today)
    for task in tasks:
        task.matches = {
            name: [organisation.pk for organisation in found[name].organisations]
            for name in dict.fromkeys(queries.names_in(task.content))
            if name in found
        }
        task.save(update_fields=["matches"])
    return {organisation.path for match in found.values() for organisation in match.organisations}


def _share(document: Document, paths: set[str], now: datetime) -> None:
    DocumentShare.objects.bulk_create(
        (
            DocumentShare(
                document=document,
                path=path,
                shared_at=now,
                reason="named by a task or in the address",
            )
            for path in sorted(paths)
            if path != document.path
        ),
        ignore_conflicts=True,
    )
