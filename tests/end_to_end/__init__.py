"""Whole walks through the program in a pseudo-terminal, and what they cost in bytes."""
