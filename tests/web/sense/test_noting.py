"""From a chart to an observation: the form, what it keeps, and what it refuses."""

from datetime import UTC, datetime
from html import unescape

import pytest

from store.alerts import add_alert
from store.claims import list_claims
from tests.web.explore.telling import make_finding
from tests.web.sense.noting import MOOD, OBSERVED, note

FORM = "/sense/plot/note"


def test_an_observation_keeps_its_words_its_picture_and_who_wrote_it(ada):
    page = ada.get(note(ada, seen=MOOD)).text
    assert "Hardly anybody chose the middle" in page
    assert "Nearly all of the east lies in one corner." in page
    assert "Remarkable" in page and "Clearly to be seen" in page
    assert f'src="{MOOD}&amp;to=' in page
    assert 'href="/explore/plot?group=east&amp;to=' in page
    assert "Ada, " in page


def test_what_the_chart_showed_is_kept_and_can_be_asked_again(ada, world):
    page = note(ada, seen=MOOD)
    [claim] = list_claims(world.db, "plot")
    assert claim.result.n == 12
    world.tell(5)
    shown = ada.get(page).text
    assert claim.result.sentence in unescape(shown)
    assert "It stands on 12 stories; fewer than 10 more were withheld." in shown
    assert claim.hash[:16] in shown


def test_of_a_chart_that_tells_nothing_nothing_is_kept_but_the_words(ada, world):
    page = ada.get(note(ada, "quiet", seen="/explore/quiet/pictures/mood.svg")).text
    assert list_claims(world.db, "quiet") == []
    assert 'src="/explore/quiet/pictures/mood.svg"' in page
    assert "drawn as it is today" in page


def test_something_can_be_noted_of_an_alert_of_this_collection_alone(ada, world):
    told = "Stories in east moved nearer to sad."
    alert = add_alert(world.db, "plot", make_finding(), sentence=told, exemplars=[], at=datetime.now(UTC))
    assert "/sense/plot/note?seen=/changed/" in ada.get(f"/changed/{alert}").text
    assert f'href="/changed/{alert}"' in ada.get(note(ada, seen=f"/changed/{alert}")).text
    assert ada.post("/sense/quiet/note", OBSERVED | {"seen": f"/changed/{alert}"}).status_code == 422


def test_an_observation_outlives_its_chart(ada, world):
    page = note(ada, seen=MOOD)
    world.db.execute("delete from claims")
    assert "Hardly anybody chose the middle" in ada.get(page).text


def test_the_form_shows_the_picture_and_carries_its_address(ada):
    page = ada.get(FORM, query_string={"seen": MOOD}).text
    assert f'<img class="sense-chart__picture" src="{MOOD}"' in page
    assert f'name="seen" value="{MOOD}"' in page


@pytest.mark.parametrize(
    "path",
    [
        "/explore/plot",
        "/explore/plot/pictures/mood.svg",
        "/explore/plot/pictures/line.svg",
        "/explore/plot/places",
        "/explore/plot/temperature",
        "/explore/plot/themes",
        "/explore/plot/themes/7",
        "/explore/plot/patterns",
        "/explore/plot/common-ground",
        "/explore/plot/weak-signals",
        "/explore/plot/compare?a=east&b=west",
        "/explore/plot/crosstab?rows=mood&columns=role",
        "/explore/plot/association",
        "/explore/plot/conditions",
        "/combined?collection=plot&collection=quiet",
    ],
)
def test_something_can_be_noted_of_every_chart(ada, path):
    page = ada.get(note(ada, seen=path)).text
    assert "Seen on <a" in page


@pytest.mark.parametrize(
    "path",
    [
        "https://example.org/explore/plot",
        "//example.org/explore/plot",
        "/explore/quiet",
        "/explore/plot/pictures/nothing.svg",
        "/explore/plot/stories",
        "/explore/plot/stories/abc",
        "/combined?collection=quiet",
        "/changed/nowhere",
        "/staff/sign-out",
        "explore/plot",
        f"/explore/plot?group={'x' * 3000}",
    ],
)
def test_what_is_no_chart_of_the_collection_is_refused(ada, path):
    answer = ada.post(FORM, OBSERVED | {"seen": path})
    assert answer.status_code == 422
    assert "This is no chart of this collection" in answer.text
    assert "example.org" not in answer.text


def test_an_address_keeps_what_was_asked_and_no_story(ada, world):
    [story, *_] = world.tell()
    page = ada.get(note(ada, seen=f"/explore/plot/temperature?group=east&like={story.id}&story={story.id}")).text
    assert 'href="/explore/plot/temperature?group=east"' in page
    assert story.id not in page


def test_every_field_that_is_missing_is_named_at_once_and_nothing_is_lost(ada):
    answer = ada.post(FORM, {"text": "Nearly all lie in one corner.", "seen": MOOD})
    assert answer.status_code == 422
    for message in (
        "Give what you see a short name",
        "Say whether it is worth talking about: yes, maybe or no",
        "Say how clearly it can be seen: clearly, somewhat or barely",
    ):
        assert answer.text.count(message) == 2
    assert "Nearly all lie in one corner.</textarea>" in answer.text
    assert f'name="seen" value="{MOOD}"' in answer.text


def test_words_that_are_too_long_are_counted(ada):
    answer = ada.post(FORM, OBSERVED | {"title": "b" * 121})
    assert "Write the short name in 120 characters or fewer: it has 121" in answer.text


def test_something_is_noted_for_a_table(ada):
    page = ada.get(note(ada, voice="Table 2")).text
    assert "Table 2, written down by Ada" in page


def test_a_workshop_of_another_collection_is_not_taken(ada):
    page = ada.get(f"{FORM}?workshop={'ab' * 16}").text
    assert 'name="workshop"' not in page


@pytest.mark.parametrize(
    "path",
    [
        "/explore/plot",
        "/explore/plot/temperature",
        "/explore/plot/association",
        "/explore/plot/common-ground",
        "/explore/plot/crosstab?rows=mood&columns=role",
        "/explore/plot/compare?a=group:east&b=rest",
    ],
)
def test_charts_lead_to_the_form(ada, world, path):
    page = unescape(ada.get(path).text)
    assert "Note what you see" in page
    assert "/sense/plot/note?seen=/explore/plot" in page


def test_each_picture_of_the_map_leads_to_the_form_with_its_own_address(ada):
    page = unescape(ada.get("/explore/plot?group=east").text)
    assert "/sense/plot/note?seen=/explore/plot/pictures/mood.svg?group%3Deast" in page
    assert 'Note what you see<span class="govuk-visually-hidden"> in' in page
