"""From one positive to everyone exposed: levels, evidence, what changed and what is proposed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lachan.cases.actions.classifying import Judgement, classify
from lachan.cases.rules.definitions import Evidence
from lachan.cases.terms import Classification, Result, Symptoms
from lachan.contacts.actions.tracing import trace_again
from lachan.contacts.models import Change, Contact, Exposure, Label, Proposal, Run
from lachan.contacts.queries.chains import chain_to
from lachan.contacts.queries.labels import LABEL_KINDS, last_labels
from lachan.contacts.terms import Aim, Answer, Cause, State
from lachan.people.models import Person
from lachan.tracing.actions.tracing import trace_everyone
from lachan.tracing.models import Stay
from lachan.tracing.rules.relevelling import Turn
from lachan.tracing.terms import Setting, Source
from lachan.tracing.tests.examples import COMMUNE, a_family, hour
from tests.cast import NOW

from .town import positive

pytestmark = pytest.mark.django_db


def trace(cause=Cause.BY_HAND):
    """Trace; what is kept for the next is the whole answer, though only changes are written."""
    run = trace_again(cause, "", asked_at=NOW, now=NOW)
    kept, labels = last_labels(), trace_everyone(NOW).labels
    for name in LABEL_KINDS:
        assert getattr(kept, name).tolist() == getattr(labels, name).tolist(), name
    return run


def levels():
    rows = Contact.objects.filter(state=State.FOLLOWED)
    return dict(rows.values_list("person__full_name", "level"))


def test_one_positive_gives_every_level_with_its_evidence(cast, town):
    people, _stays = town
    opened = positive(cast, people["an"])
    run = trace()
    assert levels() == {"Trần Văn Bình": 1, "Trần Thị Chi": 2, "Phạm Văn Dũng": 3}
    binh = Contact.objects.get(person=people["binh"])
    assert (binh.case, binh.source, binh.setting) == (opened, people["an"], Setting.MARKET)
    assert (binh.met_from, binh.met_until) == (hour(9, day=13), hour(10, day=13))
    assert binh.path == COMMUNE
    chi = Contact.objects.get(person=people["chi"])
    assert (chi.is_home, chi.setting, chi.source, chi.case) == (
        True,
        Setting.HOUSEHOLD,
        people["binh"],
        opened,
    )
    assert run.persons == {"1": 1, "2": 1, "3": 1}
    assert run.changes == {Turn.NAMED: 3}
    assert run.traced_in_ms < 60_000
    met = Exposure.objects.get()
    assert (met.contact, met.case, met.on) == (binh, opened, date(2021, 9, 13))


def test_measures_are_proposed_by_commune_and_level_and_nothing_is_applied(cast, town, rules):
    people, _stays = town
    positive(cast, people["an"])
    trace()
    made = {(p.path, p.level): p for p in Proposal.objects.all()}
    first = made[COMMUNE, 1]
    assert (first.aim, first.answer, first.people) == (Aim.MEASURE, Answer.OPEN, 1)
    assert first.measure == "centralised_quarantine"
    assert first.rule.startswith("byt-5599-f1")
    line = first.lines.get()
    assert (line.until - line.since).days == 13
    assert len(line.test_days) == 3
    assert (made[COMMUNE, 2].measure, made[COMMUNE, 2].rule) == ("home_quarantine", "byt-879-f2@1")


def test_who_is_found_later_joins_the_open_proposal_and_not_the_approved_one(cast, town, rules):
    people, stays = town
    positive(cast, people["an"])
    trace()
    first = Proposal.objects.get(path=COMMUNE, level=1)
    for name, wanted in (("Hà", 2), ("Yến", 1)):
        (other,) = a_family(cast, f"Võ Thị {name}", form_id=name)
        Stay.objects.create(
            person=other,
            venue=stays["an"].venue,
            entered_at=hour(8, day=13),
            left_at=hour(9, day=13),
            source=Source.INTERVIEW,
            recorded_at=NOW,
        )
        trace()
        proposal = Proposal.objects.get(path=COMMUNE, level=1, answer=Answer.OPEN)
        assert proposal.people == proposal.lines.count() == wanted
        assert (proposal == first) is (wanted == 2)
        Proposal.objects.update(answer=Answer.APPROVED)


def test_a_second_trace_of_the_same_changes_and_proposes_nothing(cast, town, rules):
    people, _stays = town
    positive(cast, people["an"])
    trace()
    proposals = Proposal.objects.count()
    again = trace()
    assert again.changes == {}
    assert Proposal.objects.count() == proposals
    assert Change.objects.filter(run=again).count() == 0


def test_a_contact_who_turns_positive_brings_everyone_behind_nearer_and_says_why(cast, town, rules):
    people, _stays = town
    positive(cast, people["an"])
    trace()
    positive(cast, people["binh"])
    trace(Cause.CASE_OPENED)
    assert Contact.objects.get(person=people["binh"]).state == State.CASE
    assert levels() == {"Trần Thị Chi": 1, "Phạm Văn Dũng": 2}
    change = Change.objects.filter(contact__person=people["chi"]).first()
    assert (change.turn, change.level_before, change.level_after) == (Turn.NEARER, 2, 1)
    assert (change.because_source, change.because_person) == (people["binh"], people["chi"])
    assert change.because_is_home
    # What was proposed for Chi at level 2 is overtaken by what is asked at level 1.
    assert Proposal.objects.filter(level=2, path=COMMUNE, answer=Answer.OVERTAKEN).exists()
    assert Proposal.objects.filter(level=1, path=COMMUNE, answer=Answer.OPEN, people=1).exists()


def test_a_case_that_was_none_frees_whoever_hung_on_it_and_proposes_to_lift(cast, town, rules):
    people, _stays = town
    opened = positive(cast, people["an"])
    trace()
    Proposal.objects.update(answer=Answer.APPROVED)
    evidence = Evidence(pcr=Result.NEGATIVE, symptoms=Symptoms.PRESENT)
    judgement = Judgement(Classification.DISCARDED, evidence, basis="PCR lần hai âm tính")
    classify(cast.synthesist, opened.key, judgement, now=NOW)
    run = trace()
    assert levels() == {}
    assert run.changes == {Turn.FREED: 3}
    lifted = Proposal.objects.filter(aim=Aim.LIFT)
    assert {p.answer for p in lifted} == {Answer.OPEN}
    assert Exposure.objects.count() == 0


def test_a_struck_stay_takes_exactly_its_consequences_away_and_they_come_back_with_it(cast, town):
    people, stays = town
    positive(cast, people["an"])
    trace()
    Stay.objects.filter(pk=stays["chi"].pk).update(struck_at=NOW, struck_because="nhầm người")
    run = trace()
    assert run.changes == {Turn.FREED: 1}
    freed = Contact.objects.get(person=people["dung"])
    assert freed.state == State.FREED
    assert freed.changes.first().because_person == people["dung"]
    told = stays["chi"]
    told.pk = None
    told.struck_at = None
    told.save()
    assert trace().changes == {Turn.NAMED: 1}
    assert levels()["Phạm Văn Dũng"] == 3


def test_whom_a_trace_finds_again_is_not_lifted_while_the_others_still_are(cast, town, rules):
    people, stays = town
    opened = positive(cast, people["an"])
    trace()
    Proposal.objects.update(answer=Answer.APPROVED)
    struck = Stay.objects.filter(pk__in=[stays["binh"].pk])
    struck.update(struck_at=NOW, struck_because="nhầm người")
    trace()
    lift = Proposal.objects.get(path=COMMUNE, aim=Aim.LIFT, measure="centralised_quarantine")
    told = stays["binh"]
    told.pk, told.struck_at = None, None
    told.save()
    trace()
    lift.refresh_from_db()
    assert lift.answer == Answer.OVERTAKEN
    again = Proposal.objects.get(path=COMMUNE, level=1, answer=Answer.OPEN, aim=Aim.MEASURE)
    assert [line.contact.person for line in again.lines.all()] == [people["binh"]]
    # And once freed for good, it is proposed to lift what was approved.
    Proposal.objects.filter(pk=again.pk).update(answer=Answer.APPROVED)
    evidence = Evidence(pcr=Result.NEGATIVE, symptoms=Symptoms.PRESENT)
    judgement = Judgement(Classification.DISCARDED, evidence, basis="PCR lần hai âm tính")
    classify(cast.synthesist, opened.key, judgement, now=NOW)
    trace()
    lifted = Proposal.objects.filter(aim=Aim.LIFT, answer=Answer.OPEN, path=COMMUNE)
    assert {line.contact.person for row in lifted for line in row.lines.all()} == {
        people["binh"],
        people["chi"],
    }


def test_somebody_can_have_met_several_cases(cast, town):
    people, _stays = town
    opened = positive(cast, people["an"])
    other = positive(cast, people["chi"])
    trace()
    binh = Contact.objects.get(person=people["binh"])
    assert set(binh.exposures.values_list("case", flat=True)) == {opened.pk, other.pk}
    assert binh.risk == 3
    assert binh.last_exposed_at == max(e.met_until for e in binh.exposures.all())


def test_opening_a_case_starts_the_trace_by_itself(cast, town, run_jobs, settings):
    settings.CLOCK = "tests.cast.at_nine"
    people, _stays = town
    positive(cast, people["an"])
    run_jobs()
    assert Run.objects.filter(cause=Cause.CASE_OPENED).count() == 1
    assert levels()["Trần Văn Bình"] == 1


def test_a_level_set_by_hand_stays_and_what_it_asks_is_proposed(cast, town, rules):
    people, _stays = town
    positive(cast, people["an"])
    trace()
    Contact.objects.filter(person=people["dung"]).update(
        level_by_hand=1, by_hand_because="Dũng kể đã gặp An"
    )
    trace()
    dung = Contact.objects.get(person=people["dung"])
    assert (dung.level, dung.counted_level, dung.measure) == (3, 1, "centralised_quarantine")


def test_an_f2_is_followed_from_the_last_meeting_with_an_f1(cast, town, rules):
    people, stays = town
    positive(cast, people["an"])

    def both_at(venue, since, until, day):
        for who in ("binh", "dung"):
            Stay.objects.create(
                person=people[who],
                venue=venue,
                entered_at=hour(since, day=day),
                left_at=hour(until, day=day),
                source=Source.INTERVIEW,
                recorded_at=NOW,
            )

    both_at(stays["chi"].venue, 8, 9, 14)
    both_at(stays["an"].venue, 6, 8, 15)
    trace()
    dung = Contact.objects.get(person=people["dung"])
    assert (dung.level, dung.met_until) == (2, hour(9, day=14))
    assert dung.last_exposed_at == hour(8, day=15)


def test_who_lives_elsewhere_is_a_contact_of_the_unit_that_answers_for_them(cast, town):
    people, _stays = town
    Person.objects.filter(pk=people["dung"].pk).update(path="95/", changed_at=NOW)
    positive(cast, people["an"])
    trace()
    assert Contact.objects.get(person=people["dung"]).path == "95/"


def test_days_that_are_over_end_the_follow_up(cast, town, rules):
    from lachan.contacts.actions.ending import end_due

    people, _stays = town
    positive(cast, people["an"])
    trace()
    last = Contact.objects.get(person=people["binh"]).follow_until
    assert end_due(NOW) == 0
    assert end_due(NOW + timedelta(days=(last - NOW.date()).days + 1)) >= 1
    assert Contact.objects.get(person=people["binh"]).state == State.ENDED


# How do we know, when a source came nearer since


def test_the_chain_is_told_whole_though_a_source_came_nearer_since(cast, town):
    people, stays = town
    positive(cast, people["an"])
    for who, since, until in (("an", 8, 10), ("chi", 9, 10)):
        Stay.objects.create(
            person=people[who],
            venue=stays["an"].venue,
            entered_at=hour(since, day=14),
            left_at=hour(until, day=14),
            source=Source.INTERVIEW,
            recorded_at=NOW,
        )
    trace()
    assert levels() == {"Trần Văn Bình": 1, "Trần Thị Chi": 1, "Phạm Văn Dũng": 3}
    chain = chain_to(Contact.objects.get(person=people["dung"]))
    assert chain.is_whole
    told = [
        (link.source.full_name, link.contact.person.full_name, link.contact.level)
        for link in chain.links
    ]
    assert told == [
        ("Lê Văn An", "Trần Văn Bình", 1),
        ("Trần Văn Bình", "Trần Thị Chi", 2),
        ("Trần Thị Chi", "Phạm Văn Dũng", 3),
    ]
    at_home = chain.links[1].contact
    assert (at_home.is_home, at_home.setting) == (True, Setting.HOUSEHOLD)
    assert [told.source for told in chain.links[1].told] == [Source.HOUSEHOLD]
    # Chi's own page tells of the nearer chain.
    (own,) = chain_to(Contact.objects.get(person=people["chi"])).links
    assert (own.source, own.contact.met_from) == (people["an"], hour(9, day=14))


def test_a_chain_stops_where_the_last_trace_knows_no_label_at_the_level(cast, town):
    people, _stays = town
    positive(cast, people["an"])
    trace()
    Contact.objects.filter(person=people["chi"]).update(level=1)
    Label.objects.filter(person=people["chi"].pk).delete()
    chain = chain_to(Contact.objects.get(person=people["dung"]))
    assert not chain.is_whole
    assert [link.contact.level for link in chain.links] == [3]


# People who live together


def test_people_at_one_home_are_still_together_and_no_end_is_told(cast, town, settings):
    people, _stays = town
    settings.LANGUAGE_CODE, settings.CLOCK = "vi", "tests.cast.at_nine"
    positive(cast, people["an"])
    trace()
    chi = Contact.objects.get(person=people["chi"])
    assert chi.met_until > NOW
    browser = Client(headers={"accept-language": "vi"})
    browser.force_login(cast.users["leader"])
    page = browser.get(reverse("contacts:contact", args=[chi.key])).content.decode()
    assert "Trần Thị Chi ở cùng nhà với Trần Văn Bình từ 09:15 13/9/2021, đang tiếp diễn" in page
    assert "23:59" not in page
    listed = browser.get(reverse("contacts:contacts")).content.decode()
    assert "đang tiếp diễn" in listed
    assert "23:59" not in listed
