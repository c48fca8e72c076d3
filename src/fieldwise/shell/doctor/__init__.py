"""What `fieldwise doctor` looks at. Each file gathers the facts of one area, and judges them apart, purely."""
