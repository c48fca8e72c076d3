"""The course page, its flyer, and the button that enrolls."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from fieldwise.apps.learning import actions, papers, queries
from fieldwise.apps.learning.models import Component, Course, CourseVersion, Enrollment
from fieldwise.apps.learning.queries.steps import bar, next_component, played_line
from fieldwise.apps.people.queries import agency_in_view, local_date, signed_in
from fieldwise.rulebook.calendar import in_words
from fieldwise.rulebook.learning.audience import eligible
from fieldwise.rulebook.learning.completion import clock, minutes_unit
from fieldwise.rulebook.reasons import Reason

REGISTRATION = {
    "self": "Register yourself: choose Enroll above. No approval is needed.",
    "coordinator": "Your Staff Development Coordinator registers you for this course.",
}


def course_or_404(request: HttpRequest, slug: str) -> Course:
    """The course of the agency in view."""
    person = request.user if request.user.is_authenticated else None
    found = queries.course_with_slug(agency_in_view(person), slug)
    if found is None:
        raise Http404
    return found


def course(request: HttpRequest, slug: str) -> HttpResponse:
    found = course_or_404(request, slug)
    person = request.user if request.user.is_authenticated else None
    enrollment = queries.enrollment(person.id, found) if person else None
    reasons = queries.enrollment_reasons(person, found, timezone.now()) if person and not enrollment else ()
    version = queries.page_version(found, enrollment)
    parts = queries.components(version)
    plays = queries.plays(person.id, parts) if person and enrollment else {}
    context = {
        "course": _page(found, version, _components(found, parts, plays, enrollment)),
        "deed": _deed(request, found, enrollment, reasons, parts, plays),
        "reasons": _reasons(found, reasons) if person and not enrollment else None,
    }
    return render(request, "learning/course.html", context)


def enroll(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = signed_in(request), course_or_404(request, slug)
    try:
        actions.enroll(person=person, course=found, by=person.id, at=timezone.now())
    except actions.Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("course", slug)


def flyer(request: HttpRequest, slug: str) -> HttpResponse:
    found = course_or_404(request, slug)
    version = found.current
    assert version is not None
    published = _day(found, version.published_at)
    pdf = papers.flyer_pdf(found, version, queries.components(version), published)
    name = f'inline; filename="{found.slug}-flyer.pdf"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": name})


def _day(course: Course, at: datetime) -> str:
    return in_words(local_date(course.agency, at))


def _page(course: Course, version: CourseVersion, components: list[dict[str, Any]]) -> dict[str, Any]:
    page, count = version.page, len(components)
    word = papers.NUMBER_WORDS[count].lower() if count < len(papers.NUMBER_WORDS) else str(count)
    videos = "video" if count == 1 else "videos"
    of_series = f"a {version.minutes}-minute series of {word} micro {videos}"
    published = _day(course, version.published_at)
    total_seconds = sum(component["seconds"] for component in components)
    return {
        "slug": course.slug,
        "title": version.title,
        "mode_label": papers.MODES[version.mode],
        "sample": page["sample"] or course.agency.sample,
        "minutes_line": f"{version.minutes} {minutes_unit(version.minutes)} in {word} {videos}.",
        "lead": page["description"][0],
        "paragraphs": page["description"][1:],
        "audience": page["audience"]["text"],
        "benefits_intro": page["benefits_intro"],
        "benefits": page["benefits"],
        "prerequisites": _prerequisites(course, page["prerequisites"]),
        "components_intro": f"Once enrolled in the course, learners will complete {of_series}:",
        "components": components,
        "total_label": f"All {word}" if count > 1 else "In all",
        "total_length": clock(total_seconds),
        "completion": "Completion of all components is necessary to receive a Certificate of Completion."
        if page["certificate"] != "none"
        else "",
        "education_units": f"{papers.education_units(page['contact_hours'])}."
        if page["contact_hours"]
        else "There are no CEUs associated with this course.",
        "registration": REGISTRATION[page["registration"]],
        "help_email": page["help_desk"]["email"],
        "help_phone": page["help_desk"]["phone"],
        "version": f"Version {version.number}, of {published}",
    }


def _prerequisites(course: Course, slugs: list[str]) -> list[dict[str, str]]:
    if not slugs:
        return []
    titles = queries.course_titles(course.agency)
    return [{"title": titles.get(slug, slug), "url": reverse("course", args=[slug])} for slug in slugs]


def _components(
    course: Course, parts: list[Component], plays: dict[Any, Any], enrollment: Enrollment | None
) -> list[dict[str, Any]]:
    return [_component(course, part, plays.get(part.medium_id), enrollment) for part in parts]


def _component(course: Course, part: Component, play: Any, enrollment: Enrollment | None) -> dict[str, Any]:
    length_ms = part.medium.length_ms
    shown = {
        "number": part.position,
        "title": part.title,
        "seconds": length_ms / 1000,
        "length": clock(length_ms / 1000),
        "done": bool(play and play.completed_at),
    }
    if enrollment:
        shown["url"] = reverse("player", args=[course.slug, part.key])
        shown["bar"] = bar(play, length_ms)
        shown["played"] = played_line(play, length_ms)
    return shown


def _deed(
    request: HttpRequest,
    course: Course,
    enrollment: Enrollment | None,
    reasons: tuple[Reason, ...],
    parts: list[Component],
    plays: dict[Any, Any],
) -> dict[str, str]:
    page = reverse("course", args=[course.slug])
    if not request.user.is_authenticated:
        return {
            "kind": "link",
            "label": "Sign in to enroll",
            "url": f"{reverse('account_login')}?next={page}",
        }
    if enrollment and enrollment.completed_at:
        return {"kind": "link", "label": "See your certificate", "url": reverse("certificates")}
    if enrollment:
        part = next_component(parts, plays) or parts[0]
        label = "Continue" if plays else "Start"
        return {"kind": "link", "label": label, "url": reverse("player", args=[course.slug, part.key])}
    if eligible(reasons):
        return {"kind": "enroll", "label": "Enroll", "url": ""}
    return {"kind": "none", "label": "", "url": ""}


def _reasons(course: Course, reasons: tuple[Reason, ...]) -> dict[str, Any]:
    allowed = eligible(reasons)
    applied_at = course.agency.roster_applied_at
    source = None
    if applied_at:
        source = f"From the HR roster of {_day(course, applied_at)}."
    return {
        "allowed": allowed,
        "heading": "You can enroll. Why?" if allowed else "You cannot enroll yet. Why?",
        "lines": [{"ok": reason.ok, "text": reason.sentence} for reason in reasons],
        "source": source,
        "wrong_url": f"{reverse('help_desk')}?topic=roster",
    }
