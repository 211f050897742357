"""The command's own work: the daily report of each unit and the province's consolidation."""
