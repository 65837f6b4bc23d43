"""Where things are: shipped files, the user's data and configuration folders."""

from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent
_APP = "cjm-tui"


def shipped(folder: str) -> Path:
    """Return a folder that ships with the product (`queries`, `sample_data`).

    In a wheel it lies inside the package; in an editable install it is the package's sibling.
    """
    inside = _PACKAGE / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder


def data_folder() -> Path:
    """Return the user's data folder, which need not exist yet."""
    return Path(platformdirs.user_data_dir(_APP, appauthor=False))


def config_folder() -> Path:
    """Return the user's configuration folder, which need not exist yet."""
    return Path(platformdirs.user_config_dir(_APP, appauthor=False))


def state_folder() -> Path:
    """Return the folder for what one person's sessions leave to the next; it need not exist yet."""
    return Path(platformdirs.user_state_dir(_APP, appauthor=False))


def default_database() -> Path:
    """Return the database that is used when neither `--db` nor `CJM_DB` names one."""
    return data_folder() / "cjm.duckdb"


def demo_database() -> Path:
    """Return the file of the demo, which is never the user's own."""
    return data_folder() / "demo.duckdb"


def user_mappings() -> Path:
    """Return the folder in which a user adds mappings without touching the package."""
    return config_folder() / "mappings"


def site_queries(database: Path) -> Path:
    """Return the folder beside a database whose stored queries all its users share."""
    return database.with_name(f"{database.name}.queries")


def user_queries() -> Path:
    """Return the folder in which a user adds stored queries without touching the package."""
    return config_folder() / "queries"
