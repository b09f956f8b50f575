"""`flask audit`: the head to copy to paper, and whether anything was changed, cut out or cut off."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import with_appcontext

from store.audit import Audit, AuditKeyError, AuditUnwritableError, audit_of
from store.audit_checks import head_in_words, read_head, verify


@click.group("audit")
def audit_cli() -> None:
    """Who read and changed what, and whether the record of it is whole."""


@audit_cli.command("head")
@with_appcontext
def head_command() -> None:
    """Print where the audit ends, to be kept on paper or sent to somebody: `flask audit verify --head` takes it."""
    with _opened() as audit:
        last = audit.last()
    click.echo(head_in_words(last) if last else "The audit has no row yet.")


@audit_cli.command("verify")
@click.option("--head", "given", metavar="SEQ:CODE", help="A head that was copied earlier: what `head` printed then.")
@with_appcontext
def verify_command(given: str | None) -> None:
    """Go through the whole audit and say what is wrong with it. Changes nothing; exit status 1 when something is."""
    head = None if given is None else read_head(given)
    if given is not None and head is None:
        raise click.ClickException("That is no head. Give the number, a colon and at least 16 digits of the code.")
    with _opened() as audit:
        verdict = verify(audit, head)
    if verdict.is_whole:
        click.echo(f"The audit is whole: {verdict.rows:,} rows, each as it was written, and none is missing.")
        if verdict.head:
            click.echo(f"Its head is {head_in_words(verdict.head)}")
        return
    click.echo(f"The audit is NOT whole. Of {verdict.rows:,} rows:", err=True)
    for finding in verdict.findings:
        click.echo(f"  {finding.sentence}", err=True)
    click.echo("Keep the files as they are and read docs/audit.md, When it is not whole.", err=True)
    sys.exit(1)


@contextmanager
def _opened() -> Iterator[Audit]:
    try:
        audit = audit_of(current_app.config["SETTINGS"])
    except (AuditKeyError, AuditUnwritableError) as error:
        raise click.ClickException(str(error)) from error
    try:
        yield audit
    finally:
        audit.close()
