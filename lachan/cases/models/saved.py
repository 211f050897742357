"""Line lists as a user keeps them: filters, order and columns under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SavedLineList(models.Model):
    """A line list that a user asked for again: `query` is the address part that draws it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="line_lists")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="a user has a list's name once")
        ]

    def __str__(self) -> str:
        return self.name
