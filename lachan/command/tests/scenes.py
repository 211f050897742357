"""Scenes of the daily report: what tests set up again and again; rows for the neighbour test."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from lachan.command.actions.adjusting import adjust
from lachan.command.actions.consolidating import save_words, sign
from lachan.command.actions.drafting import open_report, save_draft
from lachan.command.actions.establishing import establish_reporting
from lachan.command.actions.submitting import submit
from lachan.command.models import DailyReport, FigureDefinition, ReportDuty
from lachan.command.queries.form import own_duties
from lachan.core.dates import VIETNAM
from tests.cast import TODAY


def at(hour: int, minute: int = 0, day: date = TODAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM)


def filled(actor, day: date = TODAY, now: datetime | None = None, **typed) -> DailyReport:
    """A draft of the actor's own report with these figures (`cases_new=5`) and words."""
    moment = now or at(16, 10, day)
    report = open_report(actor, own_duties(actor, day)[0].pk, day, moment)
    fields = {
        name if name in ("results", "difficulties", "proposals", "help_wanted")
        or name.startswith("note")
        else f"figure-{name.replace('_', '-')}": str(value)
        for name, value in typed.items()
    }  # fmt: skip
    errors = save_draft(actor, report.pk, fields, moment)
    assert not errors
    report.refresh_from_db()
    return report


def sent(actor, day: date = TODAY, now: datetime | None = None, **typed) -> DailyReport:
    """A report of the actor's own unit that was sent."""
    moment = now or at(16, 30, day)
    report = filled(actor, day, moment, **typed)
    from lachan.command.queries.reports import sheet_of

    asked = sheet_of(report).questions
    return submit(actor, report.pk, moment, version=report.version, confirmed=asked)


def scene(cast) -> dict[str, dict]:
    """Rows of province 96 that carry the mark; url name -> kwargs that reach them."""
    from tests.scenes import MARK

    before = TODAY - timedelta(days=1)
    establish_reporting("96/", TODAY - timedelta(days=20))
    duty = ReportDuty.objects.filter(recipient_path="96/").first()
    ReportDuty.objects.filter(pk=duty.pk).update(contact_name=f"Người trực {MARK}")
    definition = FigureDefinition.objects.filter(path="96/").first()
    FigureDefinition.objects.filter(pk=definition.pk).update(label=f"Số ca {MARK}")
    past = sent(cast.health, before, results=f"Kết quả {MARK}", tested=10)
    save_words(cast.leader, before, {"results": f"Tổng hợp {MARK}"}, 1, at(17, 5, before))
    sign(cast.leader, before, at(17, 10, before), version=2)
    slip = adjust(cast.health, past.pk, {"tested": 11}, f"Đếm sót {MARK}", at(18, 0, before))
    report = sent(cast.health, TODAY, at(16, 20), results=f"Kết quả {MARK}", tested=12)
    draft = filled(cast.city, TODAY, results=f"Nháp {MARK}")
    assert slip.pk
    assert draft.pk
    row = {"pk": report.pk}
    day = {"day": TODAY}
    return {
        "command:report": row,
        "command:draft": {"pk": draft.pk},
        "command:field": {"pk": draft.pk},
        "command:review": {"pk": draft.pk},
        "command:return": row,
        "command:adjust": row,
        "command:paper": {"pk": report.pk, "form": "pdf"},
        "command:begin": {"duty_id": duty.pk, "day": TODAY},
        "command:consolidation": day,
        "command:sign": day,
        "command:remind": day,
        "command:escalate": day,
        "command:consolidation_paper": {"day": before, "form": "pdf"},
        "command:figure": {"pk": definition.pk},
        "command:end_figure": {"pk": definition.pk},
        "command:duty": {"pk": duty.pk},
        "command:end_duty": {"pk": duty.pk},
        "command:letterhead": {"pk": duty.pk},
    }
