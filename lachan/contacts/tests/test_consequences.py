"""What a trace does with what people decided, gave and noted before it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from lachan.audit.models import Entry
from lachan.cases.actions.classifying import Judgement, classify
from lachan.cases.models import RePositive
from lachan.cases.rules.definitions import Evidence
from lachan.cases.terms import Classification, RePositiveState, Result, Symptoms
from lachan.contacts.actions.calls import record_call
from lachan.contacts.actions.levels import set_level
from lachan.contacts.actions.teams import TeamWords, assign_to, set_team
from lachan.contacts.actions.tracing import trace_again, trace_day
from lachan.contacts.models import Contact, Proposal, Run
from lachan.contacts.queries.follow_up import is_let_be, to_follow
from lachan.contacts.queries.teams import unassigned
from lachan.contacts.terms import Aim, Answer, Cause, Outcome, Rung, State
from lachan.core.refused import Refused
from lachan.people.models import Person
from lachan.policies.actions.importing import import_pack
from lachan.tracing.models import Stay
from lachan.tracing.tests.examples import COMMUNE, WARD
from tests.cast import NOW

from .followed import a_contact, said
from .test_tracing import levels, trace
from .town import positive

pytestmark = pytest.mark.django_db
MINUTES = timedelta(minutes=10)


@pytest.fixture
def binh(cast, town, rules):
    """Bình, F1 of An by a trace."""
    people, _stays = town
    cast.case = positive(cast, people["an"])
    trace()
    return Contact.objects.get(person=people["binh"])


def judge(cast, case, classification, result):
    evidence = Evidence(pcr=result, symptoms=Symptoms.PRESENT)
    classify(
        cast.synthesist, case.key, Judgement(classification, evidence, basis="TB 9/CDC"), now=NOW
    )


def moves(contact, path=WARD):
    Person.objects.filter(pk=contact.person_id).update(path=path)
    trace()
    contact.refresh_from_db()


def approve_all():
    Proposal.objects.update(answer=Answer.APPROVED, answered_at=NOW)


def test_a_level_lowered_by_hand_proposes_to_end_what_was_approved(cast, binh):
    approve_all()
    set_level(cast.city, binh.key, 5, "nhầm người, không gặp", now=NOW)
    trace()
    assert Proposal.objects.filter(aim=Aim.LIFT, answer=Answer.OPEN, lines__contact=binh).exists()


def test_rules_that_come_into_force_are_proposed_to_who_was_found_before_by_one_trace(
    cast, town, run_jobs
):
    people, _stays = town
    positive(cast, people["an"])
    run_jobs()
    assert not Proposal.objects.exists()
    import_pack(NOW)
    assert Entry.objects.filter(event="policies.RuleChanged").count() > 1
    run_jobs()
    assert Run.objects.filter(cause=Cause.RULES_CHANGED).count() == 1
    assert Proposal.objects.filter(lines__contact__person=people["binh"]).exists()


def test_whether_anything_can_have_changed_is_asked_of_the_last_run_not_of_the_process(cast, binh):
    run = Run.objects.latest("pk")
    assert trace_again(Cause.LINE_ADDED, "", asked_at=NOW, now=NOW) is None
    judge(cast, cast.case, Classification.DISCARDED, Result.NEGATIVE)
    assert trace_again(Cause.CASE_RECLASSIFIED, "", asked_at=NOW, now=NOW).stamp != run.stamp
    assert levels() == {}
    judge(cast, cast.case, Classification.CONFIRMED, Result.POSITIVE)
    again = trace_again(Cause.CASE_RECLASSIFIED, "", asked_at=NOW, now=NOW)
    assert again.stamp == run.stamp
    assert levels()


def test_a_day_begins_with_a_trace_though_nothing_new_was_told(binh):
    assert trace_day(NOW).cause == Cause.NEW_DAY


def test_who_moves_is_given_and_proposed_anew_where_they_live_now(cast, binh):
    old = set_team(cast.synthesist, TeamWords(COMMUNE, "Tổ A"), now=NOW)
    assign_to(cast.synthesist, [binh.pk], old.key, now=NOW)
    record_call(cast.commune, binh.key, said(Outcome.SYMPTOMS), now=NOW)
    moves(binh)
    assert binh.path == WARD
    assert unassigned(WARD, NOW).filter(pk=binh.pk).exists()
    open_ones = Proposal.objects.filter(lines__contact=binh, answer=Answer.OPEN)
    assert set(open_ones.values_list("path", "aim")) == {(WARD, Aim.MEASURE), (WARD, Aim.TEST)}
    left = Proposal.objects.filter(aim=Aim.TEST, path=COMMUNE).get()
    assert (left.people, left.answer) == (0, Answer.OVERTAKEN)


def test_who_stays_keeps_the_team(cast, binh):
    team = set_team(cast.synthesist, TeamWords(COMMUNE, "Tổ A"), now=NOW)
    assign_to(cast.synthesist, [binh.pk], team.key, now=NOW)
    trace()
    assert binh.assignments.get(ended_at=None).team == team


def test_a_team_of_another_commune_gets_nobody(cast):
    contact = a_contact("Một Người")
    team = set_team(cast.synthesist, TeamWords(WARD, "Tổ B"), now=NOW)
    with pytest.raises(Refused, match="Tổ phụ trách xã khác"):
        assign_to(cast.synthesist, [contact.pk], team.key, now=NOW)


def test_the_annex_of_an_order_does_not_name_who_lives_elsewhere_by_now(
    cast, binh, client, settings, monkeypatch
):
    settings.CLOCK = "tests.cast.at_nine"
    approve_all()
    found = Proposal.objects.get(lines__contact=binh)
    Contact.objects.filter(pk=binh.pk).update(path=WARD)
    papers = []
    monkeypatch.setattr(
        "lachan.contacts.views.annex.pdf", lambda paper, now: papers.append(paper) or b""
    )
    client.force_login(cast.users["commune"])
    client.get(reverse("contacts:annex", args=[found.key]))
    (table,) = [block for block in papers[0].blocks if hasattr(block, "rows")]
    assert "Trần Văn Bình" not in str(table.rows)
    assert table.rows[0][2:4] == ("", "")
    page = client.get(reverse("contacts:proposal", args=[found.key])).content.decode()
    assert "Trần Văn Bình" not in page


def test_the_end_of_follow_up_outlives_a_move(binh):
    Contact.objects.filter(pk=binh.pk).update(state=State.ENDED)
    moves(binh)
    assert (binh.state, binh.path) == (State.ENDED, WARD)


def test_a_corrected_result_gives_the_contact_back_as_it_stood(cast, binh, town):
    said_at = NOW + MINUTES
    record_call(cast.commune, binh.key, said(Outcome.SYMPTOMS, at=said_at), now=said_at)
    later = NOW + timedelta(hours=5)
    own = positive(cast, binh.person)
    trace_again(Cause.CASE_OPENED, "", asked_at=later, now=later)
    judge(cast, own, Classification.DISCARDED, Result.NEGATIVE)
    trace_again(Cause.CASE_RECLASSIFIED, "", asked_at=later, now=later)
    binh.refresh_from_db()
    assert (binh.state, binh.named_at, binh.reached_at) == (State.FOLLOWED, NOW, said_at)
    row = to_follow(cast.leader, later).get(pk=binh.pk)
    assert (row.next_rung, row.ill) == (Rung.DAILY, True)


def test_a_proposal_to_end_a_measure_is_overtaken_once_the_person_is_a_case(cast, binh, town):
    _people, stays = town
    approve_all()
    Stay.objects.filter(pk=stays["binh"].pk).update(struck_at=NOW, struck_because="nhầm")
    trace()
    lift = Proposal.objects.get(aim=Aim.LIFT, lines__contact=binh)
    positive(cast, binh.person)
    trace(Cause.CASE_OPENED)
    lift.refresh_from_db()
    assert lift.answer == Answer.OVERTAKEN


def test_a_refuted_re_positive_exposed_nobody(cast, binh, town):
    RePositive.objects.create(case=cast.case, state=RePositiveState.REFUTED)
    type(cast.case).objects.filter(pk=cast.case.pk).update(
        infectious_from=None, infectious_until=None
    )
    trace()
    assert not binh.exposures.exists()


def test_of_whom_the_rules_of_2021_ask_nothing_is_a_contact_whom_nobody_follows(cast, binh):
    far = Contact.objects.get(level=3)
    assert (far.measure, far.state, is_let_be(far, NOW)) == ("", State.FOLLOWED, True)
    followed = set(to_follow(cast.leader, NOW))
    assert binh in followed
    assert far not in followed
    set_level(cast.city, far.key, 0, "chưa rõ gặp ai", now=NOW)
    assert far in set(to_follow(cast.leader, NOW))
