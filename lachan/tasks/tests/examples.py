"""What tests of tasks set up again and again."""

from __future__ import annotations

from datetime import datetime, timedelta

from lachan.core.dates import VIETNAM
from lachan.core.text import folded
from lachan.tasks.models import Task
from tests.cast import NOW

REPORT = "Báo cáo phân tích, thống kê số ca tái dương tính"


def proposal(text: str = REPORT, lead: tuple[str, ...] = ("Sở Y tế",), **fields) -> dict:
    return {"clause": "2", "text": text, "lead": list(lead), "support": [], **fields}


def many(cast, count: int, now: datetime = NOW) -> None:
    """Many tasks in all states and with all deadlines, written at once."""
    bodies = [b for b in cast.organisations.values() if b.path.startswith("96/")]
    states = ["given", "received", "in_progress", "done", "accepted", "returned", "refused"]
    Task.objects.bulk_create(
        [
            Task(
                path=bodies[i % len(bodies)].path,
                assigner_path="96/",
                lead=bodies[i % len(bodies)],
                title=f"Nhiệm vụ {i}",
                text=f"Nhiệm vụ {i}",
                search_text=folded(f"Nhiệm vụ {i}"),
                urgency=["", "khẩn", "hỏa tốc"][i % 3],
                state=states[i % len(states)],
                given_at=now - timedelta(hours=i % 90),
                receive_by=now + timedelta(hours=i % 50 - 20),
                due_at=None if i % 5 == 0 else now + timedelta(hours=i % 200 - 60),
                decide_by=now + timedelta(hours=i % 9 - 4) if i % 7 in (3, 6) else None,
            )
            for i in range(count)
        ]
    )


def at(hour: int, minute: int = 0, day: int = 15) -> datetime:
    return datetime(2021, 9, day, hour, minute, tzinfo=VIETNAM)


def at_nine() -> datetime:
    """A clock that stands still, for pages that must be looked at on the day of the documents."""
    return NOW
