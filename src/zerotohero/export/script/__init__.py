"""A run as a plain script."""
