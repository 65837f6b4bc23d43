"""`cjm init` and `cjm settings`: an empty database, and what the site has decided."""

import click

from cjm_tui.cli.output import say, say_json, table_lines
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.config import machine_timezone
from cjm_tui.services import settings as service


@click.command()
@click.option("--timezone", help="The site's time zone  [default: this machine's].")
@pass_session
def init(session: Session, timezone: str | None) -> None:
    """Make an empty database; its time zone is fixed from the first import on."""
    zone = timezone or machine_timezone()
    service.init(session.path, zone, session.clock)
    say(f"Made {session.path} for a site in {zone}.")
    if timezone is None:
        say(
            "Another time zone? Delete it and say cjm init --timezone ZONE before the first import."
        )
    say("Next: cjm import FILE …")


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def settings(ctx: click.Context, as_json: bool) -> None:
    """Show what the site has decided, or change it with `set`."""
    if ctx.invoked_subcommand is not None:
        return
    session: Session = ctx.obj
    lines = service.listing(session.database)
    if as_json:
        say_json({line.key: line.value for line in lines})
        return
    rows = [(line.key, line.text, line.meaning) for line in lines]
    for text in table_lines(("setting", "value", "what it decides"), rows):
        say(text)


@settings.command("set")
@click.argument("key")
@click.argument("value")
@click.option("--why", default="", help="The reason, kept in the change log.")
@pass_session
def set_setting(session: Session, key: str, value: str, why: str) -> None:
    """Change a setting for everybody; who, when, old, new and why go to the change log."""
    changed = service.change(session.database, session.catalog, key, value, why)
    if changed.old == changed.new:
        say(f"{changed.key} is {changed.new} already.")
    else:
        say(f"{changed.key}: {changed.old} → {changed.new}")
