"""`lachan contacts`: contacts, their levels, what is proposed, traces; persons by key only."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from lachan.core.limit_commands import add_limit_commands
from lachan.core.refused import NotThere, Refused

if TYPE_CHECKING:
    from lachan.core.limit_setting import Numbers

NAME = "contacts"
app = typer.Typer(no_args_is_help=True, help="Contacts: levels, evidence, proposals, traces.")

Unit = Annotated[str, typer.Option(help="Path of the unit, such as 96/964/32025/.")]
Most = Annotated[int, typer.Option(min=1, help="How many at most.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]
As = Annotated[str, typer.Option("--as", help="Account that acts; empty: the command line itself.")]
ContactKey = Annotated[str, typer.Argument(help="Key of the contact; see `list --json`.")]
ProposalKey = Annotated[str, typer.Argument(help="Key of the proposal; see `proposals --json`.")]

UNDETERMINED = "undetermined"
BACK = "back"


def _ready(work: Callable[[Any, datetime], Any], username: str = "") -> Any:
    """Work with the database ready, as the account or as an operator with every right here."""
    from config.database import ready

    with ready():
        from django.conf import settings
        from django.utils.module_loading import import_string

        now: datetime = import_string(settings.CLOCK)()
        return work(_operator(username, now), now)


def _operator(username: str, now: datetime) -> Any:
    from lachan.accounts.queries import actor_for
    from lachan.accounts.queries.grants import user_named
    from lachan.cases.terms import Permission as CasePermission
    from lachan.contacts.terms import Permission
    from lachan.core.actor import system
    from lachan.core.dates import day_of

    if not username:
        return system("command line", *Permission, CasePermission.READ)
    user = user_named(username)
    if user is None:
        raise Refused(f"there is no account {username}")
    return actor_for(user, day_of(now))


def _print(rows: list[dict[str, Any]], what: str, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1, default=_plain))
        return
    for row in rows:
        print("  ".join("–" if value in (None, "") else _plain(value) for value in row.values()))
    print(f"{len(rows)} {what}")


def _plain(value: Any) -> str:
    from lachan.core.dates import VIETNAM

    if isinstance(value, datetime):
        return value.astimezone(VIETNAM).isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def _level(words: str) -> int | None:
    """A level as it is typed: 1 to 9, `undetermined` (0), `back` (None)."""
    if words == BACK:
        return None
    if words == UNDETERMINED:
        return 0
    if not words.isdecimal() or words == "0":
        raise Refused(f"not a level: {words}; write 1 to 9, {UNDETERMINED} or {BACK}")
    return int(words)


@contextmanager
def _known(what: str, key: str) -> Iterator[UUID]:
    """The key as it is meant; Refused where it is none, or nothing in sight has it."""
    try:
        yield UUID(key)
    except (NotThere, ValueError):
        raise Refused(f"there is no {what} {key}") from None


def _told(actor: Any, row: Any) -> dict[str, Any]:
    """A contact without the person's name: by key; the case only where it is in sight."""
    from lachan.cases.terms import Permission as CasePermission

    sees_case = row.case and actor.may(CasePermission.READ, row.case.path)
    return {
        "key": str(row.key),
        "path": row.path,
        "person": str((row.person.root or row.person).key),
        "level": row.counted_level or UNDETERMINED,
        "by_hand": row.level_by_hand is not None,
        "state": str(row.state),
        "risk": row.risk,
        "case": f"{row.case.number}/{row.case.year}" if sees_case else None,
        "setting": str(row.setting),
        "exposed_at": row.exposed_at,
        "last_exposed_at": row.last_exposed_at,
        "follow_until": row.follow_until,
    }


@app.command("list")
def list_contacts(
    unit: Unit = "",
    level: Annotated[str, typer.Option(help="1 to 9, or undetermined; empty: all.")] = "",
    state: Annotated[
        str, typer.Option(help="current, followed, let_be, case, freed, ended; empty: all.")
    ] = "current",
    case: Annotated[str, typer.Option(help="Number or key of the case.")] = "",
    most: Most = 1000,
    as_json: AsJson = False,
) -> None:
    """List contacts, the nearest first; persons by key, without names.

    Example: lachan contacts list --unit 96/964/32025/ --level 1 --json
    """

    def work(actor: Any, now: datetime) -> list[dict[str, Any]]:
        from lachan.contacts.queries.contacts import at_level, contacts, in_state, of_case
        from lachan.contacts.terms import CURRENT, LET_BE, State
        from lachan.core.path import closed
        from lachan.core.scope import within

        rows: Any = contacts(actor)
        if unit:
            rows = rows.filter(within((closed(unit),)))
        if level:
            rows = at_level(rows, _level(level) or 0)
        if state:
            if state not in {*State, CURRENT, LET_BE}:
                raise Refused(f"there is no state {state}")
            rows = in_state(rows, state, now)
        found = of_case(actor, rows, case) if case else rows
        return [_told(actor, row) for row in found[:most]]

    _print(_ready(work), "contacts", as_json=as_json)


@app.command()
def show(key: ContactKey, as_json: AsJson = False) -> None:
    """Show one contact: level, the chain from the case link by link, what traces changed.

    Example: lachan contacts show 0b9c… --json
    """

    def work(actor: Any, now: datetime) -> dict[str, Any]:
        from lachan.contacts.queries.chains import chain_to
        from lachan.contacts.queries.contacts import exposures_of, get_contact
        from lachan.contacts.queries.runs import changes_of

        with _known("contact", key) as meant:
            row: Any = get_contact(actor, meant)
        chain = chain_to(row)
        return _told(actor, row) | {
            "traced_level": row.level or UNDETERMINED,
            "by_hand_because": row.by_hand_because,
            "chain_is_whole": chain.is_whole,
            "chain": [
                {
                    "person": str((link.contact.person.root or link.contact.person).key),
                    "level": link.contact.level,
                    "source": str((link.source.root or link.source).key),
                    "place": str(link.contact.venue.key) if link.contact.venue else None,
                    "at_home": link.contact.is_home,
                    "met_from": link.contact.met_from,
                    "met_until": link.contact.met_until,
                    "told_by": sorted({str(told.source) for told in link.told}),
                }
                for link in chain.links
            ],
            "cases_met": [
                {"case": f"{met.case.number}/{met.case.year}", "on": met.on}
                for met in exposures_of(row)
            ],
            "changes": [
                {
                    "run": str(change.run.key),
                    "turn": str(change.turn),
                    "level_before": change.level_before,
                    "level_after": change.level_after,
                    "at": change.run.finished_at,
                }
                for change in changes_of(row)
            ],
        }

    found = _ready(work)
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1, default=_plain))
        return
    for name, value in found.items():
        if isinstance(value, list):
            print(f"{name}:")
            for each in value:
                print("  " + "  ".join(f"{k}={_plain(v)}" for k, v in each.items() if v))
        else:
            print(f"{name}: {'–' if value in (None, '') else _plain(value)}")


@app.command("set-level")
def set_level(
    key: ContactKey,
    level: Annotated[str, typer.Argument(help="1 to 9, undetermined, or back (as traced).")],
    reason: Annotated[str, typer.Option(help="Why; it stays on record.")],
    by: As = "",
    as_json: AsJson = False,
) -> None:
    """Set the level of a contact by hand, or take that back.

    Example: lachan contacts set-level 0b9c… 2 --reason "Xác minh lại: chỉ gặp F1"
    """

    def work(actor: Any, now: datetime) -> Any:
        from lachan.contacts.actions.levels import set_level as set_level_of
        from lachan.contacts.queries.contacts import get_contact

        with _known("contact", key) as meant:
            set_level_of(actor, meant, _level(level), reason, now=now)
        return _told(actor, get_contact(actor, meant))

    _print([_ready(work, by)], "contact", as_json=as_json)


@app.command()
def proposals(
    unit: Unit = "",
    answer: Annotated[
        str, typer.Option(help="open, approved, refused, overtaken; empty: all.")
    ] = "open",
    most: Most = 1000,
    as_json: AsJson = False,
) -> None:
    """List what is proposed, the latest first.

    Example: lachan contacts proposals --unit 96/964/ --json
    """

    def work(actor: Any, now: datetime) -> list[dict[str, Any]]:
        from lachan.contacts.queries.proposals import proposals as proposals_of
        from lachan.contacts.terms import Answer
        from lachan.core.path import closed
        from lachan.core.scope import within

        rows = proposals_of(actor)
        if unit:
            rows = rows.filter(within((closed(unit),)))
        if answer:
            if answer not in set(Answer):
                raise Refused(f"there is no answer {answer}")
            rows = rows.filter(answer=answer)
        return [_proposed(row) for row in rows[:most]]

    _print(_ready(work), "proposals", as_json=as_json)


def _proposed(row: Any) -> dict[str, Any]:
    return {
        "key": str(row.key),
        "path": row.path,
        "aim": str(row.aim),
        "level": row.level or UNDETERMINED,
        "measure": str(row.measure),
        "rule": row.rule,
        "people": row.people,
        "answer": str(row.answer),
        "answered_by": row.answered_by_name,
        "proposed_at": row.proposed_at,
    }


@app.command()
def approve(key: ProposalKey, by: As = "", as_json: AsJson = False) -> None:
    """Approve one proposal: what it says is to be done; once only.

    Example: lachan contacts approve 5f1d… --as so.y.te
    """

    def work(actor: Any, now: datetime) -> Any:
        from lachan.contacts.actions.proposals import approve as approve_it

        with _known("proposal", key) as meant:
            return _proposed(approve_it(actor, meant, now=now))

    _print([_ready(work, by)], "proposal approved", as_json=as_json)


@app.command()
def refuse(
    key: ProposalKey,
    reason: Annotated[str, typer.Option(help="Why; it stays on record.")],
    by: As = "",
    as_json: AsJson = False,
) -> None:
    """Refuse one proposal, with the reason; once only.

    Example: lachan contacts refuse 5f1d… --reason "Đã cách ly tập trung"
    """

    def work(actor: Any, now: datetime) -> Any:
        from lachan.contacts.actions.proposals import refuse as refuse_it

        with _known("proposal", key) as meant:
            return _proposed(refuse_it(actor, meant, reason, now=now))

    _print([_ready(work, by)], "proposal refused", as_json=as_json)


@app.command()
def runs(most: Most = 50, as_json: AsJson = False) -> None:
    """List traces, the latest first: why, when, how long, how many persons and changes.

    Example: lachan contacts runs --most 10 --json
    """

    def work(actor: Any, now: datetime) -> list[dict[str, Any]]:
        from lachan.contacts.queries.runs import runs as runs_of

        return [
            {
                "key": str(row.key),
                "cause": str(row.cause),
                "subject": row.subject,
                "asked_at": row.asked_at,
                "finished_at": row.finished_at,
                "traced_in_ms": row.traced_in_ms,
                "cases": row.cases,
                "persons": row.persons,
                "changes": row.changes,
            }
            for row in runs_of(actor)[:most]
        ]

    _print(_ready(work), "traces", as_json=as_json)


@contextmanager
def _numbers_ready() -> Iterator[Numbers]:
    from config.database import ready

    with ready():
        from lachan.contacts.actions.limits import NUMBERS

        yield NUMBERS


add_limit_commands(
    app,
    NAME,
    _numbers_ready,
    example='first_call_minutes 60 --source "Công văn 308-CV/TU"',
)
