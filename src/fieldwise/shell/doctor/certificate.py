"""The TLS certificate that browsers see at the public address."""

import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from fieldwise.shell.doctor.findings import Finding, missing, ok, weak

TIMEOUT_SECONDS = 5
DAY_SECONDS = 24 * 60 * 60
WEAK_BELOW_DAYS = 14


@dataclass(frozen=True)
class CertificateFacts:
    """What the address answered: days left, or why not; `is_refused` says that a browser would not accept it."""

    host: str
    days_left: float = 0
    problem: str = ""
    is_refused: bool = False


def gather(address: str) -> CertificateFacts | None:
    """The facts of the certificate; None for an address without TLS."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme != "https":
        return None
    try:
        until = _good_until(host, parts.port or 443)
    except ssl.SSLCertVerificationError as problem:
        return CertificateFacts(host, problem=problem.verify_message, is_refused=True)
    except ssl.SSLError as problem:
        return CertificateFacts(host, problem=problem.reason or str(problem), is_refused=True)
    except OSError as problem:
        return CertificateFacts(host, problem=problem.strerror or str(problem))
    return CertificateFacts(host, days_left=(until - time.time()) / DAY_SECONDS)


def _good_until(host: str, port: int) -> float:
    trusted = ssl.create_default_context()
    with (
        socket.create_connection((host, port), TIMEOUT_SECONDS) as connection,
        trusted.wrap_socket(connection, server_hostname=host) as secured,
    ):
        return ssl.cert_time_to_seconds(str((secured.getpeercert() or {})["notAfter"]))


def judge(facts: CertificateFacts | None) -> list[Finding]:
    """The check of the certificate."""
    check = "certificate"
    if facts is None:
        return [ok(check, "Not looked at, because the address is not https.")]
    if facts.is_refused:
        sentence = f"Browsers refuse the one of {facts.host}: {facts.problem}."
        return [missing(check, sentence, "Renew it, or mend the TLS settings of the reverse proxy.")]
    if facts.problem:
        sentence = f"{facts.host} does not answer from here: {facts.problem}."
        return [weak(check, sentence, "Look at it from a tablet; name and reverse proxy may be missing.")]
    sentence = f"The one of {facts.host} is good for {facts.days_left:.0f} more days."
    if facts.days_left >= WEAK_BELOW_DAYS:
        return [ok(check, sentence)]
    return [weak(check, sentence, "Renew it, and let the reverse proxy renew it by itself.")]
