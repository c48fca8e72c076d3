"""A link by mail that signs a person in once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from allauth.account.utils import perform_login
from allauth.core.ratelimit import consume
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from sesame.tokens import create_token, parse_token

from fieldwise.apps.ledger.actions import write_letter
from fieldwise.apps.people import actions, queries
from fieldwise.shell.sign_in import LOGIN_HELP, LOGIN_LABEL, note_failure

if TYPE_CHECKING:
    from fieldwise.apps.people.models import Person

SCOPE = "sign-in-link"
LETTER = """Open this link and press the button on its page to sign in to Fieldwise:

{url}

It serves once, within {minutes} minutes. Did you not ask for it? Then leave it: without it nobody gets in.
"""
WITHOUT_A_KEY = (
    "You signed in by a link. Add a passkey or set a password here, and you need no letter next time."
)


class LinkForm(forms.Form):
    """Whom the link is for."""

    login = forms.CharField(
        label=LOGIN_LABEL,
        help_text=LOGIN_HELP,
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
        error_messages={"required": "Enter your work e-mail, or your agency and employee id."},
    )


def sign_in_link(request: HttpRequest) -> HttpResponse:
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not consume(request, action="sign_in_link"):
            return render(request, "429.html", status=429)
        login = form.cleaned_data["login"]
        person = queries.person_signing_in_by(login)
        may_write = consume(request, action="sign_in_letter", key=str(person.id) if person else login.lower())
        if person and person.email and may_write:
            _write(person, timezone.now())
        return redirect("sign_in_link_sent")
    return render(request, "shell/sign_in_link.html", {"form": form})


def sign_in_link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/sign_in_link_sent.html", {"minutes": settings.SESAME_MAX_AGE // 60})


def open_sign_in_link(request: HttpRequest) -> HttpResponse:
    """Programs that look through mail open links, so opening one does nothing; its button signs in."""
    token = request.POST.get("token") or request.GET.get("token", "")
    person = parse_token(token, queries.person_in_service, SCOPE)
    if request.method == "POST" and person:
        person = person if actions.use_sign_in_link(person=person, by=person.id, at=timezone.now()) else None
        if person:
            return _sign_in(request, person)
    if person is None:
        note_failure(request, "link used, too old or changed", "")
    context = {"person": person, "token": token if person else ""}
    answer = render(request, "shell/open_sign_in_link.html", context, status=200 if person else 403)
    # The token stays in the address bar. "no-referrer" would also empty Origin, and the button would be refused.
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer


def one_time_address(person: Person) -> str:
    """The address of the page on which this person can sign in once, within minutes."""
    address = settings.ADDRESS + reverse("open_sign_in_link")
    return f"{address}?{urlencode({'token': create_token(person, SCOPE)})}"


def _write(person: Person, at: datetime) -> None:
    url = one_time_address(person)
    write_letter(
        to=person,
        topic="sign-in-link",
        period=url[-40:],  # a double click is one letter
        subject="Your link to sign in to Fieldwise",
        body=LETTER.format(url=url, minutes=settings.SESAME_MAX_AGE // 60),
        at=at,
    )


def _sign_in(request: HttpRequest, person: Person) -> HttpResponse:
    """Through allauth's stages, so that a second step is still asked for."""
    if request.user.is_authenticated:  # a tablet from hand to hand
        logout(request)
    onward = None
    if not (person.has_usable_password() or Authenticator.objects.filter(user=person).exists()):
        messages.info(request, WITHOUT_A_KEY)
        onward = reverse("you")
    answer: HttpResponse = perform_login(request, person, redirect_url=onward)
    return answer
