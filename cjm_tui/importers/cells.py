"""SQL for one cell: text made safe, numbers, days and times checked, identifiers hashed."""

from cjm_tui.domain.text import EMAIL_RE2, LONG_NUMBER_RE2, REPLACEMENT, UNSAFE_RE2

# Times outside are typing errors, and would make the table of time zone offsets endless.
EARLIEST, LATEST = "1900-01-01", "2200-01-01"
_LONGEST_S = "315360000"
MASKED = frozenset({"verbatim", "value"})

_SAID = {"yes": "no", "y": "n", "true": "false", "t": "f", "1": "0"}
_DAMAGED = r"\s*[0-9]([.,][0-9]+)?[eE]\+[0-9]+\s*"
_WITHHELD = (
    "['', '-', 'anonymous', 'unknown', 'unavailable', 'restricted', 'private', 'withheld',"
    " 'no caller id']"
)
_MASKED = r"\[(masked|number|e-mail)\]"
_NORMAL = r"\+?[0-9]+|[a-z0-9]*[0-9][a-z0-9]*"
_HEX_DIGITS = 18  # 72 bits: 12 characters in base 64, which DuckDB compares without a pointer
_KEY = "key:"
_PHONE = r"\+?[0-9 ()./-]{6,}"
_DAY = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_NAIVE = _DAY + r"([T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?"
_OFFSET = r"(Z|z|[+-][0-9]{2}(:?[0-9]{2})?)"


def text_cell(cell: str, kind: str, *, unsafe: bool, masked: bool = False) -> str:
    """Return SQL for a text: control and bidi characters replaced, numbers and e-mails masked."""
    value = cell if kind == "VARCHAR" else f"({cell})::varchar"
    if unsafe:
        value = f"regexp_replace({value}, '{UNSAFE_RE2}', '{REPLACEMENT}', 'g')"
    return masked_cell(value) if masked else value


def masked_cell(value: str) -> str:
    """Return SQL that masks e-mail addresses and numbers of six or more digits."""
    mails = f"regexp_replace({value}, '{EMAIL_RE2}', '[e-mail]', 'g')"
    return f"regexp_replace({mails}, '{LONG_NUMBER_RE2}', '[number]', 'g')"


def number_cell(cell: str, kind: str, wanted: str) -> str:
    """Return SQL for a number, null where the cell holds none (or a fraction for a whole one)."""
    value = _trimmed(cell, kind)
    if wanted == "DOUBLE":
        number = f"try_cast({value} as double)"
        return f"(case when isfinite({number}) then {number} end)"
    whole = f"try_cast({value} as {wanted})"
    if kind in ("BIGINT", "INTEGER", "HUGEINT"):
        return whole
    return f"(case when {whole} = try_cast({value} as double) then {whole} end)"


def seconds_cell(cell: str, kind: str) -> str:
    """Return SQL for a duration in seconds, null where it is none or longer than ten years."""
    number = f"try_cast({_trimmed(cell, kind)} as double)"
    return f"(case when abs({number}) < {_LONGEST_S} then {number} end)"


def flag_cell(cell: str, kind: str) -> str:
    """Return SQL for yes or no, null where the cell says neither."""
    if kind == "BOOLEAN":
        return cell
    # Not `in`: DuckDB makes a join of it, for all rows.
    words = " ".join(f"when '{yes}' then true when '{no}' then false" for yes, no in _SAID.items())
    return f"(case lower(trim({cell})) {words} end)"


def day_cell(cell: str, kind: str) -> str:
    """Return SQL for a day, null where the cell holds none."""
    written = _trimmed(cell, kind)
    day = f"try_cast({written} as date)"
    if kind == "VARCHAR":
        day = f"case when regexp_full_match({written}, '{_DAY}') then {day} end"
    return f"(case when {day} between date '{EARLIEST}' and date '{LATEST}' then {day} end)"


def moment_cell(cell: str, kind: str) -> str:
    """Return SQL for a time as it is written, or in UTC where `offset_cell` holds.

    Only ISO 8601 is a time: a cast alone would drop an offset or the name of a zone silently.
    """
    if kind.startswith("TIMESTAMP WITH"):
        moment = f"timezone('UTC', {cell})"
    elif kind == "VARCHAR":
        written = _trimmed(cell, kind)
        moment = (
            f"(case when regexp_full_match({written}, '{_NAIVE}')"
            f" then try_cast({written} as timestamp)"
            f" when regexp_full_match({written}, '{_NAIVE}{_OFFSET}')"
            f" then timezone('UTC', try_cast(upper({written}) as timestamptz)) end)"
        )
    else:
        moment = f"try_cast({cell} as timestamp)"
    low, high = f"timestamp '{EARLIEST}'", f"timestamp '{LATEST}'"
    return f"(case when {moment} between {low} and {high} then {moment} end)"


def rough_moment(cell: str) -> str:
    """Return SQL for a time near the one that the cell holds: good for the range of a column."""
    moment = f"try_cast({cell} as timestamp)"
    return f"(case when {moment} between '{EARLIEST}' and '{LATEST}' then {moment} end)"


def offset_cell(cell: str, kind: str) -> str:
    """Return SQL for whether the cell's time carries its own offset from UTC."""
    if kind.startswith("TIMESTAMP WITH"):
        return "true"
    if kind != "VARCHAR":
        return "false"
    return f"not regexp_full_match({_trimmed(cell, kind)}, '{_NAIVE}')"


def customer_cell(cell: str, kind: str) -> str:
    """Return SQL for the keyed hash of a person's identifier (parameter `$secret`).

    The same number in other punctuation, or as `tel:` or `sip:`, gives the same hash. An
    identifier that a spreadsheet damaged (3.27E+11), that says "withheld", or that was masked in
    the quarantine, is none.
    """
    text = cell if kind == "VARCHAR" else f"({cell})::varchar"
    bare = rf"regexp_replace(lower(trim({text})), '^(tel|sips?|mailto):', '')"
    user = rf"regexp_replace({bare}, '^(\+?[0-9]{{6,}})[@;].*$', '\1')"
    joined = (
        f"(case when regexp_full_match({user}, '{_PHONE}')"
        f" then translate({user}, ' ()./-', '') else {user} end)"
    )
    # Most identifiers are in normal form already, and the rest of this is dear.
    normal = (
        f"(case when regexp_full_match({text}, '{_NORMAL}') then {text}"
        f" when regexp_full_match({text}, '{_DAMAGED}')"
        f" or list_contains({_WITHHELD}, lower(trim({text})))"
        f" or regexp_matches({text}, '{_MASKED}') then null else {joined} end)"
    )
    return f"to_base64(unhex(substr(sha256($secret || {normal}), 1, {_HEX_DIGITS})))"


def key_cell(hashed: str) -> str:
    """Return SQL that marks a keyed hash, so that `kept_customer_cell` takes it for one."""
    return f"('{_KEY}' || {hashed})"


def kept_customer_cell(cell: str) -> str:
    """Return SQL for the keyed hash in a cell that `key_cell` has marked; an error for others."""
    return (
        f"(case when {cell} is null or starts_with({cell}, '{_KEY}')"
        f" then substr({cell}, {len(_KEY) + 1})"
        " else error('customer must be a column that is declared personal') end)"
    )


def _trimmed(cell: str, kind: str) -> str:
    return f"nullif(trim({cell}), '')" if kind == "VARCHAR" else cell
