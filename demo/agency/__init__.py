"""The demonstration's agencies. Every person in them is synthetic."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Agency:
    """One agency of the demonstration, in the words that `found_agency` takes."""

    code: str
    name: str
    academy_name: str
    help_desk_email: str
    help_desk_phone: str
    sample: bool = True


AGENCIES = (
    Agency(
        "ACS",
        "Administration for Children's Services (demonstration)",
        "Workforce Institute",
        "helpdesk@example.org",
        "212-555-0148",
    ),
    Agency(
        "PARTNER",
        "Partner Family Services",
        "Partner Learning Center",
        "partner.helpdesk@example.org",
        "212-555-0163",
    ),
    Agency("EMPTY", "An agency with nobody yet", "Academy", "empty.helpdesk@example.org", "212-555-0171"),
)
