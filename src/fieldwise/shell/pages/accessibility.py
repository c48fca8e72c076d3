"""The accessibility statement."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fieldwise.apps.people.queries import agency_in_view


def accessibility(request: HttpRequest) -> HttpResponse:
    agency = agency_in_view(request.user if request.user.is_authenticated else None)
    contact = {"email": agency.help_desk_email, "phone": agency.help_desk_phone} if agency else None
    return render(request, "shell/accessibility.html", {"contact": contact})
