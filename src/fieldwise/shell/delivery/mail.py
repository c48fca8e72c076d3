"""Letters leave through SMTP; a demonstration keeps them on a page."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from fieldwise.apps.ledger import actions, queries
from fieldwise.shell.delivery.smtp import NotAnAddress, session
from fieldwise.shell.demonstration import is_demonstration

if TYPE_CHECKING:
    from fieldwise.apps.ledger.models import Letter

TIMEOUT_SECONDS = 30


def deliver_letter(key: str) -> None:
    """Send one letter if it is still to be sent; when the mail server does not take it, try again later."""
    letter = queries.letter(key)
    if letter is None or letter.sent_at or is_demonstration() or not settings.ENV.smtp:
        return
    try:
        _send(_message(letter))
    except (OSError, smtplib.SMTPException, NotAnAddress):
        actions.retry_letter(letter=letter, at=timezone.now())
    else:
        actions.mark_letter_sent(letter=letter, at=timezone.now())


def _message(letter: Letter) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = letter.to
    message["Subject"] = " ".join(letter.subject.split())
    message["Message-ID"] = f"<{letter.id}@fieldwise>"
    if letter.reply_to:
        message["Reply-To"] = letter.reply_to
    message.set_content(letter.body)
    return message


def _send(message: EmailMessage) -> None:
    with session(settings.ENV.smtp, TIMEOUT_SECONDS) as smtp:
        smtp.send_message(message)
