"""The cast of the tests: one agency with a CARES unit, an onboarding unit and every persona, and a partner agency."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from demo.agency.personas import PERSONAS, Persona
from fieldwise.apps.people.models import Agency, Capability, OrgUnit, Person, ServiceSpell

AT = datetime(2026, 11, 12, 19, 24, tzinfo=UTC)
DIVISION = "Division of Child Protection"
IN_CARES = {"learner", "supervisor"}
LEVELS = {"supervisor": "supervisor", "director": "director"}


@dataclass
class Cast:
    """Everybody, by persona key."""

    agency: Agency
    partner: Agency
    people: dict[str, Person]

    def __getitem__(self, key: str) -> Person:
        return self.people[key]


def make_cast() -> Cast:
    """The whole cast, in the database."""
    agency = Agency.objects.create(
        code="ACS",
        name="Administration for Children’s Services",
        academy_name="Workforce Institute",
        help_desk_email="helpdesk@example.org",
        help_desk_phone="212-555-0148",
        roster_applied_at=datetime(2026, 11, 9, 15, tzinfo=UTC),
    )
    partner = Agency.objects.create(code="PARTNER", name="Partner Family Services")
    units = _units(agency)
    people = {persona.key: _person(persona, agency, partner, units) for persona in PERSONAS}
    return Cast(agency, partner, people)


def _units(agency: Agency) -> dict[str, OrgUnit]:
    division = OrgUnit.objects.create(agency=agency, level="division", name=DIVISION)
    office = OrgUnit.objects.create(agency=agency, parent=division, level="field_office", name="Bronx East")
    place = {"agency": agency, "parent": office, "level": "unit"}
    return {
        "cares": OrgUnit.objects.create(**place, name="Bronx East 4-B", kind="CARES"),
        "onboarding": OrgUnit.objects.create(**place, name="Queens Onboarding 2", kind="Onboarding"),
    }


def _person(persona: Persona, agency: Agency, partner: Agency, units: dict[str, OrgUnit]) -> Person:
    home = partner if persona.agency == "PARTNER" else agency
    person = Person.objects.create(
        agency=home,
        employee_id=persona.employee_id,
        sign_in_id=f"{home.code}/{persona.employee_id}".lower(),
        name=persona.name,
        email=f"{persona.key}@example.org",
        hired_on=date(2025, 9, 15),
    )
    for name in persona.capabilities:
        Capability.objects.create(
            agency=home, person=person, name=name, from_on=date(2020, 1, 1), recorded_at=AT
        )
    if home == agency:
        ServiceSpell.objects.create(
            agency=home,
            person=person,
            title="Child Protective Specialist",
            level=LEVELS.get(persona.key, "staff"),
            unit=units["cares" if persona.key in IN_CARES else "onboarding"],
            from_on=date(2025, 9, 15),
            recorded_at=AT,
        )
    return person
