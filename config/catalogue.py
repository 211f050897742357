"""Build the Vietnamese catalogue: one fragment a domain, so that authors do not collide."""

from __future__ import annotations

from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
FRAGMENTS = ROOT / "locale" / "fragments"
OUT = ROOT / "locale" / "vi" / "LC_MESSAGES"
HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "vi",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def merged() -> polib.POFile:
    """All fragments as one catalogue; the same text must be translated the same everywhere.

    Raises ValueError naming the text that two fragments translate differently.
    """
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = HEADER
    seen: dict[tuple[str | None, str], polib.POEntry] = {}
    for fragment in sorted(FRAGMENTS.glob("*.po")):
        for entry in polib.pofile(str(fragment)):
            key = (entry.msgctxt, entry.msgid)
            known = seen.get(key)
            if known is None:
                seen[key] = entry
                catalogue.append(entry)
            elif (known.msgstr, known.msgstr_plural) != (entry.msgstr, entry.msgstr_plural):
                raise ValueError(
                    f"{fragment.name}: {entry.msgid!r} is {entry.msgstr!r} here "
                    f"and {known.msgstr!r} elsewhere"
                )
    return catalogue


def build() -> int:
    """Write django.po and django.mo; return the number of messages."""
    catalogue = merged()
    OUT.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(OUT / "django.po"))
    catalogue.save_as_mofile(str(OUT / "django.mo"))
    return len(catalogue)
