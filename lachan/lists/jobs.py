"""The job that runs one list."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app

from lachan.lists.actions.running import RUN
from lachan.lists.actions.running import run as run_list


@app.task(name=RUN, queue="imports")
def run(*, list_id: int) -> None:
    """Run a list; a job for one that somebody runs already, or that was stopped, does nothing."""
    run_list(list_id, import_string(settings.CLOCK))
