"""What a later directive may do to a clause, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lachan.core.text import folded
from lachan.directives.terms import (
    CLAUSE_STATE_LABELS,
    CLAUSE_VERB_LABELS,
    ClauseState,
    ClauseVerb,
    DocumentState,
)

_LIVING = frozenset({ClauseState.IN_FORCE, ClauseState.SUSPENDED})
_FROM: dict[ClauseVerb, frozenset[ClauseState]] = {
    ClauseVerb.AMENDS: _LIVING,
    ClauseVerb.SUSPENDS: frozenset({ClauseState.IN_FORCE}),
    ClauseVerb.RESUMES: frozenset({ClauseState.SUSPENDED}),
    ClauseVerb.REPEALS: _LIVING,
    ClauseVerb.ENDS: _LIVING,
}
_TO: dict[ClauseVerb, ClauseState] = {
    ClauseVerb.SUSPENDS: ClauseState.SUSPENDED,
    ClauseVerb.RESUMES: ClauseState.IN_FORCE,
    ClauseVerb.REPEALS: ClauseState.REPEALED,
    ClauseVerb.ENDS: ClauseState.ENDED,
}


@dataclass(frozen=True)
class ClauseFacts:
    """One clause as it stands, with the changes already decided that wait for their day."""

    label: str
    document_id: int
    document_state: DocumentState
    state: ClauseState
    in_force_from: date
    waiting: tuple[tuple[date, ClauseVerb], ...] = ()


@dataclass(frozen=True)
class ChangeFacts:
    """What a directive wants to do to a clause."""

    by_document_id: int
    by_document_state: DocumentState
    verb: ClauseVerb
    effective_on: date


@dataclass(frozen=True)
class Place:
    """Where a clause stands: its label and span; `words` only where there is no span."""

    label: str
    span: tuple[int, int] | None
    words: str = ""


def clause_places(proposed: Sequence[Place]) -> list[Place]:
    """For each proposal the clause that it is part of: as many clauses as there are places.

    A proposal without a label of its own (a rule) belongs to the smallest labelled place around
    it, if any; else it is a clause by itself.
    """
    labelled = [place for place in proposed if place.label and place.span]
    return [place if place.label else _around(place, labelled) for place in proposed]


def _around(place: Place, labelled: Sequence[Place]) -> Place:
    if place.span is None:
        return place
    start, end = place.span
    around = [
        other
        for other in labelled
        if other.span and other.span[0] <= start and end <= other.span[1]
    ]
    if not around:
        return place
    return min(around, key=lambda other: other.span[1] - other.span[0] if other.span else 0)


def may_follow(state: ClauseState, verb: ClauseVerb) -> bool:
    """Whether a clause in this state can undergo the verb."""
    return state in _FROM[verb]


def resulting_state(state: ClauseState, verb: ClauseVerb) -> ClauseState:
    """The state of a clause after the verb; an amended clause stays as it was."""
    return _TO.get(verb, state)


def obstacles_to_clause_change(clause: ClauseFacts, change: ChangeFacts) -> list[str]:
    """Every reason why the directive may not change the clause in this way.

    The order of days counts, not the order of typing: a change waiting for an earlier day is
    thought to have happened, and one waiting for a later day must still be possible afterwards.
    """
    reasons = []
    if change.by_document_state != DocumentState.APPROVED:
        reasons.append(_("The changing document must be approved first."))
    if clause.document_state != DocumentState.APPROVED:
        reasons.append(_("The document to be changed is not approved."))
    if clause.document_id == change.by_document_id:
        reasons.append(_("A document cannot change its own clauses."))
    if change.effective_on < clause.in_force_from:
        reasons.append(
            _("Clause %(label)s is in force only from %(day)s.")
            % {"label": clause.label or "–", "day": f"{clause.in_force_from:%d/%m/%Y}"}
        )
    return reasons or _obstacles_in_order(clause, change)


def _obstacles_in_order(clause: ClauseFacts, change: ChangeFacts) -> list[str]:
    steps = sorted(
        [*((day, 0, verb) for day, verb in clause.waiting), (change.effective_on, 1, change.verb)],
        key=lambda step: step[:2],
    )
    state = clause.state
    for _day, _rank, verb in steps:
        if not may_follow(state, verb):
            return [
                _("Clause %(label)s is then “%(state)s”: a document that %(verb)s has no effect.")
                % {
                    "label": clause.label or "–",
                    "state": CLAUSE_STATE_LABELS[state],
                    "verb": CLAUSE_VERB_LABELS[verb],
                }
            ]
        state = resulting_state(state, verb)
    return []


# Phrases of official documents before a cited number ("bãi bỏ Công văn số …"), folded.
_PHRASES: tuple[tuple[str, ClauseVerb], ...] = (
    ("thay the", ClauseVerb.REPEALS),
    ("bai bo", ClauseVerb.REPEALS),
    ("huy bo", ClauseVerb.REPEALS),
    ("thu hoi", ClauseVerb.REPEALS),
    ("het hieu luc", ClauseVerb.ENDS),
    ("cham dut", ClauseVerb.ENDS),
    ("ket thuc", ClauseVerb.ENDS),
    ("tam dinh chi", ClauseVerb.SUSPENDS),
    ("dinh chi", ClauseVerb.SUSPENDS),
    ("tam dung", ClauseVerb.SUSPENDS),
    ("tam ngung", ClauseVerb.SUSPENDS),
    ("sua doi", ClauseVerb.AMENDS),
    ("dieu chinh", ClauseVerb.AMENDS),
    ("bo sung", ClauseVerb.AMENDS),
    ("khoi phuc", ClauseVerb.RESUMES),
)
_SENTENCE_END = re.compile(r"[.;\n](?=\s|$)")


def suggested_verb(text: str, span: Iterable[int] | None) -> ClauseVerb | None:
    """What the sentence before a citation seems to do to the cited document; a suggestion only.

    The phrase nearest to the citation counts; words after it are not looked at, but for
    "… hết hiệu lực".
    """
    if span is None:
        return None
    start, end = span
    before = _SENTENCE_END.split(text[max(0, start - 160) : start])[-1]
    found = [
        (place, verb) for phrase, verb in _PHRASES if (place := folded(before).rfind(phrase)) >= 0
    ]
    if found:
        return max(found, key=lambda pair: pair[0])[1]
    after = _SENTENCE_END.split(text[end : end + 160])[0]
    return ClauseVerb.ENDS if "het hieu luc" in folded(after) else None
