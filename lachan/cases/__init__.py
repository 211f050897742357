"""Cases: who is ill, since when, by which definition, and from whom or where it came."""
