"""Every write of the daily report: one verb, one transaction, one record."""
