"""A model as a live local service; the try page."""
