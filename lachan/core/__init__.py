"""What every domain shares: the actor, paths, refusals, days, and scoped reading."""
