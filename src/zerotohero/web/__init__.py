"""Forms, drawing pad, CSS: no framework."""
