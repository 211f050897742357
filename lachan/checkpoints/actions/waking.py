"""Wake the job that works in what devices sent, without making the answer wait for it."""

from __future__ import annotations

import threading
import time

from django.db import transaction
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued

WORK_IN = "checkpoints.work_in"
SECONDS = 1.0
_lock = threading.Lock()
_woken_at = 0.0


def wake() -> None:
    """Let the waiting events be worked in soon.

    A process asks at most once a second, and the queue holds one such job at a time; what falls
    between is found by the schedule within a minute.
    """
    global _woken_at
    with _lock:
        moment = time.monotonic()
        if moment - _woken_at < SECONDS:
            return
        _woken_at = moment
    try:
        with transaction.atomic():
            jobs.configure_task(WORK_IN, queueing_lock=WORK_IN, lock=WORK_IN).defer()
    except AlreadyEnqueued:
        return
