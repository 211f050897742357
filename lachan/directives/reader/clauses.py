"""The body cut into clauses and sentences, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lachan.directives.reader.bodies import Names
from lachan.directives.reader.letters import UPPER
from lachan.directives.reader.model import Span
from lachan.directives.reader.subjects import head_of, order_at
from lachan.directives.reader.words import Phrases

# A full stop ends a sentence also when the copyist lost the space after it ("… hiện.Hằng ngày …").
_SENTENCE_END = re.compile(
    rf"(?<=[^\s\d{UPPER}.])[.](?:\s+|(?=[{UPPER}])|$)(?=[{UPPER}\"“(*-]|$)"
    rf"|(?<=\d)\.(?=\s+[{UPPER}]|[{UPPER}][a-zà-ỹđ])"
    rf"|(?:\.{{3}}|…)(?:\s+|(?=[{UPPER}]))(?=[{UPPER}])"
    r"|;\s+(?=\w)"
)
_LABEL = re.compile(
    r"^\s*[*>_]*\s*(?:"
    r"(?P<article>Điều\s\d+[a-z]?)[.:]?"
    r"|(?P<roman>[IVX]{1,5})[.)/]"
    r"|(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?:\s?[.)/](?!\d)|-(?=\s))"
    r"|(?P<letter>[a-zđ])\)"
    r"|(?P<dash>[-–+•*])(?=\s)"
    r")\s*"
)
_LEVELS = {"article": 0, "roman": 0, "number": 1, "letter": 4, "dash": 5}
UNLABELLED = 9
_RULED_LINE = re.compile(r"[-–—*=_\s]+")
_ENDS = re.compile(r"[.;:!?…”\"]\s*$")


@dataclass(frozen=True)
class Block:
    """A paragraph: its label ("2", "a", "Điều 1"; empty for a dash), its words, its level.

    Levels grow downwards; a paragraph without a label has the level `UNLABELLED`.
    """

    label: str
    start: int
    end: int
    level: int


def blocks_of(text: str, start: int, end: int) -> list[Block]:
    """Paragraphs of the body; a wrapped line joins the one before."""
    blocks: list[Block] = []
    at = start
    for line in text[start:end].split("\n"):
        low, at = at, at + len(line) + 1
        words = line.strip()
        if not words or _RULED_LINE.fullmatch(words):
            continue
        high = low + len(line.rstrip())
        label = _LABEL.match(line)
        if label:
            kind = next(kind for kind in _LEVELS if label[kind])
            level = _LEVELS[kind] + (label["number"].count(".") if kind == "number" else 0)
            name = "" if kind == "dash" else label[kind]
            blocks.append(Block(name, low + label.end(), high, level))
        elif blocks and _is_wrapped(text, blocks[-1], low, words):
            last = blocks[-1]
            blocks[-1] = Block(last.label, last.start, high, last.level)
        else:
            blocks.append(Block("", low + len(line) - len(line.lstrip()), high, UNLABELLED))
    return blocks


def _is_wrapped(text: str, last: Block, low: int, words: str) -> bool:
    """Whether a line goes on with the paragraph before it."""
    if text[low - 2 : low] == "\n\n" or not words[0].islower():
        return False
    return not _ENDS.search(text, max(last.start, last.end - 3), last.end)


def sentences_of(text: str, start: int, end: int, *, names: Names | None = None) -> list[Span]:
    """Sentences of a paragraph; a semicolon ends one where somebody begins to act anew."""
    names = names or Names(text, start, end)
    spans = []
    low = start
    listing = -1
    for match in _SENTENCE_END.finditer(text, start, end):
        if match.group().startswith(";"):
            if listing < 0:
                listing = _listing_end(names, names.word_at(low))
            place = names.word_at(match.end())
            if place <= listing or not _begins_anew(names, place):
                continue  # still naming who acts: "Thủ trưởng các sở; UBND các huyện …"
        if match.end() > low:
            spans.append((low, match.start() + 1))
            low, listing = match.end(), -1
    if low < end:
        spans.append((low, end))
    return [(a, b) for a, b in spans if text[a:b].strip(" .;*-/")]


def _listing_end(names: Names, at: int) -> int:
    """Where the bodies end that a sentence begins with."""
    chain = names.chain(at + order_at(names, at), in_list=True)
    return chain.end if chain else at


def _begins_anew(names: Names, place: int) -> bool:
    """Whether a new sentence, or another body in small letters, begins at a word."""
    if place >= len(names.words):
        return False
    return names.words[place].is_capital or head_of(names, place, len(names.words)) is not None


_OUTSET = Phrases(["giao", "giao cho", "yêu cầu", "đề nghị", "đối với", "giao trách nhiệm cho"])
_TITLE_AT_MOST = 200


def named_only(text: str, start: int, end: int) -> tuple[str, ...]:
    """The bodies of a clause that only names them ("3. Giao Sở Y tế:"); empty when it says more."""
    while start < end and (text[start] in "*_" or text[start].isspace()):
        start += 1
    while start < end and (text[end - 1] in ":.;*_" or text[end - 1].isspace()):
        end -= 1
    if not 0 < end - start < _TITLE_AT_MOST:
        return ()
    names = Names(text, start, end)
    chain = names.chain(_OUTSET.at(names.words, 0), in_list=names.words[0].is_capital)
    if chain is None or names.after_aside(chain.end) < len(names.words):
        return ()
    return chain.names if not _IS_NO_BODY.at(names.words, 0) else ()


_IS_NO_BODY = Phrases(["phòng khám", "trường hợp", "nhóm", "khu vực", "cấp độ", "các trường hợp"])
