"""Sheets of refused records, to be corrected in a spreadsheet and imported again."""

from dataclasses import dataclass
from pathlib import Path

from cjm_tui.domain.text import stored
from cjm_tui.errors import CjmError, UsageError
from cjm_tui.importers.corrections import is_whole
from cjm_tui.importers.mapping import load_mappings
from cjm_tui.importers.sheet import sheet_text
from cjm_tui.store import corrections
from cjm_tui.store.corrections import Origin, RefusedRecord
from cjm_tui.store.database import Database

_BOM = "\ufeff"  # a spreadsheet knows UTF-8 by it


@dataclass(frozen=True, slots=True)
class Sheet:
    """The refused records of files with the same columns, as CSV."""

    mapping: str
    text: str
    batches: tuple[int, ...]
    records: int


@dataclass(frozen=True, slots=True)
class Sheets:
    """All sheets, and what can only be corrected in the files themselves."""

    sheets: tuple[Sheet, ...]
    cut: tuple[str, ...]  # records that are longer than what is kept of them, as FILE line N
    whole: tuple[str, ...]  # mappings that know a record by all it says, also by what is masked


def sheets(
    database: Database,
    batch: int | None = None,
    *,
    resolved: bool = False,
    mappings_folder: Path | None = None,
) -> Sheets:
    """Return the open refused records of one batch or of all, a sheet for each kind of file.

    Raises UsageError for a batch that does not exist, was undone, or was refused whole.
    """
    with database.read() as reader:
        if batch is not None and corrections.kind_of(reader, batch) is None:
            raise UsageError(
                f"Batch {batch} has no rows that can be corrected one by one:"
                " it is not there, was undone, or was refused whole.",
                hint="A file that was refused whole is corrected and imported again itself.",
            )
        found = corrections.refused_records(reader, batch, resolved=resolved)
    mappings = load_mappings(mappings_folder)
    made, cut, left = [], [], []
    for origin, records in found.items():
        if origin.mapping in mappings and is_whole(mappings[origin.mapping]):
            left.append(origin.mapping)
            continue
        whole = [record for record in records if not record.cut]
        cut += [stored(f"{r.file} line {r.line}") for r in records if r.cut]
        if whole:
            made.append(_sheet(origin, whole))
    return Sheets(tuple(made), tuple(cut), tuple(dict.fromkeys(left)))


def write_sheets(found: Sheets, folder: Path) -> tuple[Path, ...]:
    """Write each sheet into a file of its own; return them. Raises CjmError where it cannot."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for sheet in found.sheets:
            path = _free(folder, f"corrections-{sheet.mapping}")
            with path.open("x", encoding="utf-8", newline="") as out:
                out.write(sheet.text)
            written.append(path)
    except OSError as error:
        raise CjmError(
            f"{folder} takes no files: {error.strerror or error}.",
            hint="Name another folder with --output-dir.",
        ) from error
    return tuple(written)


def _sheet(origin: Origin, records: list[RefusedRecord]) -> Sheet:
    text = sheet_text(origin, records)
    batches = tuple(sorted({record.batch for record in records}))
    return Sheet(origin.mapping, text if text.isascii() else _BOM + text, batches, len(records))


def _free(folder: Path, stem: str) -> Path:
    number = 1
    while (path := folder / (f"{stem}.csv" if number == 1 else f"{stem}-{number}.csv")).exists():
        number += 1
    return path
