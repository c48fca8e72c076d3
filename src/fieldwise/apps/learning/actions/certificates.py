"""To complete, to issue, to revoke."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from fieldwise.apps.learning import queries
from fieldwise.apps.learning.models import Certificate, Enrollment
from fieldwise.apps.learning.queries import vouching
from fieldwise.apps.ledger.actions import record
from fieldwise.apps.ledger.queries import content
from fieldwise.apps.people.queries import local_date
from fieldwise.apps.people.queries import person as person_with_id
from fieldwise.rulebook.learning.certificates import RANDOM_BYTES, certificate_refusals, new_number

if TYPE_CHECKING:
    from fieldwise.apps.people.models import Person


def complete_enrollments(*, person: Person, medium_id: UUID, at: datetime) -> None:
    """Complete each enrollment whose last component this was, in the transaction of the caller."""
    for enrollment in queries.open_enrollments_with(person.id, medium_id):
        if queries.missing(enrollment):
            continue
        enrollment.completed_at = at
        enrollment.save(update_fields=["completed_at"])
        record(
            agency=person.agency_id,
            by=person.id,
            at=at,
            deed="complete_course",
            subject=enrollment.id,
            after=content(enrollment, vouching.ENROLLMENT),
        )
        issue_certificate(person=person, enrollment=enrollment, at=at)


def issue_certificate(*, person: Person, enrollment: Enrollment, at: datetime) -> Certificate | None:
    """Issue what a completed enrollment earned: once; None while something is in the way."""
    version = enrollment.version
    awarded = version.page["certificate"] != "none"
    if certificate_refusals(awarded=awarded, name=person.name, missing=queries.missing(enrollment)):
        return None
    with transaction.atomic():
        certificate, is_new = Certificate.objects.get_or_create(
            person=person,
            version=version,
            cycle=enrollment.cycle,
            defaults={
                "course": enrollment.course,
                "number": new_number(secrets.token_bytes(RANDOM_BYTES)),
                "issued_at": at,
                "snapshot": _snapshot(person, enrollment),
            },
        )
        if is_new:
            record(
                agency=person.agency_id,
                by=person.id,
                at=at,
                deed="issue_certificate",
                subject=certificate.number,
                after=content(certificate, vouching.CERTIFICATE),
            )
            _supersede_earlier(certificate, person, at)
    return certificate


def _supersede_earlier(certificate: Certificate, person: Person, at: datetime) -> None:
    """Say of each certificate for the same course that a newer one took its place."""
    same = Certificate.objects.filter(person=person, course_id=certificate.course_id, superseded_by=None)
    for earlier in same.select_for_update().exclude(id=certificate.id):
        earlier.superseded_by = certificate
        earlier.save(update_fields=["superseded_by"])
        record(
            agency=person.agency_id,
            by=person.id,
            at=at,
            deed="supersede_certificate",
            subject=earlier.number,
            summary=f"by {certificate.number}",
            after=content(earlier, vouching.CERTIFICATE),
        )


def _snapshot(person: Person, enrollment: Enrollment) -> dict[str, Any]:
    """Every field that the certificate prints, as it is now."""
    version, agency = enrollment.version, person.agency
    assert enrollment.completed_at is not None
    return {
        "name": person.name,
        "course": version.title,
        "completed_on": local_date(agency, enrollment.completed_at).isoformat(),
        "minutes": version.minutes,
        "contact_hours": version.page["contact_hours"],
        "version": version.number,
        "version_on": local_date(agency, version.published_at).isoformat(),
        "components": [
            {"title": component.title, "seconds": component.medium.length_ms / 1000}
            for component in queries.components(version)
        ],
        "agency": agency.name,
        "academy": agency.academy_name,
        "sample": agency.sample or version.page["sample"],
    }


def issue_held_certificates(key: str, *, at: datetime) -> None:
    """Issue what waited for the person's name; `key` is the person's id."""
    person = person_with_id(UUID(key))
    for enrollment in queries.completed_enrollments(person.id):
        issue_certificate(person=person, enrollment=enrollment, at=at)


def revoke_certificate(*, number: str, reason: str, by: UUID | None, at: datetime) -> Certificate | None:
    """Take a certificate's validity away, with the reason that the public page shows; None when there is none."""
    with transaction.atomic():
        certificate = Certificate.objects.select_for_update().filter(number=number).first()
        if certificate is None or certificate.revoked_at:
            return certificate
        certificate.revoked_at, certificate.revoked_reason = at, reason[:300]
        certificate.save(update_fields=["revoked_at", "revoked_reason"])
        record(
            agency=certificate.course.agency_id,
            by=by,
            at=at,
            deed="revoke_certificate",
            subject=number,
            summary=reason,
            after=content(certificate, vouching.CERTIFICATE),
        )
    return certificate
