"""What follows from a trace, for somebody to decide: never applied by itself."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lachan.contacts.models.contacts import Contact
from lachan.contacts.models.runs import Run
from lachan.contacts.terms import Aim, Answer
from lachan.core.scope import ScopedQuerySet, path_field
from lachan.policies.terms import Measure


class Proposal(models.Model):
    """One measure for the contacts of one commune at one level, by one rule.

    `path` is the commune. `rule`, `clause` and `words` are the rule that says so, as it stood;
    `undetermined` names facts that are missing. `people` is the number of lines. `run` is null
    where no trace proposes it but a call in which symptoms were told: such lines come together in
    one open proposal a commune.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    path = path_field()
    run = models.ForeignKey(Run, models.PROTECT, null=True, blank=True, related_name="proposals")
    aim = models.CharField(max_length=7, choices=[(a, a) for a in Aim])
    level = models.PositiveSmallIntegerField(null=True)
    measure = models.CharField(max_length=24, choices=[(m, m) for m in Measure], blank=True)
    rule = models.CharField(max_length=90, blank=True)
    clause = models.CharField(max_length=300, blank=True)
    words = models.CharField(max_length=500, blank=True)
    undetermined = ArrayField(models.CharField(max_length=40), default=list)
    people = models.PositiveIntegerField()
    proposed_at = models.DateTimeField()
    answer = models.CharField(
        max_length=9, choices=[(a, a) for a in Answer], default=Answer.OPEN, db_index=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_because = models.CharField(max_length=300, blank=True)

    objects: Any = ScopedQuerySet["Proposal"].as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["path"],
                condition=Q(aim=Aim.TEST, answer=Answer.OPEN),
                name="one open proposal of samples a commune",
            )
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class ProposalLine(models.Model):
    """What is proposed for one contact: from which day to which, and the days of tests."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="lines")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="proposed")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    test_days = ArrayField(models.DateField(), default=list)

    class Meta:
        ordering = ["proposal", "id"]

    def __str__(self) -> str:
        return f"line {self.pk} of proposal {self.proposal_id}"
