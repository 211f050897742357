"""`lachan directives`: read documents, take them in, list them, approve them.

`read` needs no database and starts without Django; the others act as a user, under the same
permissions as on the pages. Refusals are sentences on standard error and exit code 1.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lachan.core.refused import NotThere, Refused

if TYPE_CHECKING:
    from lachan.core.actor import Actor
    from lachan.directives.reader.model import Reading

NAME = "directives"
app = typer.Typer(no_args_is_help=True, help="Documents from above: read, take in, approve.")

Paths = Annotated[list[str], typer.Argument(help='Files; "-" is standard input.')]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
As = Annotated[str, typer.Option("--as", help="User name of the person who acts.")]
At = Annotated[str, typer.Option("--at", help="Office that acts, e.g. 96/; default: the first.")]


@app.command()
def read(paths: Paths, as_json: AsJson = False) -> None:
    """Read documents into header, tasks, rules and questions (docs/formats.md).

    Good documents are printed even when others are refused; then the exit code is 1.

    Example: lachan directives read cong-van.docx thong-bao.pdf --json
    """
    from lachan.directives.rules.taking_in import read_source

    readings: list[Reading] = []
    refused = False
    for position, path in enumerate(paths, 1):
        _progress(position, len(paths), path)
        try:
            readings.append(read_source(_source(path)))
        except Refused as reasons:
            refused = True
            _say(*(f"{path}: {reason}" for reason in reasons.reasons))
    if as_json:
        print(json.dumps([reading.as_json() for reading in readings], ensure_ascii=False, indent=1))
    else:
        from lachan.directives.rules.summary import summary

        print("\n\n".join(summary(reading) for reading in readings))
    if refused:
        raise typer.Exit(1)


@app.command()
def take(
    paths: Paths,
    username: As,
    office: At = "",
    copies: Annotated[
        bool, typer.Option(help="Register a document even if it looks like an earlier one.")
    ] = False,
) -> None:
    """Register documents in the office's book and open their review.

    Example: lachan directives take cong-van.docx --at 96/ --as thu
    """
    refused = False
    with _database() as now:
        from lachan.directives import actions

        actor = _actor(username, office, now)
        for path in paths:
            try:
                incoming = actions.read_original(_bytes(path), _name(path))
                row = actions.register_document(actor, incoming, confirmed=copies, now=now)
            except Refused as reasons:
                refused = True
                _say(*(f"{path}: {reason}" for reason in reasons.reasons))
                continue
            print(f"{row.pk}\t{row.arrival_number}/{row.register_year}\t{row}")
    if refused:
        raise typer.Exit(1)


@app.command("list")
def list_documents(
    username: As,
    office: At = "",
    search: Annotated[str, typer.Option(help="Words, with or without diacritics.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the documents in the register.

    Example: lachan directives list --as thu --search "an xuyen"
    """
    with _database() as now:
        from lachan.directives import queries

        rows = queries.search(queries.documents(_actor(username, office, now)), search)
        listed = [_listed(row) for row in queries.most_urgent_first(rows)]
    if as_json:
        print(json.dumps(listed, ensure_ascii=False, indent=1))
        return
    for row in listed:
        fields = ("id", "arrival_number", "identifier", "issuer", "urgency", "state")
        print("\t".join(str(row[field] or "–") for field in fields))


@app.command()
def show(number: int, username: As, office: At = "", as_json: AsJson = False) -> None:
    """Show one document with its proposals and questions as they stand in the review.

    Example: lachan directives show 3 --as thu --json
    """
    with _database() as now:
        from lachan.directives import queries

        actor = _actor(username, office, now)
        with _in_sight(number):
            document = queries.get_document(actor, number)
        shown = {
            **_listed(document),
            "sha256": document.sha256,
            "proposals": [
                {
                    "id": row.pk,
                    "kind": row.kind,
                    "state": row.state,
                    "span": [row.span_start, row.span_end] if row.span_end is not None else None,
                    "content": row.content,
                }
                for row in queries.proposals_of(document)
            ],
            "questions": [
                {
                    "id": row.pk,
                    "about": row.about,
                    "why": row.why_vi,
                    "outcome": row.outcome,
                    "answer": row.answer,
                }
                for row in queries.questions_of(document)
            ],
        }
    if as_json:
        print(json.dumps(shown, ensure_ascii=False, indent=1))
        return
    print(f"{shown['identifier'] or shown['title']} ({shown['state']})")
    for row in shown["questions"]:
        print(f"  ? {row['why']}: {row['answer'] or row['outcome'] or '…'}")
    for row in shown["proposals"]:
        content = row["content"]
        words = content.get("title") or content.get("words") or content.get("identifier") or ""
        print(f"  {row['id']}\t{row['kind']}\t{row['state']}\t{words}")


@app.command()
def approve(
    number: int,
    username: As,
    office: At = "",
    accept_all: Annotated[
        bool, typer.Option(help="Accept the proposals that nobody has decided.")
    ] = False,
    unknown: Annotated[
        bool, typer.Option(help="Confirm that the open questions have no answer.")
    ] = False,
    expected_tasks: Annotated[
        int | None, typer.Option(min=0, help="How many tasks you counted in the document.")
    ] = None,
    reviewed: Annotated[bool, typer.Option(help="The whole text was reviewed.")] = False,
) -> None:
    """Close the review: clauses come into force and the tasks go to their units.

    All or nothing: when the approval is refused, nothing that led to it is kept.

    Example: lachan directives approve 3 --accept-all --expected-tasks 4 --reviewed --as leader
    """
    with _database() as now:
        from django.db import transaction

        from lachan.directives import actions, queries
        from lachan.directives.terms import Answer

        actor = _actor(username, office, now)
        with _in_sight(number), transaction.atomic():
            document = queries.get_document(actor, number)
            if unknown:
                for question in queries.questions_of(document).filter(outcome=""):
                    actions.answer_question(
                        actor, question.pk, question.version, outcome=Answer.UNKNOWN, now=now
                    )
            if accept_all:
                actions.accept_untouched(actor, number, now=now)
            document = actions.approve(
                actor,
                number,
                expected_tasks=expected_tasks,
                whole_text_reviewed=reviewed,
                now=now,
            )
            tasks = queries.approved_task_proposals(number).count()
        print(f"{document}: đã phê duyệt, {tasks} việc")


# What the commands share


def _say(*sentences: str) -> None:
    for sentence in sentences:
        print(sentence, file=sys.stderr)


def _progress(position: int, count: int, path: str) -> None:
    if count > 1 and sys.stderr.isatty():
        print(f"{position}/{count} {path}", file=sys.stderr)


def _name(path: str) -> str:
    return "-" if path == "-" else Path(path).name


def _bytes(path: str) -> bytes:
    """The content of a file, or a refusal in a sentence; no more is read than would be accepted."""
    from lachan.directives.reader.sources import Limits

    limit = Limits().file_bytes + 1
    try:
        if path == "-":
            return sys.stdin.buffer.read(limit)
        if Path(path).is_dir():
            raise Refused("đây là thư mục, không phải tệp")
        with Path(path).open("rb") as file:
            return file.read(limit)
    except FileNotFoundError as error:
        raise Refused("không có tệp này") from error
    except OSError as error:
        raise Refused(f"không mở được tệp ({error.strerror})") from error


def _source(path: str) -> Any:
    from lachan.directives.reader.sources import Unreadable, load_source

    try:
        return load_source(_bytes(path), _name(path))
    except Unreadable as unreadable:
        raise Refused(unreadable.why_vi) from unreadable


@contextmanager
def _database() -> Iterator[datetime]:
    """The database for the time of the block, and what time it is there."""
    from config.database import ready

    with ready():
        from django.conf import settings
        from django.utils.module_loading import import_string
        from django.utils.translation import override

        with override("vi"):
            yield import_string(settings.CLOCK)()


def _actor(username: str, office: str, now: datetime) -> Actor:
    from lachan.core.dates import day_of
    from lachan.directives import queries

    actor = queries.actor_named(username, day_of(now), office)
    if actor is None:
        raise Refused(f"không có người dùng {username} làm việc tại {office or 'đây'}")
    return actor


@contextmanager
def _in_sight(number: int) -> Iterator[None]:
    try:
        yield
    except NotThere as error:
        raise Refused(f"không có văn bản {number}") from error


def _listed(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "arrival_number": f"{row.arrival_number}/{row.register_year}",
        "identifier": row.identifier or None,
        "issuer": row.issuer or None,
        "issued_on": row.issued_on.isoformat() if row.issued_on else None,
        "urgency": row.urgency or None,
        "title": str(row),
        "state": row.state,
    }
