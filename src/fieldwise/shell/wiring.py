"""Who is told of what: the topic of an announcement, and the action or socket that takes it."""

from collections.abc import Callable

from django.utils import timezone

from fieldwise.apps.learning.actions import issue_held_certificates
from fieldwise.shell.delivery.leavers import end_access
from fieldwise.shell.delivery.mail import deliver_letter
from fieldwise.shell.delivery.retention import delete_what_fell_due
from fieldwise.shell.delivery.seals import write_seals_letters


def _person_named(key: str) -> None:
    issue_held_certificates(key, at=timezone.now())


HANDLERS: dict[str, Callable[[str], object]] = {
    "letter": deliver_letter,
    "leavers": end_access,
    "person_named": _person_named,
    "retention": delete_what_fell_due,
    "seals_letters": write_seals_letters,
}
