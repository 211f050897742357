"""A post of province 96 with everything that hangs on it, for the neighbour test."""

from __future__ import annotations

from datetime import timedelta

from lachan.checkpoints.actions.enrolling import enrol, set_code
from lachan.checkpoints.actions.posts import (
    DutyWords,
    OpeningOrder,
    PostWords,
    add_hot,
    open_post,
    put_on_roster,
    set_up_post,
)
from lachan.checkpoints.actions.recording import record_in_office
from lachan.checkpoints.models import Device, Quarantined
from lachan.checkpoints.terms import Code, EventKind, Force, HotKind
from lachan.checkpoints.tests.client import ModelDevice, a_passage
from tests.cast import NOW, TODAY
from tests.scenes import MARK

# Devices have no account: they are asked for their token and their signature.
OPEN_TO_ALL = {
    *("api:enrol_device", "api:take_events", "api:work", "api:list_of_device"),
    # The app itself holds nothing; its key is the device's token.
    *("checkpoint_app", "checkpoint_worker"),
}


def scene(cast) -> dict[str, dict[str, object]]:
    """A post with roster, opening, device, passage, quarantine, look-out; url name -> kwargs."""
    leader = cast.leader
    post = set_up_post(
        leader, PostWords(f"Chốt {MARK}", "96/964/", place=f"Nơi {MARK}"), today=TODAY
    )
    duty = put_on_roster(
        leader,
        post.pk,
        NOW - timedelta(hours=2),
        NOW + timedelta(hours=10),
        [DutyWords(Force.POLICE, f"Cán bộ {MARK}")],
    )
    opening = open_post(
        leader, post.pk, OpeningOrder(NOW, f"Lệnh {MARK}", f"Người {MARK}"), now=NOW
    )
    set_code(leader, post, "MATHUNGHIEM1", now=NOW)
    model = ModelDevice(name=f"Máy {MARK}")
    enrolled = enrol("MATHUNGHIEM1", model.name, model.public_key, now=NOW)
    assert enrolled is not None
    device = Device.objects.get(key=enrolled.device)
    content = a_passage(1, note=f"Ghi chú {MARK}")
    content["people"][0]["full_name"] = f"Người {MARK}"
    passage = record_in_office(
        leader, post.pk, EventKind.PASSAGE, content, NOW - timedelta(minutes=5), now=NOW
    )
    waiting = Quarantined.objects.create(
        path=post.path,
        device=device,
        code=Code.NOT_AN_EVENT,
        digest="0" * 64,
        text=f'"{MARK}"',
        received_at=NOW,
    )
    hot = add_hot(
        leader,
        "96/",
        HotKind.PLATE,
        "69A-12345",
        f"Lý do {MARK}",
        NOW + timedelta(days=1),
        now=NOW,
    )
    one = {"pk": post.pk}
    return {
        "api:list_of_device": {"name": "follow-up"},
        "checkpoints:post": one,
        "checkpoints:edit": one,
        "checkpoints:roster": one,
        "checkpoints:take_off": {**one, "entry_id": duty[0].pk},
        "checkpoints:figures": one,
        "checkpoints:openings": one,
        "checkpoints:end_opening": {**one, "key": opening.pk},
        "checkpoints:record": one,
        "checkpoints:enrol": one,
        "checkpoints:passage": {"key": passage},
        "checkpoints:quarantined": {"pk": waiting.pk},
        "checkpoints:revoke": {"key": device.key},
        "checkpoints:wipe": {"key": device.key},
        "checkpoints:hot_end": {"pk": hot.pk},
    }
