"""What an import makes of a file up to its staged rows: for tests that do so a thousand times."""

from dataclasses import dataclass, field

from cjm_tui.errors import RefusedFileError
from cjm_tui.importers.canonical import Frame
from cjm_tui.importers.header import recognise
from cjm_tui.importers.mapping import load_mappings
from cjm_tui.importers.notation import Notation
from cjm_tui.importers.reader import head_of, read_content
from cjm_tui.importers.sources import Source
from cjm_tui.importers.stage import stage_file
from cjm_tui.store.staging import Staging
from cjm_tui.store.targets import TARGETS, columns_of

ALLOWED_BAD = 5.0


@dataclass
class Outcome:
    """What staging made of a file."""

    refused: str = ""
    read: int = 0
    quarantined: int = 0
    rows: list = field(default_factory=list)  # (key, row), as staged


class Stager:
    """Recognises, reads and stages a file as an import does, without a database to merge into."""

    def __init__(self, site, folder):
        self._folder = folder
        self._mappings = load_mappings(site.mappings)
        with site.database.read() as reader:
            self._tables = columns_of(reader)

    def __call__(self, name, content):
        path = self._folder / name
        path.write_bytes(content)
        source = Source(path)
        try:
            header = recognise(head_of(source), name, self._mappings.values())
            with Staging(self._folder / "db") as staging:
                return self._staged(staging, source, header)
        except RefusedFileError as error:
            return Outcome(refused=error.message)

    def _staged(self, staging, source, header):
        mapping = header.mapping
        content = read_content(source, header.dialect, staging.folder, lambda *_: None)
        frame = Frame(
            mapping=mapping.name, source=mapping.source, timezone="Europe/London",
            site_timezone="Europe/London", secret="s", unsafe=content.unsafe,
            versioned=bool(mapping.version), notation=Notation.of(mapping.dialect),
        )  # fmt: skip
        staged = stage_file(staging, content, header, frame, self._tables)
        assert staged.read == staged.accepted + staged.ignored + staged.quarantined
        (name,) = mapping.targets
        rows = staging.rows(f"select * exclude (_line, _bad) from staged_{name}")
        assert len(rows) == staged.accepted
        ((kept,),) = staging.rows("select count(*) from quarantine_row")
        assert kept == staged.quarantined
        if staged.bad_percent > ALLOWED_BAD:
            return Outcome(refused=f"{staged.bad_percent} % of its rows are bad")
        names = [column.name for column in self._tables[name]]
        named = [dict(zip(names, row, strict=True)) for row in rows]
        key = TARGETS[name].key[0]
        return Outcome("", staged.read, staged.quarantined, [(row[key], row) for row in named])
