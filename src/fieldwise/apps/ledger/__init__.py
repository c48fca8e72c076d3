"""What happened: deeds, seals, announcements, letters, stored files."""
