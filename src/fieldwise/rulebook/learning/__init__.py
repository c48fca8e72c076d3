"""Rules of learning: what counts as played, what completes a course, who may take it, what certifies it."""
