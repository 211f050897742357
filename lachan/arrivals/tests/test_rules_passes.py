"""The signed personal code: what holds, what does not, and that nothing scanned raises."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import base45
import cbor2
import cwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from lachan.arrivals.rules.passes import PREFIX, PassClaims, PassFault, sign, verify

SEED = bytes(range(32))
KEY_ID = bytes.fromhex("a1b2c3d4e5f60718")
PUBLIC = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
KEYS = {KEY_ID.hex(): PUBLIC}
ISSUED = datetime(2021, 9, 15, 2, tzinfo=UTC)
CLAIMS = PassClaims(bytes(range(16)), "96/964/31999/", ISSUED, ISSUED + timedelta(days=14))
NOW = ISSUED + timedelta(days=1)
CODE = sign(CLAIMS, key_id=KEY_ID, seed=SEED)
VECTORS = Path(__file__).resolve().parents[3] / "vectors" / "passes.json"


def test_a_code_says_what_was_signed():
    verdict = verify(CODE, KEYS, now=NOW, province="96/")
    assert verdict.fault is None
    assert verdict.claims == CLAIMS
    assert len(CODE) < 260


def test_another_library_of_cose_reads_and_verifies_it():
    key = cwt.COSEKey.new({1: 1, 2: KEY_ID, 3: -8, -1: 6, -2: PUBLIC})
    content = base45.b45decode(CODE.removeprefix(PREFIX))
    payload = cbor2.loads(cwt.COSE.new().decode(content, key))
    assert payload[7] == CLAIMS.token
    with pytest.raises(cwt.VerifyError):
        cwt.COSE.new().decode(content[:-1] + bytes([content[-1] ^ 1]), key)


def test_each_fault_has_its_name():
    assert verify(CODE, {}, now=NOW).fault is PassFault.UNKNOWN_KEY
    assert verify(CODE, KEYS, now=CLAIMS.expires_at).fault is PassFault.EXPIRED
    early = ISSUED - timedelta(minutes=11)
    assert verify(CODE, KEYS, now=early).fault is PassFault.NOT_YET_VALID
    assert verify(CODE, KEYS, now=ISSUED - timedelta(minutes=9)).fault is None
    assert verify(CODE, KEYS, now=NOW, revoked={CLAIMS.token.hex()}).fault is PassFault.REVOKED
    assert verify(CODE, KEYS, now=NOW, kind="vehicle").fault is PassFault.WRONG_KIND
    assert verify(CODE, KEYS, now=NOW, province="79/").fault is PassFault.WRONG_PROVINCE
    assert verify(CODE, {KEY_ID.hex(): bytes(32)}, now=NOW).fault is PassFault.INVALID
    assert verify(CODE, {KEY_ID.hex(): b"short"}, now=NOW).fault is PassFault.INVALID


def test_no_bit_can_be_turned():
    content = base45.b45decode(CODE.removeprefix(PREFIX))
    for bit in range(len(content) * 8):
        turned = bytearray(content)
        turned[bit // 8] ^= 1 << bit % 8
        text = PREFIX + base45.b45encode(bytes(turned)).decode()
        assert verify(text, KEYS, now=NOW).fault in (PassFault.INVALID, PassFault.UNKNOWN_KEY)


@given(st.text() | st.binary().map(lambda b: PREFIX + base45.b45encode(b).decode()))
def test_whatever_is_scanned_gives_a_verdict(text):
    assert verify(text, KEYS, now=NOW).fault is PassFault.INVALID


@given(st.recursive(st.integers() | st.binary() | st.text(), st.lists, max_leaves=20))
def test_other_cbor_is_no_code(value):
    text = PREFIX + base45.b45encode(cbor2.dumps(cbor2.CBORTag(18, value))).decode()
    assert verify(text, KEYS, now=NOW).fault is PassFault.INVALID


def test_a_token_that_is_too_short_is_not_signed():
    with pytest.raises(ValueError, match="16 bytes"):
        sign(PassClaims(b"1", "96/", ISSUED, NOW), key_id=KEY_ID, seed=SEED)


@pytest.mark.parametrize("row", json.loads(VECTORS.read_text()), ids=lambda row: row["why"])
def test_the_examples_shared_with_the_posts_app(row):
    keys = {key_id: bytes.fromhex(public) for key_id, public in row["keys"].items()}
    verdict = verify(
        row["text"],
        keys,
        now=datetime.fromisoformat(row["now"]),
        revoked=row["revoked"],
        kind=row["kind"],
        province=row["province"],
    )
    claims = verdict.claims
    assert {
        "fault": verdict.fault and str(verdict.fault),
        "token": claims and claims.token.hex(),
        "area": claims and claims.area,
        "expires_at": claims and claims.expires_at.isoformat(),
    } == row["expected"]
