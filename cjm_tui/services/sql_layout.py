"""SQL laid out by sqlfmt, accepted only where DuckDB reads the same from both texts."""

import re

from cjm_tui.domain.sql_text import parameters, with_parameters
from cjm_tui.errors import QueryError
from cjm_tui.store.parsing import tree_of

_LINE = 100
_PARAMETER_LINE = re.compile(r"--\s*:")  # sqlfmt puts a blank after the hyphens


def laid_out(sql: str) -> str:
    """Return the SQL laid out, its parameter lines on top as before.

    Raises QueryError where it does not parse, or where the layout would change what it means.
    """
    from sqlfmt.api import Mode, format_string
    from sqlfmt.exception import SqlfmtError

    before = tree_of(sql)
    try:
        text = format_string(sql, Mode(line_length=_LINE))
    except SqlfmtError as error:
        reason = str(error).partition("\n")[0]
        raise QueryError(
            f"It cannot be laid out: {reason}", hint="It is left as it was."
        ) from error
    if given := parameters(sql):
        body = [line for line in text.splitlines() if not _PARAMETER_LINE.match(line)]
        text = with_parameters("\n".join(body), given)
    if tree_of(text) != before:
        raise QueryError("Laid out it would mean something else.", hint="It is left as it was.")
    return text.rstrip("\n") + "\n"
