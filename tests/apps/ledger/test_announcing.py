"""What is announced is handed over once, after the commit; letters leave through a real mail server."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.message import Message
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Collector
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from fieldwise.apps.ledger import actions, queries
from fieldwise.apps.ledger.models import Letter, Recurring
from fieldwise.apps.people.models import Agency, Capability, Person
from fieldwise.shell.delivery.seals import write_seals_letters
from fieldwise.shell.delivery.worker import run_one_task

AT = datetime(2026, 11, 12, 14, 24, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")

heard: list[str] = []
HANDLERS = {"test": heard.append, "broken": lambda key: 1 / 0}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ear(settings: Any) -> list[str]:
    heard.clear()
    settings.ANNOUNCEMENTS = f"{__name__}.HANDLERS"
    return heard


def run_all_tasks() -> None:
    while run_one_task():
        pass


def test_an_announcement_is_handed_over_once_and_only_after_the_commit(ear: list[str]) -> None:
    with transaction.atomic():
        actions.announce("test", "committed")
        assert ear == []
    run_all_tasks()
    run_all_tasks()
    assert ear == ["committed"]


def test_an_announcement_of_a_deed_that_was_rolled_back_is_never_handed_over(ear: list[str]) -> None:
    with transaction.atomic():
        actions.announce("test", "rolled back")
        transaction.set_rollback(True)
    run_all_tasks()
    assert ear == []


def test_an_announcement_for_later_waits_for_its_time(ear: list[str]) -> None:
    with time_machine.travel(AT, tick=False) as clock:
        actions.announce("test", "later", AT + timedelta(minutes=5))
        run_all_tasks()
        assert ear == []
        clock.shift(timedelta(minutes=5, seconds=1))
        run_all_tasks()
    assert ear == ["later"]


def test_a_task_whose_worker_died_is_run_again(ear: list[str]) -> None:
    with transaction.atomic():
        actions.announce("test", "interrupted")
        DBTaskResult.objects.get().claim("a worker that was killed")
    run_all_tasks()
    assert ear == []
    assert actions.reclaim_tasks(started_before=datetime.now(UTC)) == 1
    run_all_tasks()
    assert ear == ["interrupted"]


def test_a_task_that_fails_is_tried_five_times_with_longer_and_longer_waits(ear: list[str]) -> None:
    with time_machine.travel(AT, tick=False) as clock:
        actions.announce("broken", "")
        waits = []
        for _ in range(5):
            run_all_tasks()
            at = datetime.now(UTC)
            if actions.retry_failed_tasks(at=at):
                waits.append(DBTaskResult.objects.get().run_after - at)
                clock.move_to(DBTaskResult.objects.get().run_after + timedelta(seconds=1))
    assert [wait / timedelta(minutes=1) for wait in waits] == [1, 2, 4, 8]
    assert DBTaskResult.objects.get().status == "FAILED"


@pytest.mark.parametrize(
    ("local_time", "first_on", "last_on"),
    [
        ("02:30", date(2026, 3, 6), date(2026, 3, 10)),  # 02:30 does not exist on March 8
        ("01:30", date(2026, 10, 30), date(2026, 11, 3)),  # 01:30 comes twice on November 1
    ],
)
def test_daily_work_is_done_once_a_day_on_the_nights_when_the_clocks_change(
    ear: list[str], local_time: str, first_on: date, last_on: date
) -> None:
    first_at = datetime.fromisoformat(f"{first_on} {local_time}").replace(tzinfo=NEW_YORK)
    actions.plan_recurring(topic="test", first_at=first_at, daily_in="America/New_York")
    at = first_at.astimezone(UTC) - timedelta(hours=1)
    while at.astimezone(NEW_YORK).date() <= last_on:
        actions.begin_recurring(at=at)
        at += timedelta(minutes=10)
    run_all_tasks()
    days = [datetime.fromisoformat(planned).astimezone(NEW_YORK).date() for planned in ear]
    assert days == [first_on + timedelta(days=day) for day in range(5)]


def test_daily_work_that_was_missed_is_done_once_and_then_at_its_own_time_again(ear: list[str]) -> None:
    first_at = datetime(2026, 11, 10, 6, tzinfo=NEW_YORK)
    actions.plan_recurring(topic="test", first_at=first_at, daily_in="America/New_York")
    assert actions.begin_recurring(at=datetime(2026, 11, 12, 5, tzinfo=NEW_YORK)) == 1
    assert Recurring.objects.get().next_at == datetime(2026, 11, 12, 6, tzinfo=NEW_YORK)


@dataclass
class MailServer(Collector):
    """A real SMTP listener, and what it took."""

    letters: list[Message] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_message(self, message: Message) -> None:
        self.letters.append(message)


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    server = MailServer()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    settings.ENV = replace(settings.ENV, smtp=f"smtp://127.0.0.1:{port}")
    yield server
    controller.stop()


@dataclass
class Someone:
    id: UUID = field(default_factory=uuid4)
    agency_id: UUID = field(default_factory=uuid4)
    email: str = "d.whitlock@example.org"


def write(to: Someone, topic: str = "digest", period: str = "2026-11-12") -> Letter:
    return actions.write_letter(
        to=to, topic=topic, period=period, subject="Two things need you\ntoday", body="Straße, 7 días.", at=AT
    )


def test_a_letter_reaches_the_mail_server_as_it_was_written(mail_server: MailServer) -> None:
    letter = write(Someone())
    run_all_tasks()
    (taken,) = mail_server.letters
    assert (taken["To"], taken["Subject"]) == ("d.whitlock@example.org", "Two things need you today")
    assert taken["Message-ID"] == f"<{letter.id}@fieldwise>"
    assert taken.get_payload(decode=True).decode().strip() == "Straße, 7 días."  # type: ignore[union-attr]
    letter.refresh_from_db()
    assert letter.sent_at is not None


def test_a_person_gets_one_letter_per_topic_and_period(mail_server: MailServer) -> None:
    whitlock, okafor = Someone(), Someone(email="n.okafor@example.org")
    for _ in range(2):
        write(whitlock)
        write(okafor)
        write(whitlock, topic="reminder")
        write(whitlock, period="2026-11-13")
    run_all_tasks()
    assert len(mail_server.letters) == 4


def test_a_letter_that_is_announced_twice_is_sent_once(mail_server: MailServer) -> None:
    letter = write(Someone())
    actions.announce("letter", str(letter.id))
    run_all_tasks()
    assert len(mail_server.letters) == 1


def test_a_letter_that_no_mail_server_took_is_sent_when_one_does(
    mail_server: MailServer, settings: Any
) -> None:
    alive, dead = settings.ENV, replace(settings.ENV, smtp="smtp://127.0.0.1:1")
    with time_machine.travel(AT, tick=True) as clock:
        settings.ENV = dead
        letter = write(Someone())
        run_all_tasks()
        letter.refresh_from_db()
        assert (letter.attempts, letter.sent_at) == (1, None)
        settings.ENV = alive
        run_all_tasks()
        assert mail_server.letters == []
        clock.shift(timedelta(seconds=61))
        run_all_tasks()
    assert len(mail_server.letters) == 1


def test_letters_from_before_a_mail_server_was_named_leave_once_it_is_but_for_sign_in_links(
    mail_server: MailServer, settings: Any
) -> None:
    named, settings.ENV = settings.ENV, replace(settings.ENV, smtp="")
    write(Someone())
    write(Someone(), topic="sign-in-link")
    run_all_tasks()
    settings.ENV = named
    assert actions.announce_untried_letters(written_after=AT - timedelta(days=7)) == 1
    assert actions.announce_untried_letters(written_after=AT + timedelta(days=1)) == 0
    run_all_tasks()
    assert [letter["Subject"] for letter in mail_server.letters] == ["Two things need you today"]


def administrator(code: str, *, email: str, capability: str = "administer") -> Person:
    agency = Agency.objects.create(code=code, name=code)
    person = Person.objects.create(agency=agency, employee_id="1", sign_in_id=f"{code}/1", email=email)
    Capability.objects.create(
        agency=agency, person=person, name=capability, from_on=date(2026, 1, 1), recorded_at=AT
    )
    return person


def test_the_newest_seal_is_mailed_to_each_administrator_once_a_day() -> None:
    administrator("ACS", email="a@example.org")
    administrator("PARTNER", email="b@example.org")
    administrator("EMPTY", email="c@example.org", capability="import_roster")
    write_seals_letters(AT.isoformat())
    assert not Letter.objects.exists()  # nothing is sealed yet
    actions.record(agency=None, by=None, at=AT, deed="test", subject="one")
    actions.seal_entries(at=AT)
    for hours in (0, 1, 24):
        write_seals_letters((AT + timedelta(hours=hours)).isoformat())
    letters = Letter.objects.order_by("period", "to")
    assert [(letter.to, letter.period) for letter in letters] == [
        ("a@example.org", "2026-11-12"),
        ("b@example.org", "2026-11-12"),
        ("a@example.org", "2026-11-13"),
        ("b@example.org", "2026-11-13"),
    ]
    newest = queries.newest_seal()
    assert newest
    assert newest.hash in letters[0].body
