"""`lachan policies` and `lachan decide`: the rules, and what they say about a person."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lachan.core.refused import Refused

if TYPE_CHECKING:
    from lachan.policies.rules.ruleset import RuleSet

NAME = "policies"
app = typer.Typer(no_args_is_help=True, help="Rules: who must do what, from when, by which order.")


def decide(
    rules: Annotated[Path, typer.Option(help="Rules as `lachan policies export` writes them.")],
    facts: Annotated[str, typer.Option(help="JSON lines, one a person; - is standard input.")],
    at: Annotated[
        str, typer.Option(help="Decide as known at this instant, e.g. 2021-07-27T08:00; else now.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON a person.")] = False,
) -> None:
    """Decide what applies to each person; needs no database.

    Example: lachan decide --rules rules.json --facts persons.jsonl --json
    """
    from lachan.policies.rules.decide import decide as decided
    from lachan.policies.rules.reading import NotFacts, answer_of, facts_of, instant_of

    ruleset = _rules(rules)
    try:
        instant = instant_of(at) if at else datetime.now(UTC)
    except ValueError as wrong:
        raise typer.BadParameter(f"{at!r} is no instant", param_hint="--at") from wrong
    name = "standard input" if facts == "-" else facts
    bad = 0
    for number, line in _lines(facts):
        try:
            answer = answer_of(decided(facts_of(json.loads(line.decode())), ruleset, instant))
        except (NotFacts, ValueError, RecursionError, OverflowError) as wrong:
            bad += 1
            print(f"{name}, line {number}: {_why(wrong)}", file=sys.stderr)
            continue
        if as_json:
            print(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
        else:
            print(_sentence(number, answer))
    if bad:
        raise typer.Exit(1)


@app.command("export")
def export_rules(
    path: Annotated[str, typer.Option(help="Where the persons are; default: the province.")] = "",
    at: Annotated[str, typer.Option(help="As known at this instant; else now.")] = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A file to write.")] = None,
) -> None:
    """Print the rules as one JSON document, as `lachan decide --rules` reads it.

    Example: lachan policies export --path 96/ -o rules.json
    """
    with _at_work(at) as now:
        from django.conf import settings

        from lachan.policies.queries import rules_in_force

        document = rules_in_force(path or f"{settings.PROVINCE}/", now).to_json()
    text = json.dumps({**document, "as_of": now.isoformat()}, ensure_ascii=False, indent=1)
    if output is None:
        print(text)
        return
    output.write_text(f"{text}\n", encoding="utf-8")
    print(f"{output}: {len(document['rules'])} rules", file=sys.stderr)


@app.command("import")
def import_document(
    file: Annotated[Path | None, typer.Argument(exists=True, dir_okay=False)] = None,
    pack: Annotated[bool, typer.Option("--pack", help="The rules that are shipped.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen.")] = False,
) -> None:
    """Take rules in; the same document again adds nothing, bad rows are named and left out.

    Example: lachan policies import rules.json --dry-run
    """
    if (file is None) == (not pack):
        raise typer.BadParameter("name a file, or say --pack")
    document = None if file is None else _document(file)
    with _at_work("") as now:
        from lachan.policies.actions.importing import SHIPPED, import_rules, pack_document

        found = import_rules(
            SHIPPED,
            pack_document() if document is None else document,
            now=now,
            source=file.name if file else "covid19.json",
            only_try=dry_run,
        )
    for reason in found.refused:
        print(reason, file=sys.stderr)
    print(
        f"{found.rows} rules: {found.new} new, {found.known} known, {len(found.refused)} refused"
        f"{' (nothing written)' if dry_run else ''}"
    )
    if found.refused:
        raise typer.Exit(1)


@app.command("list")
def list_rules(
    at: Annotated[str, typer.Option(help="Those that hold at this instant; else now.")] = "",
    path: Annotated[str, typer.Option(help="Where; default: the province.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """List the rules that hold at an instant.

    Example: lachan policies list --at 2021-07-26
    """
    with _at_work(at) as now:
        from django.conf import settings

        from lachan.policies.queries import rules_in_force
        from lachan.policies.rules.documents import rule_document

        rules = [
            rule
            for rule in rules_in_force(path or f"{settings.PROVINCE}/", now).rules
            if rule.valid_from <= now and (rule.valid_until is None or rule.valid_until > now)
        ]
    if as_json:
        print(json.dumps([rule_document(rule) for rule in rules], ensure_ascii=False, indent=1))
        return
    for rule in rules:
        days = f"{rule.days} days" if rule.days else ""
        unsure = "" if rule.source.confirmed else "  [to be confirmed]"
        print(f"{rule.name:<34} {rule.measure:<24} {days:<8} {rule.source.document}{unsure}")
    print(f"{len(rules)} rules")


@app.command("show")
def show_rule(code: Annotated[str, typer.Argument(help="The rule's code.")]) -> None:
    """Show all versions of a rule, the latest first.

    Example: lachan policies show cm-308
    """
    with _at_work(""):
        from lachan.core.actor import system
        from lachan.policies.queries import rule_versions
        from lachan.policies.queries.areas import area_names
        from lachan.policies.rules.words import facts_in_words
        from lachan.policies.terms import Permission

        rows = list(rule_versions(system("command line", Permission.READ), code))
        if not rows:
            raise Refused(f"{code}: no such rule")
        for row in rows:
            rule = row.snapshot()
            print(f"{rule.name}  {row.state}  {rule.title}")
            names = area_names(rule.conditions.origins)
            for label, words in facts_in_words(rule, names).items():
                if words:
                    print(f"  {label}: {words}")


@app.command("preview")
def preview_rule(
    code: Annotated[str, typer.Argument(help="The rule's code.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Count whom the draft of a rule would have changed in the last 30 days.

    Example: lachan policies preview cm-308
    """
    with _at_work("") as now:
        from lachan.core.actor import system
        from lachan.policies.queries import rule_versions
        from lachan.policies.queries.previews import preview_of
        from lachan.policies.terms import Permission, RuleState

        reader = system("command line", Permission.READ, Permission.DRAFT, "arrivals.read")
        row = rule_versions(reader, code).filter(state=RuleState.DRAFT).first()
        if row is None:
            raise Refused(f"{code}: there is no draft of it")
        found = preview_of(reader, row, now)
    turns = [
        {"from": old or "undetermined", "to": new or "undetermined", "persons": number}
        for old, new, number in found.turns
    ]
    if as_json:
        print(
            json.dumps(
                {
                    "rule": f"{row}",
                    "persons": found.looked_at,
                    "changed": found.changed,
                    "turns": turns,
                    "by_path": [{"path": where, "persons": n} for where, n in found.by_path],
                },
                indent=1,
            )
        )
        return
    print(f"{row}: {found.changed} of {found.looked_at} persons of the last 30 days")
    for turn in turns:
        print(f"  {turn['from']} -> {turn['to']}: {turn['persons']}")


# Commands that stand beside the domains: `lachan decide`.
ON_TOP = (decide,)


@contextmanager
def _at_work(at: str) -> Iterator[datetime]:
    """The database at hand, and the instant that is meant."""
    from config.database import ready
    from lachan.policies.rules.reading import instant_of

    try:
        instant = instant_of(at) if at else None
    except ValueError as wrong:
        raise typer.BadParameter(f"{at!r} is no instant", param_hint="--at") from wrong
    with ready(migrate=True):
        from django.conf import settings
        from django.utils.module_loading import import_string

        yield instant or import_string(settings.CLOCK)()


def _document(path: Path) -> object:
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as wrong:
        raise Refused(f"{path}: {_why(wrong)}") from wrong


def _rules(path: Path) -> RuleSet:
    from lachan.policies.rules.reading import NotRules
    from lachan.policies.rules.ruleset import RuleSet

    try:
        return RuleSet.from_json(json.loads(path.read_text("utf-8-sig")))
    except FileNotFoundError as wrong:
        raise Refused(f"{path}: no such file") from wrong
    except (NotRules, OSError, ValueError, RecursionError) as wrong:
        raise Refused(f"{path}: {_why(wrong)}") from wrong


def _lines(facts: str) -> Iterator[tuple[int, bytes]]:
    """The lines that say something, with their numbers, as they come."""
    try:
        source = sys.stdin.buffer if facts == "-" else Path(facts).open("rb")  # noqa: SIM115
    except OSError as wrong:
        raise Refused(f"{facts}: {wrong.strerror}") from wrong
    with source:
        for number, line in enumerate(source, 1):
            line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if line.strip():
                yield number, line


def _why(wrong: Exception) -> str:
    if isinstance(wrong, UnicodeDecodeError):
        return f"byte {wrong.start + 1} is not UTF-8"
    if isinstance(wrong, json.JSONDecodeError):
        return f"not JSON: {wrong.msg} at column {wrong.colno}"
    if isinstance(wrong, RecursionError):
        return "nested too deeply"
    return str(wrong)


def _sentence(number: int, answer: dict[str, object]) -> str:
    days = f"{answer['from'] or '?'} - {answer['until'] or '?'}"
    reasons = answer["reasons"]
    assert isinstance(reasons, list)
    because = "; ".join(f"{row['rule']} {row['clause']}".strip() for row in reasons)
    missing = answer["undetermined"]
    assert isinstance(missing, list)
    open_questions = f" [undetermined: missing {', '.join(missing)}]" if missing else ""
    return f"{number}: {answer['measure']} {days} ({because or 'no rule'}){open_questions}"
