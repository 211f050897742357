"""Work in what devices sent: from raw events to rows that people read."""
