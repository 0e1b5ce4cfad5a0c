"""Verse: words by their sound, lines by exact sampling."""
