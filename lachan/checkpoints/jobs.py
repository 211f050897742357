"""The job that works in what devices sent."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app

from lachan.checkpoints.actions.waking import WORK_IN
from lachan.checkpoints.actions.working_in.running import work_in_waiting


@app.task(name=WORK_IN, queue="checkpoints")
def work_in() -> None:
    """Work in all that waits and is complete."""
    work_in_waiting(import_string(settings.CLOCK)())
