"""The customer journey of a contact centre, in the terminal, over one local DuckDB file."""

__version__ = "0.1.0"
