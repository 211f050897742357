"""What communes do, what a changed rule does, and codes that hold or do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from lachan.arrivals.actions import deciding, rerunning, watching
from lachan.arrivals.actions.declaring import PUBLIC, declare
from lachan.arrivals.actions.joining import join_arrival, join_arrivals
from lachan.arrivals.actions.passes import revoke_pass, signing_key
from lachan.arrivals.actions.teams import TeamWords, end_team, set_team
from lachan.arrivals.actions.telling import tell_lateness
from lachan.arrivals.actions.using import forget_uses, may_use
from lachan.arrivals.models import (
    Arrival,
    ArrivalLimit,
    Declaration,
    Pass,
    PassKey,
    PublicUse,
    Rerun,
    WatchStep,
)
from lachan.arrivals.queries.arrivals import late_condition, visible_arrivals
from lachan.arrivals.queries.decided import decided_between
from lachan.arrivals.queries.declarations import who_answers
from lachan.arrivals.queries.passes import revoked_ids, valid_keys
from lachan.arrivals.queries.reruns import per_commune
from lachan.arrivals.reactions import on_policies_rules_imported
from lachan.arrivals.rules.declaring import DeclaredOne, Draft
from lachan.arrivals.rules.passes import PassFault, verify
from lachan.arrivals.rules.watching import is_late
from lachan.arrivals.terms import Door, LimitName, StepKind, WatchState
from lachan.arrivals.tests.examples import COMMUNE, OTHER, words
from lachan.audit.models import Entry
from lachan.core.dates import day_of
from lachan.core.refused import NotThere, Refused
from lachan.notifications.models import Message
from lachan.policies.rules.facts import Facts, Stay
from lachan.policies.rules.ruleset import Area, Conditions, Rule, RuleSet, Source
from lachan.policies.terms import Measure
from tests.cast import NOW

HOUR = timedelta(hours=1)


def rule(code: str, measure: Measure, **fields) -> Rule:
    source = Source("308-CV/TU", "khoản 1", f"Lời của {code}")
    return Rule(code, 1, code, NOW - timedelta(days=300), measure, source, **fields)


@pytest.fixture
def rules(monkeypatch):
    """The rules in force: `rules.set(rule, …)`; at first everybody declares."""

    class InForce:
        def set(self, *found: Rule, areas: tuple[Area, ...] = ()) -> None:
            self.ruleset = RuleSet(rules=found, areas=areas, path="96/")

    held = InForce()
    held.set(rule("all", Measure.DECLARE))
    monkeypatch.setattr(deciding, "rules_in_force", lambda path, at: held.ruleset)
    return held


@pytest.fixture
def arrival(cast, rules):
    return join_arrival(cast.synthesist, words(), now=NOW)


CITY = Area("hcm", "Thành phố Hồ Chí Minh", before=("79/",), after=("79/",))
FROM_THE_CITY = rule(
    "city", Measure.CENTRALISED_QUARANTINE, days=14, conditions=Conditions(origins=("hcm",))
)


def test_acknowledging_is_recorded_with_who_and_when(cast, arrival):
    watching.receive(cast.commune, [arrival.pk], now=NOW + HOUR)
    arrival.refresh_from_db()
    assert (arrival.state, arrival.received_at) == (WatchState.RECEIVED, NOW + HOUR)
    assert arrival.received_by == cast.users["commune"]
    assert Entry.objects.filter(event="arrivals.WatchMoved", path=COMMUNE).count() == 1


def test_somebody_else_s_list_is_not_there(cast, arrival):
    with pytest.raises(NotThere):
        watching.receive(cast.neighbour, [arrival.pk], now=NOW)
    arrival.refresh_from_db()
    assert arrival.state == WatchState.SENT


def test_who_is_not_found_comes_back_to_whoever_looks_from_above(cast, arrival):
    watching.say_not_here(cast.commune, [arrival.pk], "Nhà khóa cửa", now=NOW)
    arrival.refresh_from_db()
    assert arrival.state == WatchState.NOT_HERE
    late = visible_arrivals(cast.city).filter(late_condition(NOW + timedelta(hours=3)))
    assert list(late) == [arrival]


def test_words_do_not_move_whom_a_commune_has_found(cast, arrival):
    watching.receive(cast.commune, [arrival.pk], now=NOW)
    join_arrival(cast.synthesist, words("l:9", to=OTHER, said_at=NOW), now=NOW + HOUR)
    arrival.refresh_from_db()
    assert (arrival.path, arrival.state) == (COMMUNE, WatchState.RECEIVED)


def test_ending_needs_a_reason(cast, arrival):
    with pytest.raises(Refused):
        watching.end_watch(cast.commune, [arrival.pk], "  ", now=NOW)
    watching.end_watch(cast.commune, [arrival.pk], "Đã về thành phố", now=NOW)
    arrival.refresh_from_db()
    assert arrival.state == WatchState.ENDED


def test_a_step_is_taken_back_only_while_nobody_went_on(cast, arrival):
    outcome = watching.receive(cast.commune, [arrival.pk], now=NOW)
    with pytest.raises(NotThere):
        watching.undo(cast.city, outcome.batch, now=NOW)
    assert watching.undo(cast.commune, outcome.batch, now=NOW) == 1
    with pytest.raises(Refused):
        watching.undo(cast.commune, outcome.batch, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_acknowledge_once(cast, arrival):
    start, outcomes = Barrier(2), []

    def acknowledge(username):
        try:
            start.wait()
            outcomes.append(watching.receive(cast.actor(username), [arrival.pk], now=NOW))
        except Refused as refused:
            outcomes.append(refused)
        finally:
            connection.close()

    threads = [Thread(target=acknowledge, args=(name,)) for name in ("commune", "city")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Outcome", "Refused"]
    assert WatchStep.objects.filter(kind=StepKind.RECEIVED).count() == 1


def test_naming_an_area_finds_who_passed_in_the_morning(cast, rules):
    people = [
        words(f"p:{i}", name=f"Nguyễn Văn Số {i}", number=f"09609000{i:04}", to=to)
        for i, to in enumerate([COMMUNE, COMMUNE, OTHER])
    ]
    elsewhere = words("p:9", name="Lê Thị Xa", number="096190000999", facts=Facts(stays=()))
    arrivals = join_arrivals(cast.synthesist, [*people, elsewhere], now=NOW)
    watching.receive(cast.commune, [arrivals[0].pk], now=NOW)
    rules.set(rule("all", Measure.DECLARE), FROM_THE_CITY, areas=(CITY,))
    afternoon = NOW + 5 * HOUR
    run = rerunning.plan_rerun(
        77, path="96/", rule="city", words="khoản 1", due_at=afternoon, now=afternoon
    )
    assert (run.examined, run.changed) == (4, 3)
    first = Arrival.objects.get(pk=arrivals[0].pk)
    assert first.measure == Measure.CENTRALISED_QUARANTINE
    assert first.reasons[0]["clause"]
    assert (first.state, first.sent_at) == (WatchState.SENT, afternoon)
    kept = list(first.decisions.values_list("measure", "cause", "measure_before"))
    assert kept == [
        ("centralised_quarantine", "rule", "declare"),
        ("declare", "first", ""),
    ]
    counted = {unit.path: unit.number for unit in per_commune(cast.leader, run)}
    assert counted == {COMMUNE: 2, OTHER: 1}
    assert Message.objects.filter(recipient=cast.users["commune"], path=COMMUNE).count() == 1


def test_the_same_cause_runs_once_and_a_killed_run_goes_on(cast, rules, monkeypatch):
    monkeypatch.setattr(rerunning, "CHUNK", 2)
    people = [
        words(f"p:{i}", name=f"Nguyễn Văn Số {i}", number=f"09609000{i:04}") for i in range(5)
    ]
    join_arrivals(cast.synthesist, people, now=NOW)
    rules.set(FROM_THE_CITY, areas=(CITY,))
    calls = []

    def killed(*args, **kwargs):
        if len(calls) == 1:
            raise KeyboardInterrupt
        calls.append(1)
        return deciding.decide_again(*args, **kwargs)

    monkeypatch.setattr(rerunning, "decide_again", killed)
    plan = {"path": "96/", "rule": "city", "words": "", "due_at": NOW, "now": NOW}
    with pytest.raises(KeyboardInterrupt):
        rerunning.plan_rerun(5, **plan)
    assert Rerun.objects.get().examined == 2
    monkeypatch.setattr(rerunning, "decide_again", deciding.decide_again)
    assert rerunning.run_due(NOW + HOUR) == 1
    run = rerunning.plan_rerun(5, **plan)
    assert (run.examined, run.changed) == (5, 5)
    assert Rerun.objects.count() == 1


def test_who_is_told_the_same_by_other_words_has_not_changed(cast, rules):
    rules.set(FROM_THE_CITY, areas=(CITY,))
    arrival = join_arrival(cast.synthesist, words(), now=NOW)
    watching.receive(cast.commune, [arrival.pk], now=NOW)
    later = replace(FROM_THE_CITY.source, words="bổ sung Bình Dương")
    rules.set(replace(FROM_THE_CITY, version=2, source=later), areas=(CITY,))
    run = rerunning.plan_rerun(8, path="96/", rule="city", words="", due_at=NOW, now=NOW)
    assert (run.examined, run.changed) == (1, 0)
    arrival.refresh_from_db()
    # The clause is the new one, and the commune is not asked again.
    assert arrival.reasons[0]["words"] == "bổ sung Bình Dương"
    assert arrival.state == WatchState.RECEIVED
    assert per_commune(cast.leader, run) == []


def test_rules_that_come_in_from_a_document_reach_who_came_before(arrival, rules):
    rules.set(FROM_THE_CITY, areas=(CITY,))
    for number, new in ((5, 3), (6, 0), (5, 3)):
        payload = {"new": new, "known": 3 - new, "areas": 0, "source": "luat.json"}
        on_policies_rules_imported(Entry(id=number, payload=payload, recorded_at=NOW))
    run = Rerun.objects.get()
    assert (run.entry_id, run.rule, run.path) == (5, "luat.json", "")
    assert (run.examined, run.changed) == (1, 1)


def test_a_new_version_does_not_begin_anew_what_somebody_stands_under(cast, rules):
    rules.set(FROM_THE_CITY, areas=(CITY,))
    came = NOW - timedelta(days=2)
    arrival = join_arrival(cast.synthesist, words(came_at=came, said_at=came), now=came)
    later = replace(
        FROM_THE_CITY, version=2, valid_from=NOW, reaches_back_to=NOW - timedelta(days=9)
    )
    rules.set(later, areas=(CITY,))
    run = rerunning.plan_rerun(9, path="96/", rule="city", words="", due_at=NOW, now=NOW)
    assert (run.examined, run.changed) == (1, 0)
    before = (arrival.since, arrival.until)
    arrival.refresh_from_db()
    assert (arrival.since, arrival.until) == before
    assert arrival.since == day_of(came)


def test_a_rule_of_tomorrow_is_run_tomorrow(cast, arrival, rules):
    rules.set(FROM_THE_CITY, areas=(CITY,))
    tomorrow = NOW + timedelta(days=1)
    run = rerunning.plan_rerun(6, path="96/", rule="r", words="", due_at=tomorrow, now=NOW)
    assert run.finished_at is None
    assert rerunning.run_due(NOW) == 0
    assert rerunning.run_due(tomorrow) == 1


def test_deciding_again_without_news_writes_nothing(cast, arrival):
    assert not rerunning.decide_one_again(cast.leader, arrival, now=NOW + HOUR)
    assert arrival.decisions.count() == 1


def test_lists_that_nobody_acknowledges_are_reminded_once_in_six_hours(cast, arrival):
    assert tell_lateness(NOW + 5 * HOUR) == 0
    assert tell_lateness(NOW + 7 * HOUR) == 1
    assert Message.objects.filter(recipient=cast.users["commune"]).count() == 1
    assert tell_lateness(NOW + 8 * HOUR) == 0
    assert tell_lateness(NOW + 14 * HOUR) == 1


def test_lateness_in_the_database_is_that_of_the_rules(cast, rules):
    people = [
        words(f"p:{i}", name=f"Nguyễn Văn Số {i}", number=f"09609000{i:04}", to=to)
        for i, to in enumerate([COMMUNE, "", COMMUNE, OTHER])
    ]
    arrivals = join_arrivals(cast.synthesist, people, now=NOW)
    watching.receive(cast.commune, [arrivals[2].pk], now=NOW)
    for hours in (0, 1, 3, 5, 7, 30):
        now = NOW + hours * HOUR
        found = set(Arrival.objects.filter(late_condition(now)).values_list("pk", flat=True))
        judged = {
            row.pk
            for row in Arrival.objects.all()
            if is_late(row.watch(), now, send=2 * HOUR, receive=6 * HOUR)
        }
        assert found == judged


def test_an_installation_s_own_limit_holds_from_its_day(cast, arrival):
    ArrivalLimit.objects.create(
        name=LimitName.RECEIVE_HOURS, value=1, valid_from=day_of(NOW), source="QĐ thử"
    )
    assert Arrival.objects.filter(late_condition(NOW + 2 * HOUR)).exists()


def draft(**fields) -> Draft:
    one = DeclaredOne("Trần Thị Khai", birth_year=1980, content={"full_name": "Trần Thị Khai"})
    return Draft((one,), COMMUNE, NOW, phone="0912345678", arrives_at=NOW, **fields)


def test_codes_are_signed_by_the_month_s_key_and_two_keys_are_valid(cast, rules):
    declare(PUBLIC, draft(destination_path=COMMUNE), now=NOW)
    assert len(valid_keys(NOW)) == 1
    later = NOW + timedelta(days=32)
    assert signing_key(later).key_id != signing_key(NOW).key_id
    assert len(valid_keys(later)) == 2
    assert len(valid_keys(later + timedelta(days=40))) == 1
    row = Pass.objects.get()
    assert row.expires_at - row.issued_at <= timedelta(days=31)
    assert "Trần" not in row.text


def test_private_keys_do_not_lie_open_in_the_database(cast):
    key = signing_key(NOW)
    assert key.public_key not in key.sealed_seed
    assert len(PassKey.objects.get().sealed_seed) > 64


def test_a_code_that_was_taken_back_is_told_to_devices(cast, rules):
    declare(PUBLIC, draft(destination_path=COMMUNE), now=NOW)
    row = Pass.objects.get()
    with pytest.raises(NotThere):
        revoke_pass(cast.neighbour, row.pk, "thử", now=NOW)
    revoke_pass(cast.leader, row.pk, "Mất điện thoại", now=NOW + HOUR)
    assert revoked_ids(NOW, NOW + HOUR) == [row.token]
    assert revoked_ids(NOW + HOUR, NOW + HOUR) == []
    assert revoked_ids(None, NOW + timedelta(days=60)) == []


def test_a_slip_is_taken_once(cast, rules):
    declare(cast.commune, draft(slip_number="0042"), now=NOW)
    with pytest.raises(Refused):
        declare(cast.commune, draft(slip_number="0042"), now=NOW)
    assert Declaration.objects.count() == 1


def test_who_answers_is_of_the_hamlet_before_the_commune(cast, arrival):
    set_team(cast.city, TeamWords(COMMUNE, "Tổ xã", [("Người Xã", "")]), now=NOW)
    assert who_answers(arrival, day_of(NOW)).full_name == "Người Xã"
    Arrival.objects.filter(pk=arrival.pk).update(hamlet="Ấp 7")
    arrival.refresh_from_db()
    team = set_team(cast.city, TeamWords(COMMUNE, "Tổ 7", [("Người Ấp", "")], "ap 7"), now=NOW)
    assert who_answers(arrival, day_of(NOW)).full_name == "Người Ấp"
    end_team(cast.city, team.pk, now=NOW)
    assert who_answers(arrival, day_of(NOW)).full_name == "Người Xã"


def test_nobody_sets_a_team_in_another_s_commune(cast):
    with pytest.raises(Refused):
        set_team(cast.neighbour, TeamWords(COMMUNE, "Tổ", [("Ai", "")]), now=NOW)


def test_uses_of_a_door_are_counted_by_the_hour_and_forgotten(cast):
    allowed = [may_use(Door.LOOKUP_DEVICE, "may-1", NOW) for _ in range(21)]
    assert allowed == [True] * 20 + [False]
    assert may_use(Door.LOOKUP_DEVICE, "may-2", NOW)
    assert may_use(Door.LOOKUP_DEVICE, "may-1", NOW + HOUR)
    assert forget_uses(NOW + timedelta(days=3)) == 3
    assert not PublicUse.objects.exists()


def test_what_was_decided_is_told_without_persons(cast, rules):
    join_arrival(cast.synthesist, words(), now=NOW)
    told = list(decided_between(cast.leader, "96/", NOW - timedelta(days=1), NOW))
    assert [(path, measure) for path, _facts, measure in told] == [(COMMUNE, Measure.DECLARE)]
    assert told[0][1].stays == (Stay("79/"),)
    assert not list(decided_between(cast.neighbour, "96/", NOW - timedelta(days=1), NOW))


def test_a_code_given_out_is_proved_by_the_keys_that_devices_get(cast, rules):
    declare(PUBLIC, draft(destination_path=COMMUNE), now=NOW)
    row = Pass.objects.get()
    verdict = verify(row.text, valid_keys(NOW), now=NOW, province="96/")
    assert verdict.fault is None
    assert verdict.claims.token.hex() == row.token
    revoke_pass(cast.leader, row.pk, "Mất điện thoại", now=NOW + HOUR)
    later = verify(row.text, valid_keys(NOW), now=NOW, revoked=revoked_ids(None, NOW + HOUR))
    assert later.fault == PassFault.REVOKED
