"""The help desk: one form, one letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core.ratelimit import consume
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from fieldwise.apps.ledger.actions import write_letter_to_address
from fieldwise.apps.people.queries import signed_in
from fieldwise.methods.digest import digest

if TYPE_CHECKING:
    from fieldwise.apps.people.models import Person

TOPICS = [
    ("course", "A course or a video"),
    ("certificate", "A certificate"),
    ("sign-in", "Signing in"),
    ("roster", "Something about me in the roster is wrong"),
    ("other", "Something else"),
]


class HelpForm(forms.Form):
    """What is asked, and about what."""

    topic = forms.ChoiceField(choices=TOPICS)
    message = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        error_messages={"required": "Write what happened."},
    )


def help_desk(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    agency = person.agency
    contact = {"email": agency.help_desk_email, "phone": agency.help_desk_phone}
    if request.method == "POST":
        form = HelpForm(request.POST)
        if not contact["email"]:
            form.add_error(None, "Your agency has not named a help desk yet. Ask your training office.")
        if form.is_valid():
            if not consume(request, action="help_desk", user=person):
                return render(request, "429.html", status=429)
            _write(person, form)
            return redirect(f"{request.path}?sent=1")
    else:
        form = HelpForm(initial={"topic": request.GET.get("topic", "")})
    sent = {"to": contact["email"], "reply_by": None} if "sent" in request.GET else None
    return render(request, "shell/help_desk.html", {"form": form, "sent": sent, "contact": contact})


def _write(person: Person, form: HelpForm) -> None:
    topic = form.cleaned_data["topic"]
    about = f"{person} ({person.sign_in_id})"
    write_letter_to_address(
        agency=person.agency_id,
        to=person.agency.help_desk_email,
        reply_to=person.email,
        by=person.id,
        topic="help-desk",
        period=digest([str(person.id), topic, form.cleaned_data["message"]])[
            :40
        ],  # a double click is one letter
        subject=f"{dict(TOPICS)[topic]}: {person}",
        body=f"From {about}\n\n{form.cleaned_data['message']}\n",
        at=timezone.now(),
    )
