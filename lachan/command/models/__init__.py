"""Tables of the daily report: what is owed, what was sent, what the province made of it."""

from lachan.command.models.consolidation import Consolidation, NumberBook, StepLog
from lachan.command.models.form import FigureDefinition, Letterhead, ReportDuty, ReportHours
from lachan.command.models.reports import Adjustment, AdjustmentLine, DailyReport, ReportFigure

__all__ = [
    "Adjustment",
    "AdjustmentLine",
    "Consolidation",
    "DailyReport",
    "FigureDefinition",
    "Letterhead",
    "NumberBook",
    "ReportDuty",
    "ReportFigure",
    "ReportHours",
    "StepLog",
]
