"""Community teams ("Tổ COVID-19 cộng đồng"): who answers for which households."""

from __future__ import annotations

from typing import Any

from django.db import models

from lachan.core.scope import ScopedQuerySet, path_field


class WatchTeam(models.Model):
    """A team that watches a hamlet or some of its households, from a day.

    `path` is the commune's; `hamlet` the hamlet's name as it is written on arrivals, empty for
    the whole commune; `households` says which, in words ("hộ số 1 đến 40").
    """

    path = path_field()
    hamlet = models.CharField(max_length=120, blank=True)
    hamlet_key = models.CharField(max_length=120, blank=True, editable=False)
    households = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    objects: Any = ScopedQuerySet["WatchTeam"].as_manager()

    class Meta:
        ordering = ["path", "hamlet", "name", "id"]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """A member of a community team; the first in order answers for its households."""

    team = models.ForeignKey(WatchTeam, models.CASCADE, related_name="members")
    full_name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["team", "position", "id"]

    def __str__(self) -> str:
        return self.full_name
