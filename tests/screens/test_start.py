"""What must not be there before the first paint."""

import subprocess
import sys


def test_app_imports_neither_database_nor_frames():
    code = (
        "import cjm_tui.app, sys;"
        "print([m for m in ('duckdb', 'polars', 'pyarrow', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
