"""The first page of a pack on paper, where everything that it can say is said."""

import re
import shutil
import subprocess

import pytest

from cjm_tui.domain.report import (
    Bar,
    Bars,
    Bullets,
    Pack,
    Paragraph,
    Run,
    Section,
    Subheading,
    Tile,
    Tiles,
)
from cjm_tui.paper.html import html

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
LONGEST = (
    "Needs: 1,755 of 6,521 contacts with a need that failed, 26.9% [25.9–28.0]: mostly IVR (464), Agent "
    "call (179), Set-up call (162) and 14 more; 0.7% would be back by chance, as in the 7 days that ended "
    "a week before, which leaves 26.2 points [25.1 … 27.3]; 1,145 more cannot be judged"
)


def first_page(kinds):
    # Only a pitfall's finding takes three lines.
    pitfall, said = (Run(LONGEST),), (Run(LONGEST[:180]),)
    bars = Bars("Share", tuple(Bar(name, 25.0, "2 · 25%", 80.0, "typical") for name in "abcd"))
    blocks = [Tiles((Tile("of our KPIs are outputs", Run("44%"), said[:0]),) * 6), bars]
    blocks.append(Paragraph((Run("36 points fewer outputs than the typical 80%."),)))
    for kind in range(kinds):
        one = said if kind else pitfall
        rest = (Run("and 3 more, in the section below"),)
        blocks += [Subheading((Run("Green outside, red inside"),)), Bullets((one, one, rest))]
    section = Section("page", "In five minutes", tuple(blocks))
    return Pack("What we measure", "Broadband", ("Data until Fri 20 Nov",) * 3, "", (section,), ())


def sheets(pack, folder):
    page, printed = folder / "pack.html", folder / "pack.pdf"
    page.write_text(html(pack))
    subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={printed}", page.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes()))


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
def test_the_page_for_five_minutes_is_one_sheet_and_the_rest_begins_on_the_next(tmp_path):
    assert sheets(first_page(5), tmp_path) == 2
    assert sheets(first_page(12), tmp_path) > 2, "that it does not fit would be seen"
