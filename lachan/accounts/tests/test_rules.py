"""Who may give what, in sentences; no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lachan.accounts.rules.deputies import DeputyWish, obstacles_to_deputise
from lachan.accounts.rules.grants import (
    Grantor,
    Held,
    Wish,
    obstacles_to_grant,
    obstacles_to_withdraw,
    state_of,
)
from lachan.accounts.rules.opening import (
    Account,
    obstacles_to_administer,
    obstacles_to_username,
    slip_password,
)
from lachan.accounts.terms import GrantState, Permission, Role

TODAY = date(2021, 9, 15)
CLERK = Role("clerk", "Văn thư", frozenset({"places.read", "directives.register"}))
LEADER = Role("leader", "Lãnh đạo", frozenset({"tasks.decide", Permission.DEPUTISE}), leads=True)
KEEPER = Role(
    "administrator",
    "Quản trị",
    frozenset({Permission.GRANT, Permission.APPOINT, Permission.ADMINISTER}),
    is_office=False,
)
CHAIRMAN = Grantor(1, frozenset({Permission.GRANT, Permission.APPOINT, Permission.DEPUTISE}))
WISH = Wish(
    user_id=2,
    user_is_active=True,
    role=CLERK,
    path="96/",
    place_exists=True,
    valid_from=TODAY,
    valid_until=None,
    reason="Quyết định 12/QĐ-UBND",
)


def only(reasons: list[str]) -> str:
    assert len(reasons) == 1, reasons
    return reasons[0]


def test_who_appoints_gives_an_office_role_that_does_more_than_their_own():
    assert obstacles_to_grant(CHAIRMAN, WISH, TODAY) == []


def test_who_may_not_give_roles_there_hears_nothing_else():
    outsider = Grantor(1, frozenset({"places.read"}))
    broken = replace(WISH, role=None, place_exists=False, reason="")
    assert "jurisdiction" in only(obstacles_to_grant(outsider, broken, TODAY))


def test_without_the_right_to_appoint_nobody_gives_more_than_they_have():
    deputy_head = Grantor(1, frozenset({Permission.GRANT, "places.read"}))
    assert "more than you" in only(obstacles_to_grant(deputy_head, WISH, TODAY))
    equal = Grantor(1, frozenset({Permission.GRANT, *CLERK.permissions}))
    assert obstacles_to_grant(equal, WISH, TODAY) == []


def test_a_leader_makes_no_administrators_but_an_administrator_does():
    wish = replace(WISH, role=KEEPER)
    assert "more than you" in only(obstacles_to_grant(CHAIRMAN, wish, TODAY))
    assert obstacles_to_grant(Grantor(1, KEEPER.permissions), wish, TODAY) == []


def test_nobody_gives_a_role_to_themselves():
    assert "themselves" in only(obstacles_to_grant(CHAIRMAN, replace(WISH, user_id=1), TODAY))


def test_who_acts_for_somebody_else_gives_no_roles():
    deputy = replace(CHAIRMAN, is_deputy=True)
    assert "acts for" in only(obstacles_to_grant(deputy, WISH, TODAY))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"place_exists": False}, "no unit or body"),
        ({"role": None}, "no such role"),
        ({"user_is_active": False}, "closed"),
        ({"valid_from": TODAY - timedelta(days=1)}, "backwards"),
        ({"valid_until": TODAY - timedelta(days=1)}, "before the first day"),
        ({"valid_until": TODAY + timedelta(days=4000)}, "longer than"),
        ({"reason": "  ok "}, "reason"),
        ({"held": (Held("clerk", "96/", date(2021, 1, 1), None),)}, "already holds"),
    ],
)
def test_what_stands_against_a_grant_is_said(change, words):
    assert words in only(obstacles_to_grant(CHAIRMAN, replace(WISH, **change), TODAY))


@pytest.mark.parametrize(
    "held",
    [
        Held("clerk", "96/964/", date(2021, 1, 1), None),
        Held("officer", "96/", date(2021, 1, 1), None),
        Held("clerk", "96/", date(2021, 1, 1), date(2021, 9, 14)),
        Held("clerk", "96/", date(2021, 1, 1), None, is_withdrawn=True),
        Held("clerk", "96/", date(2021, 9, 1), date(2021, 9, 30), deputises=9),
    ],
)
def test_another_place_another_role_or_other_days_do_not_stand_against_it(held):
    assert obstacles_to_grant(CHAIRMAN, replace(WISH, held=(held,)), TODAY) == []


def test_one_day_is_a_time():
    assert obstacles_to_grant(CHAIRMAN, replace(WISH, valid_until=TODAY), TODAY) == []


def test_the_state_of_a_grant_counts_both_days():
    held = Held("clerk", "96/", TODAY, TODAY)
    assert state_of(held, TODAY) == GrantState.HOLDS
    assert state_of(held, TODAY - timedelta(days=1)) == GrantState.AHEAD
    assert state_of(held, TODAY + timedelta(days=1)) == GrantState.ENDED
    assert state_of(replace(held, is_withdrawn=True), TODAY) == GrantState.WITHDRAWN


HELD = Held("clerk", "96/", date(2021, 1, 1), None)


def test_a_role_is_withdrawn_once_by_somebody_else_with_a_reason():
    assert obstacles_to_withdraw(CHAIRMAN, HELD, 2, "nghỉ hưu") == []
    gone = replace(HELD, is_withdrawn=True)
    assert "already" in only(obstacles_to_withdraw(CHAIRMAN, gone, 2, "nghỉ hưu"))
    assert "their own" in only(obstacles_to_withdraw(CHAIRMAN, HELD, 1, "nghỉ hưu"))
    assert "reason" in only(obstacles_to_withdraw(CHAIRMAN, HELD, 2, ""))
    assert "may not" in only(obstacles_to_withdraw(Grantor(3, frozenset()), HELD, 2, "nghỉ hưu"))


def test_a_leader_may_always_take_back_who_acts_for_them():
    acting = replace(HELD, deputises=7)
    assert obstacles_to_withdraw(Grantor(7, frozenset()), acting, 2, "đã về cơ quan") == []


DEPUTY = DeputyWish(
    leader_id=1,
    leader_grant=Held("leader", "96/", date(2020, 1, 1), None),
    leader_role=LEADER,
    deputy_id=2,
    deputy_is_active=True,
    deputy_is_known_here=True,
    valid_from=TODAY,
    valid_until=TODAY + timedelta(days=7),
    reason="đi công tác Hà Nội",
)


def test_a_leader_lets_somebody_act_for_a_week():
    assert obstacles_to_deputise(CHAIRMAN, DEPUTY, TODAY) == []


def test_an_administrator_may_enter_it_for_the_leader():
    assert obstacles_to_deputise(Grantor(5, KEEPER.permissions), DEPUTY, TODAY) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"valid_until": None}, "until which day"),
        ({"valid_until": TODAY + timedelta(days=93)}, "longer than 92"),
        ({"valid_from": TODAY - timedelta(days=1)}, "backwards"),
        ({"deputy_id": 1}, "themselves"),
        ({"deputy_is_active": False}, "closed"),
        ({"deputy_is_known_here": False}, "within the leader's jurisdiction"),
        ({"leader_role": CLERK}, "leads"),
        ({"leader_grant": replace(DEPUTY.leader_grant, is_withdrawn=True)}, "ended"),
        ({"leader_grant": replace(DEPUTY.leader_grant, deputises=8)}, "further deputy"),
        (
            {"leader_grant": replace(DEPUTY.leader_grant, valid_until=TODAY + timedelta(days=3))},
            "within those of the leader",
        ),
        (
            {"deputies": ((2, Held("leader", "96/", TODAY, TODAY, deputises=1)),)},
            "already acts",
        ),
        ({"reason": "x"}, "reason"),
    ],
)
def test_what_stands_against_a_deputy_is_said(change, words):
    assert words in only(obstacles_to_deputise(CHAIRMAN, replace(DEPUTY, **change), TODAY))


def test_a_deputy_names_no_further_deputy_and_an_administrator_not_themselves():
    acting = replace(CHAIRMAN, is_deputy=True)
    assert "further deputy" in only(obstacles_to_deputise(acting, DEPUTY, TODAY))
    keeper = Grantor(2, KEEPER.permissions)
    assert "themselves" in only(obstacles_to_deputise(keeper, DEPUTY, TODAY))


@pytest.mark.parametrize("name", ["nguyen.van.an", "an96", "pho-chu-tich"])
def test_a_sign_in_name_is_small_letters(name):
    assert obstacles_to_username(name, is_taken=False) == []


@pytest.mark.parametrize("name", ["", "an", "Nguyen", "nguyễn", "a..b", ".an", "an.", "9an", "a b"])
def test_other_names_are_refused_with_an_example(name):
    assert "nguyen.van.an" in only(obstacles_to_username(name, is_taken=False))


def test_an_administrator_resets_only_whose_every_right_lies_within_reach():
    why = "mất giấy cấp tài khoản"
    inside = Account(2, True, "96/964/", ("96/964/31999/",))
    assert obstacles_to_administer(("96/964/",), 9, inside, why) == []
    above = replace(inside, grant_paths=("96/",))
    assert "outside" in only(obstacles_to_administer(("96/964/",), 9, above, why))
    kept_elsewhere = replace(inside, path="95/")
    assert "outside" in only(obstacles_to_administer(("96/",), 9, kept_elsewhere, why))
    kept_nowhere = replace(inside, path="")
    assert obstacles_to_administer(("96/964/",), 9, kept_nowhere, why) == []
    nobody = Account(2, True, "", ())
    assert "outside" in only(obstacles_to_administer(("96/",), 9, nobody, why))
    whole_country = replace(inside, grant_paths=("",))
    assert "outside" in only(obstacles_to_administer(("96/",), 9, whole_country, why))
    assert "own account" in only(obstacles_to_administer(("96/964/",), 2, inside, why))
    assert "reason" in only(obstacles_to_administer(("96/964/",), 9, inside, ""))


def test_a_password_on_a_slip_has_no_letters_that_are_confused():
    password = slip_password(range(16))
    assert password == "abcd-efgh-ijkm-npqr"
    assert not set("0O1lI") & set(slip_password(range(32)))
