"""To sign in by what serves once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fieldwise.apps.ledger.actions import record
from fieldwise.apps.people.models import Person


def use_sign_in_link(*, person: Person, by: UUID, at: datetime) -> bool:
    """Note that a link, checked against this person, is used; False when another use, or the roster, came first."""
    same = {"password": person.password, "email": person.email, "last_login": person.last_login}
    with transaction.atomic():
        if not Person.objects.filter(id=person.id, is_active=True, **same).update(last_login=at):
            return False
        record(agency=person.agency_id, by=by, at=at, deed="use_sign_in_link", subject=person.id)
    return True
