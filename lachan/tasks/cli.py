"""`lachan tasks`: the tasks of a unit, and the schedule's work by hand."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

NAME = "tasks"
app = typer.Typer(no_args_is_help=True, help="Tasks: who must do what by when, and who is late.")


@app.command("list")
def list_tasks(
    late: Annotated[bool, typer.Option("--late", help="Only those on which somebody is late.")] = (
        False
    ),
    unit: Annotated[str, typer.Option(help="Path of the unit, such as 96/964/.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """List the tasks that are not closed, soonest deadline first.

    Example: lachan tasks list --late --unit 96/964/
    """
    from config.database import ready

    with ready():
        from django.conf import settings
        from django.utils.module_loading import import_string

        from lachan.core.actor import Actor
        from lachan.tasks.queries.board import living_tasks
        from lachan.tasks.terms import Permission

        now = import_string(settings.CLOCK)()
        operator = Actor(
            id=None, name="command line", grants=frozenset({(str(Permission.READ), unit)})
        )
        rows = [_line(task, now) for task in living_tasks(operator, now, only_late=late)]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        print(
            f"{row['id']:>6}  {row['due_at'] or '–':<25}  {row['state']:<12}  "
            f"{row['late'] or '':<18}  {row['lead']}: {row['title']}"
        )
    print(f"{len(rows)} tasks")


def _line(task: Any, now: Any) -> dict[str, Any]:
    from lachan.core.dates import VIETNAM
    from lachan.tasks.queries.tasks import lateness_of

    late = lateness_of(task, now)
    return {
        "id": task.pk,
        "title": task.title,
        "lead": task.lead.name if task.lead else task.lead_words,
        "path": task.path,
        "state": task.state,
        "urgency": task.urgency,
        "due_at": task.due_at.astimezone(VIETNAM).isoformat() if task.due_at else None,
        "due_words": task.due_words,
        "document": str(task.clause.document) if task.clause else None,
        "clause": task.clause.label if task.clause else None,
        "late": str(late.stage) if late else None,
        "who_is_late": str(late.side) if late else None,
        "who_decides": str(late.rung) if late else None,
    }


@app.command()
def notice() -> None:
    """Do the schedule's work once: make the duties' instances, notice what is late.

    Example: lachan tasks notice
    """
    from config.database import ready

    with ready():
        from django.conf import settings
        from django.utils.module_loading import import_string

        from lachan.tasks.actions.duties import generate_duty_instances
        from lachan.tasks.actions.lateness import notice_lateness

        now = import_string(settings.CLOCK)()
        made = generate_duty_instances(now)
        noticed = notice_lateness(now)
    print(f"{made} instances of duties made, {noticed} alerts given")
