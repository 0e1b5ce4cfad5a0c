"""Make your own data set on a local page."""
