"""Runs on disk, the journal, the test set's log, ranking."""
