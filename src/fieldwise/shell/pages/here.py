"""A person who reads without asking for anything is still here."""

from django.http import HttpRequest, HttpResponse


def here(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)
