"""One file per check: what is wrong with this data, with a number."""
