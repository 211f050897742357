"""The record of what happened, which is also the outbox: append-only, one with the change."""
