from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from narratives.narrative import Scope, State
from narratives.report_back import Wording
from store.report_backs import list_report_backs, publish, take_back
from tests.builders import TODAY
from tests.people import stores_of
from tests.store.test_report_backs import REPORT

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NOTHING = "Nothing has been answered yet."
SAID = "We opened it at six."


def came_of_it(page):
    start = page.index('id="came-of-it"')
    return page[start : page.index("</section>", start)]


def test_before_anything_is_answered_the_page_says_so(tell):
    assert NOTHING in came_of_it(tell().post().text)


@pytest.mark.parametrize("state", [State.RELEASED, State.HELD])
def test_answers_to_the_storys_group_since_its_week_stand_behind_its_code(app, tell, state):
    teller = tell(state=state, told_on=TODAY + timedelta(days=3))
    for changes, shown in (
        ({}, True),
        ({"groups": ()}, True),
        ({"groups": ("all",)}, True),
        ({"groups": ("west",)}, False),
        ({"published_on": TODAY - timedelta(days=7)}, False),
    ):
        publish(stores_of(app).stories, replace(REPORT, **changes), at=NOON)
        part = came_of_it(teller.post().text)
        assert (SAID in part) is shown, changes
        assert (NOTHING in part) is not shown
        stores_of(app).stories.execute("delete from report_back_events")
        stores_of(app).stories.execute("delete from report_backs")


def test_an_answer_is_told_as_one_to_many_without_any_name_of_staff(app, tell):
    teller = tell()
    publish(stores_of(app).stories, replace(REPORT, made_by="mortimer"), at=NOON)
    page = teller.post().text
    assert "They are not about you alone." in page
    assert "mortimer" not in page


def test_what_was_taken_back_is_gone_from_behind_the_code_too(app, tell):
    teller = tell()
    publish(stores_of(app).stories, REPORT, at=NOON)
    take_back(stores_of(app).stories, "r1", actor="ada", at=NOON)
    assert NOTHING in came_of_it(teller.post().text)


@pytest.mark.parametrize(
    ("step", "fields", "stays"),
    [
        ("allow", {"consent": "read"}, False),
        ("erase", {}, False),
        ("save:story", {"story": "Other words."}, False),
        ("allow", {"no_messages": "yes"}, True),
    ],
)
def test_an_answer_that_quotes_a_story_goes_when_its_teller_no_longer_lets_it_be_published(
    app, tell, step, fields, stays
):
    text = "I rang at eight and nobody picked up."
    teller = tell(text=text, consent=frozenset(Scope))
    db = stores_of(app).stories
    publish(db, replace(REPORT, words={"en": Wording(f"You said: {text}", "We hired Jo.", "It helped.")}), at=NOON)
    assert teller.post(step, **fields).status_code == 200
    assert bool(list_report_backs(db, "plot")) is stays
