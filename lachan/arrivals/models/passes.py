"""Keys that sign personal codes, and the codes that were given out."""

from __future__ import annotations

from typing import Any

from django.db import models

from lachan.arrivals.models.arrivals import Arrival
from lachan.arrivals.models.declarations import DeclaredPerson
from lachan.core.scope import ScopedQuerySet, path_field


class PassKey(models.Model):
    """An Ed25519 key of one month; `sealed_seed` is its private half under the server's secret."""

    key_id = models.CharField(max_length=16, unique=True)
    public_key = models.CharField(max_length=64)
    sealed_seed = models.TextField()
    signs_from = models.DateTimeField()
    signs_until = models.DateTimeField()
    valid_until = models.DateTimeField()

    class Meta:
        ordering = ["-signs_from"]
        constraints = [
            models.UniqueConstraint(fields=["signs_from"], name="one key begins to sign at a time")
        ]

    def __str__(self) -> str:
        return self.key_id


class Pass(models.Model):
    """A signed personal code: a random token, a commune, an end; it says nothing of the person."""

    token = models.CharField(max_length=32, unique=True)
    path = path_field()
    declared = models.ForeignKey(
        DeclaredPerson, models.PROTECT, null=True, blank=True, related_name="passes"
    )
    arrival = models.ForeignKey(
        Arrival, models.PROTECT, null=True, blank=True, related_name="passes"
    )
    key = models.ForeignKey(PassKey, models.PROTECT, related_name="passes")
    text = models.CharField(max_length=600)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=300, blank=True)

    objects: Any = ScopedQuerySet["Pass"].as_manager()

    class Meta:
        verbose_name_plural = "passes"
        ordering = ["-issued_at", "-id"]
        indexes = [models.Index(fields=["revoked_at"], name="pass_by_revocation")]

    def __str__(self) -> str:
        return f"pass {self.pk}"
