"""Questions about learning."""

from fieldwise.apps.learning.queries.certificates import (
    certificate_of,
    certificate_with_number,
    certificates,
    held_enrollments,
)
from fieldwise.apps.learning.queries.courses import (
    catalogue,
    component,
    components,
    course_titles,
    course_with_slug,
    current_courses,
    enrollment_reasons,
    file_for,
    page_version,
)
from fieldwise.apps.learning.queries.personal import personal_data
from fieldwise.apps.learning.queries.progress import (
    completed_enrollments,
    enrollment,
    is_enrolled_in_version,
    missing,
    open_enrollments,
    open_enrollments_with,
    plays,
)
from fieldwise.apps.learning.queries.retention import leases_due, next_report_due_on, reports_due
from fieldwise.apps.learning.queries.vouching import vouched

__all__ = [
    "catalogue",
    "certificate_of",
    "certificate_with_number",
    "certificates",
    "completed_enrollments",
    "component",
    "components",
    "course_titles",
    "course_with_slug",
    "current_courses",
    "enrollment",
    "enrollment_reasons",
    "file_for",
    "held_enrollments",
    "is_enrolled_in_version",
    "leases_due",
    "missing",
    "next_report_due_on",
    "open_enrollments",
    "open_enrollments_with",
    "page_version",
    "personal_data",
    "plays",
    "reports_due",
    "vouched",
]
