"""Contacts as a trace would write them: a case at a market, a neighbour, the neighbour's friend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lachan.cases.models import Case
from lachan.contacts.models import (
    Change,
    Contact,
    Exposure,
    Proposal,
    ProposalLine,
    Run,
)
from lachan.contacts.terms import Aim, Cause, State
from lachan.people.models import Person
from lachan.policies.terms import Measure
from lachan.tracing.models import Line, Venue
from lachan.tracing.rules.relevelling import Turn
from lachan.tracing.terms import Setting
from lachan.tracing.tests.examples import COMMUNE, WARD, a_family, hour, look_into, stay, told
from tests.cast import NOW

MINUTE = timedelta(minutes=1)


@dataclass
class World:
    """A case, the place, and two contacts: `first` met the case, `second` met `first`."""

    case: Case
    venue: Venue
    first: Contact
    second: Contact
    run: Run


def a_world(cast, *, mark: str = "") -> World:
    """The case and `first` were at a market on 10/9/2021; `first` met `second` the day after."""
    ill, *_others = a_family(cast, f"Lê Văn Ca {mark}".strip(), form_id="ca")
    near, *_others = a_family(cast, f"Trần Thị Gần {mark}".strip(), form_id="gan")
    far, *_others = a_family(cast, f"Phạm Văn Xa {mark}".strip(), path=WARD, form_id="xa")
    investigation = look_into(cast, ill)
    line = told(cast, investigation, stay())
    told_line = Line.objects.get(pk=line.pk)
    venue = told_line.venue
    run = a_run()
    first = a_contact(
        near,
        case=investigation.case,
        source=ill,
        venue=venue,
        setting=Setting.MARKET,
        met_from=hour(7, 10),
        met_until=hour(8),
    )
    second = a_contact(
        far,
        path=WARD,
        level=2,
        case=investigation.case,
        source=near,
        is_home=True,
        setting=Setting.HOUSEHOLD,
        met_from=hour(18, day=11),
        met_until=hour(20, 30, day=11),
    )
    Exposure.objects.create(
        contact=first,
        case=investigation.case,
        on=date(2021, 9, 10),
        venue=venue,
        setting=Setting.MARKET,
        met_from=hour(7, 10),
        met_until=hour(8),
    )
    return World(investigation.case, venue, first, second, run)


def a_contact(person: Person, *, path: str = COMMUNE, level: int | None = 1, **words) -> Contact:
    """A contact being followed up; its meeting begins the exposure."""
    values = {
        "path": path,
        "person": person,
        "state": State.FOLLOWED,
        "level": level,
        "exposed_at": words.get("met_from"),
        "last_exposed_at": words.get("met_until"),
        "follow_until": date(2021, 9, 24),
        "named_at": NOW,
        "changed_at": NOW,
        **words,
    }
    return Contact.objects.get(pk=Contact.objects.create(**values).pk)


def a_run(**words) -> Run:
    """A trace of this morning, asked for by a new case."""
    values = {
        "cause": Cause.CASE_OPENED,
        "asked_at": NOW - MINUTE,
        "started_at": NOW - MINUTE,
        "finished_at": NOW,
        "traced_in_ms": 12,
        "cases": 1,
        "persons": {"1": 1, "2": 1},
        "changes": {"named": 2},
        **words,
    }
    return Run.objects.create(**values)


def a_change(contact: Contact, run: Run, turn: Turn = Turn.NAMED, **words) -> Change:
    """A change of a contact, because of the meeting that exposed it."""
    values = {
        "contact": contact,
        "run": run,
        "turn": turn,
        "level_after": contact.level,
        "exposed_after": contact.exposed_at,
        "because_person": contact.person,
        "because_source": contact.source,
        "because_venue": contact.venue,
        "because_is_home": contact.is_home,
        "because_setting": contact.setting,
        "because_from": contact.met_from,
        "because_until": contact.met_until,
        **words,
    }
    return Change.objects.create(**values)


def a_proposal(run: Run, *contacts: Contact, path: str = COMMUNE, **words) -> Proposal:
    """Home quarantine for these contacts, fourteen days, two tests."""
    values = {
        "path": path,
        "run": run,
        "aim": Aim.MEASURE,
        "level": 1,
        "measure": Measure.HOME_QUARANTINE,
        "rule": "f1-5599@1",
        "clause": "Điểm a khoản 2 Công văn 5599/BYT-MT",
        "words": "F1 cách ly tại nhà 14 ngày",
        "people": len(contacts),
        "proposed_at": NOW,
        **words,
    }
    made = Proposal.objects.create(**values)
    for contact in contacts:
        ProposalLine.objects.create(
            proposal=made,
            contact=contact,
            since=date(2021, 9, 10),
            until=date(2021, 9, 24),
            test_days=[date(2021, 9, 16), date(2021, 9, 23)],
        )
    return made
