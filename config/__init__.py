"""The only place that wires the domains together: settings, addresses, reactions, schedule."""
