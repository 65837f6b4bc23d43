"""`cjm backup` and `cjm restore`: a copy in one file while others work, and the way back."""

from pathlib import Path

import click

from cjm_tui import locations
from cjm_tui.cli.output import note, say
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain import display
from cjm_tui.store.backup import Contents


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-key", is_flag=True, help="Also FILE.key, by which customers are recognised.")
@click.option("--replace", is_flag=True, help="Take the place of an older FILE.")
@pass_session
def backup(session: Session, file: Path, *, with_key: bool, replace: bool) -> None:
    """Copy the database to FILE while others work; it is opened once to see that it is whole.

    Without --with-key the copy does not have the key that hashes customers: keep that elsewhere,
    for without it no import recognises them.
    """
    from cjm_tui.store.backup import back_up

    made = back_up(session.database, file, with_key=with_key, replace=replace)
    say(f"{made.path}: {_held(made.contents)}")
    if made.key:
        say(f"{made.path}.key: the key that hashes customers. Let nobody else read it.")
    else:
        note(
            f"The key is not in it: keep {session.database.path}.key elsewhere, or add --with-key."
        )
    own = locations.site_queries(session.database.path)
    if own.is_dir():
        note(f"Not in it either: the site's own queries in {own}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Put the database that is there aside.")
@pass_session
def restore(session: Session, file: Path, *, replace: bool) -> None:
    """Put a copy of the backup FILE in the place of the database; open sessions show it at once.

    A database that is there stays: without --replace nothing is done, with it the old one is put
    aside under another name.
    """
    from cjm_tui.store.backup import restore as put_back

    done = put_back(session.database, file, replace=replace)
    say(f"{session.database.path}: {_held(done.contents)}")
    if done.aside is not None:
        say(f"What was there is {done.aside} now.")
    if not done.key:
        note(f"No key came with it: {session.database.path}.key must be the one it was made with.")


def _held(contents: Contents) -> str:
    batches = display.counted(contents.batches, "file")
    legs = display.counted(contents.interactions, "interaction")
    return f"{contents.size / 1e6:,.1f} MB, {legs} of {batches}"
