"""Doors of the daily report: the day's desk, a report, the consolidation, the lists, the form."""
