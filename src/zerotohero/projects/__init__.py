"""The front door: one file per project, a list of ordinary commands."""
