"""The first page as a person gets it, and what stands under one of its headings."""

from __future__ import annotations

import re

from tests.people import Person


def changed(person: Person) -> str:
    answer = person.get("/changed")
    assert answer.status_code == 200
    return answer.text


def part(page: str, title: str) -> str:
    """What stands under one of the headings of a collection; empty where there is no such heading."""
    _, _, after = page.partition(f">{title}</h3>")
    return re.split(r'<h3 class="govuk-heading-m mm-changed__part"|</section>|<details', after)[0]
