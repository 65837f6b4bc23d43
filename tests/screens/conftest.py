"""Pictures without the web font that Rich would link to: they need nothing from elsewhere."""

import re
from functools import partialmethod

import pytest
from rich.console import CONSOLE_SVG_FORMAT, Console

OFFLINE_SVG = re.sub(r"\s*@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)


@pytest.fixture(autouse=True)
def _pictures_without_a_web_font(monkeypatch):
    offline = partialmethod(Console.export_svg, code_format=OFFLINE_SVG)
    monkeypatch.setattr(Console, "export_svg", offline)
