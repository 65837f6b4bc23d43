"""How a source writes its files: declared by the mapping, never guessed.

A mapping may name several delimiters, UTF-16 beside another encoding, and JSON beside CSV, where
the file itself says which it is: by the delimiter that cuts its header into the required columns,
by its mark, and by its first character.
"""

import codecs
import re
from dataclasses import dataclass, field, replace

from cjm_tui.errors import CatalogError
from cjm_tui.importers.fields import Fields
from cjm_tui.importers.names import Aliases

ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252")
QUOTE_STYLES = ("csv", "pbx")
ISO = "Y-M-D"
_DATES = re.compile(
    r"(?:D(?P<a>[./-])M(?P=a)YY?|M(?P<b>[./-])D(?P=b)YY?|YY?(?P<c>[./-])M(?P=c)D)\Z"
)
FORMATS = ("csv", "json")
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written; `delimiter` and `encoding` are those of the file once it is seen."""

    delimiter: str = ","
    quote: str = '"'  # "" where the source knows no quoting
    encoding: str = "utf-8"
    header_rows: int = 1  # 0: no header, the required columns come in their declared order
    ragged: bool = False  # records may leave out cells at their end: these are null then
    quote_style: str = "csv"  # "pbx": one line a record, quotes within a cell may stand undoubled
    decimal: str = "."
    dates: str = ISO  # the order of day, month and year; ISO 8601 is read beside any
    delimiters: tuple[str, ...] = (",",)  # all that the mapping declares
    encodings: tuple[str, ...] = ("utf-8",)
    formats: tuple[str, ...] = ("csv",)
    format: str = "csv"  # "json": objects, which are read as CSV of just these columns
    columns: tuple[str, ...] = ()
    aliases: Aliases = field(default_factory=dict)

    def of(self, head: bytes) -> "Dialect":
        """Return the dialect with the format and the encoding that the file's first bytes show."""
        if self.formats == ("json",) or ("json" in self.formats and seems_json(head)):
            return replace(self, format="json", delimiter=",", quote='"', header_rows=0)
        if len(self.encodings) == 1:
            return self
        marked = head.startswith(UTF16_MARKS)
        (encoding,) = (name for name in self.encodings if (name == "utf-16") == marked)
        return replace(self, encoding=encoding)

    def cut_by(self, delimiter: str) -> "Dialect":
        """Return the dialect with one of its delimiters, or with another one."""
        quote = "" if self.quote == delimiter else self.quote
        return replace(self, delimiter=delimiter, quote=quote)


def read_dialect(fields: Fields) -> Dialect:
    """Return the dialect that a mapping's front matter declares; raises CatalogError."""
    delimiters = fields.text_or_names("delimiter", ",")
    encodings = tuple(name.lower() for name in fields.text_or_names("encoding", "utf-8"))
    dialect = Dialect(
        delimiter=delimiters[0] if delimiters else "",
        quote=fields.text("quote", '"'),
        encoding=encodings[0] if encodings else "",
        header_rows=fields.number("header_rows", 1),
        ragged=fields.flag("ragged"),
        quote_style=fields.text("quote_style", "csv"),
        decimal=fields.text("decimal", "."),
        dates=fields.text("dates", ISO),
        delimiters=delimiters,
        encodings=encodings,
        formats=fields.text_or_names("format", "csv"),
    )
    fields.end("dialect.")
    if wrong := _wrong(dialect):
        raise CatalogError(f"{fields.where}: dialect.{wrong}")
    return dialect


def _wrong(dialect: Dialect) -> str:
    """Return what is wrong with a declared dialect, "" where nothing is."""
    several = len(dialect.delimiters) > 1
    if not dialect.delimiters or any(len(d) != 1 or d in "\r\n\0" for d in dialect.delimiters):
        return "delimiter must be one character, or a list of such"
    if len(set(dialect.delimiters)) < len(dialect.delimiters):
        return "delimiter names a character twice"
    if several and dialect.header_rows == 0:
        return "delimiter may only be a list where a header row tells which it is"
    if len(dialect.quote) > 1 or dialect.quote in ("\r", "\n", "\0", *dialect.delimiters):
        return "quote must be one character, or none"
    if any(name not in ENCODINGS for name in dialect.encodings) or not dialect.encodings:
        return f"encoding is one of {', '.join(ENCODINGS)}"
    if len(dialect.encodings) > 1 and set(dialect.encodings) != {"utf-8", "utf-16"}:
        return "encoding may only list utf-8 and utf-16: a mark tells them apart"
    if dialect.quote_style not in QUOTE_STYLES:
        return f"quote_style is one of {', '.join(QUOTE_STYLES)}"
    if dialect.quote_style == "pbx" and not dialect.quote:
        return "quote_style needs a quote"
    if dialect.decimal not in (".", ","):
        return "decimal is . or ,"
    if not _DATES.match(dialect.dates):
        return "dates is as D/M/Y or M/D/YY (YY: two digits or four), with / or . or - between"
    if not 0 <= dialect.header_rows <= 10:
        return "header_rows is 0 to 10"
    return _wrong_format(dialect)


def _wrong_format(dialect: Dialect) -> str:
    if not dialect.formats or any(name not in FORMATS for name in dialect.formats):
        return f"format is one of {', '.join(FORMATS)}, or a list of them"
    if "json" in dialect.formats and (dialect.encodings != ("utf-8",) or dialect.header_rows == 0):
        return "format may be json where the encoding is utf-8 and CSV has a header row"
    return ""


def seems_json(head: bytes) -> bool:
    """Whether a file begins as JSON does: with an object or a list."""
    return head.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"{", b"[")
