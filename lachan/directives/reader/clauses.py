"""The body cut into clauses and sentences, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lachan.directives.reader.bodies import HEAD_ANY, VERB
from lachan.directives.reader.letters import UPPER
from lachan.directives.reader.model import Span

# A full stop ends a sentence also when the copyist lost the space after it ("… hiện.Hằng ngày …").
_SENTENCE_END = re.compile(
    rf"(?<=[^\s\d{UPPER}.])[.](?:\s+|(?=[{UPPER}])|$)(?=[{UPPER}\"“(*-]|$)"
    rf"|(?<=\d)\.(?=\s+[{UPPER}]|[{UPPER}][a-zà-ỹđ])"
    rf"|;\s+(?=[{UPPER}]|(?:tất\scả\s)?các\s|chính quyền\s|giao\s|yêu cầu\s|đề nghị\s)"
)
_LABEL = re.compile(
    r"^\s*[*>_]*\s*(?:"
    r"(?P<article>Điều\s\d+[a-z]?)[.:]?"
    r"|(?P<roman>[IVX]{1,5})[.)/]"
    r"|(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?:[.)/](?!\d)|-(?=\s))"
    r"|(?P<letter>[a-zđ])\)"
    r"|(?P<dash>[-–+•*])(?=\s)"
    r")\s*"
)
_LEVELS = {"article": 0, "roman": 0, "number": 1, "letter": 4, "dash": 5}
UNLABELLED = 9
_ACTS = re.compile(rf"\s{VERB}(?!\w)")
# "…; các địa phương tổ chức …": another body goes on in small letters.
_ANOTHER = re.compile(
    rf"(?:tất cả\s|giao\s|yêu cầu\s|đề nghị\s)?(?={HEAD_ANY})[^.;:,]{{4,60}}?\s{VERB}(?!\w)"
)
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


def sentences_of(text: str, start: int, end: int) -> list[Span]:
    """Sentences of a paragraph; a semicolon ends one only when somebody already acts in it."""
    spans = []
    low = looked_at = start
    acts = False
    for match in _SENTENCE_END.finditer(text, start, end):
        if match.group().startswith(";"):
            acts = acts or _ACTS.search(text, looked_at, match.start()) is not None
            looked_at = match.start()
            if not (acts and _begins_anew(text, match.end(), end)):
                continue  # still naming who acts: "Thủ trưởng các sở; UBND các huyện …"
        if match.end() > low:
            spans.append((low, match.start() + 1))
            low = looked_at = match.end()
            acts = False
    if low < end:
        spans.append((low, end))
    return [(a, b) for a, b in spans if text[a:b].strip(" .;*-/")]


def _begins_anew(text: str, at: int, end: int) -> bool:
    """Whether a new sentence, or another body in small letters, begins here."""
    return text[at].isupper() or _ANOTHER.match(text, at, min(end, at + 120)) is not None


# What begins like a body and is none: a shop, an address with hours, people at large.
NO_BODY = re.compile(
    r"^(?:Phòng (?:khám|trà|tập|vé)|Báo (?!.*(?:Đảng|tỉnh))|Ga\s|Trường hợp)"
    r"|\d{1,2}\s?[-/]\s?\d{1,2}(?!\d)|\d\s?(?:giờ|h)(?!\w)|(?:những|tất cả|mọi|số) người",
    re.I,
)


def names_only_bodies(text: str, start: int, end: int) -> bool:
    """Whether a clause only names who acts, in its sub-clauses ("3. Giao Sở Y tế:")."""
    words = text[start:end].strip(" *_:.")
    words = re.sub(r"^(?:Giao|Yêu cầu|Đề nghị|Đối với)\s", "", words)
    if len(words) >= 140 or NO_BODY.search(words):
        return False
    return bool(re.match(HEAD_ANY, words)) and not _ACTS.search(words)
