"""Importing files, taking a batch back, and what was refused: for commands and screens alike."""

import zoneinfo
from collections.abc import Iterator, Sequence
from pathlib import Path

from cjm_tui.domain.imports import (
    FileStatus,
    ImportOptions,
    ImportResult,
    MappingLine,
    Progress,
    QuarantinedRow,
    UndoResult,
)
from cjm_tui.domain.text import stored
from cjm_tui.errors import BusyError, RefusedFileError, UsageError
from cjm_tui.importers.corrections import Sheet, sheet_header, sheet_of
from cjm_tui.importers.gathering import Regathering
from cjm_tui.importers.header import Header, recognise
from cjm_tui.importers.mapping import SHIPPED, Mapping, load_mappings
from cjm_tui.importers.pipeline import (
    READ_WAIT_S,
    WRITE_WAIT_S,
    FileImport,
    note_unread,
    site_of,
)
from cjm_tui.importers.reader import head_of
from cjm_tui.importers.sources import Refusal, Source, sources_of
from cjm_tui.locations import user_mappings
from cjm_tui.services.import_progress import told
from cjm_tui.store import corrections, ledger, rollup
from cjm_tui.store.catalog import Catalog, fresh
from cjm_tui.store.database import Database
from cjm_tui.store.kpi_faults import without_faults
from cjm_tui.store.targets import TARGETS
from cjm_tui.store.undo import undo_batch

_RANK = {name: rank for rank, name in enumerate(TARGETS)}


def import_paths(
    database: Database,
    catalog: Catalog,
    paths: Sequence[Path],
    options: ImportOptions,
    progress: Progress,
    *,
    mappings_folder: Path | None = None,
) -> tuple[ImportResult, ...]:
    """Import files and folders, the map before the facts; results come in the files' own order.

    A file that is refused does not hold up the others. Where the database stays busy, that file
    and those after it are not in, and their results say so; BusyError where nothing is done yet.
    Raises UsageError for an unknown mapping or time zone, CatalogError for a broken mapping.
    """
    run = ImportRun(database, catalog, paths, options, progress, mappings_folder=mappings_folder)
    results: dict[int, ImportResult] = {}
    try:
        for place, result in run.results():
            results[place] = result
    except BusyError as error:
        if not results:
            raise
        for place, item in enumerate(run.items):
            results.setdefault(place, _busy(item, error, options))
    return tuple(results[place] for place in sorted(results))


class ImportRun:
    """The import of several files, whose results come one by one as the files are done."""

    def __init__(
        self,
        database: Database,
        catalog: Catalog,
        paths: Sequence[Path],
        options: ImportOptions,
        progress: Progress,
        *,
        mappings_folder: Path | None = None,
    ) -> None:
        """Find the files; raises UsageError and CatalogError as `import_paths` does."""
        self._database = database
        self._catalog = fresh(catalog)  # a watch runs for days
        self._options = options
        self._progress = progress
        self._mappings = load_mappings(mappings_folder)
        self._forced = _forced(self._mappings, options)
        _check_timezone(options)
        patterns = tuple(p for m in self._mappings.values() for p in m.patterns if p != "*")
        self.items = tuple(sources_of(tuple(paths), patterns))
        self.left_out = self._mappings.refused  # mappings of the user's own that break a rule
        self.at: int | None = None  # the place of the file in work

    def results(self) -> Iterator[tuple[int, ImportResult]]:
        """Yield each file's place among `items` and its result; the map before the facts.

        Raises BusyError where the database stays busy, CjmError where an import cannot go on: the
        file in work has changed nothing then, and those before it are in.
        """
        recognised: list[tuple[int, Source, Header]] = []
        for place, item in enumerate(self.items):
            self.at = place
            try:
                recognised.append((place, *self._recognised(item)))
            except RefusedFileError as error:
                reason = error.message
                yield place, note_unread(self._database, _shown(item), reason, self._options)
        self.at = None
        if not recognised:
            return
        shared = self._database, self._catalog, site_of(self._database)
        sizes = [_size(item) for item in self.items]
        with told(self._database, sizes, lambda: self.at, self._progress) as progress:
            for place, source, header in sorted(recognised, key=lambda known: _rank(known[2])):
                self.at = place
                run = FileImport(*shared, source, header, self._options, progress)
                yield place, run.run()

    def _recognised(self, item: Source | Refusal) -> tuple[Source, Header]:
        if isinstance(item, Refusal):
            raise RefusedFileError(item.reason)
        head = head_of(item)
        sheet = sheet_of(head)
        if sheet is not None:
            return item, self._sheet_header(sheet)
        return item, recognise(head, item.file_name, self._mappings.values(), self._forced)

    def _sheet_header(self, sheet: Sheet) -> Header:
        """Return how a sheet of corrections is read: as the records were that it corrects."""
        batch = sheet.batch
        if batch is None:
            raise RefusedFileError("no record says in cjm_batch what it corrects")
        with self._database.read(wait=READ_WAIT_S) as reader:
            kind = corrections.kind_of(reader, batch)
            if kind is None:
                raise RefusedFileError(
                    f"batch {batch}, which it corrects, is not there, or was undone or refused"
                )
            records = corrections.correctable(reader, kind)
        if self._forced is not None and self._forced.name != kind.mapping:
            raise RefusedFileError(f"its records were read by the mapping {kind.mapping}")
        return sheet_header(sheet, self._mappings, kind, records)


def undo(
    database: Database, catalog: Catalog, batch: int, *, mappings_folder: Path | None = None
) -> UndoResult:
    """Take a batch back; rows that others changed, or brought as well, are listed and left.

    Raises UsageError for a batch that cannot be undone, BusyError where the database stays busy.
    """

    def take_back() -> UndoResult:
        with (
            Regathering(database.path, load_mappings(mappings_folder)) as regathering,
            database.write(wait=WRITE_WAIT_S) as writer,
        ):
            result, days = undo_batch(writer, batch, regathering)
            if days:
                rollup.refresh(writer, fresh(catalog), days)
        return result

    return without_faults(database, take_back, wait=WRITE_WAIT_S)


def quarantined(
    database: Database, batch: int | None = None, *, resolved: bool = False
) -> tuple[QuarantinedRow, ...]:
    """Return the refused rows of one batch, or of all that were not undone.

    Those that came again with a later file only where `resolved` asks for them.
    """
    with database.read() as reader:
        return ledger.quarantined(reader, batch, resolved=resolved)


def mappings(folder: Path | None = None) -> tuple[MappingLine, ...]:
    """Return the mappings by name, shipped ones and the user's own."""
    return tuple(
        MappingLine(
            name=mapping.name,
            title=mapping.title,
            pattern=", ".join(mapping.patterns),
            required=mapping.required,
            optional=mapping.optional,
            targets=mapping.targets,
            timezone=mapping.timezone,
            shipped=mapping.shipped,
        )
        for _, mapping in sorted(load_mappings(folder).items())
    )


def mapping_text(name: str, folder: Path | None = None) -> str:
    """Return a mapping's own file. Raises UsageError for an unknown name."""
    for place in (SHIPPED, user_mappings() if folder is None else folder):
        path = place / f"{name}.sql"
        if Path(name).name == name and path.is_file():
            return path.read_text(encoding="utf-8")
    raise _unknown(name)


def _size(item: Source | Refusal) -> int:
    """Return the file's bytes on disk; of an archive's member the archive's."""
    try:
        return item.path.stat().st_size
    except OSError:
        return 0


def _shown(item: Source | Refusal) -> str:
    return item.shown if isinstance(item, Source) else stored(str(item.path))


def _busy(item: Source | Refusal, error: BusyError, options: ImportOptions) -> ImportResult:
    return ImportResult(
        file=_shown(item),
        sha256="",
        mapping=options.mapping or "",
        batch=None,
        status=FileStatus.BUSY,
        reason=f"the database stayed busy: {error.message}",
        dry_run=options.dry_run,
    )


def _forced(mappings_by_name: dict[str, Mapping], options: ImportOptions) -> Mapping | None:
    if options.mapping is None:
        return None
    if options.mapping not in mappings_by_name:
        raise _unknown(options.mapping)
    return mappings_by_name[options.mapping]


def _unknown(name: str) -> UsageError:
    return UsageError(f"There is no mapping {name!r}.", hint="`cjm mappings` lists them.")


def _check_timezone(options: ImportOptions) -> None:
    if options.timezone is None:
        return
    try:
        zoneinfo.ZoneInfo(options.timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(
            f"There is no time zone {options.timezone!r}.", hint="Write it as Europe/London."
        ) from error


def _rank(header: Header) -> int:
    return min(_RANK[name] for name in header.mapping.targets)
