"""The .hero file as plain dicts and arrays: write, read, prove."""
