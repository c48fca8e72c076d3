"""Courses: catalogue, enrollment, played seconds, certificates."""
