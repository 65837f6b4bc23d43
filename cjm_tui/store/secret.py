"""The key that hashes customers' identifiers: in `<db>.key`, never in the database."""

import contextlib
import os
import re
import secrets
from pathlib import Path

from cjm_tui.errors import CjmError
from cjm_tui.store.session import Reader

_MODE = 0o640
_KEY = re.compile(r"[0-9a-f]{64}")


def customer_secret(database: Path, reader: Reader) -> str:
    """Return the database's key, made where there is none yet.

    Raises CjmError where the file cannot be read, or is gone although customers were hashed with
    it: with another key, nobody would be recognised again.
    """
    path = database.with_name(database.name + ".key")
    try:
        return _read(path)
    except FileNotFoundError:
        if _customers_known(reader):
            raise CjmError(
                f"The key file {path} is gone, and customers were hashed with it.",
                hint="Bring it back from a backup: with a new key nobody would be recognised.",
            ) from None
        return _made(path)
    except UnicodeDecodeError as error:
        raise _damaged(path) from error
    except OSError as error:
        raise CjmError(
            f"The key file {path} cannot be read: {error.strerror}.",
            hint="Who imports must read it: its owner can give it the group of the database.",
        ) from error


def _read(path: Path) -> str:
    key = path.read_text(encoding="ascii").strip()
    if not _KEY.fullmatch(key):
        raise _damaged(path)
    return key


def _damaged(path: Path) -> CjmError:
    return CjmError(
        f"The key file {path} is damaged.",
        hint="Bring it back from a backup: with another key nobody would be recognised.",
    )


def _made(path: Path) -> str:
    draft = path.with_name(f"{path.name}.new-{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE), "w") as out:
            out.write(secrets.token_hex(32) + "\n")
            out.flush()
            os.fsync(out.fileno())
        draft.chmod(_MODE)
        with contextlib.suppress(FileExistsError):  # where another import was first
            os.link(draft, path)
        return _read(path)
    except OSError as error:
        raise CjmError(
            f"The key file {path} cannot be made: {error.strerror}.",
            hint="Make room there, or let this user make files beside the database.",
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _customers_known(reader: Reader) -> bool:
    tables = ("contact", "interaction", "feedback", "invitation")
    found = " or ".join(f"exists (from {table} where customer_key is not null)" for table in tables)
    return bool(reader.row(f"select {found}")[0])
