"""Photos rated."""
