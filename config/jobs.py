"""The two kinds of job: answering an entry of the record, and what the schedule asks for.

What a worker was at when it was killed is taken up by another one: every minute, and as soon as its
heart has not beaten for half a minute.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.module_loading import import_string
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

from config import clock
from config.schedule import SCHEDULE
from lachan.audit.actions import REACT
from lachan.audit.models import Entry

MOST_ATTEMPTS = 8
SCHEDULED = "schedule"


@app.task(
    name=REACT,
    queue="reactions",
    retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=3),
)
def react(*, entry_id: int, reaction: str) -> None:
    """Run one reaction to one entry; a failure is tried again, later and later."""
    import_string(reaction)(Entry.objects.get(pk=entry_id))


async def take_up_stalled(manager: JobManager) -> int:
    """Put the jobs of killed workers back in the queue; how many were put back.

    A scheduled job comes again by itself. A job that has been at it too often, perhaps because it
    kills its worker, is left as failed.
    """
    taken = 0
    for job in await manager.get_stalled_jobs():
        if job.queue == SCHEDULED or job.attempts + 1 >= MOST_ATTEMPTS:
            await manager.finish_job(job, Status.FAILED, delete_job=False)
        else:
            await manager.retry_job(job)
            taken += 1
    return taken


@app.periodic(cron="* * * * *")
@app.task(name=f"{SCHEDULED}.stalled", queue=SCHEDULED, queueing_lock="stalled", pass_context=True)
async def stalled(context: JobContext, timestamp: int) -> None:
    """Scheduled: what killed workers left is put back in the queue."""
    await take_up_stalled(context.app.job_manager)


def _scheduled(name: str, cron: str, action: str) -> None:
    def run(timestamp: int) -> None:
        perform: Callable[..., object] = import_string(action)
        perform(clock.now())

    run.__doc__ = f"Scheduled: {action} ({cron})."
    task = app.task(name=f"{SCHEDULED}.{name}", queue=SCHEDULED, queueing_lock=name)(run)
    app.periodic(cron=cron)(task)


for _name, (_cron, _action) in SCHEDULE.items():
    _scheduled(_name, _cron, _action)
