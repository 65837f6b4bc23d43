"""The command's entry: options before the name, and the one place where errors become text."""

import errno
import os
import sys
from pathlib import Path
from types import TracebackType

import click

from cjm_tui import __version__
from cjm_tui.cli.commands import COMMANDS
from cjm_tui.cli.output import note, prepare_streams
from cjm_tui.cli.session import Session
from cjm_tui.domain.text import shown_lines
from cjm_tui.errors import CjmError, ExitCode

_INTERRUPTED = 130


class _LazyCommands(click.Group):
    """A group whose commands are imported when they are named: the app's first paint is near."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  the same
        load = COMMANDS.get(cmd_name)
        return load() if load else None


@click.group(
    cls=_LazyCommands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 fine, 1 unforeseen, 2 usage, 3 rows quarantined, 4 a file refused, "
    "5 database busy, 6 query failed, 7 query timed out, "
    "8 a gate refuses, naming what is missing; `cjm check`: 10 attention, 20 data is lacking.",
)
@click.option("--db", type=click.Path(path_type=Path), help="The database (or CJM_DB).")
@click.option(
    "--as-of",
    help="Fix the clock: 2026-11-20T09:00 (UTC, or with an offset); a date is its end at the site. "
    "Or CJM_NOW.",
)
@click.version_option(__version__, prog_name="cjm")
@click.pass_context
def cjm(ctx: click.Context, db: Path | None, as_of: str | None) -> None:
    """Show the customer journey as stages and touchpoints with live scores.

    Without a command: open the terminal app (over a pipe: print the journey map).
    """
    ctx.obj = Session(database_path=db, as_of=as_of)
    if ctx.invoked_subcommand is None:
        from cjm_tui.cli.open_app import open_or_print

        open_or_print(ctx.obj, ctx.obj.path)


def _report_unforeseen(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    import traceback  # 10 ms that only a bug pays

    text = "".join(traceback.format_exception(kind, error, trace))
    print(shown_lines(text), file=sys.stderr)


def _give_up_stdout() -> None:
    """Let nothing be flushed into it at exit: Python would complain once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """Run the command and exit with its code; see docs/cli.md."""
    prepare_streams()
    sys.excepthook = _report_unforeseen
    try:
        code = cjm.main(standalone_mode=False)
        sys.stdout.flush()
    except CjmError as error:
        note(f"cjm: {error.message}")
        if error.hint:
            note(f"     {error.hint}")
        code = error.exit_code
    except click.ClickException as error:
        note(f"cjm: {error.format_message()}")
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        code = _INTERRUPTED
    except BrokenPipeError:  # the reader (head, less) has gone
        _give_up_stdout()
        code = ExitCode.OK
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _give_up_stdout()
        note("cjm: The output cannot be written: no space is left there.")
        code = ExitCode.UNFORESEEN
    sys.exit(int(code or ExitCode.OK))
