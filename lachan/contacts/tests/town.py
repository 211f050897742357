"""A town in which one positive reaches three others; all of them invented."""

from __future__ import annotations

from datetime import date

from lachan.cases.actions.opening import Report, open_case_of
from lachan.cases.rules.definitions import Evidence
from lachan.cases.terms import Classification, Symptoms
from lachan.cases.tests.examples import figures
from lachan.tracing.models import Stay, Venue
from lachan.tracing.terms import Setting, Source
from lachan.tracing.tests.examples import COMMUNE, WARD, a_family, hour
from tests.cast import NOW


def a_town(cast):
    """An is a case; Bình met An at the market, lives with Chi, who works with Dũng in the field."""
    figures()
    people = {
        "an": a_family(cast, "Lê Văn An", form_id="an")[0],
        "dung": a_family(cast, "Phạm Văn Dũng", form_id="dung", path=WARD)[0],
    }
    people["binh"], people["chi"] = a_family(cast, "Trần Văn Bình", "Trần Thị Chi", form_id="b")
    market, field = (
        Venue.objects.create(
            path=COMMUNE, name=name, folded_name=name, setting=setting, recorded_at=NOW
        )
        for name, setting in (("chợ", Setting.MARKET), ("đồng", Setting.WORKPLACE))
    )
    stays = {}
    for who, venue, since, until in (
        ("an", market, hour(8, day=13), hour(10, day=13)),
        ("binh", market, hour(9, day=13), hour(10, day=13)),
        ("chi", field, hour(15, day=13), hour(17, day=13)),
        ("dung", field, hour(15, day=13), hour(17, day=13)),
    ):
        stays[who] = Stay.objects.create(
            person=people[who],
            venue=venue,
            entered_at=since,
            left_at=until,
            source=Source.INTERVIEW,
            recorded_at=NOW,
        )
    return people, stays


def positive(cast, person):
    """A confirmed case, ill since the 14th: infectious from the 11th."""
    report = Report(
        reported_at=NOW,
        onset_on=date(2021, 9, 14),
        evidence=Evidence(symptoms=Symptoms.PRESENT),
        classification=Classification.CONFIRMED,
        basis="TB 12/TB-CDC",
    )
    return open_case_of(
        cast.synthesist,
        person.pk,
        report,
        path=COMMUNE,
        reference=f"case.of:{person.pk}",
        now=NOW,
    ).case
