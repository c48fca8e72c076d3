"""Django's SQLite, whose writers queue in the kernel instead of asking again and again."""
