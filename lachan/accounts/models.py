"""Users and their dated grants."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from lachan.core.scope import ScopedQuerySet, path_field


class User(AbstractUser):
    """A person who signs in. E-mail is optional: a commune officer may have none."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(max_length=150)
    position = models.CharField(max_length=150, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)

    REQUIRED_FIELDS = ["full_name"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split()[-1] if self.full_name else self.username


class GrantQuerySet(ScopedQuerySet["Grant"]):
    def on(self, day: date) -> GrantQuerySet:
        """The grants that hold on this day and were not withdrawn."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            valid_from__lte=day,
            withdrawn_at__isnull=True,
        )


class Grant(models.Model):
    """A role at a place for a time; given by somebody, and possibly to act for somebody.

    `deputises` is the grant of the leader for whom this person acts ("giao thay mặt"): it ends
    when the leader's own grant ends. Both days are inclusive.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=40)
    path = path_field(blank=True)
    place_name = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    deputises = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="deputies"
    )
    granted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="grants_given"
    )
    reason = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["path", "role", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="a grant ends no earlier than it begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} @ {self.path or '/'}"
