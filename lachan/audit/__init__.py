"""The record of what has happened, which is also the outbox: append-only, written with the change."""
