"""The learner's own transcript and certificates."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from fieldwise.apps.learning import papers, queries
from fieldwise.apps.learning.models import Certificate, Enrollment
from fieldwise.apps.learning.queries.steps import next_steps, row
from fieldwise.apps.people.queries import signed_in
from fieldwise.rulebook.learning.certificates import (
    CertificateRefusal,
    CertificateStatus,
    normal_number,
    status,
)

STATUS_CHIPS = {
    CertificateStatus.VALID: {"kind": "done", "icon": "check_circle", "word": "Valid"},
    CertificateStatus.REVOKED: {"kind": "missed", "icon": "error", "word": "Revoked"},
    CertificateStatus.SUPERSEDED: {"kind": "plain", "icon": "history", "word": "Replaced"},
}


def certificates(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    held = queries.held_enrollments(person.id) if not person.name else []
    rows = [_row(certificate) for certificate in queries.certificates(person.id)]
    under_way = [row(step) for step in next_steps(person.id)]
    for index, each in enumerate(under_way):
        each["deed"]["kind"] = "filled" if index == 0 else "outline"
    context = {
        "lead": _lead(len(rows)),
        "held": CertificateRefusal.NAME_NOT_GIVEN.sentence if held else None,
        "certificates": rows + [_held(enrollment) for enrollment in held],
        "in_progress": under_way,
        "empty": {
            "title": "No certificates yet",
            "sentence": "Each course that you complete leaves its certificate here.",
            "deed": {"label": "Choose a course", "url": reverse("catalogue")},
        },
    }
    return render(request, "learning/certificates.html", context)


def certificate(request: HttpRequest, number: str) -> HttpResponse:
    found = _mine_or_404(request, number)
    return render(request, "learning/certificate.html", {"certificate": _sheet(found)})


def certificate_pdf(request: HttpRequest, number: str) -> HttpResponse:
    found = _mine_or_404(request, number)
    name = f'attachment; filename="certificate-{found.number}.pdf"'
    pdf = papers.certificate_pdf(found)
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": name})


def _mine_or_404(request: HttpRequest, number: str) -> Certificate:
    normal = normal_number(number)
    found = queries.certificate_of(signed_in(request).id, normal) if normal else None
    if found is None:
        raise Http404
    return found


def status_of(certificate: Certificate) -> CertificateStatus:
    """What the certificate is worth today."""
    return status(revoked=bool(certificate.revoked_at), superseded=bool(certificate.superseded_by_id))


def printed_facts(told: dict[str, Any], number: str) -> list[dict[str, str]]:
    """Every field that the paper prints below the name and the course."""
    return [
        {"label": "Completed on", "value": papers.long_date(told["completed_on"])},
        {"label": "Continuing education", "value": papers.education_units(told["contact_hours"])},
        {"label": "Course version", "value": papers.version_line(told)},
        {"label": "Certificate number", "value": number},
    ]


def _sheet(certificate: Certificate) -> dict[str, Any]:
    told, standing = certificate.snapshot, status_of(certificate)
    sentence = standing.sentence
    if certificate.revoked_reason:
        sentence = f"{sentence} {certificate.revoked_reason}"
    return {
        "number": certificate.number,
        "holder": told["name"],
        "course_title": told["course"],
        "components_line": papers.components_line(told["components"], told["minutes"]),
        "bar": _bar(told["components"]),
        "facts": printed_facts(told, certificate.number),
        "issuer": papers.issuer(told),
        "status": standing.code,
        "status_sentence": sentence,
        "verify_address": f"{settings.ADDRESS}/verify".split("://", 1)[1],
    }


def _bar(components: list[dict[str, Any]]) -> dict[str, Any]:
    total = sum(each["seconds"] for each in components)
    spans, x = [], 0.0
    for each in components:
        width = 100 * each["seconds"] / total
        gap = 0.5 if each is not components[-1] else 0
        spans.append({"x": round(x, 2), "width": round(width - gap, 2), "kind": "done"})
        x += width
    return {"spans": spans, "ticks": [], "now": None}


def _row(certificate: Certificate) -> dict[str, Any]:
    told = certificate.snapshot
    day = date.fromisoformat(told["completed_on"])
    url = reverse("certificate", args=[certificate.number])
    standing = status_of(certificate)
    return {
        "icon": "verified",
        "label": "Certificate of Completion",
        "figure": f"{day:%b} {day.day}",
        "figure_note": str(day.year),
        "title": told["course"],
        "sentence": f"{papers.components_line(told['components'], told['minutes'])}.",
        "facts": [certificate.number, f"Version {told['version']}"],
        "chips": [] if standing is CertificateStatus.VALID else [STATUS_CHIPS[standing]],
        "url": url,
        "deed": {"label": "Open", "url": url, "kind": "open"},
    }


def _held(enrollment: Enrollment) -> dict[str, Any]:
    return {
        "icon": "verified",
        "label": "Certificate of Completion",
        "figure": "Held",
        "title": enrollment.version.title,
        "chips": [{"kind": "dashed", "icon": "help_outline", "word": "Held until your name is entered"}],
        "url": reverse("you"),
        "deed": {"label": "Enter your name", "url": reverse("you"), "kind": "outline"},
    }


def _lead(count: int) -> str:
    if not count:
        return "What you complete is kept here."
    if count == 1:
        return "You hold one certificate. Anyone can check it by its number."
    return f"You hold {count} certificates. Anyone can check each by its number."
