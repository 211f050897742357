"""What calls a case what it is, and the durations of this domain: dated rows with their source."""

from __future__ import annotations

from django.db import models

from lachan.cases.terms import Classification, LimitName


class CaseDefinition(models.Model):
    """One version of one case definition; the shipped ones are in `data/definitions.json`.

    `criteria` is a list of alternatives, each a list of conditions that must all hold (words of
    `rules.definitions.Condition`). `valid_until` is the first day on which it holds no more; of a
    code's versions the one that begins latest counts. `is_confirmed` is false while the text of
    the source was not seen.
    """

    code = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField()
    classification = models.CharField(max_length=10, choices=[(c, c) for c in Classification])
    criteria = models.JSONField()
    words = models.CharField(max_length=500)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    is_confirmed = models.BooleanField(default=True)

    class Meta:
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="a definition has each version once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}@{self.version}"


class CaseLimit(models.Model):
    """A duration of this domain, dated, with its source; the newest that holds counts."""

    name = models.CharField(max_length=24, choices=[(n, n) for n in LimitName])
    value = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["name", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "valid_from"], name="a limit of cases begins once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.value} from {self.valid_from}"
