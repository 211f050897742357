"""What is read of rules: the set that judges, the table of a day, figures of protocols."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from lachan.core.refused import NotThere
from lachan.policies.actions.importing import import_pack
from lachan.policies.actions.rules import draft_rule, end_rule, look_at_end
from lachan.policies.models import Protocol
from lachan.policies.queries import (
    get_rule,
    protocol_on,
    protocol_value,
    rules,
    rules_in_force,
    ruleset_version,
)
from lachan.policies.queries.rules import holding_on
from tests.cast import NOW

HOUR = timedelta(hours=1)
INFECTIOUS = "infectious-before-onset-days"


def test_one_set_serves_a_whole_province_and_is_built_once(
    provinces, force, django_assert_num_queries
):
    force()
    at = NOW + 2 * HOUR
    held = rules_in_force("96/", at)
    with django_assert_num_queries(3):
        same = {id(rules_in_force(f"96/964/{n}/", at + n * HOUR)) for n in range(3)}
    assert same == {id(held)}


def test_the_version_changes_with_the_rules_and_only_then(cast, provinces, content, force):
    force()
    first = ruleset_version("96/", NOW + HOUR)
    draft_rule(cast.synthesist, content(days=21), now=NOW + HOUR)
    assert ruleset_version("96/", NOW + 2 * HOUR) == first
    force(now=NOW + 2 * HOUR, code="cm-khac")
    assert ruleset_version("96/", NOW + 3 * HOUR) != first


def test_a_province_gets_its_own_rules_and_the_ministrys_but_not_its_neighbours(provinces):
    import_pack(NOW)
    here = {rule.code for rule in rules_in_force("96/964/", NOW).rules}
    there = {rule.code for rule in rules_in_force("93/", NOW).rules}
    assert {"cm-308", "byt-5599-f1"} <= here
    assert "hg-2021-07-14" not in here
    assert {"hg-2021-07-14", "byt-5599-f1"} <= there
    assert "cm-308" not in there


def test_the_table_of_a_day_shows_the_latest_version_and_none_that_ended(cast, provinces, force):
    force()
    later = NOW + timedelta(days=2)
    row = force(now=later, valid_from=later.isoformat())
    end = later + timedelta(days=2)
    _, shown = look_at_end(cast.leader, row.pk, until=end, now=later + HOUR)
    end_rule(cast.leader, row.pk, until=end, seen=shown.digest, now=later + HOUR)

    def versions(at):
        return [row.version for row in holding_on(rules(cast.leader), at)]

    assert versions(NOW) == []
    assert versions(NOW + 2 * HOUR) == [1]
    assert versions(end - HOUR) == [3]
    assert versions(end) == []


def test_a_draft_is_for_its_own_province_and_a_rule_in_force_for_everybody(
    cast, provinces, content, force
):
    draft = draft_rule(cast.synthesist, content(code="cm-nhap"), now=NOW)
    row = force()
    assert get_rule(cast.leader, draft.pk) == draft
    for name in ("neighbour", "commune"):
        assert get_rule(cast.actor(name), row.pk) == row
        with pytest.raises(NotThere):
            get_rule(cast.actor(name), draft.pk)
    assert not rules(cast.nobody).exists()


def test_a_figure_holds_from_its_day_until_the_next(provinces):
    import_pack(NOW)
    assert protocol_value(INFECTIOUS, "96/964/", date(2021, 12, 28)) == 3
    assert protocol_value(INFECTIOUS, "96/964/", date(2021, 12, 29)) == 2
    assert protocol_value(INFECTIOUS, "96/", date(2019, 1, 1)) is None


def test_a_provinces_own_figure_comes_before_the_ministrys(db):
    for path, value in (("", 2), ("96/", 4)):
        Protocol.objects.create(
            name=INFECTIOUS,
            value=value,
            unit="ngày",
            path=path,
            valid_from=date(2021, 1, 1),
            source="thử",
        )
    day = date(2021, 9, 15)
    assert protocol_value(INFECTIOUS, "96/964/31999/", day) == Decimal(4)
    assert protocol_value(INFECTIOUS, "95/", day) == Decimal(2)
    assert protocol_on(INFECTIOUS, "96/", day).path == "96/"
