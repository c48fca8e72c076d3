"""Makes the demonstration's films from scripts: slides, a synthetic voice, captions, transcripts."""
