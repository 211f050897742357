"""A paper as PDF, by Typst: the template is ours, every text goes to it as data."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from lachan.core.official.paper import Annex, Block, Heading, Items, Paper, Paragraph, paragraphs_of

HERE = Path(__file__).parent
TEMPLATE = HERE / "official.typ"


@cache
def _fonts() -> typst.Fonts:
    """Our own faces only, so that every machine makes the same page."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")]
    )


def pdf(paper: Paper, made_at: datetime | None = None) -> bytes:
    """The paper as a tagged PDF/A file; the same paper and instant give the same bytes."""
    moment = made_at or datetime.combine(paper.day, datetime.min.time(), tzinfo=UTC)
    content = typst.compile(
        TEMPLATE,
        root=HERE,
        font_paths=_fonts(),
        sys_inputs={"paper": json.dumps(_plain(paper), ensure_ascii=False)},
        pdf_standards=["a-2a"],  # archives ask for PDF/A, blind readers for its tags
        timestamp=int(moment.timestamp()),
    )
    if not isinstance(content, bytes):
        raise TypeError("Typst made no PDF")
    return content


def _plain(paper: Paper) -> dict[str, Any]:
    return {
        "world": str(paper.world),
        "superior": paper.superior,
        "issuer": paper.issuer,
        "number": paper.number_line,
        "place_and_day": paper.place_and_day,
        "kind": paper.kind,
        "subject": paragraphs_of(paper.subject),
        "urgency": paper.urgency.upper(),
        "addressees": paper.addressee_lines,
        "recipients": paper.recipient_lines,
        "signature": dataclasses.asdict(paper.signature),
        "blocks": [_block(block) for block in paper.blocks],
        "annexes": [_annex(annex) for annex in paper.annexes],
        "annex_reference": paper.annex_reference,
        "stamp": paper.stamp,
        "foot": paper.foot,
        "is_landscape": paper.is_landscape,
        "title": f"{paper.kind} {paper.identifier}".strip(),
    }


def _annex(annex: Annex) -> dict[str, Any]:
    return {
        "title": annex.title,
        "subject": annex.subject,
        "is_landscape": annex.is_landscape,
        "blocks": [_block(block) for block in annex.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"is": "paragraph", **dataclasses.asdict(block), "text": paragraphs_of(block.text)}
    if isinstance(block, Heading):
        return {"is": "heading", **dataclasses.asdict(block)}
    if isinstance(block, Items):
        return {"is": "items", "items": [paragraphs_of(item) for item in block.items]}
    columns = len(block.headings)
    widths = block.widths or (1.0,) * columns
    return {"is": "table", **dataclasses.asdict(block), "widths": widths}
