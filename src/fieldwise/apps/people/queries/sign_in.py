"""Whose a name is by which somebody signs in."""

from uuid import UUID

from django.db.models import Q

from fieldwise.apps.people.models import Agency, Person


def person_signing_in_by(login: str) -> Person | None:
    """Who is in service and signs in by this work e-mail, or by this agency and employee id, in any case."""
    named = Q(email__iexact=login) | Q(sign_in_id=login.lower())
    return Person.objects.filter(named, is_active=True).first()


def person_in_service(person_id: UUID) -> Person | None:
    """The person with this id, unless the roster says that she has left."""
    return Person.objects.filter(id=person_id, is_active=True).first()


def person_with_email(agency: Agency, email: str) -> Person | None:
    """The person of an agency with this work e-mail, in any case."""
    found = Person.objects.filter(agency=agency, email__iexact=email).first()
    # A database may hold other letters for the same, as the long s for an s.
    return found if found and found.email.lower() == email.lower() else None
