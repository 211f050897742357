"""Reading the record."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status

from lachan.audit.actions import REACT, name_of, subject_of
from lachan.audit.models import Entry
from lachan.audit.terms import Permission
from lachan.core.actor import Actor
from lachan.core.scope import ScopedQuerySet


def entries(actor: Actor) -> ScopedQuerySet[Entry]:
    """All entries that the actor may read, newest first."""
    return Entry.objects.visible_to(actor, Permission.READ)


def history_of(row: models.Model) -> models.QuerySet[Entry]:
    """Everything that happened to one row, newest first.

    Whoever may see the row may see its history: the caller has fetched it through its own scope.
    """
    return Entry.objects.filter(subject=subject_of(row))


def is_asked_again(reactions: Iterable[str], entry: Entry) -> bool:
    """Whether one of these reactions, by their whole names, to a later entry waits its turn."""
    return ProcrastinateJob.objects.filter(
        task_name=REACT,
        status=Status.TODO.value,
        args__reaction__in=list(reactions),
        args__entry_id__gt=entry.pk,
    ).exists()


def histories_of(rows: Iterable[models.Model]) -> models.QuerySet[Entry]:
    """The entries of several rows, newest first."""
    return Entry.objects.filter(subject__in=[subject_of(row) for row in rows])


def get_entry(actor: Actor, entry_id: int) -> Entry:
    """One entry that the actor may read, or NotThere."""
    return Entry.objects.get_visible(actor, Permission.READ, pk=entry_id)


def earlier_entry(entry: Entry) -> Entry | None:
    """The last entry of the same event about the same row before this one."""
    if not entry.subject:
        return None
    return Entry.objects.filter(subject=entry.subject, event=entry.event, pk__lt=entry.pk).first()


@cache
def known_events() -> tuple[str, ...]:
    """The names of all events of the house, by domain: what the record can hold."""
    found = []
    for config in apps.get_app_configs():
        if config.name.startswith("lachan.") and find_spec(f"{config.name}.events"):
            module = import_module(f"{config.name}.events")
            found += [
                name_of(kind)
                for kind in vars(module).values()
                if isinstance(kind, type)
                and dataclasses.is_dataclass(kind)
                and kind.__module__ == module.__name__
            ]
    return tuple(sorted(found))


class PlaceNames:
    """Names of paths, asked for once each; where they come from is wired by the configuration."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def learn(self, wanted: Iterable[str]) -> None:
        """Ask for many at once."""
        unknown = {path for path in wanted if path} - self._names.keys()
        if unknown:
            found = import_string(settings.PLACE_NAMES)(unknown)
            self._names |= {path: found.get(path, path) for path in unknown}

    def __getitem__(self, path: str) -> str:
        self.learn([path])
        return self._names.get(path, "")


def paths_found(actor: Actor, words: str, day: date) -> list[str]:
    """The paths of the places that words mean, as far as the actor may read the record there."""
    found = import_string(settings.PLACES_FOUND)(actor, Permission.READ, words, day)
    return [place.path for place in found]
