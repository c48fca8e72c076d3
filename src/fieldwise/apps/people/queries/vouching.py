"""What the rows of people say that entries of the ledger vouch for."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet

from fieldwise.apps.ledger.queries import Row, Vouched, content
from fieldwise.apps.people.models import Agency, Capability, Standing, TermChange
from fieldwise.methods.digest import digest

AGENCY = ("id", "code", "name", "academy_name", "zone", "help_desk_email", "help_desk_phone", "sample")
CAPABILITY = ("id", "agency_id", "person_id", "name", "from_on", "to_on", "recorded_at", "recorded_by")
STANDING = (
    "id",
    "agency_id",
    "person_id",
    "good",
    "reason",
    "from_on",
    "to_on",
    "recorded_at",
    "recorded_by",
)
TERM_CHANGE = ("id", "agency_id", "family", "name", "value", "from_on", "source", "recorded_at")


def vouched() -> list[Vouched]:
    """The kinds of rows of people that entries vouch for."""
    capabilities = Capability.objects.select_related("person")
    standings = Standing.objects.select_related("person")
    return [
        Vouched(
            "Agency",
            ("found_agency", "name_help_desk"),
            _rows(Agency.objects.all(), AGENCY, lambda row: row.code),
        ),
        Vouched(
            "Capability",
            ("grant_capability",),
            _rows(capabilities, CAPABILITY, lambda row: f"{row.name} of {row.person}"),
        ),
        Vouched(
            "Standing",
            ("note_standing",),
            _rows(standings, STANDING, lambda row: f"of {row.person}"),
            endings=("erase_standing",),
        ),
        Vouched(
            "Term",
            ("set_term",),
            _rows(TermChange.objects.all(), TERM_CHANGE, lambda row: f"{row.family}.{row.name}"),
        ),
    ]


def _rows(
    rows: QuerySet[Any], names: tuple[str, ...], called: Callable[[Any], str]
) -> Callable[[], Iterator[Row]]:
    def found() -> Iterator[Row]:
        for row in rows.iterator():
            yield Row(str(row.id), digest(content(row, names)), called(row))

    return found
