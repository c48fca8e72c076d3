"""What leaves the house: mail, seals, the worker."""
