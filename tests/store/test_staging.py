import duckdb
import pytest

from cjm_tui.errors import CjmError
from cjm_tui.store.staging import Staging


def folders(database):
    return [item for item in database.path.parent.iterdir() if ".staging-" in item.name]


def test_rows_are_prepared_outside_the_lock_and_taken_by_a_writer(database):
    with Staging(database.path) as staging:
        staging.script("create table t (a int); create table u (b int)")
        staging.execute("insert into t select range from range($n)", {"n": 3})
        assert staging.rows("select count(*) from t") == [(3,)]
        with database.write(wait=0) as writer, writer.attach(staging.finish(), "staged"):
            writer.execute("insert into holiday select date '2026-01-01' + a, 'x' from staged.t")
    with database.read() as reader:
        assert reader.row("select count(*) from holiday") == (3,)
    assert folders(database) == []


def test_the_folder_goes_when_the_import_fails(database):
    with pytest.raises(duckdb.CatalogException), Staging(database.path) as staging:
        staging.execute("select * from no_such_table")
    assert folders(database) == []


def test_nobody_else_sees_the_rows(database):
    with Staging(database.path) as staging:
        assert staging.folder.stat().st_mode & 0o077 == 0


def test_what_a_killed_import_left_goes_with_the_next_one(database, spawn):
    killed = spawn(
        """
        import os, signal, sys
        from pathlib import Path
        from cjm_tui.store.staging import Staging
        Staging(Path(sys.argv[1])).execute("create table t as select 1 as a")
        os.kill(os.getpid(), signal.SIGKILL)
        """,
        database.path,
    )
    killed.communicate()
    assert len(folders(database)) == 1
    with Staging(database.path) as first, Staging(database.path) as second:
        assert sorted(folders(database)) == sorted([first.folder, second.folder])


def test_a_folder_that_takes_no_files_is_said(tmp_path):
    with pytest.raises(CjmError, match="takes no files"):
        Staging(tmp_path / "no folder" / "cjm.duckdb")
