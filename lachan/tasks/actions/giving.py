"""How tasks come to be: from an approved document, by hand, and for an instance of a duty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime, parse_time
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.dates import VIETNAM, day_of
from lachan.core.refused import refuse_if
from lachan.core.text import folded, normal
from lachan.directives.models import Proposal
from lachan.directives.queries import approved_task_proposals
from lachan.places.models import Organisation
from lachan.tasks import events
from lachan.tasks.actions.telling import tell_lead
from lachan.tasks.models import Duty, Task, TaskShare
from lachan.tasks.queries.organisations import get_assignable
from lachan.tasks.rules.deadlines import receive_by, standard_urgency
from lachan.tasks.rules.duties import END_OF_DAY, first_day, instances_between
from lachan.tasks.terms import Permission, ShareRole, TaskState

TITLE_LENGTH = 300
# Another rhythm ("03 ngày/lần") is asked about at review; until it is a count, it is one task.
RHYTHMS = (None, "day", "week", "month")


@dataclass(frozen=True)
class Slot:
    """One lead that a proposal names: a body in the gazetteer, or words that match none."""

    key: str
    lead: Organisation | None
    words: str


@dataclass(frozen=True)
class Draft:
    """A task written by hand."""

    title: str
    text: str
    lead_id: int | None
    supporter_ids: Sequence[int] = field(default_factory=tuple)
    product: str = ""
    proof_required: bool = True
    urgency: str = ""
    due_at: datetime | None = None
    clause_id: int | None = None
    roster: str = ""


def create_tasks_from_approval(actor: Actor, document_id: int, now: datetime) -> int:
    """Make the tasks and duties of an approved document; return how many tasks there are new.

    Run again, it makes only what is missing. One task for each body that the lead's words mean (a
    collective gives one to every member); words that mean nobody give a task without a lead, on
    the board of the office that received the document.
    """
    made = duties = without_lead = 0
    with transaction.atomic():
        proposals = list(approved_task_proposals(document_id))
        organisations = _organisations_of(proposals)
        for proposal in proposals:
            given_at = proposal.document.approved_at or now
            for slot in _slots(proposal, organisations):
                if _is_duty(proposal.content):
                    duty, is_new = _duty(proposal, slot, given_at)
                    duties += is_new
                    task = make_instances(actor, duty, given_at)[:1] if is_new else []
                    is_new = bool(task)
                else:
                    is_new = _task(actor, proposal, slot, given_at, organisations)
                made += is_new
                without_lead += is_new and slot.lead is None
        if made or duties:
            record(
                events.TasksCreated(
                    document_id=document_id,
                    tasks=made,
                    duties=duties,
                    without_lead=without_lead,
                ),
                actor=actor,
                path=proposals[0].document.path,
                subject=proposals[0].document,
            )
    return made


def create_task(actor: Actor, draft: Draft, now: datetime) -> Task:
    """Give a task by hand, from the actor's own workplace, to a body within reach."""
    lead = get_assignable(actor, draft.lead_id) if draft.lead_id is not None else None
    supporters = [get_assignable(actor, pk) for pk in draft.supporter_ids]
    title = normal(draft.title)[:TITLE_LENGTH]
    refuse_if(_obstacles_to_create(actor, draft, title, lead, now))
    with transaction.atomic():
        task = _new_task(
            actor,
            assigner_path=actor.workplace,
            assigned_by_id=actor.id,
            lead=lead,
            title=title,
            text=draft.text.strip() or title,
            product=normal(draft.product),
            proof_required=draft.proof_required,
            urgency=draft.urgency,
            given_at=now,
            due_at=draft.due_at,
            due_relation="by" if draft.due_at else "",
            due_precision="minute" if draft.due_at else "",
            clause_id=draft.clause_id,
            roster=normal(draft.roster),
        )
        _share(task, supporters, ShareRole.SUPPORTER)
        task.supporters.set(supporters)
        _given(actor, task, source="hand")
    return task


def _obstacles_to_create(
    actor: Actor, draft: Draft, title: str, lead: Organisation | None, now: datetime
) -> list[str]:
    reasons = []
    if not actor.workplace or not actor.may(Permission.ASSIGN, actor.workplace):
        reasons.append(_("You may not give tasks at this workplace."))
    if not title:
        reasons.append(_("Say in a sentence what must be done."))
    if draft.due_at is not None and draft.due_at <= now:
        reasons.append(_("The deadline has already passed."))
    if lead is not None and lead.pk in draft.supporter_ids:
        reasons.append(_("The lead unit cannot be a supporter as well."))
    return reasons


def make_instances(actor: Actor, duty: Duty, now: datetime) -> list[Task]:
    """Make the instances of a locked (or new) duty that are missing until today; the new tasks.

    Today's is made as soon as the day has begun. Days that were missed while the system stood
    still are made up, each once.
    """
    today = day_of(now)
    if duty.lead_id is None and duty.instances.exists():
        return []
    made: list[Task] = []
    for instance in instances_between(duty.snapshot(), duty.next_day, today):
        if duty.instances.filter(duty_day=instance.day).exists():
            continue
        given_at = max(duty.given_at, datetime.combine(instance.day, time(0), VIETNAM))
        known = duty.received_at is not None
        # The first instance is what the unit must acknowledge; the others are done in their hour.
        is_first = not made and not duty.instances.exists()
        task = _new_task(
            actor,
            assigner_path=duty.assigner_path,
            lead=duty.lead,
            lead_words=duty.lead_words,
            title=duty.title,
            text=duty.text,
            product=duty.product,
            proof_required=duty.proof_required,
            urgency=duty.urgency,
            report_to=duty.report_to,
            support_words=duty.support_words,
            given_at=given_at,
            acknowledge_by=None if is_first else instance.due_at,
            due_at=instance.due_at,
            opens_at=instance.opens_at,
            due_relation="during" if instance.opens_at else "by",
            due_precision="day" if duty.closes == END_OF_DAY else "hour",
            due_words=duty.words,
            clause_id=duty.clause_id,
            proposal_id=duty.proposal_id,
            slot=duty.slot,
            duty=duty,
            duty_day=instance.day,
            state=TaskState.RECEIVED if known else TaskState.GIVEN,
            received_at=given_at if known else None,
        )
        _given(actor, task, source="duty")
        made.append(task)
    if duty.next_day <= today:
        duty.next_day = today + timedelta(days=1)
        duty.save(update_fields=["next_day"])
    return made


def _is_duty(content: dict[str, Any]) -> bool:
    """Whether a proposal repeats in a rhythm that duties know."""
    repeats = content.get("repeats")
    return repeats is not None and repeats.get("every") in RHYTHMS


def _duty(proposal: Proposal, slot: Slot, given_at: datetime) -> tuple[Duty, bool]:
    content = proposal.content
    repeats = content["repeats"]
    closes = parse_time(repeats.get("until") or "") or END_OF_DAY
    starts_on = first_day(given_at, closes)
    return Duty.objects.get_or_create(
        proposal=proposal,
        slot=slot.key,
        defaults={
            "path": slot.lead.path if slot.lead else proposal.document.path,
            "clause_id": proposal.clause_id,
            "lead": slot.lead,
            "lead_words": slot.words,
            "assigner_path": proposal.document.path,
            "title": _title(content),
            "text": content.get("text", ""),
            "product": normal(content.get("product") or "")[:TITLE_LENGTH],
            "proof_required": content.get("proof_required", True),
            "every": repeats.get("every") or "day",
            "opens": parse_time(repeats.get("from") or ""),
            "closes": closes,
            "words": normal(repeats.get("words") or "")[:300],
            "report_to": content.get("report_to") or [],
            "support_words": content.get("support") or [],
            "urgency": proposal.document.urgency,
            "given_at": given_at,
            "starts_on": starts_on,
            "next_day": starts_on,
        },
    )


def _task(
    actor: Actor,
    proposal: Proposal,
    slot: Slot,
    given_at: datetime,
    organisations: dict[int, Organisation],
) -> bool:
    """Make the task of one slot unless it is there; whether it is new."""
    if Task.objects.filter(proposal=proposal, slot=slot.key, duty__isnull=True).exists():
        return False
    content = proposal.content
    due = content.get("due") or {}
    task = _new_task(
        actor,
        assigner_path=proposal.document.path,
        assigned_by_id=proposal.document.approved_by_id,
        lead=slot.lead,
        lead_words=slot.words,
        title=_title(content),
        text=content.get("text", ""),
        product=normal(content.get("product") or "")[:TITLE_LENGTH],
        proof_required=content.get("proof_required", True),
        urgency=proposal.document.urgency,
        report_to=content.get("report_to") or [],
        support_words=content.get("support") or [],
        given_at=given_at,
        due_at=parse_datetime(due["at"]) if due.get("at") else None,
        due_relation=due.get("relation") or "",
        due_precision=due.get("precision") or "",
        due_words=normal(due.get("words") or "")[:300],
        clause_id=proposal.clause_id,
        proposal_id=proposal.pk,
        slot=slot.key,
    )
    supporters = _named(proposal, content.get("support"), organisations)
    supporters = [body for body in supporters if slot.lead is None or body.pk != slot.lead.pk]
    task.supporters.set(supporters)
    _share(task, supporters, ShareRole.SUPPORTER)
    _share(
        task,
        _named(proposal, content.get("report_to"), organisations),
        ShareRole.RECIPIENT,
    )
    _given(actor, task, source="document")
    return True


def _new_task(
    actor: Actor,
    *,
    assigner_path: str,
    lead: Organisation | None,
    given_at: datetime,
    acknowledge_by: datetime | None = None,
    **fields: Any,
) -> Task:
    fields["urgency"] = standard_urgency(fields.get("urgency") or "")
    task = Task.objects.create(
        path=lead.path if lead else assigner_path,
        assigner_path=assigner_path,
        lead=lead,
        given_at=given_at,
        receive_by=acknowledge_by or receive_by(given_at, fields["urgency"]),
        search_text=folded(
            " ".join(
                [
                    fields.get("title", ""),
                    fields.get("text", ""),
                    lead.name if lead else fields.get("lead_words", ""),
                ]
            )
        ),
        **fields,
    )
    if assigner_path != task.path:
        TaskShare.objects.get_or_create(task=task, path=assigner_path, role=ShareRole.ASSIGNER)
    return task


def _given(actor: Actor, task: Task, *, source: str) -> None:
    record(
        events.Given(
            task_id=task.pk,
            lead=task.lead.name if task.lead else "",
            urgency=task.urgency,
            due_at=task.due_at,
            receive_by=task.receive_by,
            source=source,
        ),
        actor=actor,
        path=task.path,
        subject=task,
    )
    if task.lead is not None and task.state == TaskState.GIVEN:
        tell_lead(actor, task, _("New task: %(task)s"), task.text, task.given_at)


def _share(task: Task, bodies: Iterable[Organisation], role: ShareRole) -> None:
    TaskShare.objects.bulk_create(
        [TaskShare(task=task, path=body.path, role=role) for body in bodies],
        ignore_conflicts=True,
    )


def _organisations_of(proposals: Iterable[Proposal]) -> dict[int, Organisation]:
    """All bodies that the proposals' names mean, by id, in one query."""
    ids = {pk for proposal in proposals for found in proposal.matches.values() for pk in found}
    return {body.pk: body for body in Organisation.objects.filter(pk__in=ids)}


def _named(
    proposal: Proposal, names: Sequence[str] | None, organisations: dict[int, Organisation]
) -> list[Organisation]:
    """The bodies that these names mean, each once, in the order of the text."""
    found = {
        pk: organisations[pk]
        for name in names or ()
        for pk in proposal.matches.get(name, ())
        if pk in organisations
    }
    return list(found.values())


def _slots(proposal: Proposal, organisations: dict[int, Organisation]) -> list[Slot]:
    """One slot for each body that leads, and one for each lead whose words mean nobody."""
    slots: dict[str, Slot] = {}
    names = proposal.content.get("lead") or []
    for name in names:
        bodies = _named(proposal, [name], organisations)
        for body in bodies:
            slots.setdefault(f"organisation:{body.pk}", Slot(f"organisation:{body.pk}", body, name))
        if not bodies:
            key = f"words:{folded(name)}"[:320]
            slots.setdefault(key, Slot(key, None, normal(name)[:300]))
    return list(slots.values()) or [Slot("words:", None, "")]


def _title(content: dict[str, Any]) -> str:
    """The proposal's title, or the beginning of its text up to a word."""
    title = normal(content.get("title") or "")
    if title:
        return title[:TITLE_LENGTH]
    text = normal(content.get("text") or "")
    if len(text) <= 160:
        return text
    return text[:160].rsplit(" ", 1)[0] + "…"
