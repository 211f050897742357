"""Contacts, a proposal, a trace and the follow-up of province 96, for the neighbour test."""

from __future__ import annotations

from tests.scenes import MARK

from .examples import a_change, a_proposal, a_world
from .followed import follow_up_scene


def scene(cast) -> dict[str, dict[str, object]]:
    """A chain of two contacts, what is proposed for one; url name -> kwargs that reach them."""
    world = a_world(cast, mark=MARK)
    a_change(world.first, world.run)
    proposed = a_proposal(world.run, world.first, words=f"lý do {MARK}")
    one, of_proposal = {"key": world.first.key}, {"key": proposed.key}
    return {
        **follow_up_scene(cast),
        "contacts:contact": one,
        "contacts:set_level": one,
        "contacts:proposal": of_proposal,
        "contacts:approve": of_proposal,
        "contacts:refuse": of_proposal,
        "contacts:annex": of_proposal,
        "contacts:run": {"key": world.run.key},
        "contacts:performance_list": {"figure": "with_contact"},
    }
