import pytest

from tests.reference.pages import PAGES, ROOT


@pytest.mark.parametrize("name", PAGES)
def test_the_generated_page_says_what_the_code_does(name):
    written = (ROOT / "docs" / name).read_text()
    assert written == PAGES[name](), "run: python -m tests.reference"


def test_every_command_setting_table_and_column_is_described():
    from tests.reference import pages

    assert "| None |" not in pages.data_page()
    for line in pages.data_page().splitlines():
        assert not line.endswith("|  |"), line
