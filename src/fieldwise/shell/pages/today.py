"""Today: what needs the person now, one list."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from fieldwise.apps.learning import queries as learning
from fieldwise.apps.learning.queries.steps import next_steps, row
from fieldwise.apps.people.queries import signed_in
from fieldwise.rulebook.learning.completion import minutes_unit

if TYPE_CHECKING:
    from fieldwise.apps.people.models import Person

WORDS = ("Nothing needs", "One thing needs", "Two things need", "Three things need", "Four things need")


def today(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    local = now.astimezone(ZoneInfo(person.agency.zone))
    rows = [row(step) for step in next_steps(person.id)]
    for other in rows[1:]:
        other["deed"]["kind"] = "outline"
    context = {
        "heading": f"{local:%A}, {local:%B} {local.day}",
        "lead": _lead(len(rows)),
        "rows": rows,
        "suggestion": None if rows else _suggestion(person, now),
        "coming_up": [],
        "done_today": _done_today(person, local.date()),
        "note": None,
    }
    return render(request, "shell/today.html", context)


def _lead(count: int) -> str:
    words = WORDS[count] if count < len(WORDS) else f"{count} things need"
    return f"{words} you today."


def _suggestion(person: Person, now: datetime) -> dict[str, Any]:
    """What to do next when nothing is open: a course that is open to the person, else the catalogue."""
    offers = learning.catalogue(person.agency, person, now)
    fresh = [offer for offer in offers if offer.open_to_viewer and offer.enrollment is None]
    if not fresh:
        return {
            "icon": "school",
            "label": "Courses",
            "title": "Look through the courses",
            "sentence": "Nothing new is open to you; each course says why.",
            "deed": {"label": "Open the courses", "url": reverse("catalogue"), "kind": "outline"},
        }
    offer = fresh[0]
    url = reverse("course", args=[offer.course.slug])
    minutes = offer.version.minutes
    return {
        "icon": "micro_video",
        "label": "If you have ten minutes",
        "figure": str(minutes),
        "figure_note": minutes_unit(minutes),
        "title": "Begin a course that is open to you",
        "sentence": f"{offer.version.title}. Nothing is lost if you stop.",
        "deed": {"label": "Open", "url": url, "kind": "filled"},
    }


def _done_today(person: Person, day: date) -> list[str]:
    return [
        f"You completed {certificate.snapshot['course']}."
        for certificate in learning.certificates(person.id)
        if certificate.snapshot["completed_on"] == day.isoformat()
    ]
