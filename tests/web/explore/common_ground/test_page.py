"""The page of what groups share and what divides them, as people see it."""

import html
import re

import pytest

from tests.builders import make_answers
from tests.people import Person
from tests.web.explore.telling import GLAD, SAD

PATH = "/explore/plot/common-ground"


@pytest.fixture
def leaning(world):
    """Both groups are glad; the east has no say and the west has it all."""
    for group, value in (("east", 0.1), ("west", 0.9)):
        world.tell(40, answers=make_answers(GLAD, value=value), group=group)
        world.tell(4, answers=make_answers(SAD, value=0.5), group=group)
    return world


def column(page, name):
    """What stands under one of the two headings."""
    return page.partition(f'id="{name}">')[2].partition("</section>")[0]


def sentences(part):
    return [html.unescape(one) for one in re.findall(r'mm-ground__sentence" dir="auto">(.*?)</p>', part)]


def test_what_is_shared_stands_beside_what_divides(leaning, ada):
    page = ada.get(PATH).text
    assert re.search(r"These 2 groups share \d answers, though they differ on others\.", page)
    shared, divided = column(page, "shared"), column(page, "divides")
    assert re.search(r"In every group at least \d\d of 100 stories lie mostly at “glad”\.", " ".join(sentences(shared)))
    assert "east: 91 of 100 stories lie nearer to “no say”, against 0 of 100 in west." in sentences(divided)
    assert page.count('<svg class="mm-lanes"') == len(sentences(page)) and 'class="mm-lanes__meant"' in divided


def test_each_line_leads_to_its_stories(leaning, ada):
    page = ada.get(PATH).text
    hrefs = [html.unescape(one) for one in re.findall(r'mm-ground__link"><a class="govuk-link" href="([^"]+)"', page)]
    assert "/explore/plot/stories?part=mood:top" in hrefs
    assert all(ada.get(href).status_code == 200 for href in hrefs[:4])
    assert any("group=east" in href for href in hrefs)


def test_an_administrator_is_led_to_the_map_and_never_to_stories(app, leaning):
    page = Person(app, "ade").get(PATH).text
    assert "/stories?" not in page and "/explore/plot?part=mood:top" in page


def test_groups_are_chosen_and_stay_chosen(leaning, ada):
    leaning.tell(30, answers=make_answers(GLAD), group="all")
    page = ada.get(f"{PATH}?group=east&group=all").text
    assert re.findall(r'value="(\w+)" checked', page) == ["east", "all"]
    assert len(re.findall(r'name="group" type="checkbox"', page)) == 3


@pytest.mark.parametrize(
    ("query", "said"),
    [("group=east&sent=1", "Choose at least two groups"), ("group=east&group=nowhere", "Choose groups from the list")],
)
def test_a_wrong_choice_says_what_to_choose(leaning, ada, query, said):
    answer = ada.get(f"{PATH}?{query}")
    assert answer.status_code == 422 and "There is a problem" in answer.text and said in answer.text
    assert 'value="east"' in answer.text


def test_no_group_at_all_is_a_wrong_choice_and_not_every_group(leaning, ada):
    form = ada.get(PATH).text.partition('<form class="mm-ground__form"')[2].partition("</form>")[0]
    (sent,) = re.findall(r'type="hidden" name="(\w+)" value="1"', form)
    answer = ada.get(f"{PATH}?{sent}=1")
    assert answer.status_code == 422 and "Choose at least two groups" in answer.text
    assert "checked" not in answer.text and 'id="shared"' not in answer.text


def test_no_stories_say_what_is_needed(world, ada):
    page = ada.get(PATH).text
    assert "Too few stories to say: at least two groups with 10 stories each are needed." in page
    assert "mm-ground__lines" not in page


def test_groups_that_do_not_differ_bridge_no_divide(world, ada):
    for group in ("east", "west"):
        world.tell(40, answers=make_answers(GLAD), group=group)
    page = ada.get(PATH).text
    assert "Nothing that divides them can be told from scatter" in page
    assert "That does not make the groups the same" in page


def test_a_protected_collection_leads_to_no_stories_and_has_no_themes(world, ada):
    for group, value in (("east", 0.1), ("west", 0.9)):
        world.tell(60, world.quiet, answers=make_answers(GLAD, value=value), group=group)
    world.close_batches(world.quiet)
    page = ada.get("/explore/quiet/common-ground").text
    assert "Themes are left out" in page and sentences(column(page, "shared"))
    assert "/stories?" not in page and "part=" not in page


def test_wider_groups_can_be_compared_and_left_again(leaning, ada):
    page = ada.get(PATH).text
    assert "Compare the wider groups that these lie in" in page
    wider = ada.get(f"{PATH}?wider=1").text
    assert "Compare the groups inside these" in wider and "at least two groups" in wider
