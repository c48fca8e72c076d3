"""To delete roster files, and to erase those who left long ago."""

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F

from fieldwise.apps.ledger.actions import forget_file, record
from fieldwise.apps.people import queries
from fieldwise.apps.people.models import Agency, EmployeeIdAlias, Person, RosterImport, Standing

MOST_A_NIGHT = 1000


def delete_roster_files(*, agency: Agency, before: datetime, at: datetime) -> int:
    """Delete the roster files read before a moment, with what was found in them; answers how many."""
    due = list(queries.roster_files_before(agency, before).values_list("id", "file_id")[:MOST_A_NIGHT])
    for number, (import_id, file_id) in enumerate(due):
        with transaction.atomic():
            if number == 0:
                _note(agency, f"{len(due):,} roster files read before {before:%Y-%m-%d}", at)
            RosterImport.objects.filter(id=import_id).delete()
            if not RosterImport.objects.filter(file_id=file_id).exists():
                forget_file(file_id=file_id)
    return len(due)


def _note(agency: Agency, summary: str, at: datetime) -> None:
    record(agency=agency.id, by=None, at=at, deed="delete_roster_files", subject=agency.id, summary=summary)


def erase_leaver(*, person: Person, at: datetime) -> None:
    """Take out what names a person who left; the row stays for what refers to it. A second time changes nothing."""
    opaque = person.id.hex
    with transaction.atomic():
        left = Person.objects.filter(id=person.id, is_active=False, erased_at=None)
        if not left.update(
            name="",
            email="",
            employee_id=opaque,
            sign_in_id=f"{person.agency.code}/{opaque}".lower(),
            password=make_password(None),
            last_login=None,
            erased_at=at,
        ):
            return
        # A roster that is being applied at this moment begins again, knowing this.
        Agency.objects.filter(id=person.agency_id).update(roster_version=F("roster_version") + 1)
        _erase_ways_to_sign_in(person.id)
        EmployeeIdAlias.objects.filter(person_id=person.id).delete()
        _erase_standing(person, at)
        record(agency=person.agency_id, by=None, at=at, deed="erase_leaver", subject=person.id)


def _erase_ways_to_sign_in(person_id: UUID) -> None:
    Authenticator.objects.filter(user_id=person_id).delete()
    EmailAddress.objects.filter(user_id=person_id).delete()
    SocialAccount.objects.filter(user_id=person_id).delete()


def _erase_standing(person: Person, at: datetime) -> None:
    for standing in Standing.objects.filter(person=person):
        record(agency=person.agency_id, by=None, at=at, deed="erase_standing", subject=standing.id)
        standing.delete()
