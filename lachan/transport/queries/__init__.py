"""Reading transport; the actor always comes first."""
