"""A web page gives its article as lines, and fetches nothing."""

from __future__ import annotations

import pytest

from lachan.directives.reader.sources import Limits, Unreadable, load_source
from lachan.directives.reader.sources.tests.pages import LETTER, tcvn3, windows_1258

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Tin</title>
<script>alert("Sở Y tế")</script><style>p { color: red }</style></head><body>
<nav><a href="/">Trang chủ</a></nav>
<ul class="main-menu"><li><a href="/a">Tin tức</a><li><a href="/b">Văn bản</a></ul>
<div><table><tr><td>ỦY BAN NHÂN DÂN<br>TỈNH SÔNG MÂY</td><td>Số:&nbsp;12/UBND</td></tr></table>
<p>C&aacute;c
 huyện &amp; th&#224;nh phố</p><p hidden>ẩn</p><ol start="3"><li>Sở Y tế</li><li>Công an</li></ol>
<ol type="a"><li>lấy mẫu</li></ol><ul><li>cách ly</li></ul><pre>dòng một
dòng hai</pre><table border="1"><tr><th>Xã<th>Số ca<tr><td>An Lạc<td>12</table>
<img src="https://example.org/x.png"></div><iframe src="//example.org"></iframe></body></html>"""


def test_the_article_becomes_lines() -> None:
    source = load_source(PAGE.encode(), "x.html")
    assert [line for line in source.text.split("\n") if line] == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH SÔNG MÂY",
        "Số: 12/UBND".replace(" ", "\xa0"),
        "Các huyện & thành phố",
        "3. Sở Y tế",
        "4. Công an",
        "a) lấy mẫu",
        "- cách ly",
        "dòng một",
        "dòng hai",
        "| Xã | Số ca |",
        "| An Lạc | 12 |",
    ]
    assert (source.encoding, source.media_type) == ("UTF-8", "text/html")
    assert [note.code for note in source.notes] == ["menus-left-out"]


@pytest.mark.parametrize(
    ("declared", "raw", "said"),
    [
        ("windows-1258", windows_1258(LETTER), "Windows-1258"),
        ("iso-8859-1", windows_1258(LETTER), "Windows-1258"),
        ("utf-8", tcvn3(LETTER), "TCVN3 (ABC, fonts .VnTime)"),
        ("utf-8", LETTER.encode(), "UTF-8"),
        ("zip", LETTER.encode(), "UTF-8"),
        ("punycode", LETTER.encode(), "UTF-8"),
        ("no-such", LETTER.encode(), "UTF-8"),
    ],
)
def test_a_declared_charset_is_believed_only_when_it_fits(
    declared: str, raw: bytes, said: str
) -> None:
    page = b'<html><meta charset="' + declared.encode() + b'"><body><pre>' + raw + b"</pre></body>"
    source = load_source(page, "x")
    assert source.encoding == said
    assert "rà soát người về từ vùng dịch" in source.text


def test_the_article_element_is_taken_when_it_holds_the_words() -> None:
    page = f"<html><body><p>Đọc nhiều</p><article><p>{LETTER}</p></article></body></html>"
    assert "Đọc nhiều" not in load_source(page.encode(), "x").text


def refusal(page: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        load_source(page, "x.html", Limits())
    return refused.value.code


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (b"<html>" + b"<div>" * 300_000, "damaged"),
        (b"<html>" + b"<ul><li><a>x</a><a>y</a>" * 50_000, "damaged"),
        (b"<html>" + b"<!--" * 1_000_000, "no-text"),
        (b"<html>" + b" " * 7_000_000, "too-large"),
        (b"<html><body><script>only()</script></body></html>", "no-text"),
        (b"<html><body><img src='//example.org/scan.png'></body></html>", "no-text"),
    ],
)
def test_pages_made_to_exhaust_or_without_words_are_refused(page: bytes, code: str) -> None:
    assert refusal(page) == code


def test_a_long_list_is_numbered_without_counting_it_anew_for_each_item() -> None:
    page = b"<html><ol>" + "<li>Sở Y tế".encode() * 60_000
    assert load_source(page, "x").text.endswith("60000. Sở Y tế")
