"""Rules and facts from JSON and back; every refusal says where."""

from __future__ import annotations

import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from lachan.core.dates import VIETNAM
from lachan.policies.rules.facts import Decision, Dose, Facts, Stay, Test
from lachan.policies.rules.ruleset import FORMAT, Count, Rule, RuleSet
from lachan.policies.terms import ZeroEvent

# Words of the document that are no names of Python.
_RULE_KEYS = {"conditions": "when"}
_STAY_KEYS = {"since": "from"}


class NotRules(ValueError):
    """The document is no rules of this format; the message says which field and why."""


class NotFacts(ValueError):
    """The line is no person's facts; the message says which field and why."""


def ruleset_of(document: Any) -> RuleSet:
    """See `RuleSet.from_json`."""
    if not isinstance(document, dict):
        raise NotRules("not an object")
    if document.get("format") != FORMAT:
        raise NotRules(f"format: {document.get('format')!r} instead of {FORMAT}")
    try:
        ruleset: RuleSet = _built(RuleSet, document, "")
    except (TypeError, ValueError, KeyError) as wrong:
        raise NotRules(str(wrong)) from wrong
    return ruleset


def document_of(ruleset: RuleSet) -> dict[str, Any]:
    """See `RuleSet.to_json`."""
    document: dict[str, Any] = _plain(ruleset)
    return {"format": document.pop("format"), **document}


def facts_of(line: Any) -> Facts:
    """A person's facts from one parsed line of `lachan decide`; keys not known are passed over.

    Raises NotFacts naming the field. A doses' entry may be a bare day; an instant without an
    offset, or a bare day, is Vietnamese time.
    """
    if not isinstance(line, dict):
        raise NotFacts("not an object")
    try:
        line = {**line, "vaccinations": _doses(line.get("vaccinations"))}
        if line.get("recovered_on") is False:
            line = {**line, "recovered_on": None, "has_recovered": False}
        facts: Facts = _built(Facts, line, "", Facts)
    except (TypeError, ValueError, KeyError) as wrong:
        raise NotFacts(str(wrong)) from wrong
    return facts


def line_of(facts: Facts) -> dict[str, Any]:
    """The facts as one line's object; what is unknown is left out."""
    return {key: value for key, value in _plain(facts).items() if value is not None}


def answer_of(decision: Decision) -> dict[str, Any]:
    """The decision as `lachan decide` prints it, keys in the order of the format."""
    return {
        "measure": _plain(decision.measure),
        "from": _plain(decision.since),
        "until": _plain(decision.until),
        "test_days": _plain(decision.test_days),
        "reasons": _plain(decision.reasons),
        "undetermined": _plain(decision.undetermined),
        "then": [
            {"measure": str(s.measure), "from": _plain(s.since), "until": _plain(s.until)}
            for s in decision.then
        ],
        "who": str(decision.who),
        "not_met": _plain(decision.not_met),
    }


def instant_of(words: str) -> datetime:
    """An ISO instant; without an offset, or a bare day (its first moment), in Vietnamese time."""
    if len(words) == len("2021-07-25"):
        return datetime.combine(date.fromisoformat(words), time(), tzinfo=VIETNAM)
    instant = datetime.fromisoformat(words)
    return instant if instant.tzinfo else instant.replace(tzinfo=VIETNAM)


def _doses(rows: Any) -> Any:
    if not isinstance(rows, list):
        return rows
    return [{"given_on": row} if isinstance(row, str) else row for row in rows]


def _keys(kind: type) -> dict[str, str]:
    return {Rule: _RULE_KEYS, Stay: _STAY_KEYS}.get(kind, {})


_HINTS: dict[type, dict[str, Any]] = {}


def _hints(kind: type) -> dict[str, Any]:
    if kind not in _HINTS:
        _HINTS[kind] = typing.get_type_hints(kind)
    return _HINTS[kind]


def _built(kind: type, row: Any, where: str, *lenient: type) -> Any:
    """An instance of a dataclass from its JSON; keys that are not its own are refused, except in
    the classes named as lenient."""
    if not isinstance(row, dict):
        raise TypeError(f"{where or 'document'}: not an object")
    if kind is Rule:
        where = f"{where} {row.get('code', '')}".strip()
    renamed = _keys(kind)
    values: dict[str, Any] = {}
    for known in fields(kind):
        key = renamed.get(known.name, known.name)
        place = f"{where}.{key}" if where else key
        needed = known.default is MISSING and known.default_factory is MISSING
        if key in row:
            values[known.name] = _value(_hints(kind)[known.name], row[key], place)
        elif needed:
            raise ValueError(f"{place}: missing")
    if kind not in (*lenient, Stay, Dose, Test):
        foreign = set(row) - {renamed.get(known.name, known.name) for known in fields(kind)}
        if foreign:
            raise ValueError(f"{where or 'document'}: unknown {', '.join(sorted(foreign))}")
    return kind(**values)


def _value(hint: Any, value: Any, where: str) -> Any:
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        if value is None or value == "":
            return None
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
        origin = typing.get_origin(hint)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise TypeError(f"{where}: not a list")
        inner = typing.get_args(hint)[0]
        return tuple(_value(inner, item, f"{where}[{i}]") for i, item in enumerate(value))
    if is_dataclass(hint):
        return _built(hint, value, where)  # type: ignore[arg-type]
    return _plain_value(hint, value, where)


def _plain_value(hint: Any, value: Any, where: str) -> Any:
    if hint is bool or hint is int or hint is float:
        allowed = (int, float) if hint is float else (hint,)
        if not isinstance(value, allowed) or (hint is not bool and isinstance(value, bool)):
            raise TypeError(f"{where}: {value!r} is not {hint.__name__}")
        return value
    if hint is str and value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"{where}: {value!r} is not text")
    try:
        if hint is datetime:
            return instant_of(value)
        if hint is date:
            return date.fromisoformat(value[:10])
        if issubclass(hint, StrEnum):
            return hint(value)
    except ValueError as wrong:
        raise ValueError(f"{where}: {value!r} is no {hint.__name__}") from wrong
    return value


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        renamed = _keys(type(value))
        return {
            renamed.get(known.name, known.name): _plain(getattr(value, known.name))
            for known in fields(value)
        }
    return value


def count_of(zero: ZeroEvent) -> Count:
    """The usual numbering: the first day of a measure is day 1, the day of an event day 0."""
    return Count(zero, 1 if zero is ZeroEvent.MEASURE_START else 0)
