"""A certificate for localhost that nobody has vouched for, and what listens with it."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.journeys.running import free_port

USER, PASSWORD = "fieldwise", "pass/word@host"


def make_certificate(folder: Path, days: int = 90) -> Path:
    """A file with a key and a certificate for localhost that is good for so many days."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=100))
        .not_valid_after(now + timedelta(days=days, hours=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / f"localhost-{days}.pem"
    file.write_bytes(private + certificate.public_bytes(pem))
    return file


def _context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@contextmanager
def web_server(certificate: Path) -> Iterator[int]:
    """Shakes hands over TLS, and says no more; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            while True:
                try:
                    client, _ = listener.accept()
                    _context(certificate).wrap_socket(client, server_side=True).close()
                except ssl.SSLError:
                    continue
                except OSError:
                    return

        threading.Thread(target=answer, daemon=True).start()
        yield int(listener.getsockname()[1])
        listener.shutdown(socket.SHUT_RDWR)


class _Kept(Message):
    def __init__(self) -> None:
        super().__init__()
        self.letters: list[object] = []

    def handle_message(self, message: object) -> None:
        self.letters.append(message)


@contextmanager
def mail_server(certificate: Path | None = None, login: bool = False) -> Iterator[tuple[int, list[object]]]:
    """A real SMTP server: with a certificate it offers STARTTLS, with `login` it wants one; its port and letters."""

    def check(server: object, session: object, envelope: object, how: str, said: object) -> AuthResult:
        is_known = said == LoginPassword(USER.encode(), PASSWORD.encode())
        return AuthResult(success=is_known, handled=False)

    kept = _Kept()
    controller = Controller(
        kept,
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=_context(certificate) if certificate else None,
        authenticator=check if login else None,
        auth_required=login,
        auth_require_tls=bool(certificate),
    )
    controller.start()
    try:
        yield controller.port, kept.letters
    finally:
        controller.stop()
