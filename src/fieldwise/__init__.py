"""Fieldwise: learning, mentoring and timely response for a child-protection agency."""
