"""The case side of the demo: the officer's log, and pairs of accounts. It knows nothing of the stories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import click
from flask import current_app

from store.case_key import read_case_key
from store.cases import open_cases
from store.demo_log import demo_log
from store.demo_pairs import demo_pairs


def add_cases(practitioner: str, collection: str, groups: Sequence[str], k: int) -> None:
    """Fill the demo's case store where it is empty."""
    settings = current_app.config["SETTINGS"]
    key, now = read_case_key(settings.cases_key_path), datetime.now(UTC)
    db = open_cases(settings.cases_path, key)
    try:
        logged = demo_log(db, key, practitioner, collection, groups, now)
        paired = demo_pairs(db, key, collection, groups, k, now.date())
    finally:
        db.close()
    if logged or paired:
        click.echo(f"The officer's log: {logged} interactions and {paired} pairs of accounts stored")
