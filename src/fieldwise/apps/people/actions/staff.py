"""To found an agency, to grant, to name."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from fieldwise.apps.ledger.actions import announce, record
from fieldwise.apps.ledger.queries import content
from fieldwise.apps.people.models import Agency, Capability, Person, Standing
from fieldwise.apps.people.queries import local_date, vouching, whose_service_is_over


def found_agency(*, code: str, name: str, at: datetime, by: UUID | None = None, **facts: Any) -> Agency:
    """Open an agency; a second time changes nothing."""
    with transaction.atomic():
        agency, is_new = Agency.objects.get_or_create(code=code, defaults={"name": name, **facts})
        if is_new:
            record(
                agency=agency.id,
                by=by,
                at=at,
                deed="found_agency",
                subject=agency.id,
                summary=name,
                after=content(agency, vouching.AGENCY),
            )
    return agency


def grant_capability(*, person: Person, name: str, from_on: date, by: UUID | None, at: datetime) -> None:
    """Let a person do one thing from a day on; a second time changes nothing."""
    with transaction.atomic():
        capability, is_new = Capability.objects.get_or_create(
            agency_id=person.agency_id,
            person=person,
            name=name,
            to_on=None,
            defaults={"from_on": from_on, "recorded_at": at, "recorded_by": by},
        )
        if is_new:
            record(
                agency=person.agency_id,
                by=by,
                at=at,
                deed="grant_capability",
                subject=capability.id,
                summary=f"{name} from {from_on} for {person.id}",
                after=content(capability, vouching.CAPABILITY),
            )


def note_standing(
    *,
    person: Person,
    good: bool,
    reason: str,
    from_on: date,
    to_on: date | None = None,
    by: UUID | None,
    at: datetime,
) -> None:
    """Note that a person is in good standing or not; an earlier note stays, so that what was known can be asked."""
    with transaction.atomic():
        standing = Standing.objects.create(
            agency_id=person.agency_id,
            person=person,
            good=good,
            reason=reason,
            from_on=from_on,
            to_on=to_on,
            recorded_at=at,
            recorded_by=by,
        )
        record(
            agency=person.agency_id,
            by=by,
            at=at,
            deed="note_standing",
            subject=standing.id,
            summary=f"About {person.id}",
            after=content(standing, vouching.STANDING),
        )


def end_access_of_leavers(*, agency: Agency, at: datetime) -> int:
    """Let those whose last day has passed sign in no more; answers how many there were."""
    leavers = whose_service_is_over(agency, local_date(agency, at))
    for person in leavers:
        with transaction.atomic():
            # A password that nobody has ends every session and link, also for the day on which she comes back.
            Person.objects.filter(id=person.id).update(is_active=False, password=make_password(None))
            record(agency=agency.id, by=None, at=at, deed="end_access", subject=person.id)
    return len(leavers)


def enter_name(*, person: Person, name: str, by: UUID, at: datetime) -> None:
    """Enter the name that goes on certificates; announces it, so that held certificates are issued."""
    name = " ".join(name.split())
    with transaction.atomic():
        before = {"name": person.name}
        Person.objects.filter(id=person.id).update(name=name)
        record(
            agency=person.agency_id,
            by=by,
            at=at,
            deed="enter_name",
            subject=person.id,
            before=before,
            after={"name": name},
        )
        announce("person_named", str(person.id))
