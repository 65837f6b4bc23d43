"""`cjm backup` and `cjm restore` as an administrator types them."""


def test_a_backup_restored_elsewhere_reads_as_the_database_did(cjm_here, demo, tmp_path):
    code, printed = cjm_here("--db", demo, "backup", tmp_path / "b.duckdb")
    assert code == 0
    assert "interactions of" in printed
    assert "The key is not in it" in printed
    assert cjm_here("--db", demo, "backup", tmp_path / "b.duckdb")[0] == 1
    there = tmp_path / "there.duckdb"
    code, printed = cjm_here("--db", there, "restore", tmp_path / "b.duckdb")
    assert (code, "No key came with it" in printed) == (0, True)
    said = [cjm_here("--db", path, "journey", "--json") for path in (demo, there)]
    assert said[0] == said[1]
    code, printed = cjm_here("--db", there, "restore", "--replace", tmp_path / "b.duckdb")
    assert "there.duckdb.before-restore now" in printed
