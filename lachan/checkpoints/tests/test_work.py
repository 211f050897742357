"""What a phone takes down for its shift."""

from __future__ import annotations

from datetime import timedelta

from lachan.checkpoints.models import RosterEntry
from lachan.checkpoints.queries.work import roster_today
from lachan.checkpoints.terms import Force
from tests.cast import NOW

HOUR = timedelta(hours=1)


def test_who_has_three_shifts_about_now_is_offered_once_by_the_one_that_holds(post):
    def on_duty(name, starts, ends):
        return RosterEntry.objects.create(
            post=post,
            path=post.path,
            force=Force.POLICE,
            full_name=name,
            starts_at=NOW + starts * HOUR,
            ends_at=NOW + ends * HOUR,
        )

    on_duty("Võ Văn Gác", -14, -2)
    now = on_duty("Võ Văn Gác", -2, 10)
    on_duty("Võ Văn Gác", 10, 22)
    soon = on_duty("Lê Văn Tám", 10, 22)
    on_duty("Trần Thị Năm", 13, 20)
    assert [row.pk for row in roster_today(post.pk, NOW)] == [now.pk, soon.pk]
