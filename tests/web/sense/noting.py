"""Noting what is seen and saying how it is understood, as people do it on the pages."""

from __future__ import annotations

import re

from werkzeug.test import TestResponse

from tests.people import Person

OBSERVED = {
    "title": "Hardly anybody chose the middle",
    "text": "Nearly all of the east lies in one corner.",
    "remarkable": "yes",
    "strength": "strong",
}
READ = {"title": "They are glad of the pump", "text": "The pump has worked since spring."}
OTHER = {"title": "The others have left", "text": "Who was cross does not come any more."}
MOOD = "/explore/plot/pictures/mood.svg?group=east"


def note(person: Person, collection: str = "plot", **changes: str) -> str:
    """The address of an observation that somebody noted."""
    answer = person.post(f"/sense/{collection}/note", OBSERVED | changes)
    assert answer.status_code == 303, answer.text
    return str(answer.location).partition("?")[0]


def read(person: Person, page: str, **changes: str) -> TestResponse:
    """What somebody is answered who says how they understand an observation."""
    return person.post(f"{page}/readings", READ | changes)


def reading_of(person: Person, page: str, title: str = READ["title"]) -> str:
    """The address of a reading that stands on the page."""
    found = re.search(rf'id="reading-([0-9a-f]+)">\s*<h3[^>]*>{re.escape(title)}<', person.get(page).text)
    assert found is not None, f"{title} is not on {page}"
    return f"{page}/readings/{found[1]}"
