"""What people keeps about one person: for herself, or for somebody who answers her request."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import BooleanField, Case, ExpressionWrapper, F, Q, QuerySet, Value, When

from fieldwise.apps.people.models import Capability, EmployeeIdAlias, Person, ServiceSpell, Standing

HAS_PASSWORD = ExpressionWrapper(
    ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX), output_field=BooleanField()
)
# A supervisor's name is a fact about the work; one of another agency is not ours to give.
SUPERVISOR = Case(When(supervisor__agency_id=F("agency_id"), then=F("supervisor__name")), default=Value(""))


def personal_data(person_id: UUID) -> dict[str, QuerySet[Any, Any]]:
    """Groups of rows, each row a mapping; no secret, and of other people no more than a supervisor's name."""
    person = {"person_id": person_id}
    return {
        "person": Person.objects.filter(id=person_id)
        .annotate(agency_code=F("agency__code"), agency_name=F("agency__name"), has_password=HAS_PASSWORD)
        .values(
            *("agency_code", "agency_name", "employee_id", "sign_in_id", "name", "email", "hired_on"),
            *("hired_precision", "is_active", "has_password", "last_login", "erased_at"),
        ),
        "earlier_employee_ids": EmployeeIdAlias.objects.filter(**person)
        .order_by("recorded_at")
        .values("employee_id", "until_on", "recorded_at"),
        "service": ServiceSpell.objects.filter(**person)
        .annotate(unit_name=F("unit__name"), supervisor_name=SUPERVISOR)
        .order_by("from_on", "recorded_at")
        .values(
            *("title", "level", "unit_name", "supervisor_name", "leave_status", "from_on", "from_precision"),
            *("to_on", "to_precision", "recorded_at", "withdrawn_at"),
        ),
        "standing": Standing.objects.filter(**person)
        .order_by("recorded_at")
        .values("good", "reason", "from_on", "to_on", "recorded_at"),
        "capabilities": Capability.objects.filter(**person)
        .order_by("recorded_at")
        .values("name", "from_on", "to_on", "recorded_at"),
        "ways_to_sign_in": Authenticator.objects.filter(user_id=person_id)
        .order_by("created_at")
        .values("type", "created_at", "last_used_at"),
        "agency_accounts": SocialAccount.objects.filter(user_id=person_id)
        .order_by("date_joined")
        .values("provider", "uid", "extra_data", "date_joined", "last_login"),
    }
