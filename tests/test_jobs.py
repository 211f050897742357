"""A worker that is killed leaves nothing undone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from config.jobs import MOST_ATTEMPTS, take_up_stalled
from config.reactions import REACTIONS
from lachan.audit.actions import REACT, record
from lachan.cases.events import Opened


@pytest.fixture
def job_of_a_worker(db):
    """`job_of_a_worker(beat_ago, queue=…)` is the number of a job that a worker is at."""

    def begun(beat_ago: timedelta, *, task: str = REACT, queue: str = "reactions", attempts=0):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id",
                [timezone.now() - beat_ago],
            )
            worker_id = cursor.fetchone()[0]
            cursor.execute(
                "INSERT INTO procrastinate_jobs"
                " (queue_name, task_name, status, attempts, worker_id)"
                " VALUES (%s, %s, 'doing', %s, %s) RETURNING id",
                [queue, task, attempts, worker_id],
            )
            return cursor.fetchone()[0]

    return begun


def status_of(number: int) -> str:
    return ProcrastinateJob.objects.get(pk=number).status


def take_up() -> int:
    return async_to_sync(take_up_stalled)(app.job_manager)


def test_what_a_killed_worker_was_at_is_put_back_and_what_a_living_one_is_at_is_not(
    job_of_a_worker,
):
    dead, alive = job_of_a_worker(timedelta(minutes=1)), job_of_a_worker(timedelta(seconds=5))
    assert take_up() == 1
    assert (status_of(dead), status_of(alive)) == ("todo", "doing")


def test_a_job_that_killed_too_many_workers_is_left_as_failed(job_of_a_worker):
    number = job_of_a_worker(timedelta(minutes=1), attempts=MOST_ATTEMPTS - 1)
    assert take_up() == 0
    assert status_of(number) == "failed"


def test_a_scheduled_job_is_not_put_back_since_it_comes_again(job_of_a_worker):
    number = job_of_a_worker(timedelta(minutes=1), task="schedule.tasks_duties", queue="schedule")
    assert take_up() == 0
    assert status_of(number) == "failed"


def opened(number: int) -> Opened:
    return Opened(number, number, "confirmed", False, None, None)


def test_a_worker_traces_once_at_a_time_and_keeps_a_place_for_other_work(cast):
    with transaction.atomic():
        for event in (opened(1), opened(2)):
            record(event, actor=cast.synthesist)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        worker = cursor.fetchone()[0]
        begun = []
        while True:
            cursor.execute(
                "SELECT id, args->>'reaction' FROM procrastinate_fetch_job_v2(NULL, %s)", [worker]
            )
            number, reaction = cursor.fetchone()
            if number is None:
                break
            begun.append(reaction)
    tracing = "lachan.contacts.reactions.on_cases_opened"
    assert begun.count(tracing) == 1
    assert len(begun) == 2 * len(REACTIONS["cases.Opened"]) - 1
