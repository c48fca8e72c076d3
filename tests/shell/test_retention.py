"""What is not needed any more is deleted in the night in which it falls due, and nothing else is."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fieldwise.apps.learning.models import Certificate, Component, Course, Enrollment, Lease, Play, Segment
from fieldwise.apps.learning.queries.vouching import ENROLLMENT
from fieldwise.apps.ledger.actions import begin_recurring, record
from fieldwise.apps.ledger.models import Entry, Letter, Recurring, StoredFile
from fieldwise.apps.ledger.queries import content, verification
from fieldwise.apps.people.actions import note_standing, set_term
from fieldwise.apps.people.models import EmployeeIdAlias, Person, RosterImport, ServiceSpell, Standing
from fieldwise.apps.people.queries import leavers_due, retention_terms
from fieldwise.shell.delivery.retention import delete_for, delete_what_fell_due, plan_retention
from fieldwise.shell.delivery.worker import run_one_task
from fieldwise.shell.vouching import vouched
from tests.apps.learning.conftest import course, short_series  # noqa: F401
from tests.apps.learning.test_certificates import complete
from tests.apps.people.rosters import DANA, KIM, agency, read, roster_file, take
from tests.cast import AT, Cast

ON = date(2026, 11, 12)


def nights(count: int) -> datetime:
    """The moment so many days after the tests' present."""
    return AT + timedelta(days=count)


def deeds(*names: str) -> list[tuple[str, str]]:
    """The entries of these deeds: each with its summary."""
    return list(Entry.objects.filter(deed__in=names).order_by("id").values_list("deed", "summary"))


def letters(cast: Cast, count: int, written_at: datetime) -> None:
    Letter.objects.bulk_create(
        Letter(agency_id=cast.agency.id, person_id=cast["learner"].id, topic="digest", written_at=written_at,
               period=f"{written_at:%Y-%m-%d} {number}", to="a@example.org", subject="Two things", body="…")
        for number in range(count)
    )  # fmt: skip


def test_letters_go_after_their_days_few_in_a_transaction_with_one_entry(cast: Cast) -> None:
    letters(cast, 2100, nights(-91))
    letters(cast, 1, nights(-90))
    Letter.objects.create(agency_id=cast.partner.id, topic="t", period="p", to="b@example.org",
                          written_at=nights(-91))  # fmt: skip
    with CaptureQueriesContext(connection) as queries:
        delete_for(cast.agency, AT)
    deletions = [each["sql"] for each in queries if each["sql"].startswith('DELETE FROM "ledger_letter"')]
    assert len(deletions) == 3
    assert Letter.objects.filter(agency_id=cast.agency.id).count() == 1
    assert Letter.objects.filter(agency_id=cast.partner.id).count() == 1
    delete_for(cast.agency, AT)
    assert deeds("delete_letters") == [("delete_letters", "2,100 letters written before 2026-08-14")]


def test_the_agency_may_keep_letters_longer(cast: Cast) -> None:
    letters(cast, 1, nights(-91))
    set_term(agency=cast.agency, family="retention", name="letters_days", value=365, from_on=ON,
             source="Records schedule 12", by=None, at=AT)  # fmt: skip
    delete_for(cast.agency, AT)
    assert Letter.objects.count() == 1


def test_roster_files_go_with_what_was_found_in_them_but_never_the_newest(tmp_path: Path, db: None) -> None:
    acs = agency()
    first = take(acs, roster_file(tmp_path, DANA, name="first.csv"))
    unapplied = read(acs, roster_file(tmp_path, KIM, name="second.csv"))
    mapped = read(acs, roster_file(tmp_path, {**KIM, "name": "K"}), map_text='[columns]\nname = "name"\n')
    newest = take(acs, roster_file(tmp_path, DANA, {**KIM, "name": "Park"}, name="third.csv"), at=nights(1))
    files = {each.id: StoredFile.objects.get(id=each.file_id).path for each in (first, unapplied, newest)}
    delete_for(acs, nights(399))
    assert RosterImport.objects.count() == 4
    for _ in range(2):
        delete_for(acs, nights(402))
    assert set(RosterImport.objects.values_list("id", flat=True)) == {mapped.id, newest.id}
    assert {key: default_storage.exists(path) for key, path in files.items()} == {
        first.id: False,
        unapplied.id: False,
        newest.id: True,
    }
    assert deeds("delete_roster_files") == [("delete_roster_files", "2 roster files read before 2026-11-14")]


def test_a_file_that_another_import_or_a_course_still_needs_stays(
    tmp_path: Path,
    course: Course,  # noqa: F811
    cast: Cast,
) -> None:
    file = roster_file(tmp_path, KIM)
    old, again = read(cast.agency, file), read(cast.agency, file, at=nights(300))
    captions = Component.objects.all()[0].captions
    RosterImport.objects.create(
        agency=cast.agency, file_id=captions.id, file_name="captions.csv", read_at=AT, counts={}
    )
    assert old.file_id == again.file_id
    delete_for(cast.agency, nights(401))
    assert list(RosterImport.objects.all()) == [again]
    assert default_storage.exists(StoredFile.objects.get(id=again.file_id).path)
    assert default_storage.exists(StoredFile.objects.get(id=captions.id).path)


def test_reports_of_a_completed_video_go_and_what_was_played_stays(
    cast: Cast,
    course: Course,  # noqa: F811
) -> None:
    complete(cast["learner"], course)
    spans = list(Play.objects.order_by("id").values_list("spans", "completed_at"))
    delete_for(cast.agency, nights(400))
    assert Segment.objects.count() == len(spans)
    for _ in range(2):
        delete_for(cast.agency, nights(401))
    assert (Segment.objects.count(), Lease.objects.count()) == (0, 0)
    assert list(Play.objects.order_by("id").values_list("spans", "completed_at")) == spans
    assert deeds("delete_reports", "delete_leases") == [
        ("delete_reports", "2 played reports"),
        ("delete_leases", "2 leases"),
    ]


def test_reports_of_a_video_that_nobody_finished_stay_until_nobody_touched_it_for_long(
    cast: Cast,
    course: Course,  # noqa: F811
) -> None:
    complete(cast["learner"], course)
    Play.objects.update(completed_at=None)
    delete_for(cast.agency, nights(800))
    assert Segment.objects.count() == 2
    delete_for(cast.agency, nights(801))
    assert (Segment.objects.count(), Lease.objects.count()) == (0, 0)


def test_a_fresh_lease_of_a_video_completed_long_ago_stays(cast: Cast, course: Course) -> None:  # noqa: F811
    complete(cast["learner"], course)
    play = Play.objects.all()[0]
    fresh = Lease.objects.create(play=play, person=play.person, issued_at=nights(400))
    delete_for(cast.agency, nights(401))
    assert list(Lease.objects.all()) == [fresh]


@pytest.fixture
def leaver(cast: Cast, course: Course) -> Person:  # noqa: F811
    """Somebody who completed a course, began it again, and left on the tests' present day."""
    learner = cast["learner"]
    complete(learner, course)
    again = Enrollment.objects.create(
        person=learner, course=course, version_id=course.current_id, cycle=2, enrolled_at=AT
    )
    after = content(again, ENROLLMENT)
    record(agency=cast.agency.id, by=learner.id, at=AT, deed="enroll", subject=again.id, after=after)
    Authenticator.objects.create(user=learner, type=Authenticator.Type.TOTP, data={"secret": "s"})
    SocialAccount.objects.create(user=learner, provider="acs", uid="7")
    EmployeeIdAlias.objects.create(
        agency=cast.agency, person=learner, employee_id="OLD", until_on=ON, recorded_at=AT
    )
    note_standing(person=learner, good=False, reason="A review", from_on=ON, by=None, at=AT)
    ServiceSpell.objects.filter(person=learner).update(to_on=ON)
    Person.objects.filter(id=learner.id).update(is_active=False)
    return learner


def test_a_leaver_is_erased_years_later_and_the_certificate_stays(leaver: Person, client: Client) -> None:
    due_at = datetime(2032, 11, 13, 8, 15, tzinfo=UTC)
    delete_for(leaver.agency, due_at - timedelta(days=1))
    leaver.refresh_from_db()
    assert leaver.name == "Dana Whitlock"
    for _ in range(2):
        delete_for(leaver.agency, due_at)
    leaver.refresh_from_db()
    assert (leaver.name, leaver.email, leaver.last_login) == ("", "", None)
    assert leaver.employee_id == leaver.id.hex
    assert (leaver.erased_at, leaver.is_active, str(leaver)) == (due_at, False, "Somebody who left")
    assert not leaver.has_usable_password()
    for model in (Authenticator, SocialAccount):
        assert not model.objects.filter(user=leaver).exists()
    for model in (Play, Lease, Standing, EmployeeIdAlias):
        assert not model.objects.filter(person=leaver).exists()
    assert [each.cycle for each in Enrollment.objects.all()] == [1]
    certificate = Certificate.objects.get()
    assert "Dana Whitlock" in client.get(f"/verify/{certificate.number}").content.decode()
    assert len(deeds("erase_leaver")) == 1


def test_an_erasure_is_no_finding_of_the_ledger(leaver: Person) -> None:
    """The rows of the cast were made without deeds; those erased are not among what is missed."""
    missed = set(verification(Path("/nonexistent"), vouched()).findings)
    delete_for(leaver.agency, datetime(2032, 11, 13, 8, 15, tzinfo=UTC))
    assert set(verification(Path("/nonexistent"), vouched()).findings) <= missed
    assert deeds("erase_standing") == [("erase_standing", "")]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE people_person SET is_active = true",
        "UPDATE people_servicespell SET to_on = NULL",
        "UPDATE people_servicespell SET to_on = '2027-01-01'",
        "DELETE FROM people_servicespell",
    ],
)
def test_nobody_is_erased_who_is_back_or_whose_last_day_is_not_known(leaver: Person, change: str) -> None:
    on = date(2032, 11, 13)
    assert leaver in leavers_due(leaver.agency, on, retention_terms(leaver.agency, on))
    with connection.cursor() as cursor:
        cursor.execute(f"{change} WHERE {'id' if 'people_person' in change else 'person_id'} = %s",
                       [leaver.id if connection.vendor == "postgresql" else leaver.id.hex])  # fmt: skip
    assert leaver not in leavers_due(leaver.agency, on, retention_terms(leaver.agency, on))


def test_a_spell_that_was_withdrawn_counts_for_nothing(leaver: Person) -> None:
    ServiceSpell.objects.create(
        agency=leaver.agency, person=leaver, from_on=ON, recorded_at=AT, withdrawn_at=AT
    )
    on = date(2032, 11, 13)
    assert leaver in leavers_due(leaver.agency, on, retention_terms(leaver.agency, on))


def test_each_zone_has_its_night(cast: Cast) -> None:
    type(cast.partner).objects.filter(id=cast.partner.id).update(zone="Pacific/Honolulu")
    letters(cast, 1, nights(-91))
    for _ in range(2):
        plan_retention(AT)
    planned = {each.topic: each for each in Recurring.objects.all()}
    assert set(planned) == {"retention America/New_York", "retention Pacific/Honolulu"}
    assert planned["retention Pacific/Honolulu"].next_at == datetime(2026, 11, 12, 13, 15, tzinfo=UTC)
    assert begin_recurring(at=AT) == 2
    assert Recurring.objects.get(topic="retention America/New_York").next_at == datetime(
        2026, 11, 13, 8, 15, tzinfo=UTC
    )


def test_a_night_is_for_the_agencies_of_its_zone(cast: Cast) -> None:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    letters(cast, 1, long_ago)
    delete_what_fell_due("2026-11-12T13:15:00+00:00 Pacific/Honolulu")
    assert Letter.objects.count() == 1
    delete_what_fell_due("2026-11-12T08:15:00+00:00 America/New_York")
    assert Letter.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_the_nights_work() -> None:
    acs = agency()
    now = datetime.now(UTC)
    Letter.objects.create(agency_id=acs.id, topic="t", period="p", to="a@example.org",
                          written_at=now - timedelta(days=92))  # fmt: skip
    plan_retention(now)
    begin_recurring(at=now + timedelta(days=1))
    while run_one_task():
        pass
    assert not Letter.objects.exists()
    assert [deed for deed, _ in deeds("delete_letters")] == ["delete_letters"]
