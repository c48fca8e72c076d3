"""The number of a certificate, its status, and why it is not issued.

A number is "FW-" and 60 random bits in Crockford's base 32, which has no I, L, O and U: nobody reads it
wrong over the telephone, and none leads to another.

Source: Fieldwise contract for certificates, docs/journeys/watch-to-certificate.md
"""

import re

from fieldwise.rulebook.reasons import FixedReason, Reason

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_BYTES = 8

_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
_NUMBER = re.compile(rf"FW([{ALPHABET}]{{4}})([{ALPHABET}]{{4}})([{ALPHABET}]{{4}})")
_MISREAD = str.maketrans("OIL", "011")
_LONGEST_TYPED = 100


class CertificateStatus(FixedReason):
    """What a certificate is worth today."""

    VALID = "This certificate is valid."
    REVOKED = "This certificate was revoked."
    SUPERSEDED = "This certificate was replaced by a newer one."


class CertificateRefusal(FixedReason):
    """Why a certificate is not issued, apart from components that are missing."""

    NOT_AWARDED = "This course does not award a certificate."
    NAME_NOT_GIVEN = "Your name is not in the roster. Enter it, and the certificate is issued."


def new_number(random_bytes: bytes) -> str:
    """A number such as FW-7K2M-94QX-3DRB from at least 8 random bytes; raises ValueError for fewer."""
    if len(random_bytes) < RANDOM_BYTES:
        raise ValueError(f"a certificate number needs {RANDOM_BYTES} random bytes, not {len(random_bytes)}")
    bits = int.from_bytes(random_bytes[:RANDOM_BYTES])
    letters = "".join(ALPHABET[bits >> shift & 31] for shift in range(0, 60, 5))
    return f"FW-{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def normal_number(typed: str) -> str | None:
    """The number as printed, however it was typed: lower case, spaces, no dashes, O for 0, I or L for 1."""
    if len(typed) > _LONGEST_TYPED:
        return None
    letters = _SEPARATORS.sub("", typed)
    if not letters.isascii():
        return None
    found = _NUMBER.fullmatch(letters.upper().translate(_MISREAD))
    return "-".join(("FW", *found.groups())) if found else None


def status(*, revoked: bool, superseded: bool) -> CertificateStatus:
    """The status of a certificate; one that was both revoked and replaced is revoked."""
    if revoked:
        return CertificateStatus.REVOKED
    return CertificateStatus.SUPERSEDED if superseded else CertificateStatus.VALID


def certificate_refusals(
    *, awarded: bool, name: str, missing: tuple[Reason, ...]
) -> tuple[CertificateRefusal | Reason, ...]:
    """Why no certificate is issued: the course awards none, parts are missing, or the name is not given."""
    if not awarded:
        return (CertificateRefusal.NOT_AWARDED,)
    return missing if name.strip() else (*missing, CertificateRefusal.NAME_NOT_GIVEN)
