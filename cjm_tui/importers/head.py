"""The first records of a file, cut into cells as a mapping's dialect says."""

import csv
import io
from collections.abc import Iterator

from cjm_tui.importers.mapping import Dialect
from cjm_tui.importers.quotes import QuoteMender


def head_records(dialect: Dialect, head: bytes) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the records' trimmed cells, and the physical lines read so far; blank lines are none.

    Ends before what cannot be read.
    """
    encoding = "utf-8-sig" if dialect.encoding == "utf-8" else dialect.encoding
    text = head.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
    if dialect.quote_style == "pbx":
        mender = QuoteMender(dialect.delimiter, dialect.quote)
        text = mender.mend(text.encode("utf-8", "replace")).decode()
    records = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
    )
    try:
        for record in records:
            if record:
                yield tuple(cell.strip() for cell in record), records.line_num
    except csv.Error:
        return
