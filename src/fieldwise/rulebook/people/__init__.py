"""Rules of people: what a roster changes, and when to stop and ask."""
