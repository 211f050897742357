"""A post, a device enrolled for it, and ways to speak with the server as that device."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from lachan.checkpoints.actions.enrolling import enrol, make_code
from lachan.checkpoints.models import Post
from lachan.checkpoints.tests.client import ModelDevice
from tests.cast import NOW

UNIT = "96/964/"


@pytest.fixture
def post(cast) -> Post:
    """The post of the city."""
    return Post.objects.create(
        path=f"{UNIT}chot-thu/",
        unit_path=UNIT,
        code="chot-thu",
        name="Chốt cầu Thử",
        place="Quốc lộ 1",
        opened_on=NOW.date(),
    )


@pytest.fixture
def new_device(cast, post):
    """Enrol a model device: `new_device("Máy 2")`."""

    def _new(name: str = "Máy 1", *, at: Post | None = None, now: datetime = NOW) -> ModelDevice:
        code = make_code(cast.synthesist, (at or post).pk, now=now)
        device = ModelDevice(name=name)
        answer = enrol(code, name, device.public_key, now=now)
        assert answer is not None
        device.enrolled(
            {"device": answer.device, "token": answer.token, "sealing_key": answer.sealing_key}
        )
        return device

    return _new


@pytest.fixture
def device(new_device) -> ModelDevice:
    """One enrolled device."""
    return new_device()


class Line:
    """The way to the server: real requests through the whole stack, at an instant."""

    now = NOW

    def __init__(self) -> None:
        self.client = Client()
        type(self).now = NOW

    def send(
        self,
        device: ModelDevice,
        events: list[dict[str, Any]] | None = None,
        *,
        body: bytes | None = None,
        **headers: str,
    ) -> Any:
        """POST a batch; the whole outbox (at most 50) unless events are given."""
        events = device.outbox[:50] if events is None else events
        body = device.batch(events, self.now) if body is None else body
        headers = {
            "Authorization": device.authorization,
            "Lachan-Signature": device.signature(body),
            **headers,
        }
        return self.client.post(
            "/api/v1/events", body, content_type="application/json", headers=headers
        )

    def work(self, device: ModelDevice, **headers: str) -> Any:
        """GET the work list."""
        headers = {"Authorization": device.authorization, **headers}
        return self.client.get("/api/v1/devices/self/work", headers=headers)


def clock() -> datetime:
    """The clock of these tests: nine o'clock, until a test says otherwise."""
    return Line.now


@pytest.fixture
def line(settings) -> Line:
    """The way to the server."""
    settings.CLOCK = "lachan.checkpoints.tests.conftest.clock"
    return Line()
