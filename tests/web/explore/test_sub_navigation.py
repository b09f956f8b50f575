"""The pages about one collection."""

import re

import pytest

from tests.people import Person


def pages_of(person, path):
    nav = person.get(path).text.partition("moj-sub-navigation")[2].partition("</nav>")[0]
    return re.findall(r'href="([^"]+)"( aria-current="page")?>([^<]+)<', nav)


def test_every_page_stays_in_the_collection(world, ada):
    found = pages_of(ada, "/explore/plot")
    assert [text for _, _, text in found][:1] == ["Map"]
    assert {"Temperature", "Themes", "Stories"} <= {text for _, _, text in found}
    assert all("/plot" in href or href.endswith("collection_id=plot") for href, _, _ in found)


@pytest.mark.parametrize(
    ("path", "current"), [("", "Map"), ("/temperature", "Temperature"), ("/stories", "Stories"), ("/themes", "Themes")]
)
def test_the_page_that_is_open_is_marked(world, ada, path, current):
    world.tell(1)
    marked = [text for _, mark, text in pages_of(ada, f"/explore/plot{path}") if mark]
    assert marked == [current]


def test_claims_belong_to_the_reports_that_are_made_of_them(world, ada):
    world.tell(1)
    assert [text for _, mark, text in pages_of(ada, "/claims/in/plot") if mark] == ["Reports"]


def test_a_story_belongs_to_the_stories(world, ada):
    (story,) = world.tell(1)
    marked = [text for _, mark, text in pages_of(ada, f"/explore/plot/stories/{story.id}") if mark]
    assert marked in (["Stories"], [])


def test_a_page_that_a_role_may_not_open_is_left_out(app, world):
    assert "Stories" not in [text for _, _, text in pages_of(Person(app, "ade"), "/explore/plot")]


def test_on_a_phone_the_same_pages_stand_in_parts_below_the_one_that_is_open(world, ada):
    fold = ada.get("/explore/plot/patterns").text.partition('class="mm-pages-fold"')[2].partition("</nav>")[0]
    pages = pages_of(ada, "/explore/plot/patterns")
    assert f"<b>Patterns</b> · {len(pages) - 1} more pages</summary>" in fold
    folded = re.findall(r'href="([^"]+)"( aria-current="page")?>([^<]+)<', fold.partition("Other collections")[0])
    assert folded == pages
    assert re.findall(r'id="pages-\d">([^<]+)<', fold) == ["See", "Read", "Compare", "Expect", "Make sense"]
    assert 'href="/explore/quiet' in fold.partition("Other collections")[2]
