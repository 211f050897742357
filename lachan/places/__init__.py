"""Administrative units with dates, the organisations in them, and finding both by name."""
