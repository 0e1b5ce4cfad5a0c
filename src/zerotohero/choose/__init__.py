"""The algorithm map: facts about the data in, candidates with reasons out."""
