"""Options that would be ignored are refused: nobody is to take an answer for another one."""

from collections.abc import Collection

import click
from click.core import ParameterSource

from cjm_tui.errors import UsageError


def refuse_ignored(what: str, takes: Collection[str]) -> None:
    """Refuse each option of the command line that is not among the names that `what` takes.

    Raises UsageError naming the option and what would ignore it.
    """
    context = click.get_current_context()
    for option in context.command.params:
        name = option.name or ""
        given = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if given and isinstance(option, click.Option) and name not in takes:
            raise UsageError(
                f"{option.opts[0]} does not apply to {what}.",
                hint=f"`{context.command_path} --help` says what goes with what.",
            )
