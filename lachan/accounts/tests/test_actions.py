"""Giving, taking back, deputising, keeping accounts: on a real database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from lachan.accounts import actions
from lachan.accounts.models import Grant, User
from lachan.accounts.queries import (
    actor_for,
    heads_of,
    nearest_users_with,
    users_at,
    users_with,
    workplaces_of,
)
from lachan.accounts.queries.grants import get_person, grants, people
from lachan.audit.models import Entry
from lachan.core.refused import NotThere, Refused
from tests.at_once import at_once
from tests.cast import NOW, TODAY

WHY = "Quyết định 12/QĐ-UBND"


def events() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("event", flat=True))


def give(cast, actor="leader", user="nobody", role="clerk", path="96/964/", **days):
    return actions.give_grant(
        cast.actor(actor),
        user_id=cast.users[user].pk,
        role=role,
        path=path,
        valid_from=days.get("valid_from", TODAY),
        valid_until=days.get("valid_until"),
        reason=WHY,
        now=NOW,
    )


def grant_of(cast, user: str) -> Grant:
    return Grant.objects.get(user=cast.users[user])


def test_a_given_role_makes_an_actor_and_stands_on_record(cast):
    grant = give(cast)
    assert grant.place_name == "Thành phố Cà Mau"
    assert cast.nobody.may("directives.register", "96/964/31999/")
    entry = Entry.objects.get()
    assert (entry.event, entry.path, entry.actor_name) == (
        "accounts.RoleGiven",
        "96/964/",
        "Trần Văn Lãnh",
    )
    assert entry.payload["person"] == "Trương Văn Không"


def test_nothing_is_given_outside_ones_jurisdiction_and_nothing_is_recorded(cast):
    with pytest.raises(Refused, match="jurisdiction"):
        give(cast, path="95/")
    with pytest.raises(Refused, match="jurisdiction"):
        give(cast, actor="health", path="96/so-y-te/")
    assert events() == []


def test_a_body_is_a_place_and_an_invented_path_is_none(cast):
    assert give(cast, path="96/so-y-te/").place_name == "Sở Y tế"
    with pytest.raises(Refused, match="no unit or body"):
        give(cast, path="96/999/")


def test_the_same_role_is_not_given_twice(cast):
    give(cast)
    with pytest.raises(Refused, match="already holds"):
        give(cast)


def test_the_database_too_lets_nobody_give_to_themselves(cast):
    leader = cast.users["leader"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(
            user=leader,
            role="clerk",
            path="96/",
            place_name="x",
            valid_from=TODAY,
            granted_by=leader,
        )


def test_a_withdrawn_role_holds_no_more_from_this_moment(cast):
    actions.withdraw_grant(
        cast.admin, grant_id=grant_of(cast, "clerk").pk, reason="chuyển công tác", now=NOW
    )
    assert not cast.clerk.may_somewhere("directives.register")
    assert events() == ["accounts.RoleWithdrawn"]


def test_a_neighbours_grant_is_not_there(cast):
    with pytest.raises(NotThere):
        actions.withdraw_grant(
            cast.neighbour, grant_id=grant_of(cast, "clerk").pk, reason=WHY, now=NOW
        )
    assert not grants(cast.neighbour).filter(path__startswith="96/").exists()
    assert set(people(cast.neighbour)) == {cast.users["neighbour"]}
    with pytest.raises(NotThere):
        get_person(cast.neighbour, cast.users["clerk"].pk)


def deputise(cast, *, actor="leader", leader="leader", deputy="clerk", days=7):
    return actions.deputise(
        cast.actor(actor),
        grant_id=grant_of(cast, leader).pk,
        deputy_id=cast.users[deputy].pk,
        valid_from=TODAY,
        valid_until=TODAY + timedelta(days=days),
        reason="đi công tác",
        now=NOW,
    )


def test_acting_for_a_leader_is_a_workplace_of_its_own(cast):
    grant = deputise(cast)
    own, acting = workplaces_of(cast.users["clerk"], TODAY)
    assert (own.on_behalf_of, acting.on_behalf_of) == ("", "Trần Văn Lãnh")
    assert own.path == acting.path == "96/"
    actor = actor_for(cast.users["clerk"], TODAY, acting.key)
    assert actor.on_behalf_of == "Trần Văn Lãnh"
    assert actor.may("directives.approve", "96/")
    assert not cast.clerk.may("directives.approve", "96/")
    assert Entry.objects.get().payload["grant_id"] == grant.pk


def test_a_deputy_gives_no_roles_and_names_no_deputies(cast):
    deputise(cast)
    key = workplaces_of(cast.users["clerk"], TODAY)[1].key
    acting = actor_for(cast.users["clerk"], TODAY, key)
    with pytest.raises(Refused, match="gives no roles"):
        actions.give_grant(
            acting,
            user_id=cast.users["nobody"].pk,
            role="clerk",
            path="96/",
            valid_from=TODAY,
            reason=WHY,
            now=NOW,
        )
    with pytest.raises(Refused, match="further deputy"):
        actions.deputise(
            acting,
            grant_id=grant_of(cast, "leader").pk,
            deputy_id=cast.users["synthesist"].pk,
            valid_from=TODAY,
            valid_until=TODAY,
            reason=WHY,
            now=NOW,
        )


@pytest.mark.parametrize("how", ["withdrawn", "ended", "closed"])
def test_a_deputy_ends_with_the_leader(cast, how):
    deputise(cast)
    leader = Grant.objects.filter(user=cast.users["leader"])
    if how == "withdrawn":
        leader.update(withdrawn_at=NOW)
    elif how == "ended":
        leader.update(valid_until=date(2021, 9, 14))
    else:
        User.objects.filter(username="leader").update(is_active=False)
    assert [place.on_behalf_of for place in workplaces_of(cast.users["clerk"], TODAY)] == [""]
    assert cast.users["clerk"] not in heads_of("96/", TODAY)


def test_a_leader_takes_a_deputy_back(cast):
    grant = deputise(cast)
    actions.withdraw_grant(cast.leader, grant_id=grant.pk, reason="đã về cơ quan", now=NOW)
    assert len(workplaces_of(cast.users["clerk"], TODAY)) == 1


def test_only_who_works_within_the_jurisdiction_can_act(cast):
    with pytest.raises(Refused, match="jurisdiction"):
        deputise(cast, deputy="neighbour")
    with pytest.raises(Refused, match="jurisdiction"):
        deputise(cast, deputy="nobody")


def test_who_answers_for_a_place(cast):
    deputise(cast)
    named = lambda rows: {user.username for user in rows}  # noqa: E731
    assert named(heads_of("96/", TODAY)) == {"leader", "clerk"}
    assert named(heads_of("96/so-y-te/", TODAY)) == {"health"}
    assert named(heads_of("96/966/", TODAY)) == set()
    assert named(users_at("96/", ["clerk"], today=TODAY)) == {"clerk"}
    assert named(users_at("96/964/32025/", today=TODAY)) == {"commune"}
    assert named(users_at("96/964/32025/", ["head"], today=TODAY, include_above=True)) == {"city"}
    assert named(users_with("tasks.decide", "96/964/32025/", TODAY)) == {
        *("city", "leader", "clerk"),
    }
    assert named(nearest_users_with("tasks.decide", "96/964/32025/", TODAY)) == {"city"}
    assert named(nearest_users_with("tasks.decide", "96/966/", TODAY)) == {"leader", "clerk"}
    assert named(nearest_users_with("no.such", "96/966/", TODAY)) == set()


def open_account(cast, **fields):
    wanted = {"username": "ly.van.moi", "full_name": "Lý  Văn Mới", "path": "96/964/"} | fields
    return actions.open_account(cast.admin, **wanted, now=NOW)


def test_an_opened_account_has_a_password_that_must_be_changed(cast):
    user, password = open_account(cast)
    assert user.check_password(password)
    assert user.must_change_password
    assert user.full_name == "Lý Văn Mới"
    assert user.sort_key == "moi ly van"
    assert cast.admin.id is not None
    assert not actor_for(user, TODAY).grants
    actions.password_changed(user, "một-mật-khẩu-riêng-96")
    assert not user.must_change_password
    assert events() == ["accounts.AccountOpened", "accounts.PasswordChanged"]
    assert "mật-khẩu" not in str(list(Entry.objects.values_list("payload", flat=True)))


def test_an_account_can_be_opened_with_its_first_role_or_not_at_all(cast):
    user, _password = open_account(cast, role="officer", reason=WHY)
    assert actor_for(user, TODAY).may("tasks.work", "96/964/")
    with pytest.raises(Refused, match="Give the reason"):
        open_account(cast, username="ly.van.hai", role="leader", path="96/964/", reason="x")
    assert not User.objects.filter(username="ly.van.hai").exists()


def test_leaders_open_no_accounts_and_nobody_does_elsewhere(cast):
    with pytest.raises(Refused, match="may not open"):
        actions.open_account(cast.leader, username="ai.do", full_name="Ai Đó", path="96/", now=NOW)
    with pytest.raises(Refused, match="may not open"):
        open_account(cast, path="95/")
    open_account(cast)
    with pytest.raises(Refused, match="taken"):
        open_account(cast)


def test_an_administrator_resets_and_closes_within_reach(cast):
    city = cast.users["city"]
    _user, password = actions.reset_password(
        cast.admin, user_id=city.pk, reason="quên mật khẩu", now=NOW
    )
    city.refresh_from_db()
    assert city.check_password(password)
    assert city.must_change_password
    actions.close_account(cast.admin, user_id=city.pk, reason="nghỉ hưu", now=NOW)
    assert not heads_of("96/964/", TODAY).exists()
    with pytest.raises(Refused, match="closed already"):
        actions.close_account(cast.admin, user_id=city.pk, reason="nghỉ hưu", now=NOW)
    actions.reopen_account(cast.admin, user_id=city.pk, reason="nhầm người", now=NOW)
    assert heads_of("96/964/", TODAY).exists()
    with pytest.raises(NotThere):
        actions.close_account(cast.neighbour, user_id=city.pk, reason="không phải của tôi", now=NOW)
    with pytest.raises(Refused, match="outside"):
        actions.close_account(cast.leader, user_id=city.pk, reason="không có quyền", now=NOW)


def test_a_city_administrator_does_not_reset_the_province(cast):
    Grant.objects.create(
        user=cast.users["nobody"],
        role="administrator",
        path="96/964/",
        place_name="Thành phố Cà Mau",
        valid_from=TODAY,
    )
    give(cast, actor="leader", user="clerk", role="officer", path="96/964/")
    with pytest.raises(Refused, match="outside"):
        actions.reset_password(
            cast.nobody, user_id=cast.users["clerk"].pk, reason="quên mật khẩu", now=NOW
        )


def test_facts_are_corrected_with_what_was_before(cast):
    city = cast.users["city"]
    actions.correct_profile(
        cast.admin,
        user_id=city.pk,
        full_name="Huỳnh Văn Phố",
        position="Chủ tịch UBND thành phố",
        phone="0913 000 111",
        email="",
        reason="bổ sung chức vụ",
        now=NOW,
    )
    payload = Entry.objects.get().payload
    assert payload["before"] == {"position": "", "phone": ""}
    assert payload["after"]["phone"] == "0913 000 111"
    city.refresh_from_db()
    assert "chu tich" in city.search_text
    assert "0913000111" in city.search_text


def test_accounts_are_established_once_while_a_system_is_set_up(cast):
    wanted = {
        "username": "van.thu",
        "full_name": "Nguyễn Thị Văn Thư",
        "role": "clerk",
        "path": "96/",
        "password": "mat-khau-demo-96",
        "today": TODAY,
    }
    first = actions.establish_account(**wanted)
    assert actions.establish_account(**wanted) == first
    assert Grant.objects.filter(user=first).count() == 1
    with pytest.raises(Refused, match="no role"):
        actions.establish_account(**wanted | {"role": "king"})
    with pytest.raises(Refused, match="no unit or body"):
        actions.establish_account(**wanted | {"path": "97/"})


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_withdraw_at_once_one_is_told_that_it_is_done(cast):
    pk = grant_of(cast, "clerk").pk
    outcomes = at_once(
        *(
            lambda actor=actor: actions.withdraw_grant(actor, grant_id=pk, reason=WHY, now=NOW)
            for actor in (cast.admin, cast.leader, cast.admin, cast.leader)
        )
    )
    assert sum(isinstance(outcome, Grant) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 3
    assert events() == ["accounts.RoleWithdrawn"]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_four_who_give_the_same_role_at_once_one_gives_it(cast):
    outcomes = at_once(*(lambda: give(cast) for _ in range(4)))
    assert sum(isinstance(outcome, Grant) for outcome in outcomes) == 1
    assert events() == ["accounts.RoleGiven"]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_sign_in_name_is_given_once(cast):
    outcomes = at_once(*(lambda: open_account(cast) for _ in range(4)))
    assert sum(isinstance(outcome, tuple) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 3


def test_lost_second_factors_are_taken_away_by_an_administrator_with_a_reason(cast):
    city = cast.users["city"]
    with pytest.raises(Refused, match="no second factor"):
        actions.reset_second_factor(cast.admin, user_id=city.pk, reason="mất máy", now=NOW)
    Authenticator.objects.create(user=city, type="totp", data={"secret": "x"})
    Authenticator.objects.create(user=city, type="recovery_codes", data={})
    actions.reset_second_factor(cast.admin, user_id=city.pk, reason="mất máy", now=NOW)
    assert not Authenticator.objects.filter(user=city).exists()
    entry = Entry.objects.get()
    assert (entry.event, entry.payload["removed"]) == ("accounts.SecondFactorReset", 2)
