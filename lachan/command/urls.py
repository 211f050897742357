"""Addresses of the command's reports."""

from __future__ import annotations

from django.urls import path, register_converter

from lachan.command.views import consolidation, desk, forming, history, report
from lachan.command.views.days import DayConverter

register_converter(DayConverter, "report_day")

app_name = "command"
urlpatterns = [
    path("daily/", desk.daily, name="daily"),
    path("daily/<report_day:day>/begin/<int:duty_id>/", desk.begin, name="begin"),
    path("daily/<report_day:day>/remind/", desk.remind, name="remind"),
    path("daily/<report_day:day>/escalate/", desk.escalate_missing, name="escalate"),
    path("daily/<report_day:day>/", consolidation.consolidation, name="consolidation"),
    path("daily/<report_day:day>/sign/", consolidation.sign_day, name="sign"),
    path(
        "daily/<report_day:day>/paper.<slug:form>",
        consolidation.paper,
        name="consolidation_paper",
    ),
    path("reports/", history.reports, name="history"),
    path("reports/<int:pk>/", report.report, name="report"),
    path("reports/<int:pk>/draft/", report.draft, name="draft"),
    path("reports/<int:pk>/field/", report.field, name="field"),
    path("reports/<int:pk>/review/", report.review, name="review"),
    path("reports/<int:pk>/return/", report.give_back, name="return"),
    path("reports/<int:pk>/adjust/", report.correct, name="adjust"),
    path("reports/<int:pk>/paper.<slug:form>", report.paper, name="paper"),
    path("consolidations/", history.consolidations, name="consolidations"),
    path("figures/", forming.figures, name="figures"),
    path("figures/new/", forming.new_figure, name="new_figure"),
    path("figures/<int:pk>/", forming.figure, name="figure"),
    path("figures/<int:pk>/end/", forming.stop_figure, name="end_figure"),
    path("duties/", forming.duties, name="duties"),
    path("duties/new/", forming.new_duty, name="new_duty"),
    path("duties/<int:pk>/", forming.duty, name="duty"),
    path("duties/<int:pk>/end/", forming.stop_duty, name="end_duty"),
    path("duties/<int:pk>/letterhead/", forming.letterhead, name="letterhead"),
    path("letterhead/", forming.own_letterhead, name="own_letterhead"),
]
