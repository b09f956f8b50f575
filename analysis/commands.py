"""`flask analysis`: the worker, once or for good, and what it would have raised."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any

import click
from flask import current_app
from flask.cli import with_appcontext

from analysis.delivery_commands import deliver_command, ways_of_sending
from analysis.promise_commands import power_command, promise_command
from analysis.reading_commands import collection_to_read

if TYPE_CHECKING:  # the web process loads this module, and must never load the models
    from analysis.embedding_library import Loader
    from analysis.pipeline import Worker
    from store.database import Database

PROGRESS_SECONDS = 5.0
TEXTS_A_PASS = 640  # some twenty seconds of embedding, after which stories that came meanwhile have their turn


@click.group("analysis")
def analysis_cli() -> None:
    """Embed stories, find themes, measure temperature, raise alerts."""


analysis_cli.add_command(promise_command)
analysis_cli.add_command(power_command)
analysis_cli.add_command(deliver_command)


@analysis_cli.command("run")
@with_appcontext
def run_command() -> None:
    """Bring the analysis up to date with the stored stories, once.

    Safe to repeat, to interrupt and to run beside another worker: what is done is skipped.
    """
    from analysis.watch import run_until_done
    from store.commands.settings import story_store

    with story_store() as db:
        report = run_until_done(_worker(db, Event()), time.sleep)
    click.echo(report.sentence())
    if report.busy:
        click.echo(f"Left to another worker, which is still at it: {', '.join(sorted(set(report.busy)))}")


@analysis_cli.command("watch")
@with_appcontext
def watch_command() -> None:
    """Keep every organisation's analysis up to date, and deliver alerts, until stopped with Ctrl-C or SIGTERM.

    Safe to kill at any point: the next start goes on where it was.
    """
    from analysis.embedding_turns import Turns
    from analysis.served import Served, SharedLoader
    from analysis.watch import watch

    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    settings: Any = current_app.config["SETTINGS"]
    load, turns = SharedLoader(_loader(settings)), Turns()

    def worker_of(db: Database) -> Worker:
        made = _worker(db, stop, load)
        made.library.turns, made.texts_a_pass = turns, TEXTS_A_PASS
        return made

    click.echo("Watching for stories. Ctrl-C stops.")
    with Served(settings, worker_of, ways_of_sending, stop, click.echo) as served:
        watch(served.turns, settings.poll_seconds, stop)
    click.echo("Stopped.")


@analysis_cli.command("status")
@with_appcontext
def status_command() -> None:
    """Say what is done, what is waiting and which model is in use."""
    from analysis.status import describe_status
    from store.commands.settings import story_store

    with story_store() as db:
        click.echo("\n".join(describe_status(db, date.today())))


@analysis_cli.command("backtest")
@click.argument("collection_id", metavar="COLLECTION")
@click.option("--from", "first", metavar="DATE", help="The first day to replay, as YYYY-MM-DD.")
@click.option("--to", "last", metavar="DATE", help="The last day to replay; by default the last with a story.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def backtest_command(collection_id: str, first: str | None, last: str | None, as_json: bool) -> None:
    """Replay the stored stories of COLLECTION in date order as if live, and print the alerts.

    Changes nothing.
    """
    from analysis.replay import backtest
    from analysis.replay_report import backtest_lines

    begin, end = _day("--from", first), _day("--to", last)
    if begin is not None and end is not None and begin > end:
        raise click.ClickException(f"--from {first} is after --to {last}. Swap them.")
    with collection_to_read(collection_id) as (db, collection, framework, model_id):
        progress = _Progress("replayed", "stories", err=True)
        found = backtest(db, collection, framework, first=begin, last=end, model_id=model_id, progress=progress)
    lines = [json.dumps(found.to_json(), ensure_ascii=False)] if as_json else backtest_lines(found, framework)
    click.echo("\n".join(lines).rstrip())


def _loader(settings: Any) -> Loader:
    from models.embedding import load_embedder

    return partial(load_embedder, folder=settings.models_path)


def _worker(db: Database, stop: Event, load: Loader | None = None) -> Worker:
    from analysis.embedding import Library, model_setting
    from analysis.pipeline import Worker

    settings: Any = current_app.config["SETTINGS"]
    load = load or _loader(settings)
    library = Library(model_setting(settings.model), settings.threads, load, settings.embedding_backend)
    return Worker(
        db,
        library,
        now=lambda: datetime.now(UTC),
        today=date.today,
        stop=stop.is_set,
        progress=_Progress("embedded", pace=lambda: library.per_second),
    )


class _Progress:
    """Says every few seconds how far a long backlog has come, and how long the rest will take."""

    def __init__(
        self, done: str, things: str = "", *, err: bool = False, pace: Callable[[], float] = lambda: 0.0
    ) -> None:
        self._verb, self._things, self._err, self._pace = done, things and f" {things}", err, pace
        self._began = self._said = time.monotonic()
        self._last = 0

    def __call__(self, done: int, of: int) -> None:
        now = time.monotonic()
        if done < self._last:  # another pass
            self._began = now
        self._last = done
        if now - self._said < PROGRESS_SECONDS:
            return
        self._said = now
        # Whoever knows the pace of late is believed: what was done before a pause says nothing about the rest.
        left = (of - done) / (self._pace() or max(done, 1) / (now - self._began))
        time_left = f"{left / 60:.0f} minutes" if left >= 90 else f"{left:.0f} seconds"
        click.echo(f"  {self._verb} {done:,} of {of:,}{self._things}, about {time_left} left", err=self._err)


def _day(option: str, typed: str | None) -> date | None:
    if typed is None:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise click.ClickException(f"{option} is {typed!r}. Give a date as YYYY-MM-DD.") from error
