"""Addresses of persons. A person's address holds a random key, never a name or a number."""

from django.urls import path

from lachan.people.views import households, keying, pairs, person, persons, readings

app_name = "people"

urlpatterns = [
    path("", persons.persons, name="persons"),
    path("new/", keying.key_in, name="key_in"),
    path("export/", persons.export, name="export"),
    path("readings/", readings.readings, name="readings"),
    path("households/", households.households, name="households"),
    path("households/<uuid:key>/", households.household, name="household"),
    path("pairs/", pairs.pairs, name="pairs"),
    path("pairs/<int:pair_id>/", pairs.pair, name="pair"),
    path("pairs/<int:pair_id>/decide/", pairs.decide, name="pair_decide"),
    path("pairs/<int:pair_id>/undo/", pairs.undo, name="pair_undo"),
    path("<uuid:key>/", person.person, name="person"),
    path("<uuid:key>/reveal/", person.show_in_full, name="reveal"),
    path("<uuid:key>/correct/", person.correct, name="correct"),
]
