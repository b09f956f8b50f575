"""A charter with one person in each constituency, for tests of the pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask

from narratives.charter import Charter, Choice, Constituency
from narratives.covered import Setting
from narratives.proposal import Proposal
from store.ballots import vote
from store.charters import begin_charter
from store.covered_values import current_value
from store.decisions import close_due, propose
from store.rolls import put_on_roll
from tests.people import Person, stores_of
from web.decisions.blueprint import CLOCK

BEGUN = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
CLOSED = BEGUN + timedelta(days=14, minutes=1)
WHY = "Half a year is long enough for what we do."
FORM = {"setting": "months-kept", "about": "plot", "value": "6", "why": WHY}


def set_clock(app: Flask, at: datetime) -> None:
    app.extensions[CLOCK] = lambda: at


def begin(app: Flask, charter: Charter | None = None, *, more: int = 0) -> dict[str, Person]:
    """Cy is an employee-member, Mo a service-user member and Ade the authority; `more` people join the first two."""
    db = stores_of(app).stories
    people = {name: Person(app, name) for name in ("cy", "mo", "ade", "ada")}
    for name, constituency in zip(("cy", "mo", "ade"), Constituency, strict=True):
        put_on_roll(db, people[name].account.id, constituency, on=BEGUN.date())
    for number in range(more):
        for constituency in (Constituency.EMPLOYEES, Constituency.USERS):
            put_on_roll(db, f"{constituency}-{number}", constituency, on=BEGUN.date())
    begin_charter(db, charter or Charter(), actor="ade", at=BEGUN)
    set_clock(app, BEGUN)
    return people


def proposed(app: Flask, setting: Setting = Setting.MONTHS_KEPT, subject: str = "plot", after: str = "6") -> Proposal:
    """A proposal of Mo's."""
    db = stores_of(app).stories
    before = current_value(db, setting, subject)
    title = "The plot" if subject else ""
    return propose(db, setting, subject, title=title, before=before, after=after, because=WHY, actor="mo", at=BEGUN)


def voted(app: Flask, proposal: Proposal, votes: dict[str, Choice]) -> None:
    """Votes by the id of the account."""
    for account, choice in votes.items():
        vote(stores_of(app).stories, proposal.id, account, choice, at=BEGUN)


def close(app: Flask) -> None:
    """Everything is counted, and the pages go by the time at which it was."""
    close_due(stores_of(app).stories, CLOSED)
    set_clock(app, CLOSED)


def ballots(app: Flask) -> list[str]:
    """What was cast, in no order."""
    return [row["choice"] for row in stores_of(app).stories.rows("select choice from ballots")]
