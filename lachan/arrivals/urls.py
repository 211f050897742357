"""Addresses of arrivals."""

from __future__ import annotations

from django.urls import path

from lachan.arrivals.views import limits, office, papers, public, register, watching

app_name = "arrivals"
urlpatterns = [
    path("", register.arrivals, name="arrivals"),
    path("declare/", public.declare_page, name="declare"),
    path("declare/at/<str:code>/", public.declare_at, name="declare_at"),
    path("declare/places/", public.place_names, name="place_names"),
    path("declare/check/", public.look_up, name="look_up"),
    path("declare/<uuid:token>/", public.declared, name="declared"),
    path("declare/<uuid:token>/codes.pdf", papers.codes, name="declared_pdf"),
    path("take/", office.take, name="take"),
    path("take/<int:pk>/", office.taken, name="taken"),
    path("form.pdf", papers.blank_form, name="blank_form"),
    path("board.pdf", papers.guidance_board, name="board"),
    path("list/", watching.watch_list, name="list"),
    path("watch/", watching.watch, name="watch"),
    path("watch.pdf", papers.watch, name="watch_pdf"),
    path("teams/", watching.teams, name="teams"),
    path("teams/<int:pk>/end/", watching.team_end, name="team_end"),
    path("places/", office.places, name="places"),
    path("places/<int:pk>/poster.pdf", papers.poster, name="poster"),
    path("figures/", office.figures, name="figures"),
    path("limits/", limits.limits_page, name="limits"),
    path("reruns/", watching.reruns, name="reruns"),
    path("reruns/<int:pk>/", watching.rerun, name="rerun"),
    path("bulk/", watching.bulk, name="bulk"),
    path("undo/<str:token>/", watching.undo, name="undo"),
    path("<int:pk>/", register.arrival, name="arrival"),
    path("<int:pk>/passes/<int:pass_id>/revoke/", register.pass_revoke, name="pass_revoke"),
    path("<int:pk>/decide/", register.decide, name="decide"),
    path("<int:pk>/<slug:step>/", watching.step, name="step"),
]
