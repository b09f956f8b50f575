"""What the map page says, read out of its tables."""

from __future__ import annotations

import re

from tests.people import Person


def rows_of(page: str) -> dict[str, tuple[int, int]]:
    """Stories and per cent of each part of the triangle."""
    table = page.partition("mm-table--zones")[2].partition("</tbody>")[0]
    rows = re.findall(r"</svg><span>(.*?)</span></span></th><td>([\d,]+)</td>.*?<span>(\d+)</span>", table, re.DOTALL)
    return {re.sub(r"<[^>]+>| \(picked.*", "", label): (int(n), int(percent)) for label, n, percent in rows}


def map_of(person: Person, path: str = "/explore/plot") -> str:
    answer = person.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def row_of(page: str, name: str) -> tuple[str, int]:
    """Label and number of a row of bars, which is a link where somebody is in it."""
    question, _, place = name.removeprefix("pick-").rpartition("-")
    section = page.partition(f'id="choice-{question}"')[2].partition("</section>")[0]
    rows = re.findall(r'<th scope="row">(.*?)</th><td>([\d,]+)</td>', section, re.DOTALL)
    label, n = rows[int(place) - 1]
    return re.sub(r"<[^>]+>", "", label), int(n)
