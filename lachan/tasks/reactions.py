"""What tasks do when a document is approved, or when a clause changes."""

from __future__ import annotations

from lachan.audit.models import Entry
from lachan.core.actor import system
from lachan.directives.terms import ClauseVerb
from lachan.tasks.actions.clauses import follow_clause
from lachan.tasks.actions.giving import create_tasks_from_approval
from lachan.tasks.terms import Permission

DOCUMENTS = system("documents", *Permission)


def on_directives_approved(entry: Entry) -> None:
    """The document's tasks and duties are made; run again, only what is missing."""
    create_tasks_from_approval(DOCUMENTS, entry.payload["document_id"], entry.recorded_at)


def on_directives_clause_changed(entry: Entry) -> None:
    """The tasks and duties that serve the clause follow it."""
    payload = entry.payload
    follow_clause(
        DOCUMENTS,
        payload["clause_id"],
        ClauseVerb(payload["verb"]),
        payload["by_document_id"],
        payload.get("note", ""),
        entry.recorded_at,
    )
