"""`flask demo`: an organisation to try the platform with."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, date, datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from narratives.errors import BusyError
from store.accounts import Role, add_account, list_accounts
from store.boundaries import add_boundaries, list_areas
from store.collections import add_collection
from store.commands.demo_cases import add_cases
from store.commands.settings import account_store, organisation, story_store
from store.database import Database
from store.demo import PROBATION, STREETS, build_demo, demo_boundaries, demo_framework, stream
from store.demo_doings import add_doings
from store.demo_event import seed_event
from store.demo_moderated import SCHOOL, add_moderated
from store.demo_together import add_objective, add_sense
from store.frameworks import add_framework
from store.intake import Intake
from store.narratives import count_narratives, import_narratives, source_hashes
from store.objectives import list_objectives
from store.organisations import set_two_step

_OFFICER = "officer"
# Printed by ./run for the demo organisation alone; a real organisation adds its own accounts.
_SIGN_INS = (
    ("manager", "Maya Okafor", Role.MANAGER),
    (_OFFICER, "Owen Price", Role.PRACTITIONER),
    ("moderator", "Mina Shah", Role.MODERATOR),
    ("safeguarding", "Sana Malik", Role.SAFEGUARDING),
    ("admin", "Ade Lewis", Role.ADMINISTRATOR),
    ("member", "Mo Evans", Role.MEMBER),
)
_PASSWORDS = "demo-sign-ins.txt"


@click.group("demo")
def demo_cli() -> None:
    """Fill and feed the demo organisation."""


@demo_cli.command("seed")
@with_appcontext
def seed_command() -> None:
    """Store the demo's frameworks, collections, stories and sign-ins. Safe to repeat: what is there stays."""
    with story_store() as db:
        for demo in build_demo(date.today()):
            # A demo seeded on an earlier day keeps its dates.
            if count_narratives(db, demo.collection.id):
                click.echo(f"{demo.collection.title}: the stories are there already")
                continue
            add_framework(db, demo.framework)
            add_collection(db, demo.collection)
            if demo.collection == STREETS and not list_objectives(db, STREETS.id):
                add_objective(db, date.today())
            known = source_hashes(db, demo.collection.id, "demo")
            done = import_narratives(db, demo.collection, demo.framework, demo.narratives, known)
            click.echo(f"{demo.collection.title}: {done.stored} stories stored")
            if demo.collection == STREETS:
                add_doings(db, date.today())
                add_sense(db, demo.framework, date.today())
        if not list_areas(db):
            add_boundaries(db, demo_boundaries(), "Harbour Town is invented, and so are its boundaries")
        told = seed_event(db, date.today())
        if told:
            click.echo(f"The day centre closed: {told} accounts of an event stored")
        _tell_moderated(db)
    _add_sign_ins()
    add_cases(_officer(), PROBATION.id, [group.name for group in PROBATION.groups], PROBATION.k)


def _tell_moderated(db: Database) -> None:
    settings = current_app.config["SETTINGS"]
    intake = Intake(str(settings.stories_path), settings.secret)
    try:
        told = add_moderated(db, intake, datetime.now(UTC))
    finally:
        intake.close()
    if told:
        click.echo(f"{SCHOOL.title}: {told} stories told, of which some wait for a moderator")


def _officer() -> str:
    with account_store() as db:
        return next(account.id for account in list_accounts(db, organisation()) if account.username == _OFFICER)


def _add_sign_ins() -> None:
    path = current_app.config["SETTINGS"].organisation_dir / _PASSWORDS
    with account_store() as db:
        if {account.username for account in list_accounts(db, organisation())} >= {one[0] for one in _SIGN_INS}:
            return
        set_two_step(db, organisation(), "offered")  # to try the platform, a password is enough
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        for username, name, role in _SIGN_INS:
            add_account(db, username=username, name=name, password=password, role=role, organisation=organisation())
    path.touch(mode=0o600)
    path.write_text(password, encoding="utf-8")


@demo_cli.command("sign-ins")
@with_appcontext
def sign_ins_command() -> None:
    """Print the demo's usernames and their password, made when the demo was seeded."""
    path = current_app.config["SETTINGS"].organisation_dir / _PASSWORDS
    if not path.exists():
        raise click.ClickException("There is no demo here yet. Make it with: flask demo seed")
    password = path.read_text(encoding="utf-8")
    for username, name, role in _SIGN_INS:
        click.echo(f"  {username:10} {password}   {role.value} ({name})")


@demo_cli.command("stream")
@click.option(
    "--pace", type=click.FloatRange(min=0.1, max=6000), default=12.0, show_default=True, help="Stories a minute."
)
@click.option("--count", type=click.IntRange(1), default=None, help="Stop after so many; by default on Ctrl-C.")
@with_appcontext
def stream_command(pace: float, count: int | None) -> None:
    """Tell live stories in the open demo collection, at a given pace."""
    settings = current_app.config["SETTINGS"]
    framework = demo_framework(STREETS)
    with story_store() as db:
        if not count_narratives(db, STREETS.id):
            raise click.ClickException("There is no demo here yet. Make it with: flask demo seed")
    intake = Intake(str(settings.stories_path), settings.secret)
    told = 0
    try:
        for narrative in stream(date.today(), secrets.randbits(32)):
            try:
                intake.submit(STREETS, framework, narrative, secrets.token_hex(16))
            except BusyError as error:
                click.echo(str(error), err=True)
            else:
                told += 1
                click.echo(f"\r{told} told", nl=False)
            if told == count:
                break
            time.sleep(60 / pace)
    except KeyboardInterrupt:
        pass
    finally:
        intake.close()
        click.echo(f"\r{told} stories told in {STREETS.title}.")
