"""What people type about arrivals."""
