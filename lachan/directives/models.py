"""Incoming documents, what the reader proposed of them, their clauses, and what became of those."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lachan.core.scope import ScopedQuerySet, path_field
from lachan.directives.terms import (
    Answer,
    ClauseState,
    ClauseVerb,
    DocumentState,
    ProposalKind,
    ProposalState,
)


class RegisterBook(models.Model):
    """The register of one office for one year; its row is locked while a number is given out."""

    path = path_field()
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["path", "year"], name="an office has one book a year")
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.year}"


class DocumentQuerySet(ScopedQuerySet["Document"]):
    shared_through = "shares__path"


class Document(models.Model):
    """An incoming document as received, as read, and as corrected.

    `path` is the office that received it; others see it by a `DocumentShare`. The original file is
    kept unchanged, named by its SHA-256; `text` is what the reader read (NFC), and every span
    counts characters of it. `reading` is the reader's whole answer, never edited. `version` rises
    with each correction of the header, so that two reviewers cannot overwrite each other unseen.
    """

    path = path_field()
    register_year = models.PositiveSmallIntegerField()
    arrival_number = models.PositiveIntegerField()
    arrived_at = models.DateTimeField()
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)

    kind = models.CharField(max_length=30, blank=True)
    world = models.CharField(max_length=10, blank=True)
    identifier = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=20, blank=True)
    symbol = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=120, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    urgency = models.CharField(max_length=20, blank=True)
    subject = models.TextField(blank=True)
    addressees = models.JSONField(default=list, blank=True)
    copies = models.JSONField(default=list, blank=True)
    signers = models.JSONField(default=list, blank=True)
    search_text = models.TextField(blank=True, editable=False)

    state = models.CharField(
        max_length=12, choices=[(s, s) for s in DocumentState], default=DocumentState.IN_REVIEW
    )
    text = models.TextField()
    reading = models.JSONField(default=dict)
    intake_notes = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="corrected_documents"
    )
    corrected_at = models.DateTimeField(null=True, blank=True)
    expected_tasks = models.PositiveSmallIntegerField(null=True, blank=True)
    whole_text_reviewed = models.BooleanField(default=False)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="approved_documents"
    )
    approved_on_behalf_of = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True)

    file = models.FileField(upload_to="directives", max_length=200)
    file_name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    file_size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-register_year", "-arrival_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["path", "register_year", "arrival_number"],
                name="an arrival number is used once a year in an office",
            )
        ]
        indexes = [
            models.Index(fields=["identifier"], name="document_by_identifier"),
            models.Index(fields=["sha256"], name="document_by_digest"),
        ]

    def __str__(self) -> str:
        return self.identifier or self.subject[:120] or self.file_name


class DocumentShare(models.Model):
    """A recorded share: the unit at this path may read the document, and why."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="shares")
    path = path_field()
    shared_at = models.DateTimeField()
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "path"], name="a document is shared with a unit once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id} → {self.path}"


class Question(models.Model):
    """What the reader could not tell and asks; answered before approval.

    `outcome` says how: a value was given, or it was looked for and is confirmed to be unknown.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="questions")
    code = models.CharField(max_length=60, blank=True)
    about = models.CharField(max_length=60)
    why = models.TextField()
    why_vi = models.TextField(blank=True)
    span_start = models.PositiveIntegerField(null=True)
    span_end = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=10, choices=[(a, a) for a in Answer], blank=True)
    answer = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.why_vi or self.why


class Proposal(models.Model):
    """One thing that the reader proposes, or a person added, with its place in the text.

    `content` has the fields of docs/formats.md for its kind (a task: clause, text, lead, support,
    report_to, due, repeats, …); `original` is what the reader said, null for a person's own.
    `past` is the stack of earlier states that undo goes back through; `version` rises with each
    decision. After approval `clause` is what the proposal became part of, and `matches` tells which
    organisations (ids) each name in `lead`, `support` and `report_to` was taken to mean.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in ProposalKind])
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in ProposalState], default=ProposalState.PROPOSED
    )
    position = models.PositiveIntegerField()
    span_start = models.PositiveIntegerField(null=True)
    span_end = models.PositiveIntegerField(null=True)
    content = models.JSONField()
    original = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    past = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)
    matches = models.JSONField(default=dict, blank=True)
    clause = models.ForeignKey(
        "Clause", models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(span_start__isnull=True) | Q(span_end__gte=F("span_start")),
                name="a span ends no earlier than it starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"


class Clause(models.Model):
    """A clause of an approved document that something hangs on: a task or a rule."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="clauses")
    label = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    span_start = models.PositiveIntegerField(null=True)
    span_end = models.PositiveIntegerField(null=True)
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in ClauseState], default=ClauseState.IN_FORCE
    )
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["document_id", "span_start", "id"]

    def __str__(self) -> str:
        return f"{self.document} / {self.label}"


class ClauseChange(models.Model):
    """What a later directive did to a clause, from which day, and where it says so.

    A change decided ahead of its day waits with `applied_at` null and takes effect on that day.
    """

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="changes")
    by_document = models.ForeignKey(Document, models.PROTECT, related_name="clause_changes")
    verb = models.CharField(max_length=10, choices=[(v, v) for v in ClauseVerb])
    effective_on = models.DateField()
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    decided_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["effective_on", "id"]
        indexes = [models.Index(fields=["applied_at", "effective_on"], name="change_by_its_day")]

    def __str__(self) -> str:
        return f"{self.verb} {self.clause_id}"


class RuleDraft(models.Model):
    """An approved rule proposal, waiting to become a dated rule of `policies`."""

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="rule_drafts")
    proposal = models.OneToOneField(Proposal, models.PROTECT)
    content = models.JSONField()
    drafted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"rule draft {self.pk}"
