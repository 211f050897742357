"""QR codes as SVG: error correction Q, quiet zone of four, for glaring and scratched screens."""

from __future__ import annotations

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str, label: str) -> SafeString:
    """The text as an inline SVG of some 250 pixels; `label` is read to who cannot see it."""
    code = segno.make(text, error="q", micro=False, boost_error=False)
    drawn = code.svg_inline(border=4, scale=4, light="#fff", dark="#000", title=label)
    return mark_safe(drawn)  # noqa: S308 - made of modules and an escaped title


def qr_file(text: str) -> str:
    """The same as the text of an SVG file, for paper."""
    out = io.BytesIO()
    segno.make(text, error="q", micro=False, boost_error=False).save(
        out, kind="svg", border=4, light="#fff", dark="#000"
    )
    return out.getvalue().decode()
