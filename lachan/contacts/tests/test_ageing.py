"""Age alone changes nothing: contacts of windows long ended, and people who were cases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lachan.cases.actions.classifying import end_episode
from lachan.cases.models import Case
from lachan.cases.terms import Classification, Outcome, Result
from lachan.contacts.actions.ending import end_due
from lachan.contacts.actions.tracing import trace_again, trace_day
from lachan.contacts.models import Change, Contact, Proposal, Run
from lachan.contacts.queries.follow_up import to_follow
from lachan.contacts.terms import Aim, Answer, Cause, State
from lachan.people.models import Person
from lachan.tracing.models import Stay
from lachan.tracing.rules.relevelling import Turn
from lachan.tracing.terms import Source
from lachan.tracing.tests.examples import WARD, a_family, hour
from tests.cast import NOW

from .test_consequences import approve_all, judge
from .test_merged import merge
from .town import positive

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def binh(cast, town, rules):
    """Bình, F1 of An, who was isolated at once; what was proposed is approved."""
    people, _stays = town
    cast.case = positive(cast, people["an"])
    isolated(cast.case, NOW)
    trace_day(NOW)
    approve_all()
    return Contact.objects.get(person=people["binh"])


def isolated(case, until):
    Case.objects.filter(pk=case.pk).update(isolated_at=until, infectious_until=until)


def the_night_after(days):
    """What runs when a day begins: the days of some are over, then everybody is traced."""
    now = NOW + days * DAY
    end_due(now)
    return trace_day(now)


def of(person):
    return Contact.objects.get(person=person)


def together(venue, since, until, *people):
    for person in people:
        Stay.objects.create(
            person=person,
            venue=venue,
            entered_at=since,
            left_at=until,
            source=Source.INTERVIEW,
            recorded_at=NOW,
        )


def turns_since():
    """What later traces told."""
    later = Change.objects.exclude(run=Run.objects.earliest("pk"))
    return set(later.order_by().values_list("turn", flat=True))


def test_a_contact_is_followed_for_all_days_however_long_ago_the_case_was_isolated(cast, binh):
    for days in (21, 24):
        the_night_after(days)
        binh.refresh_from_db()
        assert (binh.state, binh.level, binh.measure) == (
            State.FOLLOWED,
            1,
            "centralised_quarantine",
        )
        assert binh in set(to_follow(cast.leader, NOW + days * DAY))
    assert turns_since() == set()
    assert not Proposal.objects.filter(aim=Aim.LIFT).exists()


def test_what_is_struck_while_a_contact_is_followed_still_takes_its_consequence_away(binh, town):
    _people, stays = town
    the_night_after(24)
    Stay.objects.filter(pk=stays["binh"].pk).update(struck_at=NOW + 24 * DAY, struck_because="nhầm")
    run = trace_again(Cause.LINE_STRUCK, "", asked_at=NOW, now=NOW + 24 * DAY)
    binh.refresh_from_db()
    assert binh.state == State.FREED
    assert run.changes[Turn.FREED] == 3


def test_whose_days_are_over_has_ended_and_is_not_told_to_be_exposed_no_longer(binh, town):
    people, _stays = town
    assert of(people["dung"]).measure == ""
    for days in (21, 40, 41):
        the_night_after(days)
    states = {name: of(people[name]).state for name in ("binh", "dung")}
    assert states == {"binh": State.ENDED, "dung": State.ENDED}
    assert turns_since() == set()


def test_who_met_a_contact_late_is_followed_after_the_window_has_aged_until_a_correction(
    cast, binh, town
):
    people, _stays = town
    the_night_after(25)
    chi = of(people["chi"])
    assert chi.follow_until > (NOW + 35 * DAY).date()
    approve_all()
    Person.objects.filter(pk=chi.person_id).update(path=WARD)
    run = the_night_after(35)
    chi.refresh_from_db()
    assert (chi.state, chi.level, chi.measure, chi.path) == (
        State.FOLLOWED,
        2,
        "home_quarantine",
        WARD,
    )
    assert run.persons == {}
    approve_all()
    judge(cast, cast.case, Classification.DISCARDED, Result.NEGATIVE)
    now = NOW + 35 * DAY
    run = trace_again(Cause.CASE_RECLASSIFIED, "", asked_at=now, now=now)
    chi.refresh_from_db()
    assert (chi.state, run.changes) == (State.FREED, {Turn.FREED: 1})
    assert Proposal.objects.filter(aim=Aim.LIFT, answer=Answer.OPEN, lines__contact=chi).exists()


def test_who_is_followed_after_the_window_has_aged_stays_so_when_merged_with_whose_days_are_over(
    cast, binh, town
):
    people, _stays = town
    the_night_after(25)
    chi, dung = of(people["chi"]), of(people["dung"])
    Contact.objects.filter(pk=dung.pk).update(state=State.ENDED, reached_at=NOW)
    merge(cast, chi.person, dung.person)
    for days, state in ((35, State.FOLLOWED), (42, State.ENDED), (43, State.ENDED)):
        the_night_after(days)
        assert (of(people["chi"]).state, of(people["dung"]).state) == (state, State.ENDED)


def test_who_is_followed_after_the_window_has_aged_and_turns_positive_is_a_case(cast, binh, town):
    people, _stays = town
    the_night_after(25)
    positive(cast, people["chi"])
    run = the_night_after(35)
    assert of(people["chi"]).state == State.CASE
    assert run.changes[Turn.POSITIVE] == 1


def test_another_case_farther_off_takes_no_days_away_when_the_nearer_window_has_aged(
    cast, binh, town
):
    people, stays = town
    the_night_after(25)
    ill, friend, other = (
        a_family(cast, name, form_id=name)[0] for name in ("Võ Văn Em", "Hồ Thị Bạn", "Lý Văn Nối")
    )
    market = stays["an"].venue
    together(market, hour(8, day=20), hour(9, day=20), ill, friend)
    together(market, hour(8, day=21), hour(9, day=21), friend, other)
    together(market, hour(8, day=22), hour(9, day=22), other, people["chi"])
    newer = positive(cast, ill)
    isolated(newer, NOW + 20 * DAY)
    the_night_after(26)
    assert of(other).level == 2
    the_night_after(35)
    chi = of(people["chi"])
    assert (chi.level, chi.case, chi.measure) == (2, cast.case, "home_quarantine")
    assert not chi.changes.filter(turn=Turn.FARTHER).exists()


def test_whose_days_were_over_and_who_met_another_case_is_followed_and_called_anew(
    cast, binh, town
):
    people, stays = town
    isolated(cast.case, NOW + 10 * DAY)
    the_night_after(1)
    for days in (20, 30):
        the_night_after(days)
    binh.refresh_from_db()
    assert binh.state == State.ENDED
    met = NOW + 29 * DAY
    (ill,) = a_family(cast, "Võ Văn Em", form_id="em")
    together(stays["an"].venue, met, met + DAY / 12, ill, people["binh"])
    positive(cast, ill)
    now = NOW + 30 * DAY
    trace_again(Cause.CASE_OPENED, "", asked_at=now, now=now)
    binh.refresh_from_db()
    assert (binh.state, binh.named_at, binh.reached_at) == (State.FOLLOWED, now, None)
    assert binh.last_exposed_at == met + DAY / 12
    assert Proposal.objects.filter(
        aim=Aim.MEASURE, answer=Answer.OPEN, lines__contact=binh
    ).exists()


def test_who_became_a_case_stays_one_when_the_own_window_has_aged_before_the_others(
    cast, binh, town
):
    people, _stays = town
    own = positive(cast, people["binh"])
    isolated(own, NOW - 8 * DAY / 24)
    isolated(cast.case, NOW + 12 * DAY)
    the_night_after(1)
    for days in (22, 32, 33):
        the_night_after(days)
        binh.refresh_from_db()
        assert binh.state == State.CASE
    assert (
        not Change.objects.filter(contact=binh, turn=Turn.NAMED)
        .exclude(run=Run.objects.earliest("pk"))
        .exists()
    )


def test_a_case_that_is_discarded_when_nobody_is_exposed_any_more_is_no_case(cast, binh, town):
    people, _stays = town
    own = positive(cast, people["binh"])
    isolated(own, NOW)
    the_night_after(1)
    the_night_after(60)
    binh.refresh_from_db()
    assert binh.state == State.CASE
    judge(cast, own, Classification.DISCARDED, Result.NEGATIVE)
    now = NOW + 60 * DAY
    run = trace_again(Cause.CASE_RECLASSIFIED, "", asked_at=now, now=now)
    binh.refresh_from_db()
    assert (binh.state, run.changes) == (State.FREED, {Turn.FREED: 1})


def test_long_after_recovery_somebody_can_be_exposed_anew(cast, binh, town):
    people, stays = town
    own = positive(cast, people["binh"])
    recovered = NOW + DAY
    end_episode(cast.synthesist, own.key, Outcome.RECOVERED, recovered, now=recovered)
    the_night_after(1)
    (ill,) = a_family(cast, "Võ Văn Em", form_id="em")
    met = NOW + 88 * DAY
    together(stays["an"].venue, met, met + DAY / 12, ill, people["binh"])
    positive(cast, ill)
    the_night_after(90)
    assert of(people["binh"]).state == State.CASE
    the_night_after(92)
    binh.refresh_from_db()
    assert (binh.state, binh.source) == (State.FOLLOWED, ill)
