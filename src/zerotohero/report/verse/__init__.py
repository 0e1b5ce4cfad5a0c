"""Verse performed, and what a run that writes has learned."""
