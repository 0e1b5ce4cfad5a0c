"""A run as something else: a plain script."""
