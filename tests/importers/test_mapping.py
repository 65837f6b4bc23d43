"""The mapping files' contract, which file they recognise, and what hostile ones cannot do."""

import pytest

from cjm_tui.errors import CatalogError, UsageError
from cjm_tui.importers.mapping import load_mappings, parse_mapping
from cjm_tui.services import imports

FRONT = """title = "T"
recognise = { name = "t*", header = ["id", "when"] }
"""
SQL = 'create table feedback as select _line, id as feedback_id, "when" as "at", \'nps\' as instrument from source;'


def mapping(front=FRONT, sql=SQL):
    return f"/*---\n{front}---*/\n{sql}\n"


def test_shipped_mappings_keep_the_contract(tmp_path):
    found = load_mappings(tmp_path)
    assert {"interactions", "touchpoints", "seelab_calls", "telecom_nps"} <= found.keys()
    for name, one in found.items():
        assert one.title, name
        assert one.description, name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("select 1", "no front matter"),
        (mapping(front=""), "title is missing"),
        (mapping(front=FRONT + "colour = 1\n"), "unknown colour"),
        (mapping(front=FRONT + 'dialect = { delimiter = ",,"}\n'), "one character"),
        (mapping(front=FRONT + 'dialect = { encoding = "ebcdic"}\n'), "encoding"),
        (mapping(front=FRONT + 'timezone = "Mars/Base"\n'), "Mars/Base"),
        (mapping(front=FRONT + 'personal = ["phone"]\n'), "phone"),
        (mapping(front=FRONT + 'optional = ["ID"]\n'), "twice"),
        (mapping(front=FRONT + '[[rule]]\nbecause = "x"\n'), "one of ignore"),
        (mapping(front=FRONT + '[[rule]]\nignore = "true"\n'), "because is missing"),
        (mapping(front=FRONT + 'insert_only = ["stage"]\n'), "stage"),
        (mapping(front=FRONT + 'key = { feedback = ["id"] }\n'), "feedback_id, not id"),
        (mapping(sql="create table nonsense as select 1;"), "no target nonsense"),
        (mapping(sql="create view v as select 1;"), "creates no table"),
        (mapping(sql=SQL + "drop table feedback;"), "only `create view`"),
        (mapping(sql=SQL + "set threads = 1;"), "only `create view`"),
        (mapping(sql=SQL + "copy source to 'x.csv';"), "only `create view`"),
        (mapping(sql=SQL + SQL), "twice"),
        (mapping(sql="create tabel"), "cannot be read"),
    ],
)
def test_a_broken_mapping_is_named_with_its_rule(text, said):
    with pytest.raises(CatalogError) as caught:
        parse_mapping(text, "mine", file="mine.sql")
    assert caught.value.message.startswith("mine.sql")
    assert said in caught.value.message


def test_a_user_may_add_a_name_but_not_replace_one(site):
    (site.mappings / "interactions.sql").write_text(mapping())
    found = load_mappings(site.mappings)
    assert found["interactions"].shipped
    assert "interactions is taken" in found.refused[0].message


def test_a_broken_mapping_is_left_out_and_the_others_work(site):
    (site.mappings / "broken.sql").write_text("select 1")
    (site.mappings / "mine.sql").write_text(mapping())
    assert site.load_text("id,when\n1,2026-11-02T10:00:00\n", "t.csv").mapping == "mine"
    (refused,) = load_mappings(site.mappings).refused
    assert "broken.sql: no front matter" in refused.message


def test_a_users_mapping_reads_its_file(site):
    (site.mappings / "mine.sql").write_text(mapping())
    result = site.load_text("when,ID\n2026-11-02T10:00:00,1\n", "t.csv")
    assert (result.mapping, result.accepted) == ("mine", 1)
    names = [line.name for line in imports.mappings(site.mappings) if not line.shipped]
    assert names == ["mine"]
    assert imports.mapping_text("mine", site.mappings) == mapping()
    with pytest.raises(UsageError):
        imports.mapping_text("../mine", site.mappings)


def test_two_that_fit_equally_are_refused_and_one_may_be_named(site):
    for name in ("first", "second"):
        (site.mappings / f"{name}.sql").write_text(mapping())
    text = "id,when\n1,2026-11-02T10:00:00\n"
    assert "first, second" in site.load_text(text, "t.csv").reason
    assert site.load_text(text, "t.csv", mapping="second").mapping == "second"
    with pytest.raises(UsageError):
        site.load_text(text, "t.csv", mapping="third")


def test_the_name_decides_between_two_that_fit_and_then_the_columns(site):
    (site.mappings / "narrow.sql").write_text(mapping())
    wide = FRONT.replace('"t*"', '"w*"').replace("]", ', "more"]', 1)
    (site.mappings / "wide.sql").write_text(mapping(front=wide))
    text = "id,when,more\n1,2026-11-02T10:00:00,x\n"
    assert site.load_text(text, "t.csv").mapping == "narrow"
    assert site.load_text(text + "\n", "w.csv").mapping == "wide"
    assert site.load_text(text + "\n\n", "other.csv").mapping == "wide"


def test_rules_take_records_in_their_order(site):
    front = FRONT + (
        '[[rule]]\nignore = "id like \'x%\'"\nbecause = "tests"\n'
        '[[rule]]\nrefuse = "id like \'%x\'"\ncolumn = "id"\nbecause = "ends in x"\n'
        '[[rule]]\nrefuse_file = "id = \'stop\'"\nbecause = "the export is partial"\n'
    )
    (site.mappings / "mine.sql").write_text(mapping(front=front))
    lines = "".join(f"{n},2026-11-02\n" for n in range(30))
    result = site.load_text("id,when\n" + lines + "xx,2026-11-02\nax,2026-11-02\n", "t.csv")
    assert (result.read, result.ignored, result.quarantined) == (32, 1, 1)
    assert site.quarantine()[0].reason == "ends in x"
    refused = site.load_text("id,when\n" + lines + "stop,2026-11-02\n", "t.csv")
    assert (refused.status, refused.reason) == ("refused", "the export is partial")


HOSTILE = {
    "reads a file": SQL.replace("'nps'", "(select content from read_text('/etc/passwd'))"),
    "lists files": SQL.replace("'nps'", "(select max(file) from glob('/*'))"),
    "reads the key": SQL.replace("'nps'", "(select content from read_text('{key}'))"),
    "unknown column": SQL.replace("'nps'", "nonsense"),
    "fails on the data": SQL.replace("'nps'", "cast('x' as integer)::varchar"),
    "no line": SQL.replace("_line, ", ""),
    "false column": SQL.replace("as instrument", "as instrument, 1 as colour"),
    "false number": SQL.replace("_line, id", "_line + 1.5 as _line, id"),
    "needs more": SQL.replace(", 'nps' as instrument", ""),
    "sets the hash": SQL.replace("as instrument", "as instrument, 'x' as customer_key"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_mapping_refuses_its_file_and_nothing_else(site, kind):
    site.load_text("party_id,name\np,Ann\n", "parties.csv")
    sql = HOSTILE[kind].replace("{key}", f"{site.database.path}.key")
    (site.mappings / "mine.sql").write_text(mapping(sql=sql))
    result = site.load_text("id,when\n1,2026-11-02T10:00:00\n", "t.csv")
    assert result.status == "refused"
    assert "mine" in result.reason
    assert site.rows("select count(*) from feedback") == [(0,)]
    assert site.rows("select name from party") == [("Ann",)]
