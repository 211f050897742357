"""Addresses of persons. A person's address holds a random key, never a name or a number."""

from django.urls import path

from lachan.people.views import households, keying, person, persons, readings

app_name = "people"

urlpatterns = [
    path("", persons.persons, name="persons"),
    path("new/", keying.key_in, name="key_in"),
    path("export/", persons.export, name="export"),
    path("readings/", readings.readings, name="readings"),
    path("households/", households.households, name="households"),
    path("households/<uuid:key>/", households.household, name="household"),
    path("<uuid:key>/", person.person, name="person"),
    path("<uuid:key>/reveal/", person.show_in_full, name="reveal"),
    path("<uuid:key>/correct/", person.correct, name="correct"),
]
