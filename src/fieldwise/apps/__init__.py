"""The rooms of the house: one slice of the agency each, with the same furniture."""
