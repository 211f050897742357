"""A rule in words that an official reads: from where, who, what, how long, tested when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lachan.core.dates import VIETNAM
from lachan.policies.rules.ruleset import Authority, Count, Rule, Topic
from lachan.policies.terms import Measure, RuleState, Who, ZeroEvent

MEASURES: dict[str, Any] = {
    Measure.NONE: gettext_lazy("no measure"),
    Measure.DECLARE: gettext_lazy("health declaration"),
    Measure.TEST: gettext_lazy("test"),
    Measure.HEALTH_MONITORING: gettext_lazy("health monitoring"),
    Measure.HOME_QUARANTINE: gettext_lazy("home quarantine"),
    Measure.CENTRALISED_QUARANTINE: gettext_lazy("centralised quarantine"),
}
TOPICS: dict[str, Any] = {
    Topic.ARRIVAL: gettext_lazy("people from elsewhere in the country"),
    Topic.ENTRY: gettext_lazy("people from abroad"),
    Topic.CONTACT: gettext_lazy("contacts of cases"),
}
AUTHORITIES: dict[str, Any] = {
    Authority.MINISTRY: gettext_lazy("Ministry"),
    Authority.PROVINCE: gettext_lazy("Province"),
}
STATES: dict[str, Any] = {
    RuleState.DRAFT: gettext_lazy("Draft"),
    RuleState.IN_FORCE: gettext_lazy("In force"),
    RuleState.DROPPED: gettext_lazy("Dropped"),
}
ZEROS: dict[str, Any] = {
    ZeroEvent.ARRIVAL: gettext_lazy("the arrival"),
    ZeroEvent.LAST_EXPOSURE: gettext_lazy("the last contact"),
    ZeroEvent.LEFT_AREA: gettext_lazy("leaving the area"),
    ZeroEvent.MEASURE_START: gettext_lazy("the start of the measure"),
}
WHO: dict[str, Any] = {
    Who.PERSON: gettext_lazy("the person"),
    Who.HOUSEHOLD: gettext_lazy("the whole household"),
}
TESTS: dict[str, Any] = {"pcr": "RT-PCR", "rapid": gettext_lazy("rapid test")}


def day(value: date | datetime | None) -> str:
    """15/9/2021, with the hour where it is not midnight."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        here = value.astimezone(VIETNAM)
        clock = f"{here:%H:%M} " if here.hour or here.minute else ""
        return f"{clock}{here.day}/{here.month}/{here.year}"
    return f"{value.day}/{value.month}/{value.year}"


def origin_words(rule: Rule, names: Mapping[str, str]) -> str:
    """From where, by name."""
    when = rule.conditions
    if when.origins:
        return ", ".join(names.get(key, key) for key in when.origins)
    if when.from_abroad:
        return _("abroad")
    return "" if rule.topic is Topic.CONTACT else _("anywhere")


def condition_words(rule: Rule) -> list[str]:
    """For whom, each condition in words; empty for everybody."""
    when = rule.conditions
    words = []
    if when.contact_levels:
        words.append(", ".join(f"F{level}" for level in when.contact_levels))
    if when.stayed_since:
        words.append(_("there since %(day)s") % {"day": day(when.stayed_since)})
    if when.stayed_until:
        words.append(_("there until %(day)s") % {"day": day(when.stayed_until)})
    if when.stayed_within_days is not None:
        words.append(
            _("there in the %(days)d days before the arrival") % {"days": when.stayed_within_days}
        )
    if when.arrived_from:
        words.append(_("arrived from %(day)s on") % {"day": day(when.arrived_from)})
    if when.arrived_until:
        words.append(_("arrived before %(day)s") % {"day": day(when.arrived_until)})
    words += [*_vaccinated(rule), *_recovered(rule), *_tested(rule)]
    if when.cohort:
        words.append(when.cohort)
    return words


def _vaccinated(rule: Rule) -> list[str]:
    asked = rule.conditions.vaccinated
    if asked is None:
        return []
    if not asked.met:
        return [_("not vaccinated with %(doses)d doses") % {"doses": asked.doses}]
    if asked.max_days is None:
        text = _("at least %(doses)d doses, the last %(least)d days ago or more")
    else:
        text = _("at least %(doses)d doses, the last %(least)d to %(most)d days ago")
    return [text % {"doses": asked.doses, "least": asked.min_days, "most": asked.max_days}]


def _recovered(rule: Rule) -> list[str]:
    asked = rule.conditions.recovered
    if asked is None:
        return []
    if not asked.met:
        return [_("not recovered of late")]
    if asked.within_days is None:
        return [_("recovered")]
    return [_("recovered in the last %(days)d days") % {"days": asked.within_days}]


def _tested(rule: Rule) -> list[str]:
    asked = rule.conditions.tested
    if asked is None:
        return []
    kind = str(TESTS.get(asked.kind, _("test")))
    if asked.met:
        text = _("negative %(kind)s at most %(hours)s hours old")
    else:
        text = _("no negative %(kind)s at most %(hours)s hours old")
    return [text % {"kind": kind, "hours": asked.max_hours or "–"}]


def outcome_words(rule: Rule) -> str:
    """What follows: centralised quarantine 14 days, then health monitoring 14 days."""
    parts = [_phase(rule.measure, rule.days)]
    parts += [_phase(phase.measure, phase.days) for phase in rule.then]
    text = _(", then ").join(parts)
    if rule.who is Who.HOUSEHOLD:
        text = f"{text} ({WHO[Who.HOUSEHOLD]})"
    return text


def _phase(measure: Measure, days: int | None) -> str:
    name = str(MEASURES[measure])
    if days is None:
        return name
    span = ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
    return f"{name} {span}"


def test_words(rule: Rule) -> str:
    """On which days there is a test: "days 1, 7, 14 from the start of the measure"."""
    if not rule.test_days:
        return ""
    numbers = ", ".join(str(number) for number in rule.test_days)
    return _("days %(numbers)s from %(zero)s") % {
        "numbers": numbers,
        "zero": ZEROS[rule.test_count.zero],
    }


def count_words(count: Count) -> str:
    """From what days are counted, and which number the first has."""
    return _("counted from %(zero)s, whose day is day %(first)d") % {
        "zero": ZEROS[count.zero],
        "first": count.first_day,
    }


def facts_in_words(rule: Rule, names: Mapping[str, str]) -> dict[str, str]:
    """The rule, line by line, as its page shows it and two versions are compared."""
    return {
        str(_("From where")): origin_words(rule, names),
        str(_("For whom")): "; ".join(condition_words(rule)),
        str(_("Measure")): outcome_words(rule),
        str(_("Counting")): count_words(rule.count) if rule.days else "",
        str(_("Tests")): test_words(rule),
        str(_("Who pays")): rule.pays,
        str(_("Valid from")): day(rule.valid_from),
        str(_("Valid until")): day(rule.valid_until),
        str(_("Reaches back to")): day(rule.reaches_back_to),
        str(_("Replaces")): ", ".join(rule.replaces),
        str(_("Document")): rule.source.document,
        str(_("Words")): rule.source.words,
    }
