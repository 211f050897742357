"""Addresses of messages."""

from __future__ import annotations

from django.urls import path

from lachan.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("bell/", views.bell, name="bell"),
    path("read/", views.read_all, name="read_all"),
    path("unread/<int:stamp>/", views.unread, name="unread"),
    path("preferences/", views.preferences, name="preferences"),
    path("<int:pk>/", views.message, name="message"),
    path("<int:pk>/read/", views.read, name="read"),
]
