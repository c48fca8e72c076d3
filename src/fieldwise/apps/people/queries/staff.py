"""Who people are, what they may do, and where they serve."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest

from fieldwise.apps.people.models import (
    Agency,
    Capability,
    OrgUnit,
    Person,
    ServiceSpell,
    Standing,
    TermChange,
)

Terms = TypeVar("Terms")


@dataclass(frozen=True)
class Viewer:
    """Who looks at a page."""

    name: str
    initials: str
    capabilities: frozenset[str]


@dataclass(frozen=True)
class Service:
    """What the roster says of a person's service on one day; None and "" where it says nothing.

    `since_on` is when the unbroken service in the present division began.
    """

    title: str = ""
    level: str = ""
    unit: str = ""
    unit_kind: str = ""
    division: str = ""
    supervisor: str = ""
    since_on: date | None = None
    since_precision: str = "day"


def viewer(person: Person, capabilities: frozenset[str]) -> Viewer:
    """The viewer for the layout."""
    words = person.name.split() or [person.employee_id]
    initials = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return Viewer(person.name or person.employee_id, initials.upper(), capabilities)


def signed_in(request: HttpRequest) -> Person:
    """Who looks at a page that is open only to people who have signed in."""
    assert request.user.is_authenticated
    return request.user


def agency_in_view(person: Person | None) -> Agency | None:
    """The agency of the person; for the public, the one that the settings name, or the oldest."""
    if person:
        return person.agency
    if settings.HOME_AGENCY:
        return agency_with_code(settings.HOME_AGENCY)
    return Agency.objects.order_by("id").first()


def agency_of_address(email: str) -> UUID | None:
    """The id of the agency in which somebody has this work e-mail."""
    return Person.objects.filter(email__iexact=email).values_list("agency_id", flat=True).first()


def agency_with_code(code: str) -> Agency | None:
    """The agency with this code, in any case."""
    return Agency.objects.filter(code__iexact=code).first()


def capabilities(request: HttpRequest, at: datetime) -> frozenset[str]:
    """What the signed-in person may do today; asked once per request."""
    if not request.user.is_authenticated:
        return frozenset()
    if not hasattr(request, "_capabilities"):
        today = local_date(request.user.agency, at)
        request._capabilities = frozenset(capability_names(request.user.id, today))  # type: ignore[attr-defined]
    return request._capabilities  # type: ignore[attr-defined, no-any-return]


def capability_names(person_id: UUID, on: date) -> list[str]:
    """The capabilities of a person on a day."""
    in_force = Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gt=on))
    return list(Capability.objects.filter(in_force, person_id=person_id).values_list("name", flat=True))


def agencies() -> list[Agency]:
    """Every agency of this installation, for work that is done for each by itself."""
    return list(Agency.objects.order_by("id"))


def people_who_may(capability: str, agency: Agency, on: date) -> list[Person]:
    """The people of an agency with a capability on a day who have a work e-mail."""
    in_force = Q(capabilities__to_on__isnull=True) | Q(capabilities__to_on__gt=on)
    held = Person.objects.filter(
        in_force, capabilities__name=capability, capabilities__from_on__lte=on, agency=agency, is_active=True
    )
    return list(held.exclude(email="").distinct())


def local_date(agency: Agency, at: datetime) -> date:
    """The day that it is in the agency."""
    return at.astimezone(ZoneInfo(agency.zone)).date()


def service(person_id: UUID, on: date, known_at: datetime | None = None) -> Service:
    """The service of a person on a day, as it is known now, or as it was known at a moment."""
    spells = list(
        ServiceSpell.objects.filter(_known(known_at), person_id=person_id, from_on__lte=on)
        .select_related("supervisor", "unit__parent__parent__parent__parent")
        .order_by("-from_on")
    )
    if not spells or (spells[0].to_on and spells[0].to_on < on):
        return Service()
    spell, division = spells[0], _division(spells[0].unit)
    first = _first_unbroken(spells, division)
    return Service(
        title=spell.title,
        level=spell.level,
        unit=spell.unit.name if spell.unit else "",
        unit_kind=spell.unit.kind if spell.unit else "",
        division=division,
        supervisor=str(spell.supervisor) if spell.supervisor else "",
        since_on=first.from_on,
        since_precision=first.from_precision,
    )


def _known(known_at: datetime | None) -> Q:
    if known_at is None:
        return Q(withdrawn_at__isnull=True)
    still_believed = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=known_at)
    return still_believed & Q(recorded_at__lte=known_at)


def _first_unbroken(newest_first: list[ServiceSpell], division: str) -> ServiceSpell:
    """The earliest spell from which service in the division went on without a gap."""
    first = newest_first[0]
    for earlier in newest_first[1:]:
        ended_on = earlier.to_on
        if _division(earlier.unit) != division or (ended_on and first.from_on - ended_on > timedelta(days=1)):
            break
        first = earlier
    return first


def standing(person_id: UUID, on: date, known_at: datetime) -> Standing | None:
    """The standing of a person on a day as it was known at a moment; what was recorded last holds."""
    in_force = Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gte=on))
    rows = Standing.objects.filter(in_force, person_id=person_id, recorded_at__lte=known_at)
    return rows.order_by("-recorded_at", "-id").first()


def whose_service_is_over(agency: Agency, on: date) -> list[Person]:
    """Who could still sign in on a day though the last day of every known spell is before it."""
    believed = ServiceSpell.objects.filter(withdrawn_at__isnull=True, agency=agency)
    going_on = believed.filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
    served = Person.objects.filter(agency=agency, is_active=True, id__in=believed.values("person_id"))
    return list(served.exclude(id__in=going_on.values("person_id")))


def spells(person_id: UUID) -> list[ServiceSpell]:
    """The service of a person as it is known now, newest first."""
    known = ServiceSpell.objects.filter(person_id=person_id, withdrawn_at__isnull=True)
    return list(known.select_related("unit").order_by("-from_on"))


def _division(unit: OrgUnit | None) -> str:
    while unit and unit.parent:
        unit = unit.parent
    return unit.name if unit and unit.level == "division" else ""


def person_with_employee_id(agency: Agency, employee_id: str) -> Person | None:
    """The person with this employee id, or with an earlier one."""
    return (
        Person.objects.filter(agency=agency)
        .filter(Q(employee_id=employee_id) | Q(employeeidalias__employee_id=employee_id))
        .first()
    )


def person(person_id: UUID) -> Person:
    """One person."""
    return Person.objects.select_related("agency").get(id=person_id)


def terms(agency_id: UUID, defaults: Terms, family: str, on: date) -> Terms:
    """The terms in force on a day: the source document's, with what the agency changed by then."""
    names = {field.name for field in fields(defaults)}  # type: ignore[arg-type]
    changes: dict[str, Any] = {}
    rows = TermChange.objects.filter(agency_id=agency_id, family=family, from_on__lte=on)
    for row in rows.order_by("from_on", "recorded_at"):
        if row.name in names:
            changes[row.name] = row.value
    return replace(defaults, **changes)  # type: ignore[type-var]
