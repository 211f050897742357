"""Every write of tasks: one verb, one transaction, one record."""
