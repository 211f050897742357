"""Open a case: who is ill, what is known, which episode it is.

1. Judge what was told: who may open here, the order of the days, the definitions in force.
2. Find the person, or make one, and lock it: two offices that open the same case wait here.
3. See which episode it is: the first, a re-positive of the last, a new one; or the last is open,
   or one that has ended holds the sample: then the result goes there and nothing is opened.
4. Give the number, derive the window, write, record.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record_all
from lachan.cases import events
from lachan.cases.actions.locking import ONE_OPEN, put_window, window_of
from lachan.cases.actions.taking_results import Told, take_result
from lachan.cases.models import Case, CaseBook, Classified, RePositive
from lachan.cases.queries.cases import (
    ended_episode_at,
    last_episode_of,
    next_episode,
    snapshot_of,
)
from lachan.cases.queries.definitions import definitions_on
from lachan.cases.queries.limits import limit
from lachan.cases.rules.days import Days, faults_of_days
from lachan.cases.rules.definitions import (
    Definition,
    Evidence,
    met_for,
    obstacles_to_classifying,
    proposed,
)
from lachan.cases.rules.episodes import Following, what_follows
from lachan.cases.terms import (
    STANDING,
    Classification,
    LimitName,
    Origin,
    Permission,
    SourceState,
    Symptoms,
)
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import Refused, refuse_if
from lachan.core.text import folded, normal
from lachan.people.actions.recognising import recognise
from lachan.people.models import Person, Source
from lachan.people.rules.births import birth_words
from lachan.people.rules.claims import PersonClaim
from lachan.people.terms import IdentifierKind, Sex, SourceKind


@dataclass(frozen=True)
class Ill:
    """Who is ill, as typed; numbers are normalised already."""

    full_name: str
    sex: Sex = Sex.UNKNOWN
    birth_on: date | None = None
    birth_year: int | None = None
    identifiers: tuple[tuple[IdentifierKind, str], ...] = ()
    hamlet: str = ""
    address: str = ""


@dataclass(frozen=True)
class Report:
    """What is known of a case when it is opened.

    Without a `classification` the definitions in force on the day of the report say what it is;
    `basis` names the document where no definition does.
    """

    reported_at: datetime
    classification: Classification | None = None
    basis: str = ""
    evidence: Evidence = field(default_factory=Evidence)
    ct: Decimal | None = None
    onset_on: date | None = None
    sampled_at: datetime | None = None
    isolated_at: datetime | None = None
    origin: Origin = Origin.UNKNOWN
    origin_words: str = ""
    source: SourceState = SourceState.INQUIRY
    source_note: str = ""
    note: str = ""


@dataclass(frozen=True)
class Opening:
    """A case that was opened, or, with `was_repeated`, that this very report had opened before.

    With `was_brought_in` nothing was opened: the sample is of this earlier case, which has ended;
    `is_news` tells whether the result changed what is held of it.
    """

    case: Case
    was_repeated: bool = False
    was_brought_in: bool = False
    is_news: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Judged:
    report: Report
    classification: Classification
    definition: Definition | None


def reference_of(door: str, path: str, given: str) -> str:
    """The reference under which a program's report counts once: of one unit, of any length."""
    return f"{door}:{sha256(f'{path} {given}'.encode()).hexdigest()}"


def open_case(
    actor: Actor, ill: Ill, report: Report, *, path: str, reference: str, now: datetime
) -> Opening:
    """Open a case of somebody who is found among the persons, or made; the same report once.

    `path` is the unit that answers for it, `reference` what makes the report count once
    (`cases.form:…`). Refused, with every reason: no permission at the unit, days that cannot be,
    no definition met and no document named, an open episode of the same person, a reference that
    was given for another person before, or for a case that is out of sight.
    """
    refuse_if([] if normal(ill.full_name) else [_("Type the name; an unknown one as “not known”.")])
    judged = judge(actor, report, path, now)
    with transaction.atomic():
        claim = _claim(ill, path, reference, now)
        (answer,) = recognise(actor, [claim], now=now)
        if answer.was_repeated and _is_of_another(claim):
            raise Refused(_of_another())
        opened = open_for(actor, answer.person_id, judged, path=path, reference=reference, now=now)
    return replace(opened, warnings=answer.warnings)


def open_case_of(
    actor: Actor, person_id: int, report: Report, *, path: str, reference: str, now: datetime
) -> Opening:
    """Open a case of a person on record; else as `open_case`."""
    judged = judge(actor, report, path, now)
    with transaction.atomic():
        return open_for(actor, person_id, judged, path=path, reference=reference, now=now)


def judge(actor: Actor, report: Report, path: str, now: datetime) -> _Judged:
    """What the case is by the definitions of the report's day; Refused with all that stands in
    the way. A document instead of a definition takes the permission to classify."""
    if not actor.may(Permission.OPEN, path):
        raise Refused(_("You may not open cases at this unit."))
    obstacles = list(_faults(report, now))
    on = day_of(report.reported_at)
    definitions = definitions_on(on)
    wanted = report.classification
    if wanted is None:
        found = proposed(definitions, report.evidence)
        wanted = found.classification if found else Classification.SUSPECTED
    if wanted not in STANDING:
        obstacles.append(_("By what is known this is no case: nothing is opened."))
    else:
        obstacles += obstacles_to_classifying(
            wanted, definitions, report.evidence, basis=report.basis, on=on
        )
    definition = met_for(definitions, wanted, report.evidence)
    if definition is None and report.basis and not actor.may(Permission.CLASSIFY, path):
        obstacles.append(_("Only who may classify cases may do so by a document."))
    refuse_if(obstacles)
    return _Judged(report, wanted, definition)


def _faults(report: Report, now: datetime) -> list[str]:
    days = Days(
        reported_at=report.reported_at,
        symptoms=report.evidence.symptoms,
        onset_on=report.onset_on,
        sampled_at=report.sampled_at,
        isolated_at=report.isolated_at,
    )
    return list(dict.fromkeys(faults_of_days(days, now).values()))


def open_for(
    actor: Actor, person_id: int, judged: _Judged, *, path: str, reference: str, now: datetime
) -> Opening:
    """Open a judged case of a person, in the caller's transaction.

    Refused where the person's last episode is open, whoever opened it. A sample from the time of an
    episode that has ended is a result of that one.
    """
    person = _lock_person(person_id)
    known = Case.objects.filter(reference=reference).select_related("person").first()
    if known is not None:
        return _opened_before(actor, known, person)
    report = judged.report
    found_at = report.sampled_at or report.reported_at
    last = ended_episode_at(person.pk, found_at) or last_episode_of([person.pk]).get(person.pk)
    days = limit(LimitName.RE_POSITIVE_DAYS, day_of(found_at)).value
    following = what_follows(snapshot_of(last) if last else None, found_at, days)
    if following == Following.OPEN:
        raise Refused(_open_already(actor, last))
    if last is not None and following == Following.WITHIN:
        return _brought_in(actor, last, report, found_at, reference=reference, now=now)
    previous = last if following == Following.RE_POSITIVE else None
    case = _case(person, judged, path=path, reference=reference, now=now)
    case.opened_by_id = actor.id
    case.previous = previous
    case.episode = next_episode(person.pk)
    put_window(case, window_of(case))
    case.year = day_of(report.reported_at).year
    case.number_path, case.number = path, _next_number(path, case.year)
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as error:
        if ONE_OPEN in str(error):
            raise Refused(_open_already(actor, None)) from error
        raise
    _classified(actor, case, judged, now)
    happened: list[object] = [
        events.Opened(
            case.pk,
            person.pk,
            str(case.classification),
            previous is not None,
            case.infectious_from,
            case.infectious_until,
        )
    ]
    if previous is not None:
        RePositive.objects.create(case=case)
        happened.append(events.RePositiveLinked(case.pk, previous.pk))
    record_all([(event, case.path, case) for event in happened], actor=actor)
    return Opening(case)


def _opened_before(actor: Actor, known: Case, person: Person) -> Opening:
    """The case that this report had opened, to who sees it."""
    if (known.person.root_id or known.person_id) != person.pk:
        raise Refused(_of_another())
    if not actor.may(Permission.READ, known.path):
        raise Refused(_("Another unit answers now for the case of this reference."))
    return Opening(known, was_repeated=True)


def _of_another() -> str:
    return _("This reference was given for another person; give every report one of its own.")


def _is_of_another(claim: PersonClaim) -> bool:
    """Whether this reference named somebody else before: another name, birth or number."""
    said = Source.objects.values_list("content", flat=True).get(reference=claim.reference)
    told = claim.content
    if folded(said.get("full_name", "")) != folded(claim.full_name):
        return True
    facts = {"birth", *map(str, IdentifierKind)} & said.keys() & told.keys()
    return any(said[name] != told[name] for name in facts)


def _brought_in(
    actor: Actor, case: Case, report: Report, found_at: datetime, *, reference: str, now: datetime
) -> Opening:
    """The result stands in the ended case of whose illness it tells; Refused where the actor does
    not see that case, or may not classify it although the result says something new."""
    if not actor.may(Permission.READ, case.path):
        raise Refused(
            _(
                "The sample is of an earlier illness of this person, on record at another unit: "
                "nothing is opened; ask the province."
            )
        )
    day = day_of(found_at)
    words = {"day": f"{day.day}/{day.month}/{day.year}"}
    basis = report.basis or _("Late result of %(day)s") % words
    told = Told(report.evidence, report.ct, report.sampled_at)
    try:
        is_news = not Classified.objects.filter(reference=reference).exists() and take_result(
            actor, case, told, basis=basis, reference=reference, now=now
        )
    except Refused as refused:
        raise Refused(
            _(
                "The sample is of an earlier illness of this person, case %(number)d/%(year)d: "
                "nothing is opened, and the result was not brought in there."
            )
            % {"number": case.number, "year": case.year},
            *refused.reasons,
        ) from refused
    case.refresh_from_db()
    return Opening(case, was_brought_in=True, is_news=is_news)


def _lock_person(person_id: int) -> Person:
    """The row that stands for the person now, locked against a second case at the same time.

    Others may go on to point at the person: only who opens cases waits.
    """
    root_id = Person.objects.values_list("root_id", flat=True).get(pk=person_id) or person_id
    return Person.objects.select_for_update(no_key=True).get(pk=root_id)


def _case(person: Person, judged: _Judged, *, path: str, reference: str, now: datetime) -> Case:
    report, evidence = judged.report, judged.report.evidence
    symptoms = Symptoms.PRESENT if report.onset_on else evidence.symptoms
    return Case(
        path=path,
        person=person,
        classification=judged.classification,
        pcr=evidence.pcr,
        antigen=evidence.antigen,
        ct=report.ct,
        has_link=evidence.has_link,
        symptoms=symptoms,
        reported_at=report.reported_at,
        onset_on=report.onset_on,
        sampled_at=report.sampled_at,
        confirmed_at=report.reported_at
        if judged.classification == Classification.CONFIRMED
        else None,
        isolated_at=report.isolated_at,
        origin=report.origin,
        origin_words=normal(report.origin_words)[:200],
        source=report.source,
        source_note=normal(report.source_note)[:300],
        note=normal(report.note)[:500],
        reference=reference,
        opened_at=now,
        changed_at=now,
    )


def _classified(actor: Actor, case: Case, judged: _Judged, now: datetime) -> None:
    definition = judged.definition
    Classified.objects.create(
        case=case,
        classification=case.classification,
        definition=definition.reference if definition else "",
        definition_source=definition.source if definition else "",
        is_definition_confirmed=definition.is_confirmed if definition else True,
        basis="" if definition else normal(judged.report.basis)[:300],
        facts=judged.report.evidence.as_json(),
        made_at=now,
        made_by_id=actor.id,
        made_by_name=actor.name,
    )


def _next_number(path: str, year: int) -> int:
    """The unit's next number of the year, without gaps: its book is locked until the end."""
    CaseBook.objects.get_or_create(path=path, year=year)
    book = CaseBook.objects.select_for_update().get(path=path, year=year)
    book.last_number += 1
    book.save(update_fields=["last_number"])
    return book.last_number


def _open_already(actor: Actor, last: Case | None) -> str:
    """Which case is open; one out of sight is only said to be."""
    if last is None or not actor.may(Permission.READ, last.path):
        return _("This person has an open case already, at another unit; ask the province.")
    return _("This person has an open case already: number %(number)d/%(year)d.") % {
        "number": last.number,
        "year": last.year,
    }


def _claim(ill: Ill, path: str, reference: str, now: datetime) -> PersonClaim:
    numbers = {str(kind): value for kind, value in ill.identifiers}
    words = {
        "full_name": normal(ill.full_name),
        "sex": str(ill.sex),
        "birth": birth_words(ill.birth_on, ill.birth_year),
        "hamlet": ill.hamlet,
        "residence": ill.address,
        **numbers,
    }
    return PersonClaim(
        reference=reference,
        kind=SourceKind.KEYED,
        path=path,
        said_at=now,
        full_name=normal(ill.full_name),
        sex=ill.sex,
        birth_on=ill.birth_on,
        birth_year=ill.birth_year,
        identifiers=ill.identifiers,
        residence_path=path,
        residence_words=ill.address,
        hamlet=ill.hamlet,
        content={key: value for key, value in words.items() if value},
    )
