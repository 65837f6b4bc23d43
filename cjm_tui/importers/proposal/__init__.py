"""Proposing a mapping for a file that none knows: a guess that a person confirms."""
