"""Addresses of people."""

from django.urls import path

from fieldwise.apps.people import views

urlpatterns = [
    path("you/", views.you, name="you"),
    path("you/name", views.enter_name, name="enter_name"),
    path("roster/", views.roster_imports, name="roster_imports"),
    path("roster/<uuid:import_id>/", views.roster_import, name="roster_import"),
    path("roster/<uuid:import_id>/apply", views.apply_roster, name="apply_roster"),
]
