"""What counts as an instant, held against Python's own reading of ISO 8601."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.tracing.engine.reading import instant_of

moments = st.datetimes(datetime(1901, 1, 1), datetime(2198, 12, 31), allow_imaginary=False)  # noqa: DTZ001
offsets = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(
    lambda minutes: timezone(timedelta(minutes=minutes))
)


def seconds(moment: datetime) -> int:
    """Whole seconds since 1970, a fraction cut off."""
    return int((moment.replace(microsecond=0) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())


@given(moments, offsets, st.sampled_from("T "), st.sampled_from(["seconds", "microseconds"]))
def test_an_instant_with_an_offset_is_what_python_reads(moment, offset, between, precision):
    moment = moment.replace(tzinfo=offset)
    assert instant_of(moment.isoformat(between, precision)) == seconds(moment)


@given(moments)
def test_without_an_offset_it_is_utc(moment):
    written = moment.isoformat(timespec="seconds")
    expected = seconds(moment.replace(tzinfo=UTC))
    assert instant_of(written) == instant_of(f"{written}Z") == expected
    assert instant_of(moment.strftime("%Y%m%dT%H%M%SZ")) == expected


@given(st.text("0123456789-:+.TZ ", max_size=30))
def test_what_is_read_python_reads_the_same(words):
    try:
        found = instant_of(words)
    except ValueError:
        return
    # What Python does not know: one space before the offset, 24:00, a comma, spaces around.
    known = words.strip().replace(" +", "+").replace(" -", "-").replace(" Z", "Z")
    try:
        moment = datetime.fromisoformat(known)
    except ValueError:
        assert "24" in words or len(known) < 16
        return
    assert found == seconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


@pytest.mark.parametrize(
    "words",
    [
        "2021-07-27T08:30:00+07:00",
        "2021-07-27T08:30:00.999+07:00",
        "2021-07-27 08:30+07",
        "2021-07-27 08:30:00 +0700",
        "2021-07-27T01:30",
        "  2021-07-27t01:30:00z ",
        "20210727T013000Z",
        "20210726T24:00:00-0130",
    ],
)
def test_one_instant_in_many_spellings(words):
    assert instant_of(words) == 1_627_349_400


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "is empty"),
        ("2021-07-27", "is a day without an hour"),
        ("20210727", "is a day without an hour"),
        ("27/07/2021 08:30", "is no instant such as"),
        ("1627349400", "is no day or hour that exists"),
        ("2021-07-27T08", "is no instant such as"),
        ("2021-07-27T08:30:00+7", "is no instant such as"),
        ("2021-07-27T08:30:00.Z", "is no instant such as"),
        ("2021-07-27T08:30:00Z and more", "is no instant such as"),
        ("NaT", "is no instant such as"),
        ("2021-02-29T08:30:00Z", "is no day or hour that exists"),
        ("2021-07-27T24:01:00Z", "is no day or hour that exists"),
        ("2021-07-27T23:59:60Z", "is no day or hour that exists"),
        ("0021-07-27T08:30:00Z", "is not within the years 1900…2199"),
        ("9999-12-31T00:00:00Z", "is not within the years 1900…2199"),
    ],
)
def test_what_is_no_instant_says_why(words, why):
    with pytest.raises(ValueError, match=why):
        instant_of(words)
