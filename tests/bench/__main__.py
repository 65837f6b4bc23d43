"""`make bench`: start-up and bytes beside a bare app, then the import beside a plain read."""

import argparse
import subprocess
import sys


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="5000000", help="interactions of the import benchmark")
    options = parser.parse_args()
    for module, words in (
        ("tests.bench.terminal_bench", []),
        ("tests.bench.import_bench", ["--rows", options.rows]),
    ):
        print(f"\n== {module}", flush=True)
        subprocess.run([sys.executable, "-m", module, *words], check=True)


if __name__ == "__main__":
    main()
