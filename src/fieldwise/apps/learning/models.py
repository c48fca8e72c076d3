"""Tables of learning. Played time is kept in whole milliseconds, so that unions are exact."""

from django.conf import settings
from django.db import models
from uuid_utils.compat import uuid7


class Key(models.Model):
    """A time-ordered key that no caller can guess from another's."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class Course(Key):
    """One course of an agency; what it says is in its versions."""

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT)
    slug = models.SlugField(max_length=100)
    current = models.ForeignKey("CourseVersion", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "slug"], name="one_course_per_slug")]


class CourseVersion(Key):
    """A course as it was published at one moment; never changed afterwards."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    content_digest = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    mode = models.CharField(max_length=40)
    minutes = models.PositiveIntegerField()
    page = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="one_version_per_number")]


class Medium(Key):
    """One version of a video: the same bytes are the same medium, and its played seconds stay."""

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT)
    file = models.ForeignKey("ledger.StoredFile", on_delete=models.PROTECT)
    length_ms = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "file"], name="one_medium_per_file")]


class Component(Key):
    """One part of a course version, in its place."""

    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="components")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=100)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    medium = models.ForeignKey(Medium, on_delete=models.PROTECT)
    captions = models.ForeignKey("ledger.StoredFile", on_delete=models.PROTECT, related_name="+")
    transcript = models.ForeignKey("ledger.StoredFile", on_delete=models.PROTECT, related_name="+")
    poster = models.ForeignKey("ledger.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    cues = models.JSONField()
    chapters = models.JSONField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="one_component_at_a_position"),
            models.UniqueConstraint(fields=["version", "key"], name="one_component_per_key"),
        ]


class Enrollment(Key):
    """A person in a course; it pins the version that was current then."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    course = models.ForeignKey(Course, on_delete=models.PROTECT)
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT)
    cycle = models.PositiveSmallIntegerField(default=1)
    enrolled_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "course", "cycle"], name="one_enrollment_per_cycle")
        ]


class Play(Key):
    """What a person has played of a medium: merged [from, to] stretches in milliseconds."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    medium = models.ForeignKey(Medium, on_delete=models.PROTECT)
    spans = models.JSONField(default=list)
    played_ms = models.PositiveIntegerField(default=0)
    resume_ms = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "medium"], name="one_play_per_medium")]


class WatchClock(models.Model):
    """The clock that all a person's plays share; `reports` grows with each report that was taken."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True)
    reports = models.PositiveIntegerField(default=0)


class Lease(models.Model):
    """The leave to report played seconds from one moment on; `accepted_ms` are the new ones taken under it."""

    play = models.ForeignKey(Play, on_delete=models.PROTECT)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    issued_at = models.DateTimeField()
    accepted_ms = models.PositiveIntegerField(default=0)


class Segment(models.Model):
    """One accepted report, as the player sent it; telemetry, not a deed."""

    play = models.ForeignKey(Play, on_delete=models.PROTECT)
    lease = models.ForeignKey(Lease, on_delete=models.PROTECT)
    client_id = models.CharField(max_length=64)
    from_ms = models.PositiveIntegerField()
    to_ms = models.PositiveIntegerField()
    rate = models.FloatField(null=True)
    ended_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["play", "client_id"], name="one_segment_per_id")]


class Certificate(Key):
    """What was issued, exactly as it was printed; only its status may change."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    course = models.ForeignKey(Course, on_delete=models.PROTECT)
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT)
    cycle = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20, unique=True)
    issued_at = models.DateTimeField()
    snapshot = models.JSONField()
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=300, blank=True)
    superseded_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "version", "cycle"], name="one_certificate_per_version_and_cycle"
            )
        ]
