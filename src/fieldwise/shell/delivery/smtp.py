"""A connection to the agency's mail server, as its address says."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import SplitResult, unquote, urlsplit

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class NotAnAddress(ValueError):
    """The text is not the address of a mail server; the message says what one looks like."""


def mail_server(address: str) -> SplitResult:
    """The parts of an address such as smtp+starttls://user:password@host:587; raises NotAnAddress."""
    example = "An example is smtp+starttls://user:password@mail.agency.gov:587."
    try:
        server = urlsplit(address)
        is_one = server.scheme in PORTS and bool(server.hostname) and server.port != 0
    except ValueError as problem:
        raise NotAnAddress(f"This cannot be read as the address of a mail server: {problem}. {example}")
    if not all(part.isascii() for part in _login(server)):  # smtplib takes no others
        raise NotAnAddress("User name and password of a mail server are letters and signs of ASCII alone.")
    if is_one:
        return server
    raise NotAnAddress(f"A mail server is written {', '.join(f'{name}://…' for name in PORTS)}. {example}")


@contextmanager
def session(address: str, timeout_seconds: float) -> Iterator[smtplib.SMTP]:
    """A mail server that has said who it is, over TLS where its address asks for it, and has taken the login.

    Raises NotAnAddress, OSError (with ssl.SSLError) and smtplib.SMTPException.
    """
    server = mail_server(address)
    host, port = server.hostname or "", server.port or PORTS[server.scheme]
    with _connected(server.scheme, host, port, timeout_seconds) as smtp:
        smtp.ehlo_or_helo_if_needed()
        if server.scheme == "smtp+starttls":
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo()
        if server.username:
            smtp.login(*_login(server))
        yield smtp


def _login(server: SplitResult) -> tuple[str, str]:
    return unquote(server.username or ""), unquote(server.password or "")


def _connected(scheme: str, host: str, port: int, timeout_seconds: float) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=timeout_seconds, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=timeout_seconds)


def why_not(problem: Exception) -> str:
    """What a mail server's refusal comes down to, in a few words without a full stop."""
    if isinstance(problem, smtplib.SMTPAuthenticationError):
        return "it does not accept the user name and password"
    if isinstance(problem, smtplib.SMTPNotSupportedError):
        return "it offers no TLS on this port, or no login" + (f" ({problem})" if str(problem) else "")
    if isinstance(problem, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({problem.verify_message})"
    if isinstance(problem, TimeoutError):
        return "it does not answer in time"
    if isinstance(problem, OSError) and problem.strerror:
        return problem.strerror.lower()
    return str(problem).rstrip(".")
