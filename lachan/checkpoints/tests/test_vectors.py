"""Events as the app makes them: the examples shared with the app (vectors/events.json)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_der_private_key

from lachan.checkpoints.rules.envelope import canonical, digest_of
from lachan.checkpoints.rules.sealing import SealBroken, decoded, open_sealed

VECTORS = Path(__file__).resolve().parents[3] / "vectors"
EVENTS = json.loads((VECTORS / "events.json").read_text())
SEALED = EVENTS["sealed"]


@pytest.fixture
def private_key():
    return load_der_private_key(decoded(SEALED["private_key"]), password=None)


@pytest.mark.parametrize("row", EVENTS["canonical"], ids=lambda row: row["digest"][:8])
def test_an_event_is_written_and_digested_as_by_the_app(row):
    assert canonical(row["value"]) == row["text"]
    assert digest_of(row["text"]) == row["digest"]


def test_what_the_app_sealed_is_opened(private_key):
    payload = open_sealed(SEALED["sealed"], SEALED["id"], private_key)
    assert canonical(payload) == SEALED["text"]


def test_what_was_sealed_for_one_event_is_not_opened_as_another(private_key):
    with pytest.raises(SealBroken):
        open_sealed(SEALED["sealed"], SEALED["id"][:-1] + "9", private_key)
