"""Amending units by a legal act: each change dated and sourced, nothing overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import Refused
from lachan.places.actions.organisations import end_with_their_units
from lachan.places.actions.rows import lock_units, stored_tree, write_changed
from lachan.places.events import UnitAmended
from lachan.places.rules.amendments import amendment_of
from lachan.places.rules.tree import Amendment, CannotAmend
from lachan.places.terms import Permission


@dataclass
class Amended:
    """What became of the rows: `received = applied + known + refused`, with their numbers."""

    applied: list[tuple[int, Amendment]] = field(default_factory=list)
    known: list[tuple[int, Amendment]] = field(default_factory=list)
    refused: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)

    @property
    def received(self) -> int:
        return len(self.applied) + len(self.known) + len(self.refused)


def amend_units(
    actor: Actor, rows: Iterable[tuple[int, Mapping[str, str]]], *, dry_run: bool = False
) -> Amended:
    """Apply the changes of a file, in its order; rows that do not fit are reported, others kept.

    A row that was applied before is known and changes nothing. Bodies in a unit that ends end
    with it. With `dry_run` nothing is written: the answer says what would happen.
    """
    result = Amended()
    wanted: list[tuple[int, Amendment, dict[str, str]]] = []
    for number, row in rows:
        try:
            amendment = amendment_of(row)
            _must_edit_both(actor, amendment)
        except (ValueError, Refused) as problem:
            result.refused.append((number, str(problem), dict(row)))
        else:
            wanted.append((number, amendment, dict(row)))
    if not wanted:
        return result
    provinces = {path[:3] for _n, one, _row in wanted for path in (one.path, one.to_path) if path}
    with transaction.atomic():
        lock_units()
        tree = stored_tree(provinces)
        for number, amendment, row in wanted:
            try:
                is_new = tree.amend(amendment)
            except CannotAmend as problem:
                result.refused.append((number, str(problem), row))
                continue
            (result.applied if is_new else result.known).append((number, amendment))
        if result.applied and not dry_run:
            write_changed(tree)
            for _number, amendment in result.applied:
                if amendment.action != "create" and tree.at(amendment.path, amendment.day) is None:
                    end_with_their_units([amendment.path], amendment.day)
                _record(actor, amendment)
    result.refused.sort(key=lambda one: one[0])
    return result


def _must_edit_both(actor: Actor, amendment: Amendment) -> None:
    for path in filter(None, (amendment.path, amendment.to_path)):
        if not actor.may(Permission.EDIT, path):
            raise Refused(_("you may not change %(path)s") % {"path": path})


def _record(actor: Actor, amendment: Amendment) -> None:
    record(
        UnitAmended(
            amendment.action,
            amendment.day,
            f"{amendment.name} ({amendment.path})",
            f"{amendment.to_name} ({amendment.to_path or amendment.path})"
            if amendment.to_name
            else "",
            amendment.source,
        ),
        actor=actor,
        path=amendment.path,
    )
