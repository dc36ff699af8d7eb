"""Who is the same person: records out of the database, compared, scored, explained, decided.

Splink and DuckDB are imported by `engine`, `comparisons` and `frames` alone, and those only by
the worker: pages read what was found from `MatchCandidate`.
"""
