"""What every command needs: which database, which clock, and how to open them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cjm_tui import locations
from cjm_tui.cli.output import note
from cjm_tui.config import Clock, clock_from

if TYPE_CHECKING:
    from cjm_tui.store.catalog import Catalog
    from cjm_tui.store.database import Database
    from cjm_tui.store.session import Reader


@dataclass
class Session:
    """The options before the command's name, turned into things on first use."""

    database_path: Path | None = None
    as_of: str | None = None

    @property
    def path(self) -> Path:
        """The database: `--db`, else CJM_DB, else the one in the user's data folder."""
        if self.database_path is not None:
            return self.database_path
        named = os.environ.get("CJM_DB")
        return Path(named).expanduser() if named else locations.default_database()

    @cached_property
    def clock(self) -> Clock:
        """The clock: `--as-of`, else CJM_NOW, else the system's."""
        return clock_from(self.as_of, os.environ)

    @cached_property
    def catalog(self) -> "Catalog":
        """All stored queries: the shipped ones, the site's and the user's own."""
        from cjm_tui.store.catalog import load_catalog

        return load_catalog(site=locations.site_queries(self.path))

    @cached_property
    def database(self) -> "Database":
        """The database, not opened yet, with the stored queries."""
        from cjm_tui.store.database import Database

        return Database(self.path, self.clock, self.catalog)

    @contextmanager
    def reading(self) -> "Iterator[Reader]":
        """Open the database for questions about scores."""
        from cjm_tui.services.current import open_current

        with open_current(self.database, self.catalog, long=_said_to_be_long) as reader:
            yield reader


def _said_to_be_long() -> None:
    note(
        "The figures are counted anew by this version's definitions. It is done once, may take"
        " a minute, and can be stopped without harm."
    )


pass_session = click.make_pass_decorator(Session, ensure=True)
