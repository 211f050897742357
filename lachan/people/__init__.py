"""One person, one record: identifiers, households, residences, and what each source said."""
