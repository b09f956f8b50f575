"""A practitioner's own caseload: the people they logged interactions with, one person's timeline, and their tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from narratives.errors import NotFoundError
from store.case_key import CaseKey
from store.case_rows import COLUMNS, Interaction, row_to_interaction
from store.database import Database, Row


@dataclass(frozen=True, slots=True)
class Task:
    """Something a session set, until a day; `done_on` is None as long as it is to be done."""

    id: str
    interaction: str
    text: str
    due_on: date | None
    done_on: date | None

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed and it is still to be done."""
        return self.done_on is None and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a practitioner logged interactions with. `mark` stands for them in addresses."""

    mark: str
    reference: str
    first_on: date
    last_on: date
    number: int
    next_task: Task | None


def list_people(db: Database, key: CaseKey, practitioner: str) -> list[Person]:
    """A practitioner's own caseload, latest contact first."""
    tasks = _next_tasks(db, key, practitioner)
    return [_row_to_person(key, row, tasks.get(row["reference_mark"])) for row in _latest(db, practitioner)]


def get_person(db: Database, key: CaseKey, practitioner: str, mark: str) -> Person:
    """One person of the own caseload. Raises NotFoundError: somebody else's person is as absent as none."""
    for row in _latest(db, practitioner, mark):
        tasks = list_open_tasks(db, key, practitioner, mark)
        return _row_to_person(key, row, tasks[0] if tasks else None)
    raise NotFoundError("person", mark)


def list_own_timeline(
    db: Database, key: CaseKey, practitioner: str, mark: str, *, limit: int = 50, offset: int = 0
) -> list[Interaction]:
    """A practitioner's own interactions with one person, newest first."""
    rows = db.rows(
        f"""
        select {COLUMNS} from interactions
        where practitioner = :practitioner and reference_mark = :mark
        order by happened_on desc, happened_at desc, id limit :limit offset :offset
        """,
        practitioner=practitioner,
        mark=mark,
        limit=limit,
        offset=offset,
    )
    return [row_to_interaction(key, row) for row in rows]


def list_tasks(db: Database, key: CaseKey, practitioner: str, interactions: Sequence[str]) -> list[Task]:
    """The tasks that some of a practitioner's own interactions set, by the day they are due."""
    names = {f"i{number}": interaction for number, interaction in enumerate(interactions)}
    if not names:
        return []
    rows = db.rows(
        f"""
        select id, interaction_id, due_on, done_on, text_sealed from tasks
        where practitioner = :practitioner and interaction_id in ({", ".join(f":{name}" for name in names)})
        order by due_on = '', due_on, id
        """,
        practitioner=practitioner,
        **names,
    )
    return [_row_to_task(key, row) for row in rows]


def list_open_tasks(db: Database, key: CaseKey, practitioner: str, mark: str) -> list[Task]:
    """What is still to be done with one person, by the day it is due."""
    rows = db.rows(
        """
        select id, interaction_id, due_on, done_on, text_sealed from tasks
        where practitioner = :practitioner and reference_mark = :mark and done_on = ''
        order by due_on = '', due_on, id
        """,
        practitioner=practitioner,
        mark=mark,
    )
    return [_row_to_task(key, row) for row in rows]


def tick_task(db: Database, practitioner: str, task_id: str, done_on: date | None) -> None:
    """Say that one's own task is done, or with None that it is not. Raises NotFoundError."""
    changed = db.execute(
        "update tasks set done_on = :done_on where id = :id and practitioner = :practitioner",
        done_on=done_on.isoformat() if done_on else "",
        id=task_id,
        practitioner=practitioner,
    )
    if not changed:
        raise NotFoundError("task", task_id)


def _latest(db: Database, practitioner: str, mark: str | None = None) -> list[Row]:
    """The latest interaction with each person, or with one, and how many there are since when."""
    return db.rows(
        """
        select id, reference_mark, reference_sealed, first_on, happened_on, number from (
            select id, reference_mark, reference_sealed, happened_on, happened_at,
                min(happened_on) over (partition by reference_mark) as first_on,
                count(*) over (partition by reference_mark) as number,
                row_number() over (partition by reference_mark order by happened_on desc, happened_at desc, id) as place
            from interactions
            where practitioner = :practitioner and reference_mark = coalesce(:mark, reference_mark)
        ) as latest where place = 1 order by happened_on desc, happened_at desc, id
        """,
        practitioner=practitioner,
        mark=mark,
    )


def _next_tasks(db: Database, key: CaseKey, practitioner: str) -> dict[str, Task]:
    """The first open task of each person, by the person's mark."""
    rows = db.rows(
        """
        select id, interaction_id, reference_mark, due_on, done_on, text_sealed from (
            select id, interaction_id, reference_mark, due_on, done_on, text_sealed,
                row_number() over (partition by reference_mark order by due_on = '', due_on, id) as place
            from tasks where practitioner = :practitioner and done_on = ''
        ) as following where place = 1
        """,
        practitioner=practitioner,
    )
    return {row["reference_mark"]: _row_to_task(key, row) for row in rows}


def _row_to_person(key: CaseKey, row: Row, next_task: Task | None) -> Person:
    return Person(
        mark=row["reference_mark"],
        reference=key.open(row["reference_sealed"], f"interactions.reference:{row['id']}"),
        first_on=date.fromisoformat(row["first_on"]),
        last_on=date.fromisoformat(row["happened_on"]),
        number=row["number"],
        next_task=next_task,
    )


def _row_to_task(key: CaseKey, row: Row) -> Task:
    return Task(
        id=row["id"],
        interaction=row["interaction_id"],
        text=key.open(row["text_sealed"], f"tasks.text:{row['id']}"),
        due_on=date.fromisoformat(row["due_on"]) if row["due_on"] else None,
        done_on=date.fromisoformat(row["done_on"]) if row["done_on"] else None,
    )
