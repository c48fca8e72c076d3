"""The player's page; what it plays and reports goes through the API."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie

from fieldwise.apps.learning import queries
from fieldwise.apps.learning.models import Component
from fieldwise.apps.learning.views.course import course_or_404
from fieldwise.apps.people.queries import signed_in
from fieldwise.rulebook.learning.completion import clock


@ensure_csrf_cookie
def player(request: HttpRequest, slug: str, component: str) -> HttpResponse:
    person, course = signed_in(request), course_or_404(request, slug)
    enrollment = queries.enrollment(person.id, course)
    if enrollment is None:
        return redirect("course", slug)
    parts = queries.components(enrollment.version)
    part = next((each for each in parts if each.key == component), None)
    if part is None:
        raise Http404
    plays = queries.plays(person.id, [part])
    following = parts[part.position : part.position + 1]
    context = {
        "course": {"slug": slug, "title": enrollment.version.title},
        "component": {"title": part.title},
        "component_id": str(part.id),
        "number": part.position,
        "total": len(parts),
        "seconds": part.medium.length_ms / 1000,
        "resume": plays[part.medium_id].resume_ms / 1000 if part.medium_id in plays else 0,
        "length": clock(part.medium.length_ms / 1000),
        **{f"{name}_url": _media_url(part, name) for name in ("video", "captions", "poster", "transcript")},
        "cues": [{**cue, "clock": clock(cue["start"])} for cue in part.cues],
        "chapters": [{**chapter, "clock": clock(chapter["at"])} for chapter in part.chapters],
        "play_url": "/api/v1/plays",
        "next_component": next((_link(slug, each) for each in following), None),
        "certificate_url": reverse("certificates"),
    }
    return render(request, "learning/player.html", context)


def _media_url(part: Component, name: str) -> str | None:
    if name == "poster" and part.poster_id is None:
        return None
    return reverse("medium", args=[part.id, name])


def _link(slug: str, part: Component) -> dict[str, str]:
    return {"title": part.title, "url": reverse("player", args=[slug, part.key])}
