"""From the bytes of any declared encoding to UTF-8 without a mark, with LF as the only line end."""

import codecs
import re

from cjm_tui.domain.text import REPLACEMENT
from cjm_tui.errors import RefusedFileError
from cjm_tui.importers.content import LINE_LIMIT
from cjm_tui.importers.dialect import UTF16_MARKS, Dialect
from cjm_tui.importers.json_rows import JsonRows
from cjm_tui.importers.quotes import mender

_ONE_BYTE = ("latin-1", "cp1252")
# What JSON's escapes can say and UTF-8 cannot; the range left out stands for bytes that are not.
_HALF_CHARACTER = re.compile("[\ud800-\udc7f\udd00-\udfff]")


class Normaliser:
    """Turns the chunks of a file into text to read. Every method raises RefusedFileError."""

    def __init__(self, dialect: Dialect) -> None:
        self._encoding = dialect.encoding
        self._mend = mender(dialect)
        self._json = _JsonText(dialect) if dialect.format == "json" else None
        self._decoder = None if dialect.encoding == "utf-8" else _decoder(dialect.encoding)
        self._seems_utf8 = _SeemsUtf8() if dialect.encoding in _ONE_BYTE else None
        self._started = False
        self._held = b""
        self._line = b""

    def feed(self, chunk: bytes) -> bytes:
        """Return the text that a chunk of the file completes."""
        utf8 = chunk if self._decoder is None else self._decoded(chunk, final=False)
        if not self._started:
            utf8 = utf8.removeprefix(codecs.BOM_UTF8)
        self._started = True
        whole = self._held + utf8
        self._held = b"\r" if whole.endswith(b"\r") else b""
        return self._mended(_one_line_end(whole[: len(whole) - len(self._held)]), final=False)

    def end(self) -> bytes:
        """Return the rest of the text."""
        rest = b"" if self._decoder is None else self._decoded(b"", final=True)
        if self._seems_utf8 is not None and self._seems_utf8.at_end():
            raise RefusedFileError(f"it is in UTF-8, while its mapping declares {self._encoding}")
        return self._mended(_one_line_end(self._held + rest), final=True)

    def _mended(self, text: bytes, *, final: bool) -> bytes:
        if self._json is not None:
            return self._json.rows(text, final=final)
        if self._mend is None:
            return text
        whole = self._line + text
        cut = len(whole) if final else whole.rfind(b"\n") + 1
        if not cut and len(whole) > LINE_LIMIT:  # such a record is refused as it is
            self._line = b""
            return whole
        self._line = whole[cut:]
        return self._mend(whole[:cut])

    def _decoded(self, chunk: bytes, *, final: bool) -> bytes:
        assert self._decoder is not None
        if not self._started and self._encoding == "utf-16" and not chunk.startswith(UTF16_MARKS):
            raise RefusedFileError(
                "it is not in UTF-16, or lacks the mark that says which:"
                " its mapping may declare utf-16-le or utf-16-be instead"
            )
        if self._seems_utf8 is not None:
            self._seems_utf8.feed(chunk)
        try:
            return self._decoder.decode(chunk, final).encode("utf-8", "replace")
        except UnicodeDecodeError as error:
            raise RefusedFileError(
                f"it is not in {self._encoding}, the encoding that its mapping declares"
            ) from error


class _JsonText:
    """JSON in UTF-8 to its objects as CSV; bytes that are not UTF-8 stay as they are."""

    def __init__(self, dialect: Dialect) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._rows = JsonRows(dialect.columns, dialect.aliases, dialect.delimiter)

    def rows(self, text: bytes, *, final: bool) -> bytes:
        rows = self._rows.feed(self._decoder.decode(text, final))
        if final:
            rows += self._rows.end()
        return _HALF_CHARACTER.sub(REPLACEMENT, rows).encode("utf-8", "surrogateescape")


class _SeemsUtf8:
    """Whether a text of one byte a character is really in UTF-8: no such text is by chance."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._valid = True
        self._beyond_ascii = False

    def feed(self, chunk: bytes) -> None:
        if self._valid and not (self._beyond_ascii is False and chunk.isascii()):
            self._beyond_ascii = True
            self._try(chunk, final=False)

    def at_end(self) -> bool:
        if self._valid and self._beyond_ascii:
            self._try(b"", final=True)
        return self._valid and self._beyond_ascii

    def _try(self, chunk: bytes, *, final: bool) -> None:
        try:
            self._decoder.decode(chunk, final)
        except UnicodeDecodeError:
            self._valid = False


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    # Windows-1252 leaves five bytes undefined: they are shown as replaced, not guessed.
    errors = "replace" if encoding == "cp1252" else "strict"
    return codecs.getincrementaldecoder(encoding)(errors)


def _one_line_end(text: bytes) -> bytes:
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
