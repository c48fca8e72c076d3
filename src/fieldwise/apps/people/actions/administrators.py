"""To name who runs the installation before there is a roster, and whom staff ask for help."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from fieldwise.apps.ledger.actions import record
from fieldwise.apps.ledger.queries import content
from fieldwise.apps.people.actions.staff import grant_capability
from fieldwise.apps.people.models import Agency, Person
from fieldwise.apps.people.queries import local_date, person_with_employee_id, vouching
from fieldwise.rulebook.people.administering import AdministratorRefusal, administrator_refusals

ADMINISTRATORS_MAY = ("administer", "grant_capabilities", "import_roster")


class AdministratorRefused(Exception):
    """The person is not entered, and nothing is stored; `reasons` say why."""

    def __init__(self, *reasons: AdministratorRefusal) -> None:
        super().__init__(" ".join(reason.sentence for reason in reasons))
        self.reasons = reasons


def enter_administrator(
    *, agency: Agency, employee_id: str, name: str, email: str, by: UUID | None, at: datetime
) -> Person:
    """Enter a person who may do all that an administrator does; a second time changes nothing.

    Somebody whom the roster knows keeps the name and the address that it gave. Raises AdministratorRefused.
    """
    with transaction.atomic():
        known = _known(agency, employee_id)
        holder = Person.objects.filter(email__iexact=email).first()
        has_left, taken = bool(known and not known.is_active), bool(holder and holder != known)
        if reasons := administrator_refusals(has_left=has_left, email_taken=taken):
            raise AdministratorRefused(*reasons)
        person = known or _enter(agency, employee_id, name, email, by, at)
        for each in ADMINISTRATORS_MAY:
            grant_capability(person=person, name=each, from_on=local_date(agency, at), by=by, at=at)
    return person


def _known(agency: Agency, employee_id: str) -> Person | None:
    same_in_any_case = Person.objects.filter(sign_in_id=_sign_in_id(agency, employee_id)).first()
    return same_in_any_case or person_with_employee_id(agency, employee_id)


def _sign_in_id(agency: Agency, employee_id: str) -> str:
    return f"{agency.code}/{employee_id}".lower()


def _enter(agency: Agency, employee_id: str, name: str, email: str, by: UUID | None, at: datetime) -> Person:
    person = Person.objects.create(
        agency=agency,
        employee_id=employee_id,
        sign_in_id=_sign_in_id(agency, employee_id),
        name=name,
        email=email.lower(),
        password=make_password(None),
    )
    said = {"employee_id": employee_id, "name": name, "email": email}
    record(agency=agency.id, by=by, at=at, deed="enter_administrator", subject=person.id, after=said)
    return person


def note_printed_link(*, person: Person, by: UUID | None, at: datetime) -> None:
    """Note that a link was printed with which whoever has it signs in as this person."""
    with transaction.atomic():
        record(agency=person.agency_id, by=by, at=at, deed="print_sign_in_link", subject=person.id)


def name_help_desk(*, agency: Agency, email: str, phone: str, by: UUID | None, at: datetime) -> None:
    """Say whom staff of an agency ask for help."""
    agency.help_desk_email, agency.help_desk_phone = email, phone
    with transaction.atomic():
        Agency.objects.filter(id=agency.id).update(help_desk_email=email, help_desk_phone=phone)
        record(
            agency=agency.id,
            by=by,
            at=at,
            deed="name_help_desk",
            subject=agency.id,
            after=content(agency, vouching.AGENCY),
        )
