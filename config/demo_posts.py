"""Posts of the demo province: two posts, their shifts, an opening, a device and what it sent.

Invented, all of it. A fixed code enrols one more device, so that the browser test and an exercise
can begin without an officer; it exists in the demo alone, and is refused in production.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings

from config.population import invent
from lachan.checkpoints.actions.enrolling import enrol, set_code
from lachan.checkpoints.actions.posts import (
    DutyWords,
    OpeningOrder,
    PostWords,
    open_post,
    put_on_roster,
    set_up_post,
)
from lachan.checkpoints.actions.receiving import receive
from lachan.checkpoints.actions.working_in.running import work_in_waiting
from lachan.checkpoints.models import Post
from lachan.checkpoints.queries.devices import device_by_token
from lachan.checkpoints.terms import Force, PostKind
from lachan.core.actor import Actor
from lachan.core.dates import at, day_of

CODE = "DEMOCHOT2345"
COMMUNES = ("964/32023/", "964/32038/", "966/32044/", "966/32059/")
SHIFT = timedelta(hours=12)
PEOPLE = (
    DutyWords(Force.POLICE, "Võ Văn Gác", "Đại úy, Đội CSGT", "0290 222 001", leads=True),
    DutyWords(Force.MILITARY, "Lâm Văn Quân", "Trung úy, Ban CHQS", "0290 222 002"),
    DutyWords(Force.HEALTH, "Trần Thị Khám", "Điều dưỡng, TTYT", "0290 222 003"),
)


def let_posts_work(actor: Actor, province: str, now: datetime) -> None:
    """Set everything up, once."""
    if Post.objects.exists():
        return
    today = day_of(now)
    road = set_up_post(
        actor,
        PostWords(
            name="Chốt cầu Tắc Vân",
            unit_path=f"{province}964/",
            place="Quốc lộ 1, giáp tỉnh Bạc Liêu",
            permitted="Quyết định của UBND tỉnh (dữ liệu thử)",
        ),
        today=today,
    )
    water = set_up_post(
        actor,
        PostWords(
            name="Chốt sông Cái Tàu",
            unit_path=f"{province}966/",
            place="Ngã ba sông Cái Tàu",
            kind=PostKind.WATER,
        ),
        today=today,
    )
    morning = at(today, 6)
    for post in (road, water):
        for number in range(-1, 3):
            start = morning + number * SHIFT
            put_on_roster(actor, post.pk, start, start + SHIFT, list(PEOPLE))
    open_post(
        actor,
        water.pk,
        OpeningOrder(
            starts_at=now - timedelta(hours=30),
            ends_at=now - timedelta(hours=28),
            order="Lệnh qua điện thoại, ghi sổ trực số 12",
            ordered_by="Trưởng Ban Chỉ đạo huyện U Minh",
            people_estimated=140,
        ),
        now=now,
    )
    _let_a_device_send(actor, road, province, now)
    if not settings.PRODUCTION:
        set_code(actor, road, CODE, now=now)


def _let_a_device_send(actor: Actor, post: Post, province: str, now: datetime) -> None:
    """A device enrols and sends a morning of passages, one of its events being lost for now."""
    from lachan.checkpoints.tests.client import ModelDevice, a_passage

    begun = now - timedelta(hours=3)
    set_code(actor, post, "DEMOTHIETBI1", now=begun)
    device = ModelDevice(name="Điện thoại chốt 1", app="demo 1")
    enrolled = enrol("DEMOTHIETBI1", device.name, device.public_key, now=begun)
    if enrolled is None:
        return
    device.enrolled(
        {
            "device": enrolled.device,
            "token": enrolled.token,
            "sealing_key": enrolled.sealing_key,
        }
    )
    communes = [province + commune for commune in COMMUNES]
    device.capture(
        "shift", {"action": "start", "officers": [one.full_name for one in PEOPLE]}, begun
    )
    for number, record in enumerate(islice(invent(24, 96, communes), 24)):
        passage = a_passage(number)
        passage["post"] = post.code
        person = passage["people"][0]
        person |= {
            "full_name": record.full_name,
            "citizen_id": record.citizen,
            "phone": record.phone,
            "birth_year": record.birth_year,
            "destination_area": communes[number % len(communes)],
            "destination_words": "",
        }
        if number % 9 == 4:
            passage |= {"outcome": "refused", "verdict": {**passage["verdict"], "colour": "red"}}
        device.capture("passage", passage, begun + timedelta(minutes=6 * number))
    device.capture("slip", {"number": "07", "people": 2, "plate": "69-B1 445.20"}, now)
    facts = device_by_token(f"{device.key}.{device.token}")
    assert facts is not None
    missing = device.outbox.pop(-3)
    body = device.batch(device.outbox, now, unsent=1)
    receive(facts, body, device.signature(body), now=now)
    assert missing
    work_in_waiting(now)
