"""`python -m cjm_tui` is `cjm`."""

from cjm_tui.cli import main

if __name__ == "__main__":
    main()
