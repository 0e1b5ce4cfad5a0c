"""Built-in data, one file each, and `open` for a path or an id."""
