"""Printed papers of learning: certificate and flyer, as tagged PDF (PDF/UA-1) by typst."""

from __future__ import annotations

import io
import json
import threading
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import segno
import typst
from django.conf import settings

from fieldwise.rulebook.calendar import in_words
from fieldwise.rulebook.learning.completion import clock, minutes_unit

if TYPE_CHECKING:
    from fieldwise.apps.learning.models import Certificate, Component, Course, CourseVersion

FOLDER = Path(__file__).parent
NUMBER_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
KINDS = {"micro_video": ("micro video", "micro videos")}
MODES = {
    "micro_video_series": "Micro video series",
    "micro_video": "Micro video",
    "elearning": "eLearning",
    "instructor_led": "Instructor-led course",
    "virtual_instructor_led": "Virtual instructor-led course",
    "onboarding_program": "Onboarding program",
}
# A compiler reads the fonts once, and serves one caller at a time: each of the server's threads has its own.
_of_this_thread = threading.local()


class PaperError(Exception):
    """typst could not draw a paper as it was designed."""


def _compiler(template: str) -> typst.Compiler:
    compilers: dict[str, typst.Compiler] = vars(_of_this_thread)
    if template not in compilers:
        compilers[template] = typst.Compiler(
            FOLDER / template, root=FOLDER, font_paths=[settings.PAPER_FONTS], ignore_system_fonts=True
        )
    return compilers[template]


def _compiled(template: str, data: dict[str, Any]) -> bytes:
    pdf, warnings = _compiler(template).compile_with_warnings(
        format="pdf", pdf_standards=["ua-1"], sys_inputs={"data": json.dumps(data)}
    )
    if warnings:  # a missing font would otherwise be replaced in silence
        raise PaperError("; ".join(str(warning) for warning in warnings))
    assert isinstance(pdf, bytes)
    return pdf


def qr_svg(text: str) -> str:
    """A QR code as SVG."""
    image = io.BytesIO()
    segno.make(text, error="m").save(image, kind="svg", border=0, dark="#171716", xmldecl=False)
    return image.getvalue().decode()


def long_date(iso: str) -> str:
    """ "November 19, 2026" of an ISO date."""
    return in_words(date.fromisoformat(iso))


def components_line(components: list[dict[str, Any]], minutes: int) -> str:
    """ "Five micro videos, 35 minutes, each second played"."""
    one, many = KINDS["micro_video"]
    count = len(components)
    word = NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else str(count)
    return f"{word} {one if count == 1 else many}, {minutes} {minutes_unit(minutes)}, each second played"


def education_units(contact_hours: str | None) -> str:
    """The continuing-education field: contact hours only where the course carries them."""
    return f"{contact_hours} contact hours" if contact_hours else "None"


def version_line(told: dict[str, Any]) -> str:
    """ "3, of September 1, 2026": the course version of a certificate."""
    return f"{told['version']}, of {long_date(told['version_on'])}"


def issuer(told: dict[str, Any]) -> str:
    """Who issued a certificate, as it is printed."""
    return ", ".join(part for part in (told["agency"], told["academy"]) if part)


def certificate_pdf(certificate: Certificate) -> bytes:
    """The certificate as it was issued."""
    told = certificate.snapshot
    address = f"{settings.ADDRESS}/verify/{certificate.number}"
    return _compiled(
        "certificate.typ",
        {
            **told,
            "number": certificate.number,
            "completed_on": long_date(told["completed_on"]),
            "version_line": version_line(told),
            "education": education_units(told["contact_hours"]),
            "components_line": components_line(told["components"], told["minutes"]),
            "issuer": issuer(told),
            "issued_by": told["academy"] or told["agency"],
            "verify_address": f"{settings.ADDRESS}/verify".split("://", 1)[1],
            "qr": qr_svg(address),
        },
    )


def flyer_pdf(course: Course, version: CourseVersion, components: list[Component], published: str) -> bytes:
    """The flyer of a course version, from the same data as its page."""
    page = version.page
    address = f"{settings.ADDRESS}/courses/{course.slug}/"
    return _compiled(
        "flyer.typ",
        {
            "title": version.title,
            "mode": MODES[version.mode],
            "issuer": course.agency.academy_name or course.agency.name,
            "minutes": version.minutes,
            "components": [
                {
                    "title": component.title.removeprefix(f"{version.title.split(':')[0]}: "),
                    "length": clock(component.medium.length_ms / 1000),
                    "seconds": component.medium.length_ms / 1000,
                }
                for component in components
            ],
            "description": page["description"],
            "benefits_intro": page["benefits_intro"].rstrip(":"),
            "benefits": page["benefits"],
            "audience": page["audience"]["text"],
            "prerequisites": page["prerequisites"],
            "certificate": page["certificate"],
            "contact_hours": page["contact_hours"],
            "sample": page["sample"] or course.agency.sample,
            "address": address.split("://", 1)[1].rstrip("/"),
            "help_desk": page["help_desk"],
            "registration": page["registration"],
            "version": version.number,
            "published": published,
            "qr": qr_svg(address),
        },
    )
