"""Who may see pictures, and who may read stories."""

import pytest

from tests.people import Person

PICTURES = ["/changed", "/explore", "/explore/plot", "/explore/plot/temperature", "/explore/plot/themes"]
STORIES = ["/stories", "/explore/plot/stories"]


@pytest.mark.parametrize("path", PICTURES)
@pytest.mark.parametrize("username", ["ada", "mo", "ade"])
def test_managers_members_and_administrators_see_the_pictures(app, world, username, path):
    assert Person(app, username).get(path).status_code == 200


@pytest.mark.parametrize("path", [*PICTURES, *STORIES, "/explore/plot/live"])
@pytest.mark.parametrize("username", ["cy", "mina"])
def test_practitioners_and_moderators_do_not(app, world, username, path):
    assert Person(app, username).get(path).status_code == 403


@pytest.mark.parametrize("path", STORIES)
def test_an_administrator_reads_no_story(app, world, path):
    assert Person(app, "ade").get(path).status_code == 403


def test_an_administrators_pictures_lead_to_no_story_and_quote_none(app, world):
    told = world.tell(3)
    world.name_theme("beans", told)
    ade = Person(app, "ade")
    pages = ade.get("/explore/plot").text + ade.get("/explore/plot/themes").text
    assert "/stories" not in pages
    assert not any(story.text in pages for story in told)


@pytest.mark.parametrize("path", [*PICTURES, *STORIES])
def test_a_visitor_is_asked_to_sign_in(app, world, path):
    answer = app.test_client().get(path, base_url="https://localhost")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/staff/sign-in")
