"""The process that runs the jobs; ends cleanly when told to."""

from __future__ import annotations

import os


def run() -> None:
    """Run jobs until told to stop; jobs are waited for by LISTEN, not by polling alone."""
    from django.db import connections
    from django.utils.module_loading import import_string
    from procrastinate.contrib.django import app

    from config import clock
    from config.schedule import WHEN_WORKER_STARTS

    for action in WHEN_WORKER_STARTS:
        import_string(action)(clock.now())
    connections.close_all()
    with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
        worker.run_worker(concurrency=2, listen_notify=True, fetch_job_polling_interval=2.0)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    run()
