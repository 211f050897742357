"""Invented documents and their readings, for tests that need no reader."""

from __future__ import annotations

import hashlib
from typing import Any

from lachan.directives.actions import Incoming

TEXT = """TỈNH ỦY CÀ MAU
Số 12-CV/BCĐ

Kính gửi: - Sở Y tế,
- Công an tỉnh.

1. Sở Y tế phối hợp Công an tỉnh rà soát người về từ Thành phố Hồ Chí Minh,
báo cáo Thường trực Tỉnh ủy trước 14 giờ ngày 21/9/2021.

2. UBND các huyện, thành phố báo cáo mỗi ngày từ 16 giờ đến 17 giờ.
Thực hiện Công văn 308-CV/TU ngày 10/7/2021.

3. Người từ Thành phố Hồ Chí Minh về từ ngày 20/6/2021 thực hiện cách ly tại nhà. Đã ghi nhận 36 ca.
"""


def span(words: str, text: str = TEXT) -> list[int]:
    start = text.index(words)
    return [start, start + len(words)]


def reading(**changes: Any) -> dict[str, Any]:
    """The reading of TEXT, in the format of docs/formats.md."""
    first = TEXT[TEXT.index("1. Sở") : TEXT.index("\n\n2. ")]
    second = TEXT[TEXT.index("2. UBND") : TEXT.index("\n\n3. ")]
    third = TEXT[TEXT.index("3. Người") : TEXT.rindex(" Đã ghi")]
    return {
        "file": "12.txt",
        "kind": "công văn",
        "world": "party",
        "identifier": "12-CV/BCĐ",
        "number": "12",
        "symbol": "CV/BCĐ",
        "issuer": "Tỉnh ủy Cà Mau",
        "place": None,
        "issued_on": None,
        "urgency": "hỏa tốc",
        "subject": "rà soát người về từ vùng dịch",
        "addressees": ["Sở Y tế", "Công an tỉnh"],
        "copies": [],
        "signers": [{"title": "BÍ THƯ", "name": "Nguyễn Văn Ký"}],
        "cites": [
            {"identifier": "308-CV/TU", "issued_on": "2021-07-10", "span": span("308-CV/TU")}
        ],
        "tasks": [
            {
                "clause": "1",
                "text": first,
                "span": span(first),
                "lead": ["Sở Y tế"],
                "support": ["Công an tỉnh"],
                "report_to": ["Thường trực Tỉnh ủy"],
                "due": {
                    "at": "2021-09-21T14:00:00+07:00",
                    "relation": "before",
                    "precision": "hour",
                    "words": "trước 14 giờ ngày 21/9/2021",
                },
                "repeats": None,
            },
            {
                "clause": "2",
                "text": second,
                "span": span(second),
                "lead": ["UBND các huyện, thành phố"],
                "support": [],
                "report_to": [],
                "due": None,
                "repeats": {
                    "every": "day",
                    "from": "16:00",
                    "until": "17:00",
                    "words": "mỗi ngày từ 16 giờ đến 17 giờ",
                },
            },
        ],
        "rules": [
            {
                "origins": ["Thành phố Hồ Chí Minh"],
                "since": "2021-06-20",
                "until": None,
                "who": "person",
                "measure": "home_quarantine",
                "span": span(third),
                "words": third,
            }
        ],
        "figures": [{"what": "cases", "value": 36, "since": None, "span": span("36 ca")}],
        "questions": [{"about": "issued_on", "why": "the document bears no date", "span": None}],
        **changes,
    }


def incoming(text: str = TEXT, **changes: Any) -> Incoming:
    """TEXT as it comes in, already read; other text makes another file."""
    data = text.encode()
    return Incoming(
        name="12.txt",
        data=data,
        media_type="text/plain",
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        reading=reading(**changes),
    )
