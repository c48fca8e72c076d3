"""Deeds of learning."""

from fieldwise.apps.learning.actions.certificates import issue_held_certificates, revoke_certificate
from fieldwise.apps.learning.actions.courses import Published, publish_course
from fieldwise.apps.learning.actions.enrollment import Refusal, enroll
from fieldwise.apps.learning.actions.retention import delete_reports, erase_learning
from fieldwise.apps.learning.actions.watching import NotEnrolled, Report, begin_play, record_watch

__all__ = [
    "NotEnrolled",
    "Published",
    "Refusal",
    "Report",
    "begin_play",
    "delete_reports",
    "enroll",
    "erase_learning",
    "issue_held_certificates",
    "publish_course",
    "record_watch",
    "revoke_certificate",
]
