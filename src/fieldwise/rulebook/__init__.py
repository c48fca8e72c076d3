"""What the agency decided: pure rules over facts, each with its source."""
