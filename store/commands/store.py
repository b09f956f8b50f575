"""`flask store`: backups of everything, putting one back, and looking whether what is kept is sound."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from narratives.errors import MurmurationError
from store.audit import Entry, audit_of, stamp
from store.audit_checks import verify
from store.backup import DAYS_KEPT, Backup, make_backup, size_of
from store.backup_key import make_key, read_secret
from store.backup_parts import list_organisations_kept, list_sources, problem_of
from store.organisations import settings_of
from store.restoring import STAGING, Opened, Restored, finish, list_disabled, open_backup, restore
from store.retention import expire_all

_Folder = click.Path(file_okay=False, path_type=Path)
_File = click.Path(exists=True, dir_okay=False, path_type=Path)
_KEY_HELP = "The key file that `flask store key` wrote."


@click.group("store")
def store_cli() -> None:
    """Back everything up, put a backup back, and look whether what is kept is sound."""


@store_cli.command("key")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--no-passphrase", is_flag=True, help="For a key that lies in a safe or a vault anyway.")
@with_appcontext
def key_command(file: Path, no_passphrase: bool) -> None:
    """Make the key of backups: the secret half into FILE, to be kept away from the server; the public one is printed.

    Whoever has FILE, and its passphrase, can read every backup. Without it no backup can be opened by anybody.
    """
    passphrase = "" if no_passphrase else click.prompt("Passphrase", hide_input=True, confirmation_prompt=True)
    with _sentences():
        made = make_key(passphrase)
        try:
            with file.open("xb") as opened:
                file.chmod(0o600)
                opened.write(made.file)
        except OSError as error:
            raise click.ClickException(f"{file} cannot be written ({error.strerror}). Choose a new file.") from error
    click.echo(f"The key is in {file}. Move it away from the server, twice, and try it with: flask store check BACKUP")
    click.echo(f"MURMURATION_BACKUP_KEY={made.public}")


@store_cli.command("backup")
@click.argument("folder", type=_Folder)
@click.option(
    "--keep",
    "days",
    type=click.IntRange(1, 366),
    default=DAYS_KEPT,
    show_default=True,
    metavar="DAYS",
    help="Delete older backups in the folder; what a teller took out is gone from all of them then.",
)
@click.option("--without-keys", is_flag=True, help="Leave out secret.key, the keys of cases and audit, and of sealing.")
@with_appcontext
def backup_command(folder: Path, days: int, without_keys: bool) -> None:
    """Back up every organisation into a sealed file in FOLDER, while the server runs.

    Safe to repeat, to interrupt and to kill.
    """
    settings, keys = _settings(), not without_keys
    with (
        _sentences(),
        click.progressbar(length=size_of(settings, keys=keys), label="Backing up", file=sys.stderr) as bar,
    ):
        made = make_backup(settings, folder, datetime.now(UTC), keys=keys, days_kept=days, progress=bar.update)
    _record(settings, "store.backed-up", made.path.name)
    click.echo(_told(made))
    for name in made.deleted:
        click.echo(f"Deleted {name}, made more than {days} days ago.")
    if without_keys:
        click.echo("The keys are not in it: without them, kept elsewhere, it cannot be restored.")


@store_cli.command("restore")
@click.argument("file", type=_File)
@click.option("--key", "key_file", type=_File, required=True, help=_KEY_HELP)
@with_appcontext
def restore_command(file: Path, key_file: Path) -> None:
    """Put the backup FILE in the place of what is there, which is set aside. Stop web process and worker first.

    What tellers took out since stays out. Nothing is touched before all of the backup was looked at; safe to kill.
    """
    settings = _settings()
    with _sentences():
        if finish(settings):
            click.echo("A restore that was broken off is finished now. Run this again to restore another backup.")
            return
        disabled = list_disabled(settings.accounts_path)
        opened = _opened(settings, file, key_file)
        click.echo(_whose(opened))
        done = restore(settings, opened, datetime.now(UTC), lambda db: expire_all(db, date.today(), sure=True))
    _say_restored(done)
    _say_accounts(disabled - list_disabled(settings.accounts_path))
    _record(settings, "store.restored", opened.made_at)
    _say_audits(settings)


@store_cli.command("check")
@click.argument("file", type=_File, required=False)
@click.option("--key", "key_file", type=_File, help=_KEY_HELP)
@with_appcontext
def check_command(file: Path | None, key_file: Path | None) -> None:
    """Look whether every store is sound, or whether the backup FILE can be restored. Changes nothing; status 1 if not.

    A backup is opened, which needs its key: do that on a machine where the key may lie.
    """
    settings = _settings()
    if file is not None:
        if key_file is None:
            raise click.ClickException("A backup is opened with its key: give --key FILE.")
        with _sentences():
            try:
                opened = _opened(settings, file, key_file)
            finally:
                clear_staging(settings)
        click.echo(f"{_whose(opened)} All {len(opened.names)} parts of it are whole.")
        return
    problems = [
        f"{one.path}: {found}" for one in list_sources(settings) if one.is_store and (found := problem_of(one.path))
    ]
    for problem in problems:
        click.echo(problem, err=True)
    if not problems:
        click.echo(f"All {sum(one.is_store for one in list_sources(settings))} stores are sound.")
    whole = _say_audits(settings)
    if problems or not whole:
        sys.exit(1)


def clear_staging(settings: Any) -> None:
    """Delete what was unpacked to look at it."""
    shutil.rmtree(Path(settings.data) / STAGING, ignore_errors=True)


def _opened(settings: Any, file: Path, key_file: Path) -> Opened:
    keys = read_secret(key_file.read_bytes(), lambda: click.prompt("Passphrase of the key", hide_input=True))
    with click.progressbar(length=file.stat().st_size, label="Opening", file=sys.stderr) as bar:
        try:
            return open_backup(settings, file, keys, Path(settings.data) / STAGING, bar.update)
        except MurmurationError:
            clear_staging(settings)
            raise


def _told(made: Backup) -> str:
    size = made.path.stat().st_size / 1e6
    return (
        f"{made.path}: {made.stories:,} stories of {len(made.manifest['stories'])} organisations, "
        f"{len(made.manifest['parts'])} files, {size:,.1f} MB, sealed."
    )


def _whose(opened: Opened) -> str:
    by = {
        True: "by this deployment",
        None: "by a deployment whose secret it brings along",
        False: "by SOMEBODY ELSE: its seal is not of this deployment's secret. Do not use it unless you know why",
    }[opened.is_ours]
    return f"The backup was made on {opened.made_at} {by}. It holds {opened.stories:,} stories."


def _say_restored(done: Restored) -> None:
    click.echo(f"Restored {', '.join(done.organisations)}: {done.stories:,} stories.")
    click.echo(f"{done.withdrawn_again:,} that were withdrawn since the backup was made are taken out again.")
    click.echo(f"{done.held_again:,} that were held back, narrowed or corrected since are held back again.")
    click.echo(
        "Everybody has to sign in again. Roles, and what was done about alerts and cases, are as they were then."
    )
    if done.replaced is not None:
        click.echo(f"What was there before is in {done.replaced}. Delete that folder when all is well.")


def _say_accounts(names: set[str]) -> None:
    if names:
        click.echo(f"Switched off since the backup, and on again now: {', '.join(sorted(names))}. Switch them off.")


def _say_audits(settings: Any) -> bool:
    whole = True
    for slug in list_organisations_kept(settings.data):
        own = settings_of(settings, slug)
        if not own.audit_path.exists():
            continue
        with _sentences(), _audit(own) as audit:
            verdict = verify(audit)
        whole &= verdict.is_whole
        said = "is whole" if verdict.is_whole else "is NOT whole: see docs/audit.md"
        click.echo(f"The record of {slug} {said}, {verdict.rows:,} rows.", err=not verdict.is_whole)
        for finding in verdict.findings:
            click.echo(f"  {finding.sentence}", err=True)
    return whole


def _record(settings: Any, action: str, subject: str) -> None:
    """In every organisation's record: their stories were copied, or put back."""
    for slug in list_organisations_kept(settings.data):
        with _sentences(), _audit(settings_of(settings, slug)) as audit:
            audit.append(Entry(stamp(datetime.now(UTC)), "", "", action, subject))


@contextmanager
def _audit(settings: Any) -> Iterator[Any]:
    audit = audit_of(settings)
    try:
        yield audit
    finally:
        audit.close()


@contextmanager
def _sentences() -> Iterator[None]:
    """What goes wrong as one sentence, and not as a page of code."""
    try:
        yield
    except MurmurationError as error:
        raise click.ClickException(str(error)) from error


def _settings() -> Any:
    return current_app.config["SETTINGS"]
