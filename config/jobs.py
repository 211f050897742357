"""The two kinds of job: answering an entry of the record, and what the schedule asks for."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.module_loading import import_string
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from config import clock
from config.schedule import SCHEDULE
from lachan.audit.actions import REACT
from lachan.audit.models import Entry


@app.task(name=REACT, queue="reactions", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def react(*, entry_id: int, reaction: str) -> None:
    """Run one reaction to one entry; a failure is tried again, later and later."""
    import_string(reaction)(Entry.objects.get(pk=entry_id))


def _scheduled(name: str, cron: str, action: str) -> None:
    def run(timestamp: int) -> None:
        perform: Callable[..., object] = import_string(action)
        perform(clock.now())

    run.__doc__ = f"Scheduled: {action} ({cron})."
    task = app.task(name=f"schedule.{name}", queue="schedule", queueing_lock=name)(run)
    app.periodic(cron=cron)(task)


for _name, (_cron, _action) in SCHEDULE.items():
    _scheduled(_name, _cron, _action)
