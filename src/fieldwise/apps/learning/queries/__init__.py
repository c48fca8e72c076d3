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
    page_version,
)
from fieldwise.apps.learning.queries.progress import (
    completed_enrollments,
    enrollment,
    is_enrolled_in_version,
    missing,
    open_enrollments,
    open_enrollments_with,
    plays,
)

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
    "held_enrollments",
    "is_enrolled_in_version",
    "missing",
    "open_enrollments",
    "open_enrollments_with",
    "page_version",
    "plays",
]
