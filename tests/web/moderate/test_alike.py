import re
from dataclasses import replace

import pytest

from analysis.voices import find_voices
from store.collections import change_telling
from store.voice_decisions import list_alike
from tests.builders import make_narrative
from tests.people import Person, stores_of
from web.alerts.watching import quota_words

LOCKED = "They locked the hut on the allotment again and nobody was told why, we stood in the rain."
TEXTS = [LOCKED, LOCKED + " Again!", LOCKED.replace("rain", "wet <b>grass</b>")]


@pytest.fixture
def group(app, plot):
    """Three stories that are all but the same; where they lie, to be posted to."""
    for number, text in enumerate(TEXTS):
        stores_of(app).intake.submit(*plot, make_narrative(text=text), f"{number:032x}")
    find_voices(stores_of(app).stories, plot[0], None)
    return f"/moderate/plot/alike/{list_alike(stores_of(app).stories, 'plot')[0].id}"


def test_where_nothing_is_similar_the_page_says_when_something_would_be(plot, mina):
    page = mina.get("/moderate/alike").text
    assert "No similar stories wait for you. When three or more stories of one collection are all but the same" in page


def test_similar_stories_wait_in_the_list_and_the_queue_leads_there(mina, group):
    assert "1 group of similar stories waits" in mina.get("/moderate").text
    page = mina.get("/moderate/alike").text
    assert "3 similar stories" in page and f'href="{group}"' in page
    assert "They count in every figure and stay as readable as they are." in page


def test_the_stories_stand_side_by_side_with_what_they_share_marked_and_no_placements(mina, group):
    page = mina.get(group).text
    assert "3 similar: one voice?" in page
    assert page.count('<li class="mm-to-read">') == 3
    assert page.count("They locked the hut on the allotment again and nobody was told why, we stood in the") == 3
    assert '<mark class="spot__mark">They locked the hut' in page
    assert "&lt;b&gt;grass&lt;/b&gt;" in page and "<b>grass" not in page
    assert "Week of 2 March 2026" in page and "0.2" not in page
    assert "many people can honestly share one grievance" in page


@pytest.mark.parametrize(("decision", "said"), [("one", "one voice"), ("many", "many voices")])
def test_a_decision_says_who_made_it_and_can_be_undone(mina, group, decision, said):
    answer = mina.post(group, {"decision": decision})
    assert answer.status_code == 303
    page = mina.get(answer.location).text
    assert f"Decided: {said}." in page and re.search(rf"Mina\w* said {said} at \d\d:\d\d on ", page)
    assert f"said {said}" in mina.get("/moderate/alike").text
    page = mina.get(mina.post(group, {"decision": "waiting"}).location).text
    assert "Not decided any more. They weigh as much as one story." in page
    assert "3 similar stories" in mina.get("/moderate/alike").text


def test_without_a_choice_the_page_says_what_to_do(mina, group):
    answer = mina.post(group, {})
    assert answer.status_code == 422
    assert answer.text.count("Choose whether these are one voice or many") == 2
    assert 'href="#decision"' in answer.text and 'id="decision"' in answer.text
    assert mina.post(group, {"decision": "two"}).status_code == 400


def test_what_no_moderator_may_read_is_counted_and_not_shown(app, mina, group):
    stores_of(app).stories.execute("update narratives set state = 'held' where text = :text", text=LOCKED)
    page = mina.get(group).text
    assert page.count('<li class="mm-to-read">') == 2 and "1 more is not shown" in page


def test_only_moderators_see_them(app, group):
    for person in ("ada", "cy"):
        assert Person(app, person).get(group).status_code == 403
        assert Person(app, person).get("/moderate/alike").status_code == 403


def test_a_group_that_is_gone_is_not_found(mina, group):
    assert mina.get("/moderate/plot/alike/nowhere").status_code == 404
    assert mina.post("/moderate/plot/alike/nowhere", {"decision": "one"}).status_code == 404


def test_managers_are_told_of_a_quota_where_anybody_can_tell(app, plot):
    collection = replace(plot[0], quota=40)
    change_telling(stores_of(app).stories, collection)
    assert quota_words(collection) == "Of a day without invitations 40 stories weigh in full; more share that weight"
    assert quota_words(replace(collection, invited=True)) == quota_words(plot[0]) == ""
