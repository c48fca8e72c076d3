"""The mail server and the sender."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr

from fieldwise.shell.commands.serve import is_loopback
from fieldwise.shell.delivery.smtp import NotAnAddress, mail_server, session, why_not
from fieldwise.shell.doctor.findings import Finding, missing, ok, weak
from fieldwise.shell.env import Environment

TIMEOUT_SECONDS = 8


@dataclass(frozen=True)
class MailFacts:
    """What the mail server answered, or the problem with it."""

    sender: str
    is_set: bool = True
    problem: str = ""
    is_near: bool = False
    uses_tls: bool = False
    offers_tls: bool = False
    logs_in: bool = False


def gather(said: Environment) -> MailFacts:
    """The facts of the mail server, to which nothing is sent."""
    if not said.smtp:
        return MailFacts(said.mail_from, is_set=False)
    try:
        server = mail_server(said.smtp)
        with session(said.smtp, TIMEOUT_SECONDS) as smtp:
            offers_tls = smtp.has_extn("starttls")
    except (OSError, smtplib.SMTPException, NotAnAddress) as problem:
        return MailFacts(said.mail_from, problem=why_not(problem))
    return MailFacts(
        said.mail_from,
        is_near=is_loopback(server.hostname or ""),
        uses_tls=server.scheme != "smtp",
        offers_tls=offers_tls,
        logs_in=bool(server.username),
    )


def judge(facts: MailFacts) -> list[Finding]:
    """Every check of the mail."""
    return [_server(facts), _sender(facts)]


def _server(facts: MailFacts) -> Finding:
    if not facts.is_set:
        mend = "Set smtp in the settings file; without it nobody gets a sign-in link."
        return missing("mail", "No mail server is set, so letters wait.", mend)
    if facts.problem:
        mend = "Mend smtp in the settings file, or the server."
        return missing("mail", f"The mail server cannot be used: {facts.problem}.", mend)
    login = " and accepts the login" if facts.logs_in else ""
    if facts.uses_tls or facts.is_near:
        how = "over TLS" if facts.uses_tls else "on this machine"
        return ok("mail", f"The mail server answers {how}{login}.")
    offer = (
        "It offers TLS: begin" if facts.offers_tls else "It offers no TLS. Ask for one that does, and begin"
    )
    sentence = f"The mail server answers{login}, and sign-in links reach it in the clear."
    return weak("mail", sentence, f"{offer} smtp with smtp+starttls://.")


def _sender(facts: MailFacts) -> Finding:
    address = parseaddr(facts.sender)[1]
    if "@" not in address:
        return missing("sender", f"{facts.sender} holds no e-mail address.", "Mend mail_from.")
    if address.endswith(("@example.org", "@example.com", "@localhost")):
        mend = "Set mail_from to an address of the agency."
        return missing("sender", f"{address} is nobody’s, so mail servers refuse its letters.", mend)
    return ok("sender", f"Letters come from {address}.")


def send_test(said: Environment, to: str) -> Finding:
    """Send one letter now, past the queue, and say what came of it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = said.mail_from, to, "A test from Fieldwise"
    message.set_content(f"`fieldwise doctor` sent this from {said.address}. Letters reach you.\n")
    try:
        with session(said.smtp, TIMEOUT_SECONDS) as smtp:
            smtp.send_message(message)
    except (OSError, smtplib.SMTPException, NotAnAddress, ValueError) as problem:
        mend = "Mend what it names, and try again."
        return missing("test letter", f"The letter to {to} was not taken: {why_not(problem)}.", mend)
    return ok("test letter", f"The mail server took the letter to {to}. Look whether it arrives.")
