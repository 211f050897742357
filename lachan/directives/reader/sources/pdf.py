"""A PDF as lines in reading order, or the reason why it has none.

The glyphs are drawn out by a child process (`pdf_child`) under limits; the order of reading is made
here from where the glyphs stand (`layout`), because the order in which a PDF draws them is not it:
LibreOffice draws the marked Vietnamese letters of a line after all others.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

from lachan.directives.reader.sources.layout import pages_to_text
from lachan.directives.reader.sources.lines import Glyph
from lachan.directives.reader.sources.source import (
    Deadline,
    Limits,
    Manner,
    Note,
    Unreadable,
)

MEDIA_TYPE = "application/pdf"

# Fewer letters than this on all pages is a stamp or a page number on a scan, not a text layer.
_FEW_LETTERS = 30
# A picture over most of the page with letters behind it: the letters come from recognition (OCR).
_FULL_PAGE = 0.7


def read_pdf(
    data: bytes, limits: Limits, deadline: Deadline
) -> tuple[str, tuple[Note, ...], tuple[int, ...]]:
    """Text, notes and the offsets at which the pages begin.

    Raises `Unreadable` with code `encrypted`, `damaged`, `too-many-pages`, `too-long`, `too-slow`
    or `no-text-layer`.
    """
    answer = _glyphs(data, limits, deadline)
    refused = answer.get("refused")
    if refused is not None:
        raise _refusal(str(refused), limits)
    pages: list[dict[str, Any]] = answer["pages"]
    glyphs = [[Glyph(*glyph) for glyph in page["glyphs"]] for page in pages]
    if sum(map(len, glyphs)) > limits.characters:
        raise Unreadable(
            "too-long",
            f"The file holds more than {limits.characters} characters of text; send the directive"
            " by itself.",
            f"Tệp có hơn {limits.characters} ký tự; đề nghị gửi riêng văn bản chỉ đạo.",
        )
    letters = [sum(glyph.text.isalnum() for glyph in page) for page in glyphs]
    if sum(letters) < _FEW_LETTERS:
        raise Unreadable(
            "no-text-layer",
            "The PDF is a scan without text; key it in beside the picture.",
            "Tệp PDF là bản quét, không có lớp chữ; hãy nhập nội dung bên cạnh ảnh văn bản.",
        )
    text, breaks = pages_to_text(glyphs, deadline)
    return text, tuple(_notes(pages, letters)), breaks


def _glyphs(data: bytes, limits: Limits, deadline: Deadline) -> dict[str, Any]:
    command = [
        sys.executable,
        "-I",
        str(Path(__file__).with_name("pdf_child.py")),
        str(math.ceil(deadline.left) + 1),
        str(limits.memory_bytes),
        str(limits.pages),
        str(limits.characters),
    ]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=max(0.1, deadline.left), check=False
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(
            "too-slow",
            "The PDF takes too long to open; it may have been made to do so.",
            "Mở tệp PDF mất quá nhiều thời gian; có thể tệp được tạo ra để gây quá tải.",
        ) from None
    if done.returncode != 0:
        raise _refusal("damaged", limits)
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise _refusal("damaged", limits) from None
    return answer


def _refusal(code: str, limits: Limits) -> Unreadable:
    if code == "encrypted":
        return Unreadable(
            code,
            "The PDF is protected by a password; send it without one.",
            "Tệp PDF có mật khẩu; đề nghị gửi tệp không đặt mật khẩu.",
        )
    if code == "too-many-pages":
        return Unreadable(
            code,
            f"The PDF has more than {limits.pages} pages; send the directive by itself.",
            f"Tệp PDF có hơn {limits.pages} trang; đề nghị gửi riêng văn bản chỉ đạo.",
        )
    return Unreadable(
        "damaged",
        "The PDF is damaged and cannot be opened; can it be sent again?",
        "Tệp PDF bị hỏng, không mở được; có thể gửi lại không?",
    )


def _notes(pages: list[dict[str, Any]], letters: list[int]) -> list[Note]:
    notes: list[Note] = []
    pictures = [
        number
        for number, (page, count) in enumerate(zip(pages, letters, strict=True), 1)
        if count == 0 and page["picture"] > 0.1
    ]
    recognised = any(
        count > 0 and page["picture"] > _FULL_PAGE
        for page, count in zip(pages, letters, strict=True)
    )
    if pictures:
        listed = ", ".join(map(str, pictures[:10]))
        notes.append(
            Note(
                "picture-pages",
                f"Pages without text, only a picture: {listed}. What do they say?",
                f"Trang chỉ có ảnh, không có chữ: {listed}. Nội dung các trang này là gì?",
                Manner.QUESTION,
            )
        )
    if recognised:
        notes.append(
            Note(
                "recognised-by-machine",
                "The text was recognised from a picture (OCR); does it say what the picture says?",
                "Chữ được nhận dạng từ ảnh (OCR); nội dung có khớp với ảnh không?",
                Manner.QUESTION,
            )
        )
    return notes
