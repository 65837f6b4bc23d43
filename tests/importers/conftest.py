import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cjm_tui.config import FixedClock
from cjm_tui.domain.imports import ImportOptions
from cjm_tui.services import imports
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.database import Database

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
SHARED = Path(__file__).parents[3] / "shared" / "data"
HEADER = "interaction_id,contact_id,touchpoint_id,started_at"


@dataclass
class Site:
    """An empty database of a site in London, and what a test asks of it."""

    database: Database
    catalog: Catalog
    folder: Path
    mappings: Path

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def load(self, *paths, **options):
        return imports.import_paths(
            self.database,
            self.catalog,
            paths,
            ImportOptions(**options),
            lambda *_: None,
            mappings_folder=self.mappings,
        )

    def load_text(self, content, name="interactions.csv", **options):
        (result,) = self.load(self.write(name, content), **options)
        assert result.balanced, result
        return result

    def rows(self, sql):
        with self.database.read() as reader:
            return reader.rows(sql)

    def quarantine(self):
        return imports.quarantined(self.database)

    def facts(self):
        """All facts and their history's size, without the batch numbers."""
        tables = ("contact", "interaction", "interaction_event", "feedback", "measure")
        return {
            table: sorted(
                self.rows(f"select * exclude (first_batch, last_batch) from {table}"), key=repr
            )
            for table in tables
        }

    def undo(self, batch):
        return imports.undo(self.database, self.catalog, batch, mappings_folder=self.mappings)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "cjm.duckdb"
    Database.create(path, "Europe/London", FixedClock(NOW))
    return path


@pytest.fixture(scope="session")
def new_site(empty_file, tmp_path_factory):
    """Make a site of its own, as often as it is called."""

    def make(catalog=None):
        folder = tmp_path_factory.mktemp("site")
        path = folder / "db" / "cjm.duckdb"
        path.parent.mkdir()
        shutil.copy(empty_file, path)
        (folder / "mappings").mkdir()
        catalog = catalog or Catalog({})
        database = Database(path, FixedClock(NOW), catalog)
        database.gate.create()
        return Site(database, catalog, folder, folder / "mappings")

    return make


@pytest.fixture
def site(new_site):
    return new_site()


@pytest.fixture
def shared():
    """The folder of real files, which is not part of the project."""
    if not SHARED.is_dir():
        pytest.skip(f"the real files are not here ({SHARED.name} beside the checkout)")
    return SHARED


@pytest.fixture
def naughty(shared):
    return json.loads((shared / "naughty_strings.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def pbx_catalog():
    """The KPIs that a telephone exchange can feed."""
    from tests.importers.exports import MEASURED
    from tests.queries.facts import catalog_of

    return catalog_of(*MEASURED)


@pytest.fixture(scope="session")
def kpi_catalog(pbx_catalog):
    """The KPIs that any source can feed."""
    return pbx_catalog
