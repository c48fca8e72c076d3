"""Mathematics that a statistician could use elsewhere; it knows nothing of the agency."""
