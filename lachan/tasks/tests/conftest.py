"""A task to begin with, and the machinery to make others."""

from __future__ import annotations

from datetime import datetime

import pytest

from lachan.directives.models import Clause, Document, Proposal
from lachan.directives.terms import DocumentState, ProposalKind, ProposalState
from lachan.tasks.actions.giving import Draft, create_task
from lachan.tasks.models import Task
from lachan.tasks.queries.tasks import get_task
from lachan.tasks.tests.examples import REPORT
from tests.cast import NOW


@pytest.fixture
def give(cast):
    """Give a task from the province: `give("so-y-te", due_at=…)`."""

    def _give(lead="so-y-te", *, by="leader", now=NOW, title=REPORT, **fields) -> Task:
        lead_id = cast.organisations[lead].pk if lead else None
        return create_task(
            cast.actor(by), Draft(title=title, text=title, lead_id=lead_id, **fields), now
        )

    return _give


@pytest.fixture
def fresh(cast):
    """The task as it is now, whoever may see it."""

    def _fresh(task: Task, by="leader") -> Task:
        return get_task(cast.actor(by), task.pk)

    return _fresh


@pytest.fixture
def approve(cast):
    """An approved document of the province with these task proposals."""

    def _approve(*contents: dict, matches: list[dict] | None = None, at: datetime = NOW, **fields):
        document = Document.objects.create(
            path="96/",
            register_year=at.year,
            arrival_number=Document.objects.count() + 1,
            arrived_at=at,
            identifier=fields.pop("identifier", "05-CV/BCĐ"),
            urgency=fields.pop("urgency", ""),
            state=DocumentState.APPROVED,
            text="…",
            approved_at=at,
            approved_by=cast.users["leader"],
            file_name="van-ban.txt",
            media_type="text/plain",
            file_size=1,
            sha256="0" * 64,
            **fields,
        )
        for position, content in enumerate(contents):
            clause = Clause.objects.create(
                document=document,
                label=content.get("clause", ""),
                text=content["text"],
                in_force_from=at.date(),
            )
            Proposal.objects.create(
                document=document,
                clause=clause,
                kind=ProposalKind.TASK,
                state=ProposalState.ACCEPTED,
                position=position,
                content=content,
                matches=(matches or [{}] * len(contents))[position],
            )
        return document

    return _approve
