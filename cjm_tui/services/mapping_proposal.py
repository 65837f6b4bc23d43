"""Proposing a mapping for an unknown file, tried on its first records before anybody trusts it."""

import re
import tempfile
import unicodedata
from pathlib import Path

from cjm_tui.config import Clock
from cjm_tui.domain.proposal import Proposal, ProposedColumn
from cjm_tui.errors import CatalogError, CjmError, ExitCode, RefusedFileError, UsageError
from cjm_tui.importers.canonical import Frame
from cjm_tui.importers.dialect import seems_json
from cjm_tui.importers.head import HEAD_BYTES
from cjm_tui.importers.header import recognise
from cjm_tui.importers.json_rows import first_object
from cjm_tui.importers.mapping import SHIPPED, SITE, Mapping, load_mappings, parse_mapping
from cjm_tui.importers.notation import Notation
from cjm_tui.importers.proposal.guess import Guess, guess_of
from cjm_tui.importers.proposal.sample import sample_of
from cjm_tui.importers.proposal.writing import mapping_text
from cjm_tui.importers.reader import head_of, read_content
from cjm_tui.importers.sources import Refusal, Source, sources_of
from cjm_tui.importers.stage import stage_file
from cjm_tui.locations import user_mappings
from cjm_tui.store.database import Database
from cjm_tui.store.staging import Staging
from cjm_tui.store.targets import TARGETS, columns_of

_PREVIEWED = 5
_HIDDEN = ("customer_key", "source_version", "time_flag", "source")


def propose(
    path: Path, clock: Clock, *, name: str | None = None, folder: Path | None = None
) -> Proposal:
    """Return a mapping for the file, with what it makes of the first records.

    Raises CjmError (exit code 4) where the file is no table of records with a time.
    """
    try:
        source = _source(path)
        head = head_of(source)
        _refuse_json(head, source, folder)
        guess = guess_of(sample_of(head))
        called = name or _name_of(source.file_name)
        _check_name(called)
        text = mapping_text(guess, called)
        mapping = parse_mapping(text, called)
        notes = (*guess.notes, *_read_already(head, source, folder))
        return _tried(head, source, guess, mapping, text, notes, clock)
    except (RefusedFileError, CatalogError) as error:
        raise CjmError(
            f"No mapping can be proposed for {path.name}: {error.message}.",
            hint="docs/adding-a-mapping.md says how to write one by hand.",
            exit_code=ExitCode.REFUSED,
        ) from error


def save(proposal: Proposal, output: Path | None, *, force: bool) -> Path:
    """Write the mapping, into the user's own folder unless told otherwise, and return where.

    Raises UsageError where the file exists and `force` is not set, CjmError where it cannot be
    written.
    """
    path = user_mappings() / f"{proposal.name}.sql" if output is None else output
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w" if force else "x", encoding="utf-8") as out:
            out.write(proposal.text)
    except FileExistsError as error:
        raise UsageError(
            f"{path} exists already.", hint="Choose another --name or --output, or say --force."
        ) from error
    except OSError as error:
        raise CjmError(f"{path} cannot be written: {error.strerror or error}.") from error
    return path


def _source(path: Path) -> Source:
    found = next(iter(sources_of((path,), ("*",))), None)
    if found is None:
        raise RefusedFileError("the folder holds no file")
    if isinstance(found, Refusal):
        raise RefusedFileError(found.reason)
    return found


def _name_of(file_name: str) -> str:
    plain = unicodedata.normalize("NFKD", Path(file_name).stem).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")
    name = re.sub(r"(_?\d{2,})+$", "", name)  # the day of the export
    name = name if name[:1].isalpha() else f"file_{name}".rstrip("_")
    return f"{name}_own" if (SHIPPED / f"{name}.sql").exists() else name


def _check_name(name: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or (SHIPPED / f"{name}.sql").exists():
        raise UsageError(
            f"{name!r} cannot be the name of a mapping of your own.",
            hint="Lower-case letters, digits and _, and none that ships with cjm.",
        )


def _refuse_json(head: bytes, source: Source, folder: Path | None) -> None:
    """Raise RefusedFileError for objects, whose members say what they are but in no table."""
    if not seems_json(head) or first_object(head.decode("utf-8", "replace")) is None:
        return
    already = _read_already(head, source, folder)
    raise RefusedFileError(already[0] if already else "it is JSON, and only tables are looked at")


def _read_already(head: bytes, source: Source, folder: Path | None) -> tuple[str, ...]:
    try:
        header = recognise(head, source.file_name, load_mappings(folder).values())
    except RefusedFileError:
        return ()
    return (f"the mapping {header.mapping.name} reads this file already: you may need no other",)


def _tried(
    head: bytes,
    source: Source,
    guess: Guess,
    mapping: Mapping,
    text: str,
    notes: tuple[str, ...],
    clock: Clock,
) -> Proposal:
    """Run the mapping on the first records, in a database that goes away."""
    with tempfile.TemporaryDirectory(prefix="cjm-map-") as name:
        folder = Path(name)
        first = folder / "first-records"
        encoding = guess.sample.dialect.encoding
        first.write_bytes(head if len(head) < HEAD_BYTES else _whole_lines(head, encoding))
        Database.create(folder / "cjm.duckdb", "UTC", clock)
        with Database(folder / "cjm.duckdb", clock).read() as reader:
            tables = columns_of(reader)
        header = recognise(head, source.file_name, (), mapping)
        frame = Frame(
            mapping=mapping.name,
            source=mapping.source,
            timezone="UTC" if mapping.timezone == SITE else mapping.timezone,
            site_timezone="UTC",
            secret="",
            unsafe=True,
            notation=Notation.of(mapping.dialect),
        )
        with Staging(folder / "cjm.duckdb") as staging:
            content = read_content(
                Source(first), header.dialect, staging.folder, lambda _step, _done, _total: None
            )
            staged = stage_file(staging, content, header, frame, tables)
            names = [c.name for c in tables[guess.target] if c.name not in _HIDDEN]
            listed = ", ".join(f'"{column}"' for column in names)
            rows = staging.rows(
                f"select {listed} from staged_{guess.target} order by _line limit {_PREVIEWED}"
            )
            refused = staging.rows(
                "select line, column_name, reason from quarantine_row order by line"
                f" limit {_PREVIEWED}"
            )
            notes += _repeated(staging, guess.target)
    shown = [at for at in range(len(names)) if any(row[at] is not None for row in rows)]
    return Proposal(
        name=mapping.name,
        text=text,
        target=guess.target,
        columns=tuple(
            ProposedColumn(
                column.name,
                "" if column.role == "agent" else column.role,
                column.kind.word or "empty",
                "names an agent: left out, agents are kept as their team only"
                if column.role == "agent"
                else column.why,
            )
            for column in guess.columns
        ),
        notes=(*guess.sample.notes, *notes),
        read=staged.read,
        accepted=staged.accepted,
        refused=tuple((int(line), str(column), str(why)) for line, column, why in refused),
        preview_columns=tuple(names[at] for at in shown),
        preview=tuple(tuple(row[at] for at in shown) for row in rows),
    )


def _repeated(staging: Staging, target: str) -> tuple[str, ...]:
    """Say where the first records share an id, of which only one would be kept."""
    key = TARGETS[target].key[0]
    ((rows, ids),) = staging.rows(f"select count(*), count(distinct {key}) from staged_{target}")
    if rows == ids:
        return ()
    return (
        f"{rows - ids:,} of the first records repeat an id, and would replace the one before: add"
        f" what else tells records apart to {key}",
    )


def _whole_lines(head: bytes, encoding: str) -> bytes:
    """Return the head without the line that it cuts off."""
    if encoding.startswith("utf-16"):
        text = head.decode(encoding, "ignore")
        return text[: max(text.rfind("\n"), text.rfind("\r")) + 1].encode(encoding)
    return head[: max(head.rfind(b"\n"), head.rfind(b"\r")) + 1] or head
