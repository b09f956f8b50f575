"""One alert's own page."""

from datetime import UTC, datetime, timedelta

import pytest

from narratives.alert import Folding
from narratives.judgement import Judgement
from narratives.silence import Silence
from store.alerts import Fold
from store.judgements import judge
from store.silences import add_silence
from tests.people import Person

NOW = datetime.now(UTC)


def test_an_alert_shows_what_stands_behind_it_and_what_can_be_done(world, ada, raise_alert):
    (told,) = world.tell(text="The frost took the beans.")
    alert = raise_alert(exemplars=[told.id])
    page = ada.get(f"/changed/{alert}").text
    assert "<h1" in page and "Stories in east have moved towards “sad” (“It left me…”)" in page
    assert "The frost took the beans." in page and f"/explore/plot/stories/{told.id}" in page
    assert "New: nobody has acknowledged it" in page and "The monitor raised this alert." in page
    assert f"/probes/new?collection=plot&amp;alert={alert}" in page
    assert f"/report-back/new?collection=plot&amp;alert={alert}" in page
    assert "/changed/silences/plot?group=east&amp;signal=temperature" in page


def test_an_alert_leads_to_the_map_of_its_group_and_period(ada, raise_alert):
    page = ada.get(f"/changed/{raise_alert()}").text
    assert 'href="/explore/plot?group=east&amp;from=2026-02-10&amp;triad=mood"' in page
    assert ada.get("/explore/plot?group=east&from=2026-02-10&triad=mood").status_code == 200


def test_an_opportunity_asks_for_more_of_it(ada, raise_alert):
    page = ada.get(f"/changed/{raise_alert(direction='anchor:glad')}").text
    assert "Try more of it" in page and ">Opportunity<" in page and ">Trouble<" not in page


def test_an_alert_that_is_told_inside_another_leads_there(ada, raise_alert):
    lead = raise_alert()
    member = raise_alert(group="west", folding=Fold(lead, Folding.TOGETHER))
    answer = ada.get(f"/changed/{member}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/changed/{lead}")
    page = ada.get(f"/changed/{lead}").text
    assert "The monitor put another alert inside this one, as the same shift in another group: Stories in west" in page


def test_a_silenced_alert_says_that_nobody_was_told_and_why(world, ada, raise_alert):
    until = NOW.date() + timedelta(days=3)
    add_silence(world.db, Silence("s1", "plot", "east", None, "The gate is shut", until, "ada", NOW.isoformat()), NOW)
    page = ada.get(f"/changed/{raise_alert(silence_id='s1')}").text
    assert "Nobody was told: everything in east is silenced until" in page and "(The gate is shut)" in page
    assert "It fell under a silence: nobody was told." in page


def test_an_alert_says_when_what_it_is_about_has_been_silenced_since(world, ada, raise_alert):
    alert, until = raise_alert(), NOW.date() + timedelta(days=3)
    assert "rings nobody" not in ada.get(f"/changed/{alert}").text
    add_silence(world.db, Silence("s1", "plot", "east", None, "The gate is shut", until, "ada", NOW.isoformat()), NOW)
    page = ada.get(f"/changed/{alert}").text
    assert "What more moves there rings nobody: everything in east is silenced until" in page
    assert "(The gate is shut)" in page and "Nobody was told" not in page


def test_what_one_said_an_alert_was_stands_pressed(world, ada, raise_alert):
    alert = raise_alert()
    judge(world.db, alert, account="ada", judgement=Judgement.KNOWN, at=NOW)
    page = ada.get(f"/changed/{alert}").text
    assert "You said what it was" in page and "Ada said it was something real that was known." in page


@pytest.mark.parametrize("username", ["mo", "ade"])
def test_others_than_managers_only_read(app, world, raise_alert, username):
    page = Person(app, username).get(f"/changed/{raise_alert()}").text
    assert (
        "History" in page
        and "What you can do" not in page
        and 'action="/changed/' not in page
        and 'href="/changed/' not in page.partition("<main")[2]
    )


def test_an_administrator_is_quoted_no_story(app, world, raise_alert):
    (told,) = world.tell(text="The frost took the beans.")
    alert = raise_alert(exemplars=[told.id])
    assert "The frost took the beans." not in Person(app, "ade").get(f"/changed/{alert}").text


def test_an_unknown_alert_is_not_found(world, ada):
    assert ada.get("/changed/nothing").status_code == 404
