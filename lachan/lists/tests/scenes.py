"""A list of province 96 for the neighbour test, and a paper one."""

from __future__ import annotations

from lachan.lists.actions.choosing import Choice, choose_columns
from lachan.lists.actions.keying import key_row
from lachan.lists.actions.receiving import Incoming, receive_list
from lachan.lists.actions.running import run, start
from lachan.lists.models import Mapping
from tests.cast import NOW
from tests.scenes import MARK


def scene(cast) -> dict[str, dict[str, object]]:
    """A list with a held row, one that is only received, a picture; url name -> kwargs."""
    leader = cast.leader
    head = "Họ và tên;Ngày sinh;CCCD;Địa chỉ nơi đến"
    held = f"{head}\nNguyễn Văn A;1990;38123;{MARK}, xã An Xuyên\n"
    received = receive_list(
        leader, Incoming(held.encode(), f"{MARK}.csv", "returnees", "96/", MARK), now=NOW
    )
    choose_columns(leader, received.pk, Choice(), now=NOW)
    start(leader, received.pk, import_when_read=True, now=NOW, deferred=False)
    run(received.pk, lambda: NOW)
    fresh = receive_list(
        leader, Incoming(f"{held}\n".encode(), f"2-{MARK}.csv", "returnees", "96/"), now=NOW
    )
    picture = b"\x89PNG\r\n\x1a\n" + MARK.encode()
    paper = receive_list(leader, Incoming(picture, f"{MARK}.png", "returnees", "96/"), now=NOW)
    key_row(leader, paper.pk, {"name": "Nguyễn Văn B", "card": "38123", "note": MARK}, now=NOW)
    one, row = {"pk": received.pk}, {"pk": received.rows.get().pk}
    return {
        "lists:list": one,
        "lists:progress": one,
        "lists:columns": {"pk": fresh.pk},
        "lists:rows": one,
        "lists:questions": one,
        "lists:keying": {"pk": paper.pk},
        "lists:picture": {"pk": paper.pk, "number": 1},
        "lists:file": one,
        "lists:errors": one,
        "lists:correct": one,
        "lists:act": {"pk": fresh.pk, "verb": "discard"},
        "lists:row": row,
        "lists:settle": {**row, "verdict": "refuse"},
        "lists:forget_mapping": {"pk": Mapping.objects.get().pk},
        "api:one_list": {"list_id": received.pk},
    }
