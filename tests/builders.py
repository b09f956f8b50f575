"""Frameworks, collections and stories for tests, with only the relevant change to name."""

from datetime import date
from typing import Any

from narratives.answers import Answer, ChoiceAnswer, DyadAnswer, TriadAnswer
from narratives.collection import Collection, Moderation, Policy, ReportingGroup
from narratives.framework import Framework
from narratives.framework_file import read_framework
from narratives.narrative import Narrative, Scope
from store.collections import add_collection
from store.database import SqliteDatabase
from store.frameworks import add_framework

TODAY = date(2026, 3, 2)  # a Monday

FRAMEWORK: dict[str, Any] = {
    "id": "garden",
    "version": 1,
    "title": "The garden",
    "language": "en",
    "prompting_question": "What happened in the garden?",
    "introduction": "",
    "signifiers": [
        {
            "type": "triad",
            "id": "mood",
            "title": "It left me…",
            "required": False,
            "anchors": [
                {"id": "glad", "label": "glad"},
                {"id": "sad", "label": "sad"},
                {"id": "cross", "label": "cross"},
            ],
            "hot": ["cross", "sad"],
            "cold": ["glad"],
        },
        {
            "type": "dyad",
            "id": "say",
            "title": "I had…",
            "required": False,
            "anchors": [{"id": "none", "label": "no say"}, {"id": "all", "label": "all the say"}],
            "hot": ["none"],
            "cold": [],
            "level": True,
        },
        {
            "type": "choice",
            "id": "role",
            "title": "I am…",
            "required": False,
            "options": [{"id": "digger", "label": "a digger"}, {"id": "picker", "label": "a picker"}],
            "max_responses": 1,
            "asks_about": "respondent",
        },
        {
            "type": "choice",
            "id": "wish",
            "title": "I wish for…",
            "required": False,
            "options": [{"id": f"w{n}", "label": f"wish {n}"} for n in range(14)],
            "max_responses": 2,
            "asks_about": "story",
        },
    ],
}


def make_framework(**changes: Any) -> Framework:
    return read_framework({**FRAMEWORK, **changes})


def make_collection(**changes: Any) -> Collection:
    rules: dict[str, Any] = {
        "id": "plot",
        "title": "The plot",
        "framework_id": "garden",
        "framework_version": 1,
        "policy": Policy.OPEN,
        "moderation": Moderation.AFTER,
        "groups": (ReportingGroup("east", "all"), ReportingGroup("west", "all")),
        "stratum_choice": "role",
    }
    return Collection(**{**rules, **changes})


def make_answers(
    shares: tuple[float, float, float] = (0.2, 0.5, 0.3), value: float = 0.25, role: str = "digger"
) -> tuple[Answer, ...]:
    return (
        TriadAnswer("mood", shares, "tap"),
        DyadAnswer("say", value, "tap"),
        ChoiceAnswer("role", (role,)),
        ChoiceAnswer("wish", ("w1", "w13")),
    )


def make_narrative(**changes: Any) -> Narrative:
    facts: dict[str, Any] = {
        "collection": "plot",
        "told_on": TODAY,
        "text": "The beans came up twice.",
        "answers": make_answers(),
        "group": "east",
        "area": "east",
        "stratum": "digger",
        "consent": frozenset({Scope.READ}),
    }
    return Narrative(**{**facts, **changes})


def open_plot(db: SqliteDatabase, **changes: Any) -> tuple[Collection, Framework]:
    """Store the framework and a collection, and return both."""
    framework, collection = make_framework(), make_collection(**changes)
    add_framework(db, framework)
    add_collection(db, collection)
    return collection, framework


def copy_known(source: SqliteDatabase, target: SqliteDatabase, table: str) -> None:
    """Copy a table's rows into a store of an older schema, as far as it has the columns."""
    names = [column.name for column in target.utils.table(table).columns]
    places = ", ".join(f":{name}" for name in names)
    for row in source.rows(f"select {', '.join(names)} from {table}"):
        target.execute(f"insert into {table} ({', '.join(names)}) values ({places})", **row)
