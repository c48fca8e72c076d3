"""Pages that only a demonstration has: sign in as a persona, and read the mail that it did not send."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import ensure_csrf_cookie

from fieldwise.apps.ledger.queries import newest_letters
from fieldwise.apps.people.queries import agency_with_code, person_with_employee_id, signed_in
from fieldwise.shell.demonstration import personas

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LETTERS_SHOWN = 50


@ensure_csrf_cookie
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        person = _persona_or_404(request.POST.get("persona", ""))
        login(request, person, backend=BACKEND)
        return redirect(_next(request))
    context = {"personas": personas(), "next": request.GET.get("next", "")}
    return render(request, "shell/demo_sign_in.html", context)


def _persona_or_404(key: str) -> Any:
    persona = next((each for each in personas() if each["key"] == key), None)
    agency = agency_with_code(persona["agency"]) if persona else None
    person = person_with_employee_id(agency, persona["employee_id"]) if persona and agency else None
    if person is None:
        raise Http404
    return person


def _next(request: HttpRequest) -> str:
    url = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
        return url
    return reverse("today")


def demo_mail(request: HttpRequest) -> HttpResponse:
    agency = signed_in(request).agency
    zone = ZoneInfo(agency.zone)
    letters = [
        {
            "to": letter.to,
            "subject": letter.subject,
            "sent": _moment(letter.written_at, zone),
            "body": letter.body,
        }
        for letter in newest_letters(agency.id, LETTERS_SHOWN)
    ]
    return render(request, "shell/demo_mail.html", {"letters": letters})


def _moment(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local:%B} {local.day}, {local:%I:%M %p}".replace(" 0", " ")
