"""`flask analysis promise` and `flask analysis power`: is the promise kept, and how soon is a shift noticed?"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from typing import Any

import click
from flask.cli import with_appcontext

from analysis.reading_commands import collection_to_read


@click.command("promise")
@click.argument("collection_id", metavar="COLLECTION")
@click.option("--replays", default=10, show_default=True, type=click.IntRange(1, 1000), help="Of each kind.")
@click.option("--weeks", is_flag=True, help="Deal whole weeks of a group's stories out, not single stories.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def promise_command(collection_id: str, replays: int, weeks: bool, as_json: bool) -> None:
    """Measure how many false alerts a year COLLECTION gets.

    Its stories are replayed in pasts in which nothing happened. Changes nothing; the worker keeps its own count,
    which the page "The promise" shows.
    """

    from analysis.promise_report import measure

    yesterday = date.today() - timedelta(days=1)
    with collection_to_read(collection_id) as (db, collection, framework, model_id):
        with click.progressbar(length=2 * replays, label="Replays", file=sys.stderr) as bar:
            found = measure(
                db,
                collection,
                framework,
                replays,
                yesterday=yesterday,
                model_id=model_id,
                block_days=7 if weeks else 1,
                done=lambda: bar.update(1),
            )
    if found is None:
        raise click.ClickException(
            f"{collection_id!r} is not watched yet: it needs 25 stories and 30 days behind it. Wait, or import some."
        )
    click.echo(json.dumps(found.to_json(), ensure_ascii=False) if as_json else "\n".join(found.lines()))


@click.command("power")
@click.option("--groups", default=10, show_default=True, type=click.IntRange(1, 10_000), help="How many groups.")
@click.option("--a-week", default=30.0, show_default=True, type=click.FloatRange(0.1, 100_000), help="Stories a group.")
@click.option("--triads", default=4, show_default=True, type=click.IntRange(0, 30))
@click.option("--dyads", default=1, show_default=True, type=click.IntRange(0, 30))
@click.option("--choices", default=0, show_default=True, type=click.IntRange(0, 30), help="About the story.")
@click.option("--options", default=5, show_default=True, type=click.IntRange(2, 100), help="Of each choice.")
@click.option("--alerts-a-year", default=1.0, show_default=True, type=click.FloatRange(0.01, 52), help="The promise.")
@click.option("--k", default=10, show_default=True, type=click.IntRange(10), help="The least that may be told of.")
@click.option("--effort", default=8, show_default=True, type=click.IntRange(1, 200), help="Runs; more is more exact.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def power_command(triads: int, dyads: int, choices: int, options: int, as_json: bool, **asked: Any) -> None:
    """Say how soon a shift would be noticed, before anything is collected.

    The monitor itself runs on invented stories that are shifted from a certain day on.
    """
    from analysis.invented import sketch
    from analysis.promise_report import preview

    with click.progressbar(length=1, label="Runs", file=sys.stderr) as bar:

        def progress(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        try:
            found = preview(sketch(triads, dyads, choices, options), **asked, progress=progress)
        except ValueError as error:
            raise click.ClickException(f"{str(error).capitalize()}.") from error
    click.echo(json.dumps(found.to_json()) if as_json else "\n".join(found.lines()))
