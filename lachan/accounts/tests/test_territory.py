"""A health body works for the whole unit it hangs in; other bodies stay at their desk."""

from __future__ import annotations

import pytest

from lachan.accounts.actions.giving import deputise, give_grant
from lachan.accounts.models import Grant, User
from lachan.accounts.queries import actor_for, nearest_users_with, users_with
from lachan.cases.queries.cases import cases
from lachan.core.actor import Actor
from lachan.core.path import territory
from lachan.core.refused import Refused
from tests.cast import NOW, TODAY

BODY = "96/so-y-te/"
COMMUNE = "96/964/32025/"


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        (BODY, "96/"),
        ("96/964/ubnd/", "96/964/"),
        ("96/964/31999/", "96/964/31999/"),
        ("96/964/31999/31999-001/", "96/964/31999/31999-001/"),
        ("", ""),
    ],
)
def test_a_body_s_territory_is_the_unit_it_hangs_in(path, unit):
    assert territory(path) == unit


@pytest.fixture
def health(cast) -> Actor:
    """The head of the department of health, as a body of health."""
    Grant.objects.filter(user=cast.users["health"]).update(role="health_head")
    return actor_for(User.objects.get(pk=cast.users["health"].pk), TODAY)


def test_the_department_sees_the_cases_of_the_province_and_no_neighbour_s(cast, health):
    assert health.may("cases.read", COMMUNE)
    assert health.may("cases.open", COMMUNE)
    assert health.may("contacts.follow", "96/966/")
    assert not health.may("cases.read", "95/")


def test_its_tasks_and_reports_stay_at_its_desk(cast, health):
    assert health.workplace == BODY
    for permission in ("tasks.work", "tasks.assign", "command.submit", "accounts.deputise"):
        assert health.may(permission, BODY)
        assert not health.may(permission, "96/")
    assert not health.may("checkpoints.manage", COMMUNE)
    assert health.may("checkpoints.read", COMMUNE)


def test_a_case_of_a_commune_is_in_its_line_list_and_in_no_other_body_s(cast, health):
    from lachan.tracing.tests.examples import a_case

    made, _people = a_case(cast)
    assert list(cases(health)) == [made.case]
    assert not cases(cast.police).exists()


def test_the_same_role_at_a_unit_reaches_no_further(cast, health):
    Grant.objects.filter(user=cast.users["health"]).update(path="96/964/")
    actor = actor_for(User.objects.get(pk=cast.users["health"].pk), TODAY)
    assert actor.may("cases.read", COMMUNE)
    assert not actor.may("cases.read", "96/966/")


def test_it_is_told_of_what_reaches_the_province(cast, health):
    head = cast.users["health"]
    assert head in users_with("cases.open", COMMUNE, TODAY)
    assert head in nearest_users_with("tracing.announce", "96/", TODAY)
    assert head not in nearest_users_with("cases.open", COMMUNE, TODAY)
    assert head not in users_with("tasks.work", COMMUNE, TODAY)
    assert head not in users_with("cases.open", "95/", TODAY)


def test_who_acts_for_the_head_reaches_as_far(cast, health):
    Grant.objects.create(
        user=cast.users["nobody"],
        role="officer",
        path=BODY,
        place_name="Sở Y tế",
        valid_from=TODAY,
    )
    grant = Grant.objects.get(user=cast.users["health"])
    deputise(
        health,
        grant_id=grant.pk,
        deputy_id=cast.users["nobody"].pk,
        valid_from=TODAY,
        valid_until=TODAY,
        reason="đi công tác",
        now=NOW,
    )
    deputy = actor_for(cast.users["nobody"], TODAY, f"{BODY}@{cast.users['health'].pk}")
    assert deputy.may("cases.read", COMMUNE)
    assert not actor_for(cast.users["nobody"], TODAY, BODY).may("cases.read", COMMUNE)


def test_the_role_is_given_only_by_who_gives_roles_in_the_whole_territory(cast):
    def give(actor, role):
        return give_grant(
            actor,
            user_id=cast.users["nobody"].pk,
            role=role,
            path=BODY,
            valid_from=TODAY,
            reason="theo quyết định",
            now=NOW,
        )

    leader = Actor(
        id=cast.users["police"].pk,
        name="Người của sở",
        grants=frozenset((one, BODY) for one in ("accounts.grant", "accounts.appoint")),
        workplace=BODY,
    )
    with pytest.raises(Refused):
        give(leader, "health_officer")
    assert give(leader, "officer")
    assert give(cast.leader, "health_officer")
