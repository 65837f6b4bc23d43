"""Untrusted text: what comes from files, queries and errors, made safe to store, show and export.

The same rule serves all three layers: control characters (C0, DEL, C1) and the characters that
re-order or hide text (Unicode bidi controls and isolates) never reach a terminal.
"""

import re

REPLACEMENT = "�"

# C0 without tab and newline, DEL, C1; then the bidi marks, embeddings, overrides and isolates,
# the line and paragraph separators, the byte-order mark, lone surrogates and tag characters.
_BIDI = (
    "\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
_UNSAFE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BIDI}]")
_UNSAFE_ON_ONE_LINE = re.compile(f"[\x00-\x1f\x7f-\x9f{_BIDI}]")

# The same set for DuckDB's RE2, which writes code points as \\x{…}; used while staging imports.
UNSAFE_RE2 = (
    r"[\x{00}-\x{08}\x{0b}-\x{1f}\x{7f}-\x{9f}\x{061c}\x{200e}\x{200f}\x{2028}\x{2029}"
    r"\x{202a}-\x{202e}\x{2066}-\x{2069}\x{feff}\x{e0000}-\x{e007f}]"
)

_AT_DOMAIN = re.compile(r"@[\w-]+(?:\.[\w-]+)+")
_MAILBOX = re.compile(r"[\w.+-]")
_LONG_NUMBER = re.compile(r"\+?\d(?:[\s()./-]{0,2}\d){5,}")
# The same two for DuckDB's RE2, whose classes know ASCII only.
EMAIL_RE2 = r"[\p{L}\p{N}_.+-]+@[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+"
LONG_NUMBER_RE2 = r"\+?\p{Nd}(?:[\s()./-]{0,2}\p{Nd}){5,}"
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
_PLAIN_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\Z")


def stored(text: str) -> str:
    """Replace control and bidi characters, keeping tabs and newlines: the form that is stored."""
    return _UNSAFE.sub(REPLACEMENT, text)


def shown(text: str) -> str:
    """Return the text on one line without any character that could act on a terminal."""
    folded = text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
    return _UNSAFE_ON_ONE_LINE.sub(REPLACEMENT, folded)


def shown_lines(text: str) -> str:
    """Return the text with its newlines, and without any character that could act on a terminal."""
    return _UNSAFE.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\t", "    "))


def masked(text: str) -> str:
    """Mask e-mail addresses and numbers of six or more digits, as in verbatims."""
    return _LONG_NUMBER.sub("[number]", _without_addresses(text))


def _without_addresses(text: str) -> str:
    """Mask e-mail addresses, in time that grows with the text's length even in one long word."""
    parts, done = [], 0
    for domain in _AT_DOMAIN.finditer(text):
        begin = domain.start()
        while begin > done and _MAILBOX.match(text, begin - 1):
            begin -= 1
        if begin < domain.start():
            parts += [text[done:begin], "[e-mail]"]
            done = domain.end()
    return "".join([*parts, text[done:]])


def defused_cell(text: str) -> str:
    """Return a CSV cell that a spreadsheet will not run as a formula; plain numbers stay."""
    if text.startswith(_FORMULA_START) and not _PLAIN_NUMBER.match(text):
        return "'" + text
    return text
