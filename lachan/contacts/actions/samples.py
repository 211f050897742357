"""Samples that are proposed because symptoms were told: one open proposal a commune."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from lachan.arrivals.queries.communes import watching_units
from lachan.contacts.models import Contact, Proposal, ProposalLine
from lachan.contacts.terms import Aim, Answer
from lachan.core.dates import day_of
from lachan.policies.terms import Measure


def sample_proposed(contact: Contact, now: datetime) -> Proposal:
    """The open proposal of samples of the contact's commune, in which it stands now, once."""
    commune = watching_units([contact.path]).get(contact.path, contact.path)
    proposal, _is_new = Proposal.objects.select_for_update().get_or_create(
        path=commune,
        aim=Aim.TEST,
        answer=Answer.OPEN,
        defaults={"measure": Measure.TEST, "people": 0, "proposed_at": now},
    )
    today = day_of(now)
    if not proposal.lines.filter(contact=contact).exists():
        ProposalLine.objects.create(
            proposal=proposal, contact=contact, since=today, test_days=[today]
        )
        _count(proposal, now)
    return proposal


def move_samples(now: datetime) -> None:
    """Samples of those whom this trace found in another commune (`moved`) are proposed there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_id FROM moved")
        moved = [contact for (contact,) in cursor.fetchall()]
    lines = ProposalLine.objects.filter(
        contact__in=moved, proposal__aim=Aim.TEST, proposal__answer=Answer.OPEN
    )
    rows = Proposal.objects.filter(lines__in=lines).order_by("pk").values_list("pk", flat=True)
    for proposal in Proposal.objects.select_for_update().filter(pk__in=list(rows), answer="open"):
        for line in list(proposal.lines.filter(contact__in=moved).select_related("contact")):
            line.delete()
            sample_proposed(line.contact, now)
        _count(proposal, now)


def _count(proposal: Proposal, now: datetime) -> None:
    proposal.people = proposal.lines.count()
    if not proposal.people:
        proposal.answer, proposal.answered_at = Answer.OVERTAKEN, now
    proposal.save(update_fields=["people", "answer", "answered_at"])
