"""The `cjm` command: one module a noun; the only layer that prints."""

from cjm_tui.cli.main import main

__all__ = ["main"]
