"""A paper of arrivals as PDF, by Typst with the house's own faces."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.http import HttpResponse

from lachan.core.official.typeset import HERE as OFFICIAL

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "arrivals" / "paper.typ"


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(OFFICIAL / "fonts")],
    )


def pdf_of(paper: dict[str, Any], name: str) -> HttpResponse:
    """The paper, all of whose texts are data, as a file that the browser shows."""
    content = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=_fonts(),
        sys_inputs={"paper": json.dumps(paper, ensure_ascii=False, default=str)},
    )
    if not isinstance(content, bytes):
        raise TypeError("Typst made no PDF")
    return as_file(content, name)


def as_file(content: bytes, name: str) -> HttpResponse:
    """A PDF that no cache keeps: it may bear names."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store, private"
    return response
