"""One file per task: how to split and score it."""
