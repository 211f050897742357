"""`lachan cases`: open, list and classify cases; definitions and durations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lachan.core.limit_commands import add_limit_commands
from lachan.core.refused import NotThere, Refused

if TYPE_CHECKING:
    from lachan.core.limit_setting import Numbers

NAME = "cases"
app = typer.Typer(no_args_is_help=True, help="The case registry: line list, definitions.")

Unit = Annotated[str, typer.Option(help="Path of the unit, such as 96/964/32025/.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]
As = Annotated[str, typer.Option("--as", help="Account that acts; empty: the command line itself.")]


def _now() -> datetime:
    from django.conf import settings
    from django.utils.module_loading import import_string

    now: datetime = import_string(settings.CLOCK)()
    return now


def _operator(username: str, now: datetime) -> Any:
    """The account that acts, or the command line with every right over cases."""
    from lachan.accounts.queries import actor_for
    from lachan.accounts.queries.grants import user_named
    from lachan.cases.terms import Permission
    from lachan.core.actor import system
    from lachan.core.dates import day_of

    if not username:
        return system("command line", *Permission, "people.read", "people.edit")
    user = user_named(username)
    if user is None:
        raise Refused(f"there is no account {username}")
    return actor_for(user, day_of(now))


def _local(instant: datetime | None) -> str | None:
    from lachan.core.dates import VIETNAM

    return instant.astimezone(VIETNAM).isoformat(timespec="minutes") if instant else None


def _instant(words: str) -> datetime:
    from lachan.core.dates import VIETNAM

    try:
        read = datetime.fromisoformat(words)
    except ValueError as wrong:
        raise Refused(f"not an instant: {words}; write 2021-09-15T09:00+07:00") from wrong
    return read if read.tzinfo else read.replace(tzinfo=VIETNAM)


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError as wrong:
        raise Refused(f"not a day: {words}; write 2021-09-12") from wrong


def _told(case: Any) -> dict[str, Any]:
    """A case without the person's name: by key."""
    return {
        "key": str(case.key),
        "number": f"{case.number}/{case.year}",
        "path": case.path,
        "person": str((case.person.root or case.person).key),
        "episode": case.episode,
        "is_re_positive": case.previous_id is not None,
        "classification": str(case.classification),
        "reported_at": _local(case.reported_at),
        "onset_on": case.onset_on.isoformat() if case.onset_on else None,
        "sampled_at": _local(case.sampled_at),
        "isolated_at": _local(case.isolated_at),
        "infectious_from": _local(case.infectious_from),
        "infectious_until": _local(case.infectious_until),
        "protocol": case.window_protocol,
        "origin": str(case.origin),
        "source": str(case.source),
        "outcome": str(case.outcome),
    }


def _print(rows: list[dict[str, Any]], what: str, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        print("  ".join("–" if value in (None, "") else str(value) for value in row.values()))
    print(f"{len(rows)} {what}")


@app.command("list")
def list_cases(
    unit: Unit = "",
    classification: Annotated[str, typer.Option(help="suspected, probable, confirmed…")] = "",
    since: Annotated[str, typer.Option(help="Reported on this day or later.")] = "",
    until: Annotated[str, typer.Option(help="Reported on this day or earlier.")] = "",
    new: Annotated[bool, typer.Option("--new", help="Without re-positives.")] = False,
    as_json: AsJson = False,
) -> None:
    """List cases, the latest report first; persons by key, without names.

    Example: lachan cases list --unit 96/964/ --classification confirmed --new --json
    """
    from config.database import ready

    with ready():
        from datetime import timedelta

        from lachan.cases.queries.cases import cases
        from lachan.cases.terms import Classification, Permission
        from lachan.core.actor import Actor
        from lachan.core.dates import at
        from lachan.core.path import closed

        grants = frozenset({(str(Permission.READ), closed(unit))})
        rows = cases(Actor(id=None, name="command line", grants=grants))
        if classification:
            if classification not in set(Classification):
                raise Refused(f"there is no classification {classification}")
            rows = rows.filter(classification=classification)
        if since:
            rows = rows.filter(reported_at__gte=at(_day(since), 0))
        if until:
            rows = rows.filter(reported_at__lt=at(_day(until) + timedelta(days=1), 0))
        _print([_told(row) for row in (rows.new() if new else rows)], "cases", as_json=as_json)


@app.command("open")
def open_one(
    name: Annotated[str, typer.Argument(help="Full name of the person.")],
    unit: Annotated[str, typer.Option(help="Path of the unit that answers for the case.")],
    reported: Annotated[str, typer.Option(help="Instant of the report; empty: now.")] = "",
    birth_year: Annotated[int, typer.Option(help="Year of birth.")] = 0,
    citizen: Annotated[str, typer.Option(help="Citizen number, by which a person is found.")] = "",
    pcr: Annotated[str, typer.Option(help="positive, negative or unknown.")] = "unknown",
    antigen: Annotated[str, typer.Option(help="positive, negative or unknown.")] = "unknown",
    symptoms: Annotated[str, typer.Option(help="present, none or unknown.")] = "unknown",
    link: Annotated[bool, typer.Option("--link", help="An epidemiological link is known.")] = False,
    onset: Annotated[str, typer.Option(help="Day of onset, such as 2021-09-12.")] = "",
    sampled: Annotated[str, typer.Option(help="Instant of the sample.")] = "",
    basis: Annotated[str, typer.Option(help="Document that says so, where the tests do not.")] = "",
    reference: Annotated[str, typer.Option(help="Makes the report count once at its unit.")] = "",
    by: As = "",
    as_json: AsJson = False,
) -> None:
    """Open a case by hand; the definitions in force on the day of the report say what it is.

    Example: lachan cases open "Nguyễn Văn Mẫu" --unit 96/964/32025/ --pcr positive
    """
    from config.database import ready

    with ready():
        import uuid

        from lachan.cases.actions.opening import Ill, Report, open_case, reference_of
        from lachan.cases.rules.definitions import Evidence
        from lachan.cases.terms import Classification, Result, Symptoms
        from lachan.core.dates import day_of
        from lachan.people.rules.numbers import other_number
        from lachan.places.queries import path_at

        now = _now()
        path = path_at(unit, day_of(now))
        onset_on = _day(onset) if onset else None
        told = Symptoms.PRESENT if onset_on else _word(Symptoms, symptoms)
        report = Report(
            reported_at=_instant(reported) if reported else now,
            classification=Classification.CONFIRMED if basis else None,
            basis=basis,
            evidence=Evidence(_word(Result, pcr), _word(Result, antigen), told, link),
            onset_on=onset_on,
            sampled_at=_instant(sampled) if sampled else None,
        )
        opened = open_case(
            _operator(by, now),
            Ill(
                name,
                birth_year=birth_year or None,
                identifiers=(other_number(citizen),) if citizen else (),
            ),
            report,
            path=path,
            reference=reference_of("cases.cli", path, reference or uuid.uuid4().hex),
            now=now,
        )
        if opened.was_brought_in:
            typer.echo("nothing was opened: the sample is of this earlier case", err=True)
        _print([_told(opened.case)], "case", as_json=as_json)


def _word(words: Any, told: str) -> Any:
    try:
        return words(told)
    except ValueError as wrong:
        raise Refused(f"not one of {', '.join(words)}: {told}") from wrong


@app.command()
def classify(
    key: Annotated[str, typer.Argument(help="Key of the case; see `lachan cases list --json`.")],
    classification: Annotated[
        str, typer.Argument(help="suspected, probable, confirmed, discarded.")
    ],
    pcr: Annotated[str, typer.Option(help="positive, negative or unknown; empty: as it is.")] = "",
    antigen: Annotated[str, typer.Option(help="As above.")] = "",
    basis: Annotated[str, typer.Option(help="Document that says so, where the tests do not.")] = "",
    by: As = "",
    as_json: AsJson = False,
) -> None:
    """Classify a case by the definitions in force today, or by a document.

    Example: lachan cases classify 0b9c… confirmed --pcr positive
    """
    from config.database import ready

    with ready():
        import uuid
        from dataclasses import replace

        from lachan.cases.actions.classifying import Judgement
        from lachan.cases.actions.classifying import classify as classify_case
        from lachan.cases.queries.cases import evidence_of, get_case
        from lachan.cases.terms import Classification, Result

        now = _now()
        operator = _operator(by, now)
        try:
            case = get_case(operator, uuid.UUID(key))
        except (ValueError, NotThere):
            raise Refused(f"there is no case {key}") from None
        evidence = evidence_of(case)
        if pcr:
            evidence = replace(evidence, pcr=_word(Result, pcr))
        if antigen:
            evidence = replace(evidence, antigen=_word(Result, antigen))
        judgement = Judgement(_word(Classification, classification), evidence, case.ct, basis)
        done = classify_case(operator, case.key, judgement, now=now)
        _print([_told(done)], "case", as_json=as_json)


@app.command()
def definitions(
    on: Annotated[str, typer.Option(help="Only those in force on this day.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the case definitions of all times, or those in force on a day.

    Example: lachan cases definitions --on 2022-04-15
    """
    from config.database import ready

    with ready():
        from lachan.cases.queries.definitions import definitions as all_definitions
        from lachan.cases.queries.definitions import definitions_on

        found = [
            {
                "definition": row.reference,
                "classification": str(row.classification),
                "valid_from": row.valid_from.isoformat(),
                "valid_until": row.valid_until.isoformat() if row.valid_until else None,
                "confirmed": row.is_confirmed,
                "criteria": [[str(asked) for asked in each] for each in row.criteria],
                "words": row.words,
                "source": row.source,
            }
            for row in (definitions_on(_day(on)) if on else all_definitions())
        ]
    _print(found, "definitions", as_json=as_json)


@app.command()
def define(
    code: Annotated[str, typer.Argument(help="Code of the definition, such as confirmed.")],
    classification: Annotated[str, typer.Argument(help="suspected, probable, confirmed…")],
    words: Annotated[str, typer.Option(help="The definition in words.")],
    source: Annotated[str, typer.Option(help="Document; begin with “cần xác nhận” if unsure.")],
    criterion: Annotated[
        list[str],
        typer.Option(help="An alternative, its conditions joined by +: antigen_positive+link."),
    ],
    valid_from: Annotated[str, typer.Option("--from", help="First day; empty: today.")] = "",
    by: As = "",
) -> None:
    """Set the next version of a case definition; what was classified before keeps its version.

    Example: lachan cases define confirmed confirmed --criterion pcr_positive --words … --source …
    """
    from config.database import ready

    with ready():
        from lachan.cases.actions.limits import set_definition
        from lachan.cases.terms import Classification
        from lachan.core.dates import day_of

        now = _now()
        row = set_definition(
            _operator(by, now),
            code,
            _word(Classification, classification),
            [each.split("+") for each in criterion],
            words,
            valid_from=_day(valid_from) if valid_from else day_of(now),
            source=source,
            now=now,
        )
        print(f"{row} holds from {row.valid_from}")


@contextmanager
def _numbers_ready() -> Iterator[Numbers]:
    from config.database import ready

    with ready():
        from lachan.cases.actions.limits import NUMBERS

        yield NUMBERS


add_limit_commands(
    app,
    NAME,
    _numbers_ready,
    example='re_positive_days 90 --source "Văn bản 12/SYT, khoản 1"',
)
