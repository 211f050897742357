"""Who may write or approve a rule: pure."""

from __future__ import annotations

from lachan.core import path as paths
from lachan.core.actor import Actor


def may_change(actor: Actor, permission: str, territory: str) -> bool:
    """Whether the permission reaches a rule of this territory (a path; empty: the whole country).

    The Ministry has no account here: its rules are taken down by a whole province, never by a
    district or a commune of one.
    """
    if territory:
        return actor.may(permission, territory)
    return any(len(paths.parts(where)) <= 1 for where in actor.paths_for(permission))
