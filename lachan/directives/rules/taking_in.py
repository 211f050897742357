"""A file's text read into a reading: what the reader of files and the reader of documents share."""

from __future__ import annotations

from typing import Any

from lachan.directives.reader.model import Question, Reading
from lachan.directives.reader.reading import read_document
from lachan.directives.reader.sources import Source


def read_source(source: Source) -> Reading:
    """The reading of one file; what was doubtful about the file itself is asked too."""
    notes = [Question("text", note.en, note.vi, None, note.code) for note in source.questions]
    return read_document(source.text, file=source.name, notes=notes)


def kept_reading(reading: Reading) -> dict[str, Any]:
    """The reading as it is kept: docs/formats.md, with the Vietnamese of each question, and spans.

    `spans` has the places of header fields by their names.
    """
    kept = reading.as_json()
    for asked, question in zip(kept["questions"], reading.questions, strict=True):
        asked["why_vi"] = question.why_vi
        asked["code"] = question.code
    kept["spans"] = {name: list(span) for name, span in reading.spans.items()}
    return kept
