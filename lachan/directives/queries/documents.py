"""Documents: the register, one document, copies of it, and who cites whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Left, Trim

from lachan.audit.models import Entry
from lachan.audit.queries import history_of
from lachan.core.actor import Actor
from lachan.core.text import folded
from lachan.directives.models import Document, DocumentQuerySet, Proposal, Question
from lachan.directives.queries.offices import names_of
from lachan.directives.rules.titles import short_title
from lachan.directives.terms import (
    STANDING,
    DocumentState,
    Permission,
    ProposalKind,
    ProposalState,
)

# An urgent document stays on top of the register until it is approved; then by arrival.
_WEIGHTS = {"hỏa tốc": 3, "thượng khẩn": 2, "khẩn": 1}
_ABOVE_ALL_IDS = 10**12
# More earlier copies than a person will look at.
MOST_COPIES = 5


def documents(actor: Actor) -> QuerySet[Document]:
    """The register as the actor may see it, without the long columns; newest arrival first.

    A unit to which a document was shared sees it once it is approved.
    """
    return (
        _readable(actor)
        .defer("text", "reading", "search_text")
        .annotate(
            open_questions=_counted(Question.objects.filter(outcome="")),
            task_count=_counted(
                Proposal.objects.filter(kind=ProposalKind.TASK).exclude(
                    state=ProposalState.REJECTED
                )
            ),
            precedence=_precedence(),
            opening=Trim(Left("text", 240)),
        )
    )


def _counted(rows: QuerySet[Any]) -> Any:
    """How many of these rows each document has: counted for the rows of a page, not for all."""
    counted = (
        rows.filter(document=OuterRef("pk"))
        .order_by()
        .values("document")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(counted), 0)


def _precedence() -> Any:
    """How far up a document stands: urgent ones in review first, then the latest arrival."""
    weight = Case(
        *(
            When(
                state=DocumentState.IN_REVIEW, urgency=urgency, then=Value(weight * _ABOVE_ALL_IDS)
            )
            for urgency, weight in _WEIGHTS.items()
        ),
        default=Value(0),
        output_field=BigIntegerField(),
    )
    return weight + F("pk")


def most_urgent_first(rows: QuerySet[Document]) -> QuerySet[Document]:
    """The rows of `documents`, urgent ones in review on top, then the latest arrival."""
    return rows.order_by(F("precedence").desc())


def _readable(actor: Actor) -> DocumentQuerySet:
    seen: DocumentQuerySet = Document.objects.visible_to(actor, Permission.READ)
    return seen


def get_document(actor: Actor, document_id: int) -> Document:
    """One document in sight, or NotThere."""
    return Document.objects.select_related(
        "registered_by", "approved_by", "duplicate_of"
    ).get_visible(actor, Permission.READ, pk=document_id)


def may_change(actor: Actor, document: Document, permission: Permission) -> bool:
    """Whether the actor may do this with the document, and not only read it."""
    return actor.may(permission, document.path)


def earlier_copies(office: str, *, sha256: str, identifier: str, issuer: str) -> list[Document]:
    """What the office registered before that looks the same: file, or number + symbol + issuer.

    A number repeats every year and with every issuer, so without an issuer the number alone is
    not enough when the earlier document has one; cancelled documents do not count.
    """
    condition = Q(sha256=sha256)
    if identifier:
        condition |= Q(identifier__iexact=identifier)
    found = (
        Document.objects.filter(condition, path=office)
        .exclude(state=DocumentState.CANCELLED)
        .defer("text", "reading", "search_text")
        .order_by("-arrived_at")
    )
    wanted = folded(issuer)
    copies = [
        copy
        for copy in found
        if copy.sha256 == sha256 or not wanted or not copy.issuer or folded(copy.issuer) == wanted
    ]
    return copies[:MOST_COPIES]


def issuers(actor: Actor) -> list[str]:
    """The issuers in the register, for the filter."""
    return list(
        _readable(actor)
        .exclude(issuer="")
        .order_by("issuer")
        .values_list("issuer", flat=True)
        .distinct()
    )


def search(rows: QuerySet[Document], words: str) -> QuerySet[Document]:
    """The rows in which all words occur, with or without diacritics."""
    for word in folded(words).split():
        rows = rows.filter(search_text__contains=word)
    return rows


def with_open_questions(rows: QuerySet[Document], *, present: bool) -> QuerySet[Document]:
    """The rows that have questions still open, or those that have none."""
    condition = Exists(Question.objects.filter(document=OuterRef("pk"), outcome=""))
    return rows.filter(condition if present else ~condition)


def cited_documents(actor: Actor, identifiers: Iterable[str]) -> dict[str, list[Document]]:
    """The documents in sight that bear the cited numbers, by number."""
    wanted = {identifier for identifier in identifiers if identifier}
    found: dict[str, list[Document]] = {}
    if not wanted:
        return found
    rows = (
        _readable(actor)
        .filter(identifier__in=wanted)
        .exclude(state=DocumentState.CANCELLED)
        .defer("text", "reading", "search_text")
    )
    for document in rows:
        found.setdefault(document.identifier, []).append(document)
    return found


def citing_documents(actor: Actor, document: Document) -> QuerySet[Document]:
    """The documents in sight that cite this one by its number."""
    if not document.identifier:
        return Document.objects.none()
    citing = Proposal.objects.filter(
        kind=ProposalKind.CITATION,
        state__in=[*STANDING, ProposalState.PROPOSED],
        content__identifier=document.identifier,
    ).exclude(document=document)
    return (
        _readable(actor)
        .filter(pk__in=citing.values("document_id"))
        .exclude(state=DocumentState.CANCELLED)
        .defer("text", "reading", "search_text")
    )


def history(document: Document) -> QuerySet[Entry]:
    """What happened to the document itself, newest first; what its tasks did is told there."""
    return history_of(document).filter(event__startswith="directives.")


def shared_paths(document: Document) -> list[str]:
    """The paths of the units to which the document was handed on."""
    return list(document.shares.order_by("path").values_list("path", flat=True))


def for_the_book(rows: QuerySet[Document]) -> QuerySet[Document]:
    """The rows with whom each was handed on to, for the printed register and the export."""
    return rows.prefetch_related("shares")


def receivers(document: Document) -> list[str]:
    """The names of the units to which the document was handed on."""
    paths = [share.path for share in document.shares.all()]
    return names_of(paths)


def title_for(words: str) -> str:
    """The title that is suggested for a task with these words."""
    return short_title(words)


def approved_documents(actor: Actor, words: str, *, without: int) -> QuerySet[Document]:
    """Approved documents in which the words occur, the latest first; a handful to choose from."""
    rows = (
        _readable(actor)
        .filter(state=DocumentState.APPROVED)
        .exclude(pk=without)
        .defer("text", "reading", "search_text")
    )
    return search(rows, words).order_by("-arrived_at")[:20]
