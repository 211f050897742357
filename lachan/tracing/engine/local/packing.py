"""One stay on one day, packed into 64 bits: a place's day is read as fast as memory gives it.

From the high bits down: entering second (17), leaving second (18), person (28). The entering
second counts from the last second of the day before: 0 says "was already there when the day
began", which is all that matters, since a meeting belongs to the day on which it starts. The
leaving second counts from the start of the day and may lie in the next. Sorting packed values
sorts by time of entering.
"""

from __future__ import annotations

from lachan.tracing.engine.local.compiling import inlined

DAY = 86_400
PERSON_BITS = 28
LEFT_BITS = 18
MOST_PERSONS = 1 << PERSON_BITS

_PERSON_MASK = (1 << PERSON_BITS) - 1
_LEFT_MASK = (1 << LEFT_BITS) - 1


@inlined
def pack(entered: int, left: int, person: int, morning: int) -> int:
    """The stay from `entered` until `left` as it stands on the day that begins at `morning`."""
    since = max(entered - morning + 1, 0)
    return (since << (LEFT_BITS + PERSON_BITS)) | ((left - morning) << PERSON_BITS) | person


@inlined
def entered_of(packed: int, morning: int) -> int:
    """When it began, or one second before `morning` if it began earlier."""
    return (packed >> (LEFT_BITS + PERSON_BITS)) + morning - 1


@inlined
def began_here(packed: int) -> bool:
    """Whether it began on this day, and not before."""
    return packed >> (LEFT_BITS + PERSON_BITS) > 0


@inlined
def left_of(packed: int, morning: int) -> int:
    """When it ended."""
    return ((packed >> PERSON_BITS) & _LEFT_MASK) + morning


@inlined
def person_of(packed: int) -> int:
    """Whose it is."""
    return packed & _PERSON_MASK
