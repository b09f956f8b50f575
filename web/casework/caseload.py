"""A practitioner's own caseload, for the pages: people, one person's interactions, and tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from narratives.errors import NotFoundError
from narratives.interaction import bare_reference
from store.caseload import Person, Task, get_person, list_open_tasks, list_own_timeline, list_people, tick_task
from store.cases import Interaction, mark_of
from web.casework.case_log import PAGE
from web.casework.case_store import case_store


@dataclass(frozen=True, slots=True)
class People:
    """The people of a caseload that a search found, among all of them."""

    found: tuple[Person, ...]
    total: int
    overdue: int


def own_people(practitioner: str, searched: str, today: date) -> People:
    """The practitioner's own caseload: those with an overdue task first, then by the day of the last contact."""
    held = case_store()
    people = list_people(held.db, held.key, practitioner)
    wanted = bare_reference(searched)
    found = [one for one in people if wanted in bare_reference(one.reference)]
    found.sort(key=lambda one: not _is_overdue(one, today))
    return People(tuple(found), len(people), sum(_is_overdue(one, today) for one in people))


def own_person(practitioner: str, mark: str) -> Person:
    """One person of the own caseload. Raises NotFoundError."""
    held = case_store()
    return get_person(held.db, held.key, practitioner, mark)


def mark_of_reference(reference: str) -> str:
    """What stands for a person in an address."""
    return mark_of(case_store().key, reference)


def timeline_of(practitioner: str, person: Person, page: int) -> list[Interaction]:
    """A page of the practitioner's own interactions with a person. Raises NotFoundError past the last one."""
    held = case_store()
    offset = PAGE * (page - 1)
    found = list_own_timeline(held.db, held.key, practitioner, person.mark, limit=PAGE, offset=offset)
    if not found:
        raise NotFoundError("page", str(page))
    return found


def open_tasks_with(practitioner: str, person: Person) -> list[Task]:
    """What is still to be done with a person, by the day it is due."""
    held = case_store()
    return list_open_tasks(held.db, held.key, practitioner, person.mark)


def tick(practitioner: str, task_id: str, done_on: date | None) -> None:
    """Say that a task is done, or with None that it is not. Raises NotFoundError."""
    tick_task(case_store().db, practitioner, task_id, done_on)


def _is_overdue(person: Person, today: date) -> bool:
    return person.next_task is not None and person.next_task.is_overdue(today)
