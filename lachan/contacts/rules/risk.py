"""How likely a contact is infected, for the order in which they are called and tested.

F1 at home, for an hour, or with several cases is HIGH, other F1 MIDDLE, F2 LOW, the rest FAR. The
judgement is made where the contacts are (`actions.proposing`), for all of them at once.
"""

HIGH, MIDDLE, LOW, FAR = 3, 2, 1, 0
LONG_MINUTES = 60
