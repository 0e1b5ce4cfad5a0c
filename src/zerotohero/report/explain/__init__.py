"""Why this prediction: in words, as a picture."""
