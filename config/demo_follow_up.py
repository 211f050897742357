"""Who follows the demo's contacts up: teams, a device that carries a list, calls, a hand-over.

Invented, all of it. The communes with the most contacts get teams; what their calls came to goes
by turns, so that every rung of the ladder is shown and some first calls are still waiting.
"""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import datetime, timedelta

from lachan.accounts.queries.people import users_with
from lachan.checkpoints.queries.devices import visible_devices
from lachan.contacts.actions.calls import record_call
from lachan.contacts.actions.device_lists import give_device
from lachan.contacts.actions.hand_overs import (
    HandOverWords,
    ReceiptWords,
    hand_over,
    note_receipt,
)
from lachan.contacts.actions.teams import TeamWords, assign_commune, set_team
from lachan.contacts.actions.tracing import trace_again
from lachan.contacts.queries.follow_up import in_commune, to_follow
from lachan.contacts.queries.hand_overs import outside
from lachan.contacts.queries.teams import teams
from lachan.contacts.rules.calls import CallWords
from lachan.contacts.terms import Cause, Method, Outcome, Permission, Way
from lachan.core.actor import Actor
from lachan.core.dates import day_of

COMMUNES = 3
NAMES = ("Tổ truy vết 1", "Tổ truy vết 2")
PHONES = ("0290 333 001", "0290 333 002")
# What calls came to, by turns; None: not called yet.
TURNS: tuple[tuple[Outcome, ...] | None, ...] = (
    (Outcome.WELL,),
    (Outcome.WELL,),
    (Outcome.NO_ANSWER,),
    (Outcome.NO_ANSWER, Outcome.WELL),
    None,
    (Outcome.SYMPTOMS,),
    (Outcome.WRONG_NUMBER,),
    (Outcome.WELL,),
    (Outcome.NO_ANSWER, Outcome.NO_ANSWER, Outcome.NO_ANSWER),
    (Outcome.REFUSED,),
)
# How long ago they were found, and how long one waits between two calls.
FOUND, BETWEEN = timedelta(hours=3), timedelta(minutes=12)
PER_COMMUNE = 30
# By the province addressed: its body, and the number of our letter.
CENTRES = {
    "95/": ("Trung tâm Kiểm soát bệnh tật tỉnh Bạc Liêu", "41/TB-BCĐ"),
    "79/": ("Trung tâm Kiểm soát bệnh tật Thành phố Hồ Chí Minh", "42/TB-BCĐ"),
}


def let_contacts_be_followed(actor: Actor, province: str, now: datetime) -> None:
    """Trace, set teams, call and hand over, once."""
    if teams(actor).exists():
        return
    found_at = now - FOUND
    trace_again(Cause.BY_HAND, "demo", asked_at=found_at, now=found_at)
    rows = to_follow(actor, now)
    numbers = Counter(path for path in rows.values_list("path", flat=True) if path != province)
    for commune, _number in numbers.most_common(COMMUNES):
        _let_teams_work(actor, commune, now)
    _let_contacts_be_handed_over(actor, now)


def _let_teams_work(actor: Actor, commune: str, now: datetime) -> None:
    members = users_with(Permission.FOLLOW, commune, day_of(now)).filter(username="an.xuyen")
    ids = list(members.values_list("pk", flat=True))
    made = [
        set_team(actor, TeamWords(commune, name, phone, "", ids), now=now)
        for name, phone in zip(NAMES, PHONES, strict=True)
    ]
    assign_commune(actor, commune, Method.ROUND_ROBIN, now=now)
    device = visible_devices(actor).filter(revoked_at=None, is_office=False).first()
    if device is not None and commune.startswith(device.post.unit_path):
        give_device(actor, made[0].key, device.key, now=now)
    rows = in_commune(to_follow(actor, now), commune).order_by("pk")[:PER_COMMUNE]
    for number, contact in enumerate(rows):
        outcomes = TURNS[number % len(TURNS)] or ()
        for turn, outcome in enumerate(outcomes):
            words = CallWords(
                key=uuid.uuid4(),
                at=now - BETWEEN * (len(outcomes) - turn),
                way=Way.TELEPHONE,
                outcome=outcome,
                symptoms=("fever", "cough") if outcome == Outcome.SYMPTOMS else (),
                symptoms_since=day_of(now) if outcome == Outcome.SYMPTOMS else None,
            )
            record_call(actor, contact.key, words, now=now)


def _let_contacts_be_handed_over(actor: Actor, now: datetime) -> None:
    """Two letters to other provinces, of which one has its receipt; who is left waits."""
    rows = outside(actor).order_by("pk").values_list("pk", "path")
    for number, path in enumerate(CENTRES):
        ids = [pk for pk, where in rows if where == path][:1]
        if not ids:
            continue
        name, letter = CENTRES[path]
        sent_at = now - timedelta(hours=5 - number)
        words = HandOverWords(uuid.uuid4(), ids, name, path, letter)
        row = hand_over(actor, words, now=sent_at)
        if number == 0:
            receipt = ReceiptWords("Bs. Trần Thị Nhận", sent_at + timedelta(hours=1), "12/CDC")
            note_receipt(actor, row.key, receipt, now=now)
