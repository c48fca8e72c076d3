"""Tables of people. Dated facts keep when they were true and when they were recorded."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from uuid_utils.compat import uuid7


class Key(models.Model):
    """A time-ordered key that no caller can guess from another's."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    FISCAL_YEAR = "fiscal_year"


class Agency(Key):
    """One employer; every other row belongs to exactly one."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    academy_name = models.CharField(max_length=200, blank=True)
    zone = models.CharField(max_length=64, default="America/New_York")
    help_desk_email = models.EmailField(blank=True)
    help_desk_phone = models.CharField(max_length=40, blank=True)
    sample = models.BooleanField(default=False)
    roster_version = models.PositiveIntegerField(default=0)
    roster_applied_at = models.DateTimeField(null=True)


class UnitLevel(models.TextChoices):
    """The levels of the org tree, from the top."""

    DIVISION = "division"
    BOROUGH = "borough"
    ZONE = "zone"
    FIELD_OFFICE = "field_office"
    UNIT = "unit"


class OrgUnit(Key):
    """One place in the org tree; `kind` says what sort of unit it is, such as "CARES"."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    level = models.CharField(max_length=20, choices=UnitLevel.choices)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "level", "name"], name="one_unit_of_a_name_in_its_place"
            ),
            models.UniqueConstraint(
                fields=["agency", "level", "name"],
                condition=models.Q(parent__isnull=True),
                name="one_top_unit_of_a_name",
            ),
        ]


class HiringClass(Key):
    """The people who started in the same title on the same date."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    title = models.CharField(max_length=120)
    started_on = models.DateField()
    started_precision = models.CharField(max_length=12, choices=Precision.choices, default=Precision.DAY)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "title", "started_on", "started_precision"], name="one_class_for_a_start"
            )
        ]


class PersonManager(BaseUserManager["Person"]):
    """Brings the agency along: nearly every page asks for it right after the person."""

    def get_queryset(self) -> models.QuerySet["Person"]:
        return super().get_queryset().select_related("agency")


class Person(Key, AbstractBaseUser):
    """One member of staff, who may sign in. `sign_in_id` is "agency code/employee id" in lower case.

    `erased_at`: when everything that names a leaver was taken out of the row; what others refer to stays.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    employee_id = models.CharField(max_length=40)
    sign_in_id = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    hired_on = models.DateField(null=True)
    hired_precision = models.CharField(max_length=12, choices=Precision.choices, default=Precision.DAY)
    hiring_class = models.ForeignKey(HiringClass, on_delete=models.PROTECT, null=True)
    is_active = models.BooleanField(default=True)
    erased_at = models.DateTimeField(null=True)

    objects = PersonManager()

    USERNAME_FIELD = "sign_in_id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "employee_id"], name="one_person_per_employee_id"),
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="one_person_per_work_email",
            ),
        ]

    def __str__(self) -> str:
        return self.name or ("Somebody who left" if self.erased_at else self.employee_id)


class EmployeeIdAlias(Key):
    """An earlier employee id of a person, so that a changed id keeps the person."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    employee_id = models.CharField(max_length=40)
    until_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "employee_id"], name="one_alias_per_id")]


class ServiceSpell(Key):
    """One stretch of service in a title, unit and under a supervisor. A row that turned out wrong is withdrawn, not
    changed: `withdrawn_at` closes the time in which we believed it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="spells")
    title = models.CharField(max_length=120)
    level = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, null=True)
    supervisor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="team_spells")
    from_on = models.DateField()
    from_precision = models.CharField(max_length=12, choices=Precision.choices, default=Precision.DAY)
    to_on = models.DateField(null=True)
    to_precision = models.CharField(max_length=12, choices=Precision.choices, default=Precision.DAY)
    leave_status = models.CharField(max_length=40, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(to_on__isnull=True, withdrawn_at__isnull=True),
                name="one_open_spell_per_person",
            )
        ]


class Standing(Key):
    """Good standing or not, with its reason; the newest row recorded wins for its dates."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    good = models.BooleanField()
    reason = models.CharField(max_length=300)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)


class Capability(Key):
    """One thing that a person may do, between two dates; no capability brings another."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="capabilities")
    name = models.CharField(max_length=40)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)


class TermChange(Key):
    """A number that the agency changed, from a date on; what is not changed is the source document's."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    family = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    value = models.JSONField()
    from_on = models.DateField()
    source = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()


class RosterImport(Key):
    """One roster file that was read, with what it would change; and when it was applied.

    `roster_version` is the agency's when it was compared; `findings` holds what its page lists.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    file_id = models.UUIDField()
    file_name = models.CharField(max_length=200)
    map_name = models.CharField(max_length=200, blank=True)
    map_text = models.TextField(blank=True)
    whole = models.BooleanField(default=False)
    roster_version = models.PositiveIntegerField(default=0)
    read_by = models.UUIDField(null=True)
    read_at = models.DateTimeField()
    counts = models.JSONField()
    findings = models.JSONField(default=dict)
    applied_at = models.DateTimeField(null=True)
    applied_by = models.UUIDField(null=True)
