"""The demo's public notices: one published, one still a draft."""

from __future__ import annotations

from datetime import datetime

from lachan.cases.queries.cases import cases
from lachan.core.actor import Actor
from lachan.core.refused import Refused
from lachan.tracing.actions.notices import approve_notice, draft_notice, publish_notice
from lachan.tracing.models import Notice
from lachan.tracing.queries.notices import notices, places_of

PHONE = "0290 3831 009"


def let_notices_be_drafted(actor: Actor, leader: Actor, now: datetime) -> None:
    """Two cases with public places each give a notice; a second time adds nothing."""
    if notices(actor).exists():
        return
    made: list[Notice] = []
    for case in cases(actor).filter(investigation__isnull=False).order_by("reported_at", "pk"):
        if len(made) == 2:
            return
        try:
            notice = draft_notice(actor, [case], phone=PHONE, now=now)
        except Refused:  # from when this one infects others is not known
            continue
        if places_of(notice):
            made.append(notice)
            if len(made) == 1:
                approve_notice(leader, notice.key, now=now)
                publish_notice(leader, notice.key, now=now)
