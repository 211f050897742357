"""Addresses of places."""

from __future__ import annotations

from django.urls import path

from lachan.places.views import amending, hamlets, organisations, units

app_name = "places"
urlpatterns = [
    path("", units.units, name="units"),
    path("search/", units.search, name="search"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("changes/", amending.amend, name="amend"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/new/", organisations.add, name="add_organisation"),
    path("organisations/file/", organisations.take_file, name="organisation_file"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("organisations/<int:pk>/edit/", organisations.edit, name="edit_organisation"),
    path("organisations/<int:pk>/end/", organisations.end, name="end_organisation"),
    path("hamlets/", hamlets.hamlets, name="hamlets"),
    path("hamlets/file/", hamlets.take_file, name="hamlet_file"),
    path("faults/", hamlets.faults, name="faults"),
]
