"""The contact centre's own terms as plain values: no input or output, no terminal, no database."""
