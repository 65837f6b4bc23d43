"""One file's import: read → check → stage outside the lock → one short transaction, or nothing."""

import time
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from cjm_tui.domain.imports import (
    FileStatus,
    ImportOptions,
    ImportResult,
    Progress,
    TargetCount,
)
from cjm_tui.domain.text import stored
from cjm_tui.errors import BusyError, CatalogError, CjmError, RefusedFileError
from cjm_tui.importers.canonical import Frame
from cjm_tui.importers.content import Content
from cjm_tui.importers.gathering import derive
from cjm_tui.importers.header import Header
from cjm_tui.importers.mapping import SITE
from cjm_tui.importers.notation import Notation
from cjm_tui.importers.reader import read_content, refuse_changed
from cjm_tui.importers.recurrence import Refused, note_came_again
from cjm_tui.importers.sources import Source
from cjm_tui.importers.stage import stage_file
from cjm_tui.importers.staged import StagedFile
from cjm_tui.store import corrections, ledger
from cjm_tui.store.apply import apply_facts
from cjm_tui.store.batch_days import Days, keep_days, stage_days
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.classify import classify
from cjm_tui.store.database import Database
from cjm_tui.store.gathering import other_zone, stage_known
from cjm_tui.store.incomplete import mark_incomplete
from cjm_tui.store.map_merge import merge_map
from cjm_tui.store.plan import STAGING, DataVersion, FactsPlan, data_version
from cjm_tui.store.rehearsal import apply_rollup, stage_rollup
from cjm_tui.store.secret import customer_secret
from cjm_tui.store.session import Reader, Writer
from cjm_tui.store.staging import Staging
from cjm_tui.store.targets import TARGETS, Column, columns_of

READ_WAIT_S = 30.0
WRITE_WAIT_S = 60.0
_PARTS_NAMED = 5
_ATTEMPTS = 20  # times that others may change the facts while ours are compared with them


@dataclass(frozen=True, slots=True)
class Site:
    """What all files of a run share."""

    timezone: str
    refusal_percent: float
    secret: str
    tables: dict[str, tuple[Column, ...]]


def site_of(database: Database) -> Site:
    """Return what an import needs to know of the database. Raises CjmError as `read` does."""
    with database.read(wait=READ_WAIT_S) as reader:
        return Site(
            timezone=reader.settings.timezone,
            refusal_percent=reader.settings.refusal_percent,
            secret=customer_secret(database.path, reader),
            tables=columns_of(reader),
        )


def note_unread(database: Database, file: str, reason: str, options: ImportOptions) -> ImportResult:
    """Note a file in the ledger that no mapping reads, or that cannot be read at all."""
    result = ImportResult(
        file=file,
        sha256="",
        mapping=options.mapping or "",
        batch=None,
        status=FileStatus.REFUSED,
        reason=reason,
        dry_run=options.dry_run,
    )
    if options.dry_run:
        return result
    with database.write(wait=WRITE_WAIT_S) as writer:
        batch = ledger.next_batch(writer)
        result = replace(result, batch=batch)
        ledger.write_entry(writer, batch, ledger.Entry(result, "", "", None, None, writer.now))
    return result


class FileImport:
    """The import of one recognised file."""

    def __init__(
        self,
        database: Database,
        catalog: Catalog,
        site: Site,
        source: Source,
        header: Header,
        options: ImportOptions,
        progress: Progress,
    ) -> None:
        self._database = database
        self._catalog = catalog
        self._site = site
        self._source = source
        self._header = header
        self._mapping = header.mapping
        self._options = options
        self._progress = progress
        named = options.timezone or header.timezone or self._mapping.timezone
        self._timezone = site.timezone if named == SITE else named
        self._began = time.monotonic()
        self._started_at: datetime = database.clock.now()

    def run(self) -> ImportResult:
        """Import the file. Raises BusyError where the database stays busy; nothing has changed."""
        content: Content | None = None
        with Staging(self._database.path) as staging:
            try:
                content = read_content(
                    self._source, self._header.dialect, staging.folder, self._progress
                )
                known, earlier = self._known(content)
                if known is not None:
                    self._note_again(known)
                    return self._result(content, FileStatus.UNCHANGED, known)
                self._say("checking")
                frame = self._frame(unsafe=content.unsafe)
                staged = self._staged(staging, content, frame)
                note_came_again(staging, content, self._header, earlier)
            except (RefusedFileError, CatalogError) as error:
                return self._refuse(content, error.message)
            if staged.bad_percent > self._allowed_bad:
                return self._refuse(content, self._too_bad(staged), staging)
            try:
                return self._merge(staging, content, staged)
            except (RefusedFileError, CatalogError) as error:
                return self._refuse(content, error.message)

    def _staged(self, staging: Staging, content: Content, frame: Frame) -> StagedFile:
        """Stage the file, which must be the same from the first look at it to the last."""
        try:
            staged = stage_file(staging, content, self._header, frame, self._site.tables)
        except CjmError as error:
            if not staging.folder.exists():
                raise CjmError(
                    f"The folder {staging.folder} went away during the import.",
                    hint="Nothing has changed. Bring its disk back and import the file again.",
                ) from error
            if content.path.is_symlink():
                refuse_changed(content)
            raise
        if content.path.is_symlink():  # read where it lies
            refuse_changed(content)
        return staged

    def _frame(self, *, unsafe: bool) -> Frame:
        return Frame(
            mapping=self._mapping.name,
            source=self._mapping.source,
            timezone=self._timezone,
            site_timezone=self._site.timezone,
            secret=self._site.secret,
            unsafe=unsafe,
            versioned=bool(self._mapping.version),
            gathered=self._mapping.gather is not None,
            notation=Notation.of(self._mapping.dialect),
        )

    @property
    def _allowed_bad(self) -> float:
        allowed = self._options.allow_bad
        if self._header.correction:  # all of its rows were bad before
            return 100.0
        return self._site.refusal_percent if allowed is None else allowed

    def _too_bad(self, staged: StagedFile) -> str:
        return (
            f"{staged.bad_percent:.1f} % of its rows are bad ({staged.quarantined:,} of"
            f" {staged.read - staged.ignored:,}); {self._allowed_bad:g} % are allowed"
        )

    def _known(self, content: Content) -> tuple[int | None, Refused]:
        """Return the batch that has the file already, and what was refused of its name before."""
        with self._database.read(wait=READ_WAIT_S) as reader:
            name = stored(self._source.file_name)
            earlier = corrections.records_of_file(reader, self._mapping.name, name)
            return self._active(reader, content), earlier

    def _active(self, reader: Reader, content: Content) -> int | None:
        if self._options.over_edits:
            return None  # people may have edited since what the file says
        mapping = self._mapping
        return ledger.active_batch(
            reader, content.sha256, mapping.name, mapping.sql_hash, self._timezone
        )

    def _note_again(self, batch: int) -> None:
        """Note that an expected file has come, although it says nothing new."""
        with self._database.read(wait=READ_WAIT_S) as reader:
            expected = ledger.is_expected(reader, self._mapping.name)
        if expected and not self._options.dry_run:
            with self._database.write(wait=WRITE_WAIT_S) as writer:
                ledger.note_again(writer, batch)

    def _merge(self, staging: Staging, content: Content, staged: StagedFile) -> ImportResult:
        path = staging.finish()
        for _ in range(_ATTEMPTS):
            gathered = self._gather(staging) if self._mapping.gather else None
            self._say("comparing")
            with (
                self._database.read(wait=READ_WAIT_S) as reader,
                reader.attach(path, STAGING, writable=True),
            ):
                plan = self._plan(reader, staged)
                if gathered not in (None, plan.version):
                    continue
                parts = self._parts_of_others(reader, plan)
                days = stage_days(reader, staged.targets, self._site.tables)
                if plan.days and not self._options.dry_run:
                    stage_rollup(reader, plan, self._site.tables, self._catalog)
            if parts:
                return self._refuse(content, parts)
            if self._options.dry_run:
                return self._rehearsed(staging, content, staged, plan)
            self._say("writing")
            with (
                self._database.write(wait=WRITE_WAIT_S) as writer,
                writer.attach(path, STAGING),
            ):
                if data_version(writer) != plan.version:
                    continue
                known = self._active(writer, content)
                if known is not None:
                    return self._result(content, FileStatus.UNCHANGED, known)
                return self._write(writer, content, staged, plan, days)
        raise BusyError(
            "Other imports keep changing the data.", hint="Nothing has changed. Try again later."
        )

    def _gather(self, staging: Staging) -> DataVersion:
        """Make the rows of whole contacts; return the state of the data that they rest on."""
        self._say("gathering")
        path = staging.finish()
        with (
            self._database.read(wait=READ_WAIT_S) as reader,
            reader.attach(path, STAGING, writable=True),
        ):
            version = stage_known(reader)
            zone = other_zone(reader, self._timezone)
        if zone is not None:
            raise RefusedFileError(
                f"it goes on with contacts whose records were read in {zone}, and this one in"
                f" {self._timezone}: import it with --timezone {zone}, or undo the earlier files"
            )
        staging.resume()
        derive(staging, self._mapping, self._frame(unsafe=True), self._site.tables)
        staging.finish()
        return version

    def _plan(self, reader: Reader, staged: StagedFile) -> FactsPlan:
        return classify(
            reader,
            staged.targets,
            self._site.tables,
            versioned=bool(self._mapping.version),
            insert_only=self._mapping.insert_only,
        )

    def _parts_of_others(self, reader: Reader, plan: FactsPlan) -> str:
        """Return why a sheet's corrections would spoil rows that other records have made."""
        if not self._header.correction or self._mapping.version or self._mapping.gather:
            return ""
        parts = corrections.parts_of_others(reader, plan)
        if not parts:
            return ""
        named = ", ".join(f"{line} of batch {batch}" for batch, line in parts[:_PARTS_NAMED])
        return (
            f"line {named}{' …' if len(parts) > _PARTS_NAMED else ''}: with other records of its"
            " file it makes one row, which it would replace: correct the record in the file itself"
            " and import that file whole, or take this record out of the sheet"
        )

    def _write(
        self,
        writer: Writer,
        content: Content,
        staged: StagedFile,
        plan: FactsPlan,
        days: Days,
    ) -> ImportResult:
        batch = ledger.next_batch(writer)
        counts = self._merge_map(writer, staged, batch)
        apply_facts(writer, plan, self._site.tables, batch)
        counts |= {target.name: target.count for target in plan.targets}
        if plan.days:
            apply_rollup(writer)
        if "interaction" in counts and days[0] is not None and days[1] is not None:
            mark_incomplete(writer, self._mapping.source, days[0], days[1])
        ledger.keep_quarantine(writer, batch, self._source.shown)
        keep_days(writer, batch, staged.targets)
        corrections.resolve(writer, batch)
        result = self._result(content, FileStatus.LOADED, batch, staged, counts)
        ledger.write_entry(writer, batch, self._entry(result, days))
        return result

    def _merge_map(self, writer: Writer, staged: StagedFile, batch: int) -> dict[str, TargetCount]:
        today = writer.now.astimezone(ZoneInfo(self._site.timezone)).date()
        return {
            name: merge_map(
                writer,
                name,
                self._site.tables[name],
                batch=batch,
                today=today,
                insert_only=name in self._mapping.insert_only,
                over_edits=self._options.over_edits,
            )
            for name, target in TARGETS.items()
            if name in staged.targets and not target.fact
        }

    def _rehearsed(
        self, staging: Staging, content: Content, staged: StagedFile, plan: FactsPlan
    ) -> ImportResult:
        """Count what a real run would do; the map's part is done and then rolled back."""
        counts: dict[str, TargetCount] = {}
        if any(not TARGETS[name].fact for name in staged.targets):
            with (
                self._database.rehearse(wait=WRITE_WAIT_S) as writer,
                writer.attach(staging.path, STAGING),
            ):
                counts = self._merge_map(writer, staged, batch=0)
        counts |= {target.name: target.count for target in plan.targets}
        return self._result(content, FileStatus.LOADED, None, staged, counts)

    def _refuse(
        self, content: Content | None, reason: str, staging: Staging | None = None
    ) -> ImportResult:
        """Note the refusal in the ledger, with the first refused rows where there are any."""
        result = self._result(content, FileStatus.REFUSED, reason=reason)
        if self._options.dry_run:
            return result
        path = staging.finish() if staging is not None else None
        with self._database.write(wait=WRITE_WAIT_S) as writer:
            batch = ledger.next_batch(writer)
            if path is not None:
                with writer.attach(path, STAGING):
                    ledger.keep_quarantine(
                        writer, batch, self._source.shown, limit=ledger.REFUSED_ROWS_KEPT
                    )
            result = self._result(content, FileStatus.REFUSED, batch, reason=reason)
            ledger.write_entry(writer, batch, self._entry(result, (None, None)))
        return result

    def _result(
        self,
        content: Content | None,
        status: FileStatus,
        batch: int | None = None,
        staged: StagedFile | None = None,
        counts: dict[str, TargetCount] | None = None,
        reason: str = "",
    ) -> ImportResult:
        return ImportResult(
            file=self._source.shown,
            sha256=content.sha256 if content else "",
            mapping=self._mapping.name,
            batch=batch,
            status=status,
            reason=reason,
            read=staged.read if staged else 0,
            accepted=staged.accepted if staged else 0,
            ignored=staged.ignored if staged else 0,
            quarantined=staged.quarantined if staged else 0,
            seconds=time.monotonic() - self._began,
            targets=counts or {},
            dry_run=self._options.dry_run,
        )

    def _entry(self, result: ImportResult, days: Days) -> ledger.Entry:
        return ledger.Entry(
            result=result,
            mapping_hash=self._mapping.sql_hash,
            timezone=self._timezone,
            first_day=days[0],
            last_day=days[1],
            started_at=self._started_at,
            columns=self._header.columns,
            delimiter=self._header.dialect.delimiter,
        )

    def _say(self, step: str) -> None:
        self._progress(f"{step} {self._source.file_name}", 0, None)
