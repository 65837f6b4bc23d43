"""What the terminal sends, read whatever it is: a latin-1 terminal's é must not end the app.

Textual 8.2.8 reads keys as strict UTF-8 and gives up at the first other byte; this rests on where
it looks the decoder up, which is one more reason why its version is pinned.
"""

from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Callable
from functools import partial

from textual.drivers import linux_driver


def _replacing(encoding: str) -> Callable[[], IncrementalDecoder]:
    """Return a maker of decoders that give � for what is no text."""
    return partial(getincrementaldecoder(encoding), errors="replace")


def read_any_bytes() -> None:
    """Have the terminal's driver replace bytes that are not UTF-8."""
    vars(linux_driver)["getincrementaldecoder"] = _replacing
