"""Addresses of the record."""

from __future__ import annotations

from django.urls import path

from lachan.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("<int:pk>/", views.entry, name="entry"),
]
