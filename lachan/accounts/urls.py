"""Addresses of accounts."""

from __future__ import annotations

from django.urls import path

from lachan.accounts.views import lists, me, people, roles

app_name = "accounts"
urlpatterns = [
    path("", lists.grants_list, name="grants"),
    path("people/", lists.people_list, name="people"),
    path("places/", lists.place_choices, name="places"),
    path("open/", people.open_account, name="open"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/correct/", people.correct, name="correct"),
    path("people/<int:pk>/give/", people.give, name="give"),
    path("people/<int:pk>/<slug:verb>/", people.keep, name="keep"),
    path("roles/<int:pk>/withdraw/", roles.withdraw, name="withdraw"),
    path("roles/<int:pk>/deputise/", roles.deputise, name="deputise"),
    path("me/", me.me, name="me"),
    path("me/contact/", me.contact, name="contact"),
    path("workplace/", me.choose_workplace, name="choose_workplace"),
]
