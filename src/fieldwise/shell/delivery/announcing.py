"""Mail that libraries send inside a request is written down instead, and leaves after the commit."""

from collections.abc import Sequence
from uuid import uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from fieldwise.apps.ledger.actions import write_letter_to_address
from fieldwise.apps.people.queries import agency_of_address


class AnnouncingBackend(BaseEmailBackend):
    """Django's mail backend for sign-in's own mail, such as a password reset: each message is a letter of its own."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for address in message.to:
                write_letter_to_address(
                    agency=agency_of_address(address),
                    to=address,
                    topic="sign-in",
                    period=str(uuid4()),
                    subject=str(message.subject),
                    body=str(message.body),
                    at=timezone.now(),
                )
        return len(email_messages)
