"""Any bytes at all give a text or one plain sentence, and soon."""

from __future__ import annotations

import io
import socket
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lachan.directives.reader.sources import Limits, Source, Unreadable, load_source
from lachan.directives.reader.sources.tests.pages import LETTER, PARAGRAPH, docx


def outcome(data: bytes) -> Source | Unreadable:
    started = time.monotonic()
    try:
        found: Source | Unreadable = load_source(data, "x")
    except Unreadable as refused:
        found = refused
        for sentence in (refused.why, refused.why_vi):
            assert sentence.endswith((".", "?"))
            assert "\n" not in sentence
    assert time.monotonic() - started < 5
    return found


STARTS = st.sampled_from(
    [
        b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xfe\xff",
        b"\xef\xbb\xbf", b"<html>", b"<!doctype html><meta charset=utf-16>", b"<?xml", b"{\\rtf1",
        LETTER.encode(), LETTER.encode("utf-16"),
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(STARTS, st.binary(max_size=400))
def test_any_bytes(start: bytes, rest: bytes) -> None:
    outcome(start + rest)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    found = outcome(text.encode(errors="surrogatepass"))
    assert isinstance(found, Unreadable) or found.text.strip()


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_spoilt_packages(data: st.DataObject) -> None:
    good = bytearray(docx(PARAGRAPH * 3))
    for _ in range(data.draw(st.integers(1, 20))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    outcome(bytes(good[: data.draw(st.integers(1, len(good)))]))


TAGS = st.sampled_from(
    [
        "w:p",
        "w:r",
        "w:t",
        "w:tbl",
        "w:tr",
        "w:tc",
        "w:sdt",
        "w:ins",
        "w:del",
        "mc:AlternateContent",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.recursive(st.just("x"), lambda inner: st.builds(
    lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", TAGS, st.lists(inner, max_size=4)
)))  # fmt: skip
def test_parts_in_any_order(body: str) -> None:
    outcome(docx(body))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([
        "<table>", "<tr>", "<td>", "<ol>", "<li>", "</li>", "<p>", "</p>", "<pre>", "<br>",
        "<a>", "</a>", "<!--", "-->", "&amp;", "&#0;", "Sở", "<", ">",
    ]), max_size=60))  # fmt: skip
def test_tags_in_any_order(parts: list[str]) -> None:
    outcome(("<html>" + "".join(parts)).encode())


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\0\0", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (bytes(range(256)) * 20, "not-text"),
        (b"\0\1\2\3" * 100, "not-text"),
        (OLE, "old-word"),
        (OLE + "WordDocument".encode("utf-16-le"), "old-word"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + "Workbook".encode("utf-16-le"), "spreadsheet"),
        (zipped("xl/workbook.xml"), "spreadsheet"),
        (zipped("mimetype", "content.xml"), "other-document"),
        (zipped("cong-van.docx", "phu-luc.docx"), "archive"),
        (b"PK\x03\x04" + b"\0" * 50, "damaged"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "picture"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 50, "picture"),
        (b"{\\rtf1\\ansi S\\u7903?}", "other-document"),
        (b"<?xml version='1.0'?><a/>", "other-document"),
        (b"Rar!\x1a\x07", "archive"),
    ],
)
def test_each_kind_that_cannot_be_read_has_its_own_sentence(data: bytes, code: str) -> None:
    found = outcome(data)
    assert isinstance(found, Unreadable)
    assert found.code == code


def test_fifty_megabytes_are_refused_before_they_are_looked_at() -> None:
    started = time.monotonic()
    found = outcome(b"%PDF-1.7" + b"\0" * 50_000_000)
    assert isinstance(found, Unreadable)
    assert found.code == "too-large"
    assert time.monotonic() - started < 0.5


def test_the_limit_is_an_argument() -> None:
    with pytest.raises(Unreadable, match=r"larger than 0\.001 MB"):
        load_source(LETTER.encode() * 10, "x", Limits(file_bytes=1_000))


def test_a_text_longer_than_anyone_writes_is_refused() -> None:
    found = outcome("Sở Y tế ".encode() * 400_000)
    assert isinstance(found, Unreadable)
    assert found.code == "too-long"


def test_the_name_tells_nothing() -> None:
    assert load_source(docx(PARAGRAPH), "công văn.txt").media_type.endswith("document")
    assert load_source(LETTER.encode(), "công văn.pdf").media_type == "text/plain"


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    page = "<html><link rel=stylesheet href='https://example.org/a.css'><p>Sở Y tế báo cáo</p>"
    assert load_source(page.encode(), "x").text == "Sở Y tế báo cáo"


def test_the_same_bytes_have_the_same_fingerprint() -> None:
    first, second = (load_source(LETTER.encode(), name) for name in ("a", "b"))
    assert first.sha256 == second.sha256
    assert len(first.sha256) == 64
