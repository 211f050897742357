"""`lachan policies` and `lachan decide`: the rules, and what they say about a person."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
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


# Commands that stand beside the domains: `lachan decide`.
ON_TOP = (decide,)


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
