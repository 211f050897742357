"""Every write of arrivals: one verb, one transaction, one record."""
