"""The application with one collection, and practitioners who are signed in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from store.audit import open_audit
from store.case_key import CaseKey, read_case_key
from store.cases import Interaction, list_own_interactions, open_cases
from store.database import SqliteDatabase
from tests.builders import open_plot
from tests.people import Person, make_app, stores_of

KEY = "ab" * 16
# One interaction as its form sends it.
GOOD = {
    "collection": "plot",
    "key": KEY,
    "story": "He came early and we talked about the beans.",
    "group": "east",
    "mood.shares": "0.81,0.12,0.07",
    "say": "na",
    "case.reference": "PX1042",
    "case.date": date.today().isoformat(),
    "case.time": "09:30",
    "case.contact": "COAP",
    "case.outcome": "ATTC",
    "case.notes": "See him on Monday.",
    "step": "save",
}


@dataclass(frozen=True, slots=True)
class Cases:
    """The case store beside the application that fills it."""

    db: SqliteDatabase
    key: CaseKey

    def of(self, person: Person) -> list[Interaction]:
        return list_own_interactions(self.db, self.key, person.account.id)


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    return app


@pytest.fixture
def cases(app: Flask) -> Iterator[Cases]:
    """What the case store holds, opened with its own key."""
    settings = stores_of(app).settings
    key = read_case_key(settings.cases_key_path)
    database = open_cases(settings.cases_path, key)
    yield Cases(database, key)
    database.close()


@pytest.fixture
def cy(app: Flask) -> Person:
    return Person(app, "cy")


@pytest.fixture
def di(app: Flask) -> Person:
    return Person(app, "di")


def audited(app: Flask, person: Person) -> list[tuple[str, str, str]]:
    """What the audit has of a person: action, subject and outcome, in order."""
    settings = stores_of(app).settings
    audit = open_audit(settings.audit_path, settings.audit_key_path, settings.audit_anchor_path)
    entries = [record.entry for batch in audit.batches() for record in batch]
    audit.close()
    return [(one.action, one.subject, one.outcome) for one in entries if one.actor == person.account.id]
