"""Who reads stories where members decided about it: pages, the map's preview, exports and programs alike."""

import pytest

from store.covered import set_readers
from store.intake import Intake
from tests.builders import make_narrative, open_plot
from tests.people import SECRET, Person, make_app, stores_of

STORY = "0" * 31 + "1"
WORDS = "The beans came up before the frost."


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    plot = open_plot(stores_of(app).stories)
    intake = Intake(stores_of(app).stories.path, SECRET)
    for number in range(12):
        intake.submit(*plot, make_narrative(id=f"{number:032x}", text=WORDS), f"{number:032x}")
    intake.close()
    stores_of(app).stories.execute("update narratives set state = 'released'")
    return app


def stories(app, username):
    return Person(app, username).client.get("/explore/plot/stories")


def decide(app, roles):
    set_readers(stores_of(app).stories, "plot", roles)


def test_managers_and_members_read_until_something_is_decided(app):
    assert WORDS in stories(app, "ada").text
    assert WORDS in stories(app, "mo").text


@pytest.mark.parametrize(("roles", "closed", "reads"), [("manager", "mo", "ada"), ("member", "ada", "mo")])
def test_whoever_does_not_read_is_told_who_does(app, roles, closed, reads):
    decide(app, roles)
    page = stories(app, closed)
    assert page.status_code == 200
    assert WORDS not in page.text
    assert f"Members decided that the stories of this collection are read by {roles}s." in page.text
    assert WORDS in stories(app, reads).text


def test_a_closed_story_is_not_there_by_its_address_either(app):
    person = Person(app, "ada")
    assert person.client.get(f"/explore/plot/stories/{STORY}").status_code == 200
    decide(app, "member")
    assert person.client.get(f"/explore/plot/stories/{STORY}").status_code == 404
    assert WORDS not in person.client.get("/explore/plot/stories/cards").text
    assert WORDS not in person.client.get("/explore/plot").text


def test_nobody_reads_where_members_decided_so_and_the_map_stays(app):
    decide(app, "")
    for username in ("ada", "mo"):
        assert "are read by nobody." in stories(app, username).text
        assert Person(app, username).client.get("/explore/plot").status_code == 200


def test_both_is_the_same_as_nothing_decided(app):
    decide(app, "manager member")
    for username in ("ada", "mo"):
        assert WORDS in stories(app, username).text
