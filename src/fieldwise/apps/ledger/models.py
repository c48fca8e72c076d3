"""Tables of the ledger. Entries, seals and seal members are append-only by trigger (`triggers.py`)."""

from django.db import models
from uuid_utils.compat import uuid7


class Entry(models.Model):
    """One deed. `by`, `agency_id` and `subject` are plain ids: the ledger outlives what it speaks of."""

    agency_id = models.UUIDField(null=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    deed = models.CharField(max_length=80)
    subject = models.CharField(max_length=64)
    summary = models.CharField(max_length=300, blank=True)
    before = models.CharField(max_length=64, blank=True)
    after = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["by"], condition=models.Q(by__isnull=False), name="entries_by_a_person")
        ]


class Unsealed(models.Model):
    """The entries that wait for a seal; a row goes when its entry is sealed."""

    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False)


class Seal(models.Model):
    """One link of the hash chain over a batch of entries."""

    number = models.PositiveIntegerField(primary_key=True)
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)


class SealMember(models.Model):
    """One entry in a seal; listed one by one because PostgreSQL commits ids out of order."""

    seal = models.ForeignKey(Seal, on_delete=models.DO_NOTHING, related_name="members", db_constraint=False)
    position = models.PositiveIntegerField()
    entry_id = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seal", "position"], name="one_member_at_a_position")]


class Letter(models.Model):
    """One piece of mail: at most one per person, topic and period; `by` wrote it, where a person did."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    by = models.UUIDField(null=True)
    topic = models.CharField(max_length=60)
    period = models.CharField(max_length=40)
    to = models.EmailField()
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "topic", "period"], name="one_letter_per_person_topic_and_period"
            ),
            models.UniqueConstraint(
                fields=["to", "topic", "period"],
                condition=models.Q(person_id__isnull=True),
                name="one_letter_per_address_topic_and_period",
            ),
        ]
        indexes = [
            models.Index(fields=["agency_id", "written_at"]),
            models.Index(fields=["by"], condition=models.Q(by__isnull=False), name="letters_by_a_person"),
        ]


class StoredFile(models.Model):
    """One file outside the web root, named by its content."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    extension = models.CharField(max_length=8)
    size_bytes = models.BigIntegerField()
    stored_at = models.DateTimeField()

    @property
    def path(self) -> str:
        """The place below the media folder."""
        return f"{self.sha256[:2]}/{self.sha256}{self.extension}"


class Recurring(models.Model):
    """Periodic work: a topic and when it is next due; with `local_time`, daily in the agency's zone."""

    topic = models.CharField(max_length=60, primary_key=True)
    next_at = models.DateTimeField()
    every_seconds = models.PositiveIntegerField(null=True)
    local_time = models.TimeField(null=True)
    zone = models.CharField(max_length=64, default="UTC")


class Heartbeat(models.Model):
    """When a process last said that it is alive."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()


class Installation(models.Model):
    """The one row that says what this database is."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    demonstration_id = models.UUIDField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_installation")]
