"""A task of province 96 for the neighbour test."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

from lachan.directives.models import Document
from lachan.tasks.actions.giving import Draft, create_task
from lachan.tasks.actions.talking import Upload, attach, comment
from lachan.tasks.actions.working import receive
from lachan.tasks.queries.tasks import history
from tests.cast import NOW
from tests.scenes import MARK


def scene(cast) -> dict[str, dict[str, object]]:
    """A task of province 96 with everything that hangs on it; url name -> kwargs that reach it."""
    leader, health = cast.leader, cast.health
    document = Document.objects.create(
        path="96/",
        register_year=2021,
        arrival_number=900,
        arrived_at=NOW,
        identifier=f"900-{MARK}",
        subject=f"Văn bản {MARK}",
        text=MARK,
        file_name=f"{MARK}.txt",
        media_type="text/plain",
        file_size=1,
        sha256="0" * 64,
    )
    task = create_task(
        leader,
        Draft(
            title=f"Nhiệm vụ {MARK}",
            text=f"Nội dung {MARK}",
            lead_id=cast.organisations["so-y-te"].pk,
            product=f"Sản phẩm {MARK}",
            due_at=NOW - timedelta(hours=1),
        ),
        NOW - timedelta(hours=2),
    )
    comment(health, task.pk, f"Ý kiến {MARK}", NOW)
    kept = attach(health, task.pk, Upload(f"{MARK}.txt", MARK.encode()), NOW)
    receive(health, task.pk, NOW)
    entry = history(task).filter(event="tasks.Received").get()
    one = {"pk": task.pk}
    return {
        "tasks:task": one,
        "tasks:assign": one,
        "tasks:act": {**one, "verb": "refuse"},
        "tasks:comment": one,
        "tasks:attach": one,
        "tasks:attachment": {**one, "attachment_id": kept.pk},
        "tasks:of_document": {"document_id": document.pk},
        "tasks:undo": {"token": signing.dumps(entry.pk, salt="tasks.undo")},
        "tasks:undo_many": {
            "token": signing.dumps([health.id, "none", 0, 0], salt="tasks.undo_many")
        },
    }


# Whoever is offered the verb of the scene.
SEEN_BY = {"tasks:act": "health"}
