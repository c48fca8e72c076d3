"""Pages that belong to no slice."""
