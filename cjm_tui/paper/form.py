"""The forms in which the executive pack is written, and which one a file's name asks for."""

from enum import StrEnum
from pathlib import PurePath

from cjm_tui.domain.report import Pack
from cjm_tui.paper.html import html
from cjm_tui.paper.markdown import markdown


class Form(StrEnum):
    """How the pack is written."""

    MARKDOWN = "markdown"
    HTML = "html"


def form_of(name: str) -> Form:
    """Return the form that a file's ending asks for: HTML for .html and .htm, else Markdown."""
    ending = PurePath(name).suffix.lower()
    return Form.HTML if ending in (".html", ".htm") else Form.MARKDOWN


def written(pack: Pack, form: Form) -> str:
    """Return the pack as text; the same pack gives the same text."""
    return html(pack) if form is Form.HTML else markdown(pack)
