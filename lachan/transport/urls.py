"""Addresses of transport. None holds a plate, a name or a number of a person."""

from __future__ import annotations

from django.urls import path

from lachan.transport.views import border, carriers, freight, limits, own_page, trips, vehicles

app_name = "transport"
urlpatterns = [
    path("", vehicles.vehicles, name="vehicles"),
    path("vehicles/new/", vehicles.vehicle_new, name="vehicle_new"),
    path("vehicles/<int:pk>/", vehicles.vehicle, name="vehicle"),
    path("vehicles/<int:pk>/change/", vehicles.vehicle_change, name="vehicle_change"),
    path("carriers/", carriers.carriers, name="carriers"),
    path("carriers/new/", carriers.carrier_new, name="carrier_new"),
    path("carriers/<int:pk>/", carriers.carrier, name="carrier"),
    path("carriers/<int:pk>/change/", carriers.carrier_change, name="carrier_change"),
    path("carriers/<int:pk>/code/", carriers.carrier_code, name="carrier_code"),
    path("own/<str:code>/", own_page.own_page, name="own_page"),
    path("trips/", trips.trips, name="trips"),
    path("trips/new/", trips.trip_new, name="trip_new"),
    path("trips/<int:pk>/", trips.trip, name="trip"),
    path("trips/<int:pk>/declare/", trips.declare, name="trip_declare"),
    path("trips/<int:pk>/move/", trips.move, name="trip_move"),
    path("trips/<int:pk>/passengers/", trips.take, name="trip_take"),
    path("trips/<int:pk>/seats/", trips.seats, name="trip_seats"),
    path("trips/<int:pk>/near/<int:passenger_id>/", trips.near, name="near"),
    path("trips/<int:pk>/remove/<int:passenger_id>/", trips.remove, name="remove"),
    path("freight/", freight.freight, name="freight"),
    path("freight/new/", freight.run_new, name="run_new"),
    path("freight/<int:pk>/", freight.run, name="run"),
    path("freight/<int:pk>/prolong/", freight.prolong, name="run_prolong"),
    path("freight/<int:pk>/leave/", freight.leave, name="run_leave"),
    path("points/", freight.points, name="points"),
    path("points/<int:pk>/close/", freight.point_close, name="point_close"),
    path("limits/", limits.limits_page, name="limits"),
    path("border/", border.border, name="border"),
    path("border/new/", border.entry_new, name="entry_new"),
    path("border/<int:pk>/", border.entry, name="entry"),
    path("roster/", border.roster, name="roster"),
    path("roster/print/", border.roster_print, name="roster_print"),
    path("roster/<int:pk>/withdraw/", border.duty_withdraw, name="duty_withdraw"),
]
