"""A run as a page that answers in the browser."""
