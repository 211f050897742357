"""What rules do when a document was approved: its rules are written down as drafts."""

from __future__ import annotations

from lachan.audit.models import Entry
from lachan.policies.actions.proposals import draft_proposals


def on_directives_approved(entry: Entry) -> None:
    """Each approved rule proposal becomes a draft, once."""
    draft_proposals(int(entry.payload["document_id"]), now=entry.recorded_at)
