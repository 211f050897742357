"""Teams that look after contacts, and whom each of them looks after."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from lachan.checkpoints.models import Device
from lachan.contacts.models.contacts import Contact
from lachan.core.scope import ScopedQuerySet, path_field


class Team(models.Model):
    """People who call and visit; `hamlet` is where they are at home, empty for a whole commune.

    `members` are accounts: who is one finds the team's list on signing in.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    path = path_field()
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, blank=True)
    hamlet = models.CharField(max_length=120, blank=True)
    members: Any = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="follow_up_teams", blank=True
    )
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: Any = ScopedQuerySet["Team"].as_manager()

    class Meta:
        ordering = ["path", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["path", "name"],
                condition=Q(ended_at=None),
                name="a commune has a team of a name once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class TeamDevice(models.Model):
    """A device of a post works for a team too: it gets the team's list and records its calls."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="follow_up_teams")
    team = models.ForeignKey(Team, models.PROTECT, related_name="devices")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    given_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["device"],
                condition=Q(ended_at=None),
                name="a device works for one team at a time",
            )
        ]

    def __str__(self) -> str:
        return f"device {self.device_id} of team {self.team_id}"


class Assignment(models.Model):
    """A team looks after a contact, until another one does (`ended_at`)."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="assignments")
    team = models.ForeignKey(Team, models.PROTECT, related_name="assignments")
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    assigned_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-assigned_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact"],
                condition=Q(ended_at=None),
                name="one team at a time looks after a contact",
            )
        ]

    def __str__(self) -> str:
        return f"contact {self.contact_id} of team {self.team_id}"
