"""Rules are written by one person, put in force by another, and never changed afterwards."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from lachan.audit.models import Entry
from lachan.core.actor import Actor
from lachan.core.dates import VIETNAM
from lachan.core.refused import NotThere, Refused
from lachan.directives.models import Clause, Document, Proposal, RuleDraft
from lachan.places.models import Succession, Unit
from lachan.policies.actions.areas import area_of_unit
from lachan.policies.actions.importing import import_pack, import_rules, pack_document
from lachan.policies.actions.naming import name_areas
from lachan.policies.actions.proposals import draft_proposals
from lachan.policies.actions.rules import (
    change_draft,
    draft_rule,
    drop_draft,
    end_rule,
    look_at_end,
    look_at_preview,
    put_in_force,
)
from lachan.policies.models import Area, Protocol, RuleVersion
from lachan.policies.queries import rules_in_force
from lachan.policies.rules.decide import decide
from lachan.policies.rules.facts import Facts, Stay
from lachan.policies.rules.jurisdiction import may_change
from lachan.policies.terms import Measure, RuleState
from tests.cast import NOW

HOUR = timedelta(hours=1)
REFORM = date(2025, 7, 1)
CENTRALISED = Measure.CENTRALISED_QUARANTINE


def comes(area: str, at: datetime) -> Facts:
    return Facts(stays=(Stay(area),), arrived_at=at, vaccinations=(), has_recovered=False, tests=())


def measure_of(area: str, came_at: datetime, known_at: datetime):
    return decide(comes(area, came_at), rules_in_force("96/", known_at), known_at).measure


def ended(cast, row, *, until, now):
    _, shown = look_at_end(cast.leader, row.pk, until=until, now=now)
    return end_rule(cast.leader, row.pk, until=until, seen=shown.digest, now=now)


def test_who_wrote_a_rule_cannot_put_it_in_force(cast, provinces, content):
    row = draft_rule(cast.leader, content(), now=NOW)
    _, shown = look_at_preview(cast.leader, row.pk, now=NOW)
    with pytest.raises(Refused, match="second person"):
        put_in_force(cast.leader, row.pk, seen=shown.digest, now=NOW)


def test_nobody_puts_in_force_what_was_not_previewed(cast, provinces, content):
    row = draft_rule(cast.synthesist, content(), now=NOW)
    with pytest.raises(Refused, match="Look first"):
        put_in_force(cast.leader, row.pk, seen="", now=NOW)


def test_a_preview_of_the_draft_as_it_was_before_a_change_does_not_count(cast, provinces, content):
    row = draft_rule(cast.synthesist, content(), now=NOW)
    _, shown = look_at_preview(cast.leader, row.pk, now=NOW)
    change_draft(cast.synthesist, row.pk, content(days=21), now=NOW + HOUR)
    with pytest.raises(Refused, match="Look first"):
        put_in_force(cast.leader, row.pk, seen=shown.digest, now=NOW + HOUR)


def test_a_draft_judges_nobody_and_a_rule_in_force_does_from_its_hour(
    cast, provinces, content, force
):
    draft_rule(cast.synthesist, content(), now=NOW)
    assert measure_of("79/", NOW + 2 * HOUR, NOW + 3 * HOUR) is Measure.NONE
    force()
    assert measure_of("79/", NOW + 2 * HOUR, NOW + 3 * HOUR) is CENTRALISED
    assert measure_of("79/", NOW - HOUR, NOW + 3 * HOUR) is Measure.NONE


def test_a_rule_that_reaches_back_finds_who_came_this_morning(provinces, force):
    force(reaches_back_to=(NOW - 9 * HOUR).isoformat())
    assert measure_of("79/", NOW - 3 * HOUR, NOW + 2 * HOUR) is CENTRALISED
    # Before the rule was known nobody could have decided so.
    assert measure_of("79/", NOW - 3 * HOUR, NOW - 2 * HOUR) is Measure.NONE


def test_a_new_version_leaves_the_order_before_it_as_it_was_decided(cast, provinces, force):
    first = force()
    later = NOW + timedelta(days=3)
    second = force(now=later, days=21, valid_from=later.isoformat())
    assert (first.version, second.version) == (1, 2)
    first.refresh_from_db()
    assert first.content["days"] == 14
    rules = rules_in_force("96/", later + HOUR)
    before = decide(comes("79/", NOW + 2 * HOUR), rules, later + HOUR)
    after = decide(comes("79/", later + HOUR), rules, later + HOUR)
    assert ((before.until - before.since).days, (after.until - after.since).days) == (13, 20)


def test_an_ended_rule_does_not_come_back_by_the_version_before_it(cast, provinces, force):
    force()
    later = NOW + timedelta(days=3)
    second = force(now=later, valid_from=later.isoformat())
    end = NOW + timedelta(days=5)
    ended(cast, second, until=end, now=later + HOUR)
    assert measure_of("79/", end - HOUR, end + HOUR) is CENTRALISED
    assert measure_of("79/", end + HOUR, end + 2 * HOUR) is Measure.NONE


def test_a_rule_is_ended_only_by_who_saw_whom_exactly_this_end_changes(cast, provinces, force):
    row = force()
    now, end = NOW + 2 * HOUR, NOW + 5 * HOUR
    with pytest.raises(Refused, match="Look first"):
        end_rule(cast.leader, row.pk, until=end, seen="", now=now)
    _, shown = look_at_end(cast.leader, row.pk, until=end, now=now)
    with pytest.raises(Refused, match="Look first"):
        end_rule(cast.leader, row.pk, until=end + HOUR, seen=shown.digest, now=now)
    with pytest.raises(Refused, match="Look first"):
        end_rule(cast.leader, row.pk, until=end, seen=row.preview_digest, now=now)
    assert end_rule(cast.leader, row.pk, until=end, seen=shown.digest, now=now).valid_until == end


def test_an_end_in_the_past_changes_those_who_came_after_it(cast, provinces, force, comings):
    row = force()
    now = NOW + timedelta(days=3)
    comings += [("96/964/32025/", comes("79/", NOW + hours * HOUR), None) for hours in (2, 30, 40)]
    _, shown = look_at_end(cast.leader, row.pk, until=NOW + 24 * HOUR, now=now)
    assert (shown.looked_at, shown.changed) == (3, 2)
    assert shown.turns == ((CENTRALISED, Measure.NONE, 2),)


def test_an_end_to_come_is_shown_as_if_the_rule_had_never_been(cast, provinces, force, comings):
    row = force()
    now = NOW + timedelta(days=3)
    comings += [("96/964/32025/", comes("79/", NOW + hours * HOUR), None) for hours in (2, 30)]
    comings.append(("96/964/32025/", comes("74/", NOW + 2 * HOUR), None))
    _, shown = look_at_end(cast.leader, row.pk, until=now + HOUR, now=now)
    assert (shown.looked_at, shown.changed) == (3, 2)


def test_only_the_latest_version_can_be_ended_or_take_an_area(cast, provinces, force):
    first = force()
    force(now=NOW + 2 * HOUR, valid_from=(NOW + 2 * HOUR).isoformat())
    with pytest.raises(Refused, match="later version"):
        ended(cast, first, until=NOW + 9 * HOUR, now=NOW + 3 * HOUR)
    with pytest.raises(Refused, match="later version"):
        name(cast, first, "74/", now=NOW + 3 * HOUR)


def name(cast, row, place, *, now, back=None):
    return name_areas(
        cast.synthesist,
        row.pk,
        [place],
        effective_at=now,
        reaches_back_to=back,
        document="Công điện 2/CĐ-UBND",
        words="bổ sung Bình Dương",
        now=now,
    )


def test_naming_an_area_at_night_makes_a_version_with_it_and_says_so(cast, provinces, force):
    row = force()
    night = NOW + 13 * HOUR
    draft = name(cast, row, "74/", now=night, back=NOW + HOUR)
    _, shown = look_at_preview(cast.leader, draft.pk, now=night)
    put_in_force(cast.leader, draft.pk, seen=shown.digest, now=night + HOUR)
    assert measure_of("74/", NOW + 3 * HOUR, night + HOUR) is CENTRALISED
    assert measure_of("79/", NOW + 3 * HOUR, night + HOUR) is CENTRALISED
    # Who came from an area named before still reads the document that named it.
    source = draft.snapshot().source
    before = row.snapshot().source
    assert source.words.startswith("bổ sung Bình Dương")
    assert before.words in source.words
    assert source.document == f"Công điện 2/CĐ-UBND; {before.document}"
    entry = Entry.objects.filter(event="policies.AreaNamed").latest("pk")
    assert entry.path == "96/"
    assert entry.payload["areas"] == ["74"]
    assert datetime.fromisoformat(entry.payload["effective_at"]) == night


def test_of_two_areas_named_from_one_version_the_second_is_written_anew(cast, provinces, force):
    row = force()
    now = NOW + 2 * HOUR
    one, other = name(cast, row, "74/", now=now), name(cast, row, "75/", now=now)
    for draft, when in ((one, now + HOUR), (other, now + 2 * HOUR)):
        _, shown = look_at_preview(cast.leader, draft.pk, now=when)
        if draft is one:
            put_in_force(cast.leader, draft.pk, seen=shown.digest, now=when)
            continue
        with pytest.raises(Refused, match="Another version"):
            put_in_force(cast.leader, draft.pk, seen=shown.digest, now=when)


def test_the_preview_counts_whom_the_draft_would_have_changed(cast, provinces, content, comings):
    came = NOW - timedelta(days=2)
    comings += [
        ("96/964/32025/", comes("79/", came), Measure.NONE),
        ("96/964/31999/", comes("79/", came), Measure.NONE),
        ("96/964/31999/", comes("48/", came), Measure.NONE),
        ("95/1/2/", comes("79/", came), Measure.NONE),
    ]
    reaches = (NOW - timedelta(days=10)).isoformat()
    row = draft_rule(cast.synthesist, content(reaches_back_to=reaches), now=NOW)
    _, shown = look_at_preview(cast.leader, row.pk, now=NOW)
    assert (shown.looked_at, shown.changed) == (3, 2)
    assert shown.turns == ((Measure.NONE, CENTRALISED, 2),)
    assert dict(shown.by_path) == {"96/964/32025/": 1, "96/964/31999/": 1}


def test_the_preview_of_an_empty_register_says_nobody(cast, provinces, content, comings):
    row = draft_rule(cast.synthesist, content(), now=NOW)
    _, shown = look_at_preview(cast.leader, row.pk, now=NOW)
    assert (shown.looked_at, shown.changed) == (0, 0)
    assert put_in_force(cast.leader, row.pk, seen=shown.digest, now=NOW).state == RuleState.IN_FORCE


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"territory": "96/964/"}, "district or commune"),
        ({"territory": ""}, "territory"),
        ({"days": 0}, "Days are from"),
        ({"title": " "}, "one line"),
        ({"source": {"document": ""}}, "document"),
        ({"when": {"origins": ["99/"]}}, "99/"),
        ({"measure": "prison"}, "prison"),
    ],
)
def test_a_rule_that_cannot_stand_is_refused_with_the_reason(cast, provinces, content, parts, why):
    with pytest.raises(Refused, match=why):
        draft_rule(cast.synthesist, content(**parts), now=NOW)


def test_nobody_writes_rules_for_another_province(cast, provinces, content):
    with pytest.raises(NotThere):
        draft_rule(cast.neighbour, content(), now=NOW)
    with pytest.raises(NotThere):
        draft_rule(cast.commune, content(), now=NOW)


def test_a_dropped_draft_is_never_put_in_force(cast, provinces, content):
    row = draft_rule(cast.synthesist, content(), now=NOW)
    drop_draft(cast.synthesist, row.pk, now=NOW)
    _, shown = look_at_preview(cast.leader, row.pk, now=NOW)
    with pytest.raises(Refused, match="no draft"):
        put_in_force(cast.leader, row.pk, seen=shown.digest, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_put_one_draft_in_force_at_once_one_does(cast, provinces, content):
    row = draft_rule(cast.synthesist, content(), now=NOW)
    leader = cast.leader
    _, shown = look_at_preview(leader, row.pk, now=NOW)

    def press(_):
        try:
            put_in_force(leader, row.pk, seen=shown.digest, now=NOW)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(press, range(4))) == [False, False, False, True]
    assert (
        Entry.objects.filter(event__in=("policies.RuleChanged", "policies.AreaNamed")).count() == 1
    )


def test_the_shipped_rules_come_in_once(provinces):
    first, second = import_pack(NOW), import_pack(NOW)
    assert first.refused == ()
    assert (first.new, first.known) == (first.rows, 0)
    assert (second.new, second.known) == (0, first.rows)
    assert Protocol.objects.count() == len(pack_document()["protocols"])


def test_rules_that_come_in_say_from_when_they_change_people(provinces):
    found = import_pack(NOW)
    entry = Entry.objects.get(event="policies.RulesImported")
    assert entry.payload["new"] == found.new
    later = RuleVersion.objects.filter(valid_from__gt=NOW)
    told = Entry.objects.filter(event="policies.RuleChanged")
    assert {one.payload["rule_id"] for one in told} == set(later.values_list("pk", flat=True))
    assert later.exists()
    assert all(datetime.fromisoformat(one.payload["effective_at"]) > NOW for one in told)


@pytest.mark.parametrize(
    ("where", "territory", "allowed"),
    [
        ("", "", True),
        ("96/", "", True),
        ("96/964/", "", False),
        ("96/", "96/", True),
        ("96/", "79/", False),
        ("96/964/", "96/", False),
    ],
)
def test_a_rule_of_the_ministry_is_taken_down_by_a_whole_province(where, territory, allowed):
    actor = Actor(id=1, name="a", grants=frozenset({("policies.approve", where)}))
    assert may_change(actor, "policies.approve", territory) is allowed


def test_every_shipped_rule_names_its_document_and_words():
    for row in pack_document()["rules"]:
        assert row["source"]["document"], row["code"]
        assert row["source"]["words"], row["code"]


def test_an_export_comes_in_elsewhere_and_adds_nothing_here(cast, provinces, force):
    force()
    later = NOW + timedelta(days=3)
    force(now=later, days=21, valid_from=later.isoformat())
    document = json.loads(json.dumps(rules_in_force("96/", later).to_json()))
    here = import_rules(cast.leader, document, now=later, source="here")
    assert (here.new, here.known, here.refused) == (0, 2, ())
    RuleVersion.objects.all().delete()
    Area.objects.all().delete()
    there = import_rules(cast.leader, document, now=later, source="there")
    assert (there.new, there.refused) == (2, ())
    again = rules_in_force("96/", later).to_json()
    assert (again["rules"], again["areas"]) == (document["rules"], document["areas"])


def test_bad_rows_are_refused_by_name_and_good_ones_kept(cast, provinces, content):
    Area.objects.create(key="79", name="HCM", before=["79/"])
    good = content(when={"origins": ["79"]})
    bad = content(code="cm-xau", when={"origins": ["khong-co"]})
    document = {"format": 1, "rules": [good, bad, {"code": "x"}]}
    found = import_rules(cast.leader, document, now=NOW, source="f")
    assert (found.new, len(found.refused)) == (1, 2)
    assert "cm-xau@1" in found.refused[0]
    assert found.refused[1].startswith("rules[3]")


def test_a_dry_run_writes_nothing(cast, provinces):
    found = import_rules(cast.leader, pack_document(), now=NOW, source="f", only_try=True)
    assert found.new > 0 or found.refused
    assert not RuleVersion.objects.exists()
    assert not Area.objects.exists()
    assert not Protocol.objects.exists()


def unit(path, name, kind, since=date(1900, 1, 1), until=None):
    return Unit.objects.create(
        code=path.rstrip("/").rsplit("/", 1)[-1],
        kind=kind,
        name=name,
        full_name=name,
        search_text=name.lower(),
        path=path,
        valid_from=since,
        valid_until=until,
    )


def follows(old, new, day=REFORM):
    Succession.objects.create(predecessor=old, successor=new, happened_on=day, source="NQ")


def test_an_area_covers_in_the_new_world_what_its_communes_became(db):
    unit("74/", "Tỉnh Bình Dương", "province", until=REFORM)
    unit("79/", "Thành phố Hồ Chí Minh", "province", since=REFORM)
    one = unit("74/718/25741/", "Phường Phú Cường", "commune", until=REFORM)
    new = unit("79/25747/", "Phường Thủ Dầu Một", "commune", since=REFORM)
    unit("79/26734/", "Phường Sài Gòn", "commune", since=REFORM)
    follows(one, new)
    area = area_of_unit("74/")
    assert (area.before, area.after) == (["74/"], ["79/25747/"])


def test_a_ward_that_was_merged_before_the_reform_is_still_an_area(db):
    """Phường 4 of directive 05-CV/BCĐ went into Phường 2 on 1/12/2024."""
    merged = date(2024, 12, 1)
    four = unit("96/964/31996/", "Phường 4", "commune", until=merged)
    two = unit("96/964/31999/", "Phường 2", "commune", since=merged, until=REFORM)
    new = unit("96/32002/", "Phường Tân Thành", "commune", since=REFORM)
    unit("96/31999/", "Phường An Xuyên", "commune", since=REFORM)
    follows(four, two, merged)
    follows(two, new)
    area = area_of_unit("96/964/31996/")
    assert (area.before, area.after) == (["96/964/31996/"], ["96/32002/"])


def test_a_unit_of_the_new_world_covers_what_it_was_made_of(db):
    old = unit("74/718/25741/", "Phường Phú Cường", "commune", until=REFORM)
    new = unit("79/25747/", "Phường Thủ Dầu Một", "commune", since=REFORM)
    follows(old, new)
    area = area_of_unit("79/25747/")
    assert (area.before, area.after) == (["74/718/25741/"], ["79/25747/"])


@pytest.fixture
def approved(cast):
    """A document with one approved rule as the reader tells it."""

    def _approved(**content):
        document = Document.objects.create(
            path="96/",
            register_year=2021,
            arrival_number=Document.objects.count() + 1,
            arrived_at=NOW,
            identifier="308-CV/TU",
            issued_on=date(2021, 7, 10),
            text="…",
            file_name="v.txt",
            media_type="text/plain",
            file_size=1,
            sha256="0" * 64,
        )
        clause = Clause.objects.create(document=document, text="…", in_force_from=NOW.date())
        row = {
            "origins": ["Thành phố Hồ Chí Minh"],
            "since": "2021-06-20",
            "until": None,
            "who": "household",
            "measure": "home_quarantine",
            "span": [10, 20],
            "words": "về từ ngày 20/6/2021 thì cách ly cả gia đình",
            **content,
        }
        proposal = Proposal.objects.create(
            document=document, kind="rule", position=0, content=row, clause=clause
        )
        RuleDraft.objects.create(clause=clause, proposal=proposal, content=row, drafted_at=NOW)
        return document

    return _approved


def test_an_approved_proposal_becomes_one_draft_with_its_questions(cast, provinces, approved):
    document = approved()
    (row,) = draft_proposals(document.pk, now=NOW)
    assert draft_proposals(document.pk, now=NOW) == []
    rule = row.snapshot()
    assert (rule.measure, rule.who) == (Measure.HOME_QUARANTINE, "household")
    assert rule.conditions.stayed_since == date(2021, 6, 20)
    assert [area.before for area in row.areas.all()] == [["79/"]]
    assert row.clause.document == document
    assert any("how many days" in question for question in row.questions)
    _, shown = look_at_preview(cast.leader, row.pk, now=NOW)
    with pytest.raises(Refused, match="Questions"):
        put_in_force(cast.leader, row.pk, seen=shown.digest, now=NOW)


def test_what_the_reader_could_not_place_is_asked_not_guessed(provinces, approved):
    (row,) = draft_proposals(approved(origins=["các vùng tâm dịch"]).pk, now=NOW)
    assert row.snapshot().conditions.origins == ()
    assert any("các vùng tâm dịch" in question for question in row.questions)


def test_a_proposal_about_contacts_becomes_a_rule_about_contacts(provinces, approved):
    (row,) = draft_proposals(approved(origins=[], since=None, who="F1").pk, now=NOW)
    assert (row.topic, row.snapshot().conditions.contact_levels) == ("contact", (1,))


def test_answering_the_questions_in_the_draft_opens_it_for_a_second_person(
    cast, provinces, approved
):
    (row,) = draft_proposals(approved().pk, now=NOW)
    change_draft(cast.synthesist, row.pk, {**row.content, "days": 20}, now=NOW)
    _, shown = look_at_preview(cast.leader, row.pk, now=NOW)
    done = put_in_force(cast.leader, row.pk, seen=shown.digest, now=NOW)
    assert done.state == RuleState.IN_FORCE
    assert done.put_in_force_at.astimezone(VIETNAM) == NOW
