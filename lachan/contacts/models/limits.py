"""Numbers of this domain, dated, each with its source."""

from __future__ import annotations

from django.db import models

from lachan.contacts.terms import LimitName


class ContactLimit(models.Model):
    """A number that holds from a day on; the shipped ones are in `data/limits.csv`."""

    name = models.CharField(max_length=24, choices=[(n, n) for n in LimitName])
    value = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["name", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "valid_from"], name="a contact limit begins once a day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.value} from {self.valid_from}"
