"""Write the generated pages of the docs."""

from tests.reference.pages import PAGES, ROOT

for name, page in PAGES.items():
    (ROOT / "docs" / name).write_text(page())
    print(f"docs/{name}")
