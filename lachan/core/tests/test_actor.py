"""Who may do what, where."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lachan.core import path as paths
from lachan.core.actor import NOBODY, Actor, system

places = st.sampled_from(["96/", "96/964/", "96/964/31999/", "96/so-y-te/", "95/", "95/954/"])
grants = st.frozensets(st.tuples(st.sampled_from(["a.read", "b.edit"]), places), max_size=5)


def test_a_grant_holds_at_its_place_and_below_but_never_above_or_beside():
    actor = Actor(1, "Huỳnh Văn Phố", frozenset({("tasks.read", "96/964/")}))
    assert actor.may("tasks.read", "96/964/")
    assert actor.may("tasks.read", "96/964/31999/")
    assert not actor.may("tasks.read", "96/")
    assert not actor.may("tasks.read", "96/966/")
    assert not actor.may("tasks.accept", "96/964/")


def test_nobody_may_do_nothing_anywhere():
    assert not NOBODY.may_somewhere("tasks.read")
    assert NOBODY.paths_for("tasks.read") == ()


def test_the_system_acts_everywhere_but_only_as_it_was_told():
    clock = system("lịch", "tasks.remind")
    assert clock.may("tasks.remind", "95/954/")
    assert not clock.may("tasks.accept", "96/")


@given(grants, places)
def test_the_outermost_paths_say_the_same_as_all_grants(held, place):
    actor = Actor(1, "a", held)
    scopes = actor.paths_for("a.read")
    assert any(paths.contains(scope, place) for scope in scopes) == actor.may("a.read", place)
    assert not any(
        one != other and paths.contains(one, other) for one in scopes for other in scopes
    )
