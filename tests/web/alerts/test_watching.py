"""What an empty first page says: what is watched, and how soon a shift would be noticed."""

import re
from datetime import UTC, datetime

from store.promises import KeptOutlook, keep_outlook
from tests.store.test_promises import OUTLOOK
from tests.web.alerts.pages import changed
from tests.web.explore.telling import make_reading

TODAY = datetime.now(UTC).date()


def test_a_calm_page_says_what_is_watched_and_what_is_promised(world, ada):
    world.tell(11)
    world.read_temperature(make_reading(0, 50))
    page = changed(ada)
    assert "Nothing has moved" in page
    assert "Watching 2 groups and 11 stories since 5 January 2026. The promise: <a" in page
    assert "at most 1 false alert a year" in page


def test_a_collection_with_hardly_any_stories_is_not_called_calm(world, ada):
    world.tell(1)
    page = changed(ada)
    assert "Watching 2 groups and 1 story." in page
    assert "Too few stories to tell" in page and "Nothing has moved" not in page


def test_a_calm_page_says_how_soon_a_shift_would_be_noticed(world, ada):
    world.tell(11)
    assert "How soon a shift would be noticed is not worked out yet." in changed(ada)
    keep_outlook(world.db, "plot", KeptOutlook("engine", TODAY, OUTLOOK))
    page = changed(ada)
    assert re.search(r"you would notice in about \d+ \w+ that \d+ stories of 100, not 50, lie beyond", page)
    assert "not worked out yet" not in page
