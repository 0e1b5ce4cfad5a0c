"""Nouns that every room shares: specs, errors, parameters, events, data sets, reading recipes."""
