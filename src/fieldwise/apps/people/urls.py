"""Addresses of people."""

from django.http import HttpResponse
from django.urls import path

urlpatterns = [
    path("you/", lambda request: HttpResponse(), name="you"),
    path("you/name", lambda request: HttpResponse(), name="enter_name"),
    path("roster/", lambda request: HttpResponse(), name="roster_imports"),
    path("roster/<uuid:import_id>/", lambda request, import_id: HttpResponse(), name="roster_import"),
    path("roster/<uuid:import_id>/apply", lambda request, import_id: HttpResponse(), name="apply_roster"),
]
