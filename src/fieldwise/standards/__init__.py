"""Other people's formats, read and written; they know nothing of the agency."""
