"""Addresses of rules."""

from django.urls import path

from lachan.policies.views import protocols, rules, trying

app_name = "policies"

urlpatterns = [
    path("", rules.table, name="rules"),
    path("protocols/", protocols.protocols, name="protocols"),
    path("try/", trying.try_it, name="trying"),
    path("new/", rules.draft, name="draft"),
    path("<int:rule_id>/", rules.rule, name="rule"),
    path("<int:rule_id>/write/", rules.draft, name="next_version"),
    path("<int:rule_id>/areas/", rules.name_areas, name="name_areas"),
    path("<int:rule_id>/preview/", rules.look, name="look"),
    path("<int:rule_id>/put-in-force/", rules.put_in_force, name="put_in_force"),
    path("<int:rule_id>/end/", rules.end, name="end"),
    path("<int:rule_id>/drop/", rules.drop, name="drop"),
]
