"""A decision in words: what is missing, and why no milder rule holds."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from lachan.policies.rules.facts import Unmet

# What a rule may miss; the key is the start of the fact's name.
MISSING: dict[str, Any] = {
    "stays": _("where the person stayed before, and until when"),
    "vaccinations": _("doses of vaccine and their days"),
    "tests": _("test results"),
    "recovered_on": _("day of recovery"),
    "has_recovered": _("whether the person had the illness"),
    "arrived_at": _("hour of arrival"),
    "contact_level": _("contact with a case"),
    "last_exposure_at": _("last contact with a case"),
    "measure_started_on": _("first day of the measure"),
}
UNMET: dict[Unmet, Any] = {
    Unmet.NOT_VACCINATED: _("not vaccinated as the rule asks"),
    Unmet.NOT_RECOVERED: _("not recovered as the rule asks"),
    Unmet.NO_NEGATIVE_TEST: _("no negative test as the rule asks"),
    Unmet.COHORT: _("only for people whom an official names"),
}


def missing_words(names: tuple[str, ...]) -> list[str]:
    """The missing facts in words, each once; a name that nobody described stands for itself."""
    found = [str(MISSING.get(name.partition("[")[0].partition(".")[0], name)) for name in names]
    return list(dict.fromkeys(found))
