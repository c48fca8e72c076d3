"""To correct a name, and to give out what is kept about a person."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fieldwise.apps.ledger.actions import announce, record
from fieldwise.apps.people.models import Person
from fieldwise.rulebook.people.names import NameRefusal, name_refusal, written_name


class NameRefused(Exception):
    """The name is not taken, and nothing is stored; `reason` says why."""

    def __init__(self, reason: NameRefusal) -> None:
        super().__init__(reason.sentence)
        self.reason = reason


def correct_name(*, person: Person, name: str, reason: str, by: UUID | None, at: datetime) -> str:
    """Write a name as it should be; answers how it is written now. Raises NameRefused."""
    name = written_name(name)
    if refusal := name_refusal(name):
        raise NameRefused(refusal)
    with transaction.atomic():
        before = Person.objects.select_for_update(of=("self",)).get(id=person.id).name
        if before != name:
            Person.objects.filter(id=person.id).update(name=name)
            record(
                agency=person.agency_id,
                by=by,
                at=at,
                deed="correct_name",
                subject=person.id,
                summary=reason,
                before={"name": before},
                after={"name": name},
            )
            announce("person_named", str(person.id))
    return name


def note_export(*, person: Person, by: UUID | None, at: datetime) -> None:
    """Note that everything kept about a person was given out to answer a request."""
    record(agency=person.agency_id, by=by, at=at, deed="export_personal_data", subject=person.id)
