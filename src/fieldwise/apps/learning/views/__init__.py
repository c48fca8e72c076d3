"""Pages of learning."""

from fieldwise.apps.learning.views.catalogue import catalogue
from fieldwise.apps.learning.views.certificates import certificate, certificate_pdf, certificates
from fieldwise.apps.learning.views.course import course, enroll, flyer
from fieldwise.apps.learning.views.media import medium
from fieldwise.apps.learning.views.player import player
from fieldwise.apps.learning.views.verify import verify, verify_form

__all__ = [
    "catalogue",
    "certificate",
    "certificate_pdf",
    "certificates",
    "course",
    "enroll",
    "flyer",
    "medium",
    "player",
    "verify",
    "verify_form",
]
