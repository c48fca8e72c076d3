"""Anyone checks a certificate by its number; guessers learn nothing and are slowed down."""

from typing import Any
from zoneinfo import ZoneInfo

from allauth.core.internal.ratelimit import consume  # the public one lets every GET pass
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from fieldwise.apps.learning import papers, queries
from fieldwise.apps.learning.models import Certificate
from fieldwise.apps.learning.views.certificates import STATUS_CHIPS, printed_facts, status_of
from fieldwise.rulebook.calendar import in_words
from fieldwise.rulebook.learning.certificates import CertificateStatus, normal_number
from fieldwise.rulebook.learning.completion import minutes_unit

FORM_PROBLEM = "A certificate number is FW and 12 letters or digits, such as FW-7K2M-94QX-3DRB."


def verify_form(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("number", "").replace("\x00", "")[:100].strip()
    number = normal_number(typed) if typed else None
    if number:
        return redirect("verify", number)
    problem = FORM_PROBLEM if typed else None
    return render(request, "learning/verify.html", {"number": typed, "problem": problem, "result": None})


def verify(request: HttpRequest, number: str) -> HttpResponse:
    if not consume(request, app="allauth.account", action="verify_certificate", limit_get=True):
        return render(request, "429.html", status=429)
    normal = normal_number(number)
    found = queries.certificate_with_number(normal) if normal else None
    context = {"number": normal or "", "problem": None, "result": _result(found)}
    return render(request, "learning/verify.html", context, status=200 if found else 404)


def _result(certificate: Certificate | None) -> dict[str, Any]:
    if certificate is None:
        return {
            "status": "not_found",
            "heading": "No certificate has this number.",
            "sentence": "Compare it with the paper, letter by letter, and enter it again.",
            "facts": [],
        }
    standing = status_of(certificate)
    sentence = "It reads exactly as below. If the paper in your hand says anything else, trust this page."
    if standing is CertificateStatus.REVOKED:
        sentence = f"The agency took it back: {certificate.revoked_reason}"
    elif certificate.superseded_by:
        sentence = f"The newer one is {certificate.superseded_by.number}."
    return {
        "status": standing.code,
        "heading": standing.sentence,
        "sentence": sentence,
        "facts": _facts(certificate, standing),
    }


def _facts(certificate: Certificate, standing: CertificateStatus) -> list[dict[str, Any]]:
    told = certificate.snapshot
    printed = printed_facts(told, certificate.number)
    now = timezone.now().astimezone(ZoneInfo(certificate.course.agency.zone))
    as_of = f"As of {in_words(now.date())}, {now:%I:%M %p}.".replace(" 0", " ")
    sample = (
        [{"label": "Sample", "value": "A demonstration: every person is synthetic."}]
        if told["sample"]
        else []
    )
    return [
        {"label": "Name", "value": told["name"], "strong": True},
        {"label": "Completed", "value": told["course"], "strong": True},
        {"label": "Components", "value": papers.components_line(told["components"], told["minutes"])},
        printed[0],
        {"label": "Length", "value": f"{told['minutes']} {minutes_unit(told['minutes'])}"},
        *printed[1:],
        {"label": "Issued by", "value": papers.issuer(told)},
        *sample,
        {"label": "Status", "value": "", "chip": STATUS_CHIPS[standing], "note": as_of},
    ]
