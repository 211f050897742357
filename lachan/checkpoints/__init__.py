"""Posts on roads, waters and at the air: what passed, on which verdict, also with no network."""
