"""The program `hero`: a thin layer that asks the rooms below."""
