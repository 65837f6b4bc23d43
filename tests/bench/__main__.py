"""`make bench`: start-up beside a bare app, the import beside a plain read, boards beside SQL."""

import argparse
import subprocess
import sys


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="5000000", help="interactions of the import benchmark")
    parser.add_argument("--board-rows", default="20000000", help="those of the boards' database")
    options = parser.parse_args()
    for module, words in (
        ("tests.bench.terminal_bench", []),
        ("tests.bench.import_bench", ["--rows", options.rows]),
        ("tests.bench.board_bench", ["--rows", options.board_rows]),
        ("tests.bench.ivr_bench", []),
        ("tests.bench.audit_bench", ["--rows", options.board_rows]),
        ("tests.bench.action_edits", []),
    ):
        print(f"\n== {module}", flush=True)
        subprocess.run([sys.executable, "-m", module, *words], check=True)


if __name__ == "__main__":
    main()
