"""Run deferred jobs inside a test's own transaction, in the order in which they were deferred."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def run_all(*, now=None) -> int:
    """Run all waiting jobs that are due, and those that they defer; return how many ran."""
    ran = 0
    done: set[int] = set()
    while True:
        waiting = (
            ProcrastinateJob.objects.filter(status="todo")
            .exclude(pk__in=done)
            .exclude(scheduled_at__gt=now or timezone.now())
            .order_by("id")
            .first()
        )
        if waiting is None:
            return ran
        done.add(waiting.pk)
        app.tasks[waiting.task_name].func(**waiting.args)
        ran += 1
