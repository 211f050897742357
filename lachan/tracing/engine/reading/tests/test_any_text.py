"""Whatever stands in a file of text: words come back whole, and nothing but a refusal is raised."""

from __future__ import annotations

import csv
import io
import tempfile
import unicodedata
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lachan.tracing.engine.reading import Account, Unreadable, read_contacts

HEADER = ("person_a", "setting", "person_b", "started_at", "ended_at")
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


def contacts_in(content: bytes):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        path.write_bytes(content)
        account = Account()
        return read_contacts([path], account), account


@settings(max_examples=200, deadline=None)
@given(
    st.lists(words, max_size=8),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_another_program_writes_comes_back(settings_given, delimiter, line_end, quoting):
    if quoting == csv.QUOTE_MINIMAL:
        # Python 3.11 leaves a lone carriage return unquoted, where it ends the line of an old Mac.
        settings_given = [word.replace("\r", "") for word in settings_given]
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator=line_end, quoting=quoting)
    writer.writerow(HEADER)
    for person, setting in enumerate(settings_given):
        writer.writerow([person, setting, 9, "2021-07-27T00:00Z", "2021-07-27T01:00Z"])
    contacts, account = contacts_in(file.getvalue().encode())
    found = [contacts.settings[i] if i >= 0 else None for i in contacts.setting]
    expected = [unicodedata.normalize("NFC", word) for word in settings_given]
    assert account.left_out == 0
    assert contacts.a.tolist() == list(range(len(settings_given)))
    assert found == [word if word.strip() else None for word in expected]


PIECES = (
    *(b'"', b'"', b"\r", b"\n", b",", b";", b"\t", b" ", b"1", b"-", b"x", b"\0", b"\xe9", b"\xff"),
    *(",".join(HEADER).encode(), b"2021-07-27T00:00Z", b'"",', "chợ".encode(), b"1,x,2,"),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join))
def test_no_bytes_end_in_anything_but_rows_or_a_refusal(content):
    for start in (b"", ",".join(HEADER).encode() + b"\n"):
        try:
            contacts, account = contacts_in(start + content)
        except Unreadable:
            continue
        tally = account.tally("contacts")
        assert len(contacts.a) == tally.rows - tally.left_out
