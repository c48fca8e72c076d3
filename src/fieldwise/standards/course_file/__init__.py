"""The course folder: a course.toml, videos, captions and transcripts.

Everything that is wrong with a folder is told at once, each in a sentence with its file and field.

Source: docs/operate/course-folder.md
"""

from fieldwise.standards.course_file.component import Component
from fieldwise.standards.course_file.reading import CourseFile, CourseProblems, read_course

__all__ = ["Component", "CourseFile", "CourseProblems", "read_course"]
