"""How it is judged whether two records are one person: Fellegi and Sunter's model, for Splink.

A row of `SOURCE_COLUMNS` becomes a record of `COLUMNS` by `RECORDS` (in DuckDB). `model()` is a
Splink settings document: what is compared, in which levels from best to worst, and how often each
level is met among pairs that are one person (m) and among pairs of strangers (u). m and u were
learnt by `bench/people/link.py --train` on an invented population whose truth is known; they are
ours. Namesakes are common: agreement on a frequent name counts less than on a rare one.

Source of the method: Fellegi & Sunter 1969; Winkler 1990 for the term frequencies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

COLUMNS = (
    *("unique_id", "root", "name", "tokens", "family", "given", "birth", "birth_year"),
    *("day_and_month", "sex", "citizen", "old_card", "passport", "insurance", "phone"),
    *("commune", "address", "is_changed"),
)
# A pair is shown to a person from this probability on; below it nothing is asked.
LEAST_PROBABILITY = 0.3
# From here on the pair is called near certain, from the next one likely.
NEAR_CERTAIN = 0.99
LIKELY = 0.8
# A small register is mostly households: who shares a house or a number there is seldom one person.
SMALLEST_REGISTER = 10_000

# Pairs that are compared at all: everything else is told apart without being looked at.
BLOCKS = (
    "l.citizen = r.citizen",
    "l.old_card = r.old_card",
    "l.passport = r.passport",
    "l.insurance = r.insurance",
    "l.birth = r.birth and l.given = r.given",
    "l.birth = r.birth and l.family = r.family and l.sex = r.sex and l.commune = r.commune",
    "l.tokens = r.tokens and l.birth_year = r.birth_year",
    "l.tokens = r.tokens and l.commune = r.commune",
    "l.phone = r.phone and l.given = r.given",
    "l.phone = r.phone and l.birth_year = r.birth_year",
    "l.day_and_month = r.day_and_month and l.birth_year = r.birth_year and l.family = r.family",
    "l.given = r.given and l.birth_year = r.birth_year and l.commune = r.commune",
)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of agreement: its condition in SQL, its words, and how often it is met."""

    condition: str
    words: str
    m: float = 0.0
    u: float = 0.0
    frequency_of: str = ""


NULLS = {
    "name": "l.name = '' or r.name = ''",
    "birth": "l.birth_year is null or r.birth_year is null",
    "sex": "l.sex is null or r.sex is null",
    "citizen": "l.citizen is null or r.citizen is null",
    "old_card": "l.old_card is null or r.old_card is null",
    "household": "l.commune is null or r.commune is null",
}
# A child's or a wife's row with the number of the head of the household: the number says nothing,
# neither for nor against (m equals u).
NUMBER_OF_ANOTHER = "the number of another"
_SOMEBODY_ELSE = "l.given <> r.given and abs(l.birth_year - r.birth_year) > 1"
_DAY_KNOWN = "l.birth is not null and r.birth is not null"
LEVELS: dict[str, tuple[Level, ...]] = {
    "name": (
        Level("l.name = r.name", "same name", 0.4, 0.0001, "name"),
        Level("l.tokens = r.tokens", "same words, other order", 0.2, 0.0001, "tokens"),
        Level(
            "l.family = r.family and l.given = r.given and"
            " (list_has_all(string_split(l.name, ' '), string_split(r.name, ' '))"
            " or list_has_all(string_split(r.name, ' '), string_split(l.name, ' ')))",
            "a middle name missing",
            0.2,
            0.0001,
        ),
        Level("jaro_winkler_similarity(l.name, r.name) >= 0.95", "almost the same", 0.1, 0.001),
        Level("jaro_winkler_similarity(l.tokens, r.tokens) >= 0.92", "alike", 0.05, 0.01),
        Level("l.given = r.given", "same given name", 0.03, 0.03),
        Level("ELSE", "other name", 0.02, 0.95),
    ),
    "birth": (
        Level("l.birth = r.birth", "same day", 0.5, 0.00005),
        Level(
            f"{_DAY_KNOWN} and l.birth_year = r.birth_year and l.day_and_month = r.day_and_month",
            "day and month swapped",
            0.1,
            0.00003,
        ),
        Level(
            "(l.birth is null or r.birth is null) and l.birth_year = r.birth_year",
            "same year, day not known",
            0.1,
            0.01,
        ),
        Level(
            f"{_DAY_KNOWN} and abs(l.birth_year - r.birth_year) = 1"
            " and substr(l.birth, 6) = substr(r.birth, 6)",
            "same day, year off by one",
            0.05,
            0.0001,
        ),
        Level(
            f"{_DAY_KNOWN} and l.birth_year = r.birth_year and"
            " (substr(l.birth, 6, 2) = substr(r.birth, 6, 2)"
            " or substr(l.birth, 9) = substr(r.birth, 9))",
            "same year, and day or month",
            0.03,
            0.002,
        ),
        Level("abs(l.birth_year - r.birth_year) <= 1", "about the same year", 0.05, 0.04),
        Level("ELSE", "other birth", 0.05, 0.94),
    ),
    "sex": (
        Level("l.sex = r.sex", "same sex", 0.98, 0.5),
        Level("ELSE", "other sex", 0.02, 0.5),
    ),
    "citizen": (
        Level(f"l.citizen = r.citizen and {_SOMEBODY_ELSE}", NUMBER_OF_ANOTHER, 1e-6, 1e-6),
        Level("l.citizen = r.citizen", "same citizen number", 0.85, 0.000002),
        Level("levenshtein(l.citizen, r.citizen) <= 1", "one digit differs", 0.1, 0.00001),
        Level("ELSE", "other citizen number", 0.03, 0.999),
    ),
    "old_card": (
        Level(f"l.old_card = r.old_card and {_SOMEBODY_ELSE}", NUMBER_OF_ANOTHER, 1e-6, 1e-6),
        Level("l.old_card = r.old_card", "same old card", 0.95, 0.000002),
        Level("levenshtein(l.old_card, r.old_card) <= 1", "one digit differs", 0.02, 0.00002),
        Level("ELSE", "other old card", 0.03, 0.999),
    ),
    "household": (
        Level("l.phone = r.phone and l.address = r.address", "same phone and address", 0.5, 3e-6),
        Level("l.phone = r.phone", "same phone", 0.15, 3e-6),
        Level("l.address = r.address and l.commune = r.commune", "same address", 0.2, 1e-5),
        Level("l.commune = r.commune", "same commune", 0.1, 0.05),
        Level("substr(l.commune, 1, 7) = substr(r.commune, 1, 7)", "same district", 0.02, 0.1),
        Level("ELSE", "other place", 0.02, 0.85),
    ),
}


# What is read of each row (`SOURCE_COLUMNS`), and what is made of it for comparing (`COLUMNS`).
SOURCE_COLUMNS = {
    "unique_id": "BIGINT",
    "root": "BIGINT",
    "name": "VARCHAR",
    "birth": "VARCHAR",
    "birth_year": "INTEGER",
    "sex": "VARCHAR",
    "citizen": "VARCHAR",
    "old_card": "VARCHAR",
    "passport": "VARCHAR",
    "insurance": "VARCHAR",
    "phone": "VARCHAR",
    "path": "VARCHAR",
    "address": "VARCHAR",
    "is_changed": "INTEGER",
}
RECORDS = """
    select
        unique_id, root,
        coalesce(name, '') as name,
        array_to_string(list_sort(string_split(coalesce(name, ''), ' ')), ' ') as tokens,
        split_part(coalesce(name, ''), ' ', 1) as family,
        split_part(coalesce(name, ''), ' ', -1) as given,
        birth,
        coalesce(birth_year, try_cast(substr(birth, 1, 4) as integer)) as birth_year,
        case when birth is null then null else
            least(substr(birth, 6, 2), substr(birth, 9))
            || greatest(substr(birth, 6, 2), substr(birth, 9))
        end as day_and_month,
        sex, citizen, old_card, passport, insurance, phone,
        array_to_string(list_slice(string_split(path, '/'), 1, 3), '/') as commune,
        address, is_changed
    from rows_read
"""


def model(
    number_of_records: int, learnt: Mapping[str, Any], *, changed_only: bool
) -> dict[str, Any]:
    """The Splink settings for a register of this size.

    `learnt` gives m and u by comparison and level (`{"name": [[m, u], …]}`, see the module's
    docstring); what it does not name keeps the figure written here. Of `number_of_records` about
    a quarter is taken to have one twin, which gives the chance before anything was compared.
    `changed_only` compares only pairs of which one was changed since the last run.
    """
    changed = " and (l.is_changed = 1 or r.is_changed = 1)" if changed_only else ""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": 0.5 / max(number_of_records, SMALLEST_REGISTER),
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": f"{block} and l.root <> r.root{changed}", "sql_dialect": "duckdb"}
            for block in BLOCKS
        ],
        "comparisons": [
            _comparison(column, levels, learnt.get(column, ())) for column, levels in LEVELS.items()
        ],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": False,
        "additional_columns_to_retain": ["root"],
    }


def _comparison(column: str, levels: tuple[Level, ...], learnt: Any) -> dict[str, Any]:
    made: list[dict[str, Any]] = [
        {"sql_condition": _sided(NULLS[column]), "label_for_charts": "null", "is_null_level": True}
    ]
    for number, level in enumerate(levels):
        m, u = learnt[number] if number < len(learnt) else (level.m, level.u)
        entry: dict[str, Any] = {
            "sql_condition": _sided(level.condition),
            "label_for_charts": level.words,
            "m_probability": m,
            "u_probability": u,
        }
        if level.frequency_of:
            entry["tf_adjustment_column"] = level.frequency_of
            entry["tf_minimum_u_value"] = 1e-6
        made.append(entry)
    return {"output_column_name": column, "comparison_levels": made}


def _sided(condition: str) -> str:
    """Splink names the two sides `"column_l"` and `"column_r"`."""
    for column in COLUMNS:
        for side in ("l", "r"):
            condition = condition.replace(f"{side}.{column} ", f'"{column}_{side}" ')
            condition = condition.replace(f"{side}.{column},", f'"{column}_{side}",')
            condition = condition.replace(f"{side}.{column})", f'"{column}_{side}")')
            if condition.endswith(f"{side}.{column}"):
                condition = condition[: -len(column) - 2] + f'"{column}_{side}"'
    return condition


def band(probability: float) -> str:
    """`near_certain`, `likely` or `possible`: how the review page sorts pairs."""
    if probability >= NEAR_CERTAIN:
        return "near_certain"
    return "likely" if probability >= LIKELY else "possible"


def words_of(agreement: Mapping[str, int]) -> dict[str, str]:
    """For each comparison the words of the level that was met; -1 says that a side was unknown.

    Splink numbers levels from the bottom: 0 is "otherwise", the best has the highest number.
    """
    found = {}
    for column, number in agreement.items():
        levels = LEVELS[column]
        found[column] = "" if number < 0 else levels[len(levels) - 1 - number].words
    return found
