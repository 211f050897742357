"""Rules as dated rows, the areas that they name, and the figures of protocols."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lachan.core.scope import path_field
from lachan.directives.models import Clause, RuleDraft
from lachan.policies.rules.documents import rule_of
from lachan.policies.rules.ruleset import Authority, Rule, Topic
from lachan.policies.terms import Measure, RuleState


class Area(models.Model):
    """An area that rules name, in both administrative worlds; see `rules.ruleset.Area`."""

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    names = models.JSONField(default=list, blank=True)
    before = models.JSONField(default=list, blank=True)
    after = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["name", "key"]

    def __str__(self) -> str:
        return self.name


class RuleVersion(models.Model):
    """One version of one rule. What was put in force is never changed: a new version follows.

    `content` is the rule as docs/formats.md has it, and the truth; the columns beside it repeat
    what lists filter and order by. `put_in_force_at` is when an approver put it in force,
    `valid_from` from when it holds. `preview_digest` is the preview that the approver saw.
    """

    code = models.SlugField(max_length=80)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    path = path_field(blank=True)
    authority = models.CharField(max_length=10, choices=[(a, a) for a in Authority])
    topic = models.CharField(max_length=10, choices=[(t, t) for t in Topic])
    measure = models.CharField(max_length=30, choices=[(m, m) for m in Measure])
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    content = models.JSONField()
    search_text = models.TextField(editable=False)
    is_confirmed = models.BooleanField(default=True)
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in RuleState], default=RuleState.DRAFT
    )
    areas = models.ManyToManyField(Area, related_name="rules", blank=True)
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="rules")
    draft = models.OneToOneField(RuleDraft, models.PROTECT, null=True, blank=True)
    questions = models.JSONField(default=list, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="rules_drafted"
    )
    drafted_at = models.DateTimeField()
    preview_digest = models.CharField(max_length=64, blank=True)
    put_in_force_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="rules_put_in_force"
    )
    put_in_force_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-valid_from", "code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="a rule has each version once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="a rule ends after it began",
            ),
        ]
        indexes = [models.Index(fields=["state", "valid_from"], name="rule_by_state_and_day")]

    def __str__(self) -> str:
        return f"{self.code}@{self.version}"

    def snapshot(self) -> Rule:
        """The rule as it judges."""
        return rule_of(self.content)


class Protocol(models.Model):
    """A figure of a protocol for a time: how many days before onset a case is infectious, …

    `path` is the territory, empty: everywhere; the narrowest that holds on the day counts.
    `zero_event` says from what days are counted, in the words of the source.
    """

    name = models.SlugField(max_length=80)
    value = models.DecimalField(max_digits=10, decimal_places=2)
    unit = models.CharField(max_length=20)
    zero_event = models.CharField(max_length=200, blank=True)
    path = path_field(blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    is_confirmed = models.BooleanField(default=True)

    objects: Any = models.Manager()

    class Meta:
        ordering = ["name", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "path", "valid_from"], name="a protocol's figure begins once a day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"
