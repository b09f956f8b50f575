"""Two questions against each other: every combination, what stands out, and the way to its stories."""

import csv
import io
import re

import pytest

from narratives.answers import ChoiceAnswer
from tests.builders import make_answers
from tests.people import Person
from tests.web.explore.telling import GLAD, SAD

PATH = "/explore/plot/crosstab"


@pytest.fixture
def leaning(world):
    """Pickers are glad and diggers are sad; thirty of each, and six of each the other way round."""
    for role, shares, n in (("digger", SAD, 30), ("picker", GLAD, 30), ("digger", GLAD, 6), ("picker", SAD, 6)):
        world.tell(n, answers=make_answers(shares, role=role), group="east" if role == "digger" else "west")
    return world


def answer_of(page):
    return re.sub(r"<[^>]+>", "", re.search(r'<p class="mm-answer__said">(.*?)</p>', page, re.DOTALL)[1])


def cells_of(page):
    """Each row's label with the text of its cells."""
    body = page.partition('<tbody class="govuk-table__body">')[2].partition("</tbody>")[0]
    found = {}
    for row in body.split("</tr>")[:-1]:
        texts = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", one)).strip() for one in re.split(r"</t[hd]>", row)]
        found[texts[0]] = texts[1:-1]
    return found


def test_counts_per_cent_and_residuals_stand_in_every_cell(leaning, ada):
    page = ada.get(f"{PATH}?rows=role&columns=mood").text
    cells = cells_of(page)
    digger = cells["a digger"]
    assert digger[0].startswith("6 stories: a digger, glad 17% −5.7")
    assert digger[1].startswith("30 stories: a digger, sad 83% +5.7")
    assert digger[-1] == "36"
    assert cells["All"] == ["36", "36", "72"]
    assert page.count("mm-cell--more-3") == 3 and page.count("mm-cell--fewer-3") == 3, "two cells each and the legend"
    assert page.count("mm-cell__residual--told") == 4


def test_the_answer_says_how_strongly_they_go_together_and_what_stands_out(leaning, ada):
    page = ada.get(f"{PATH}?rows=role&columns=mood").text
    assert answer_of(page) == (
        "4 of 4 combinations can be told from scatter. Over the whole table they go together strongly."
    )
    assert "83% of “a digger” are at “sad”, against 50% of all" in page
    assert "17% of “a digger” are at “glad”, against 50% of all" in page
    assert re.search(r"Cramér’s V 0\.66; 95% interval 0\.\d\d to 0\.\d\d\.", page)
    assert "72 stories that answered both." in page


def test_what_has_nothing_to_do_with_each_other_is_said_to_be_scatter(world, ada):
    for role in ("digger", "picker"):
        for shares in (SAD, GLAD):
            world.tell(20, answers=make_answers(shares, role=role))
    page = ada.get(f"{PATH}?rows=role&columns=mood").text
    assert answer_of(page) == "Not distinguishable from scatter."
    assert "mm-cell__residual--told" not in page


def test_a_cell_leads_to_its_stories_and_keeps_the_filters(leaning, ada):
    page = ada.get(f"{PATH}?rows=role&columns=mood&group=east&from=2026-01-05&part=say:5-6").text
    link = re.search(r'href="(/explore/plot/stories\?[^"]+)"', page)[1].replace("&amp;", "&")
    assert link == ("/explore/plot/stories?group=east&from=2026-01-05&part=say:5-6&part=role:0&part=mood:top")
    assert ada.get(link).text.count("mm-story-card__title") <= 6
    assert ada.get(link).status_code == 200


def test_groups_lead_to_the_stories_of_a_group(leaning, ada):
    page = ada.get(f"{PATH}?rows=role&columns=group").text
    assert re.search(r"/explore/plot/stories\?(group=east&amp;part=role:0|part=role:0&amp;group=east)", page)


def test_an_administrator_is_led_to_the_map_and_never_to_stories(app, leaning):
    page = Person(app, "ade").get(f"{PATH}?rows=role&columns=mood").text
    assert "/stories?" not in page
    assert "/explore/plot?part=role:0&amp;part=mood:top" in page


def test_the_page_begins_with_a_choice_by_group(leaning, ada):
    page = ada.get(PATH).text
    assert re.search(r'<option value="role" selected>', page)
    assert re.search(r'<option value="group" selected>', page)
    assert answer_of(page)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("rows=nowhere", "Choose a question from the list"),
        ("rows=role&columns=role", "Choose two different questions"),
        ("rows=role&columns=theme&group=nowhere", "Choose a group from the list"),
    ],
)
def test_what_cannot_be_put_against_each_other_says_what_to_choose(leaning, ada, query, said):
    page = ada.get(f"{PATH}?{query}").text
    assert said in page and "There is a problem" in page


def test_too_few_stories_say_how_many_are_needed(world, ada):
    world.tell(9)
    page = ada.get(f"{PATH}?rows=role&columns=mood").text
    assert answer_of(page) == "At least 10 stories that answered both are needed."
    assert "mm-crosstab" not in page
    assert ada.get(f"{PATH}.csv?rows=role&columns=mood").status_code == 404


def test_stories_in_several_columns_are_said_to_be(leaning, ada):
    leaning.tell(12, answers=(*make_answers(GLAD)[:3], ChoiceAnswer("wish", ("w2",))))
    page = ada.get(f"{PATH}?rows=role&columns=wish").text
    assert "One story can be in several rows or columns, so that they do not add up to all." in page
    assert "Cramér’s V 0" not in page


def test_stories_that_are_only_counted_are_left_out_and_that_is_said(leaning, ada):
    leaning.tell(20, read=False)
    leaning.close_batches()
    page = ada.get(f"{PATH}?rows=role&columns=mood").text
    assert "20 stories are left out: closed batches do not say which answers came together." in page
    assert "72 stories that answered both." in page


def test_a_protected_collection_takes_groups_against_a_question_and_nothing_else(world, ada):
    for group, shares in (("east", SAD), ("west", GLAD)):
        world.tell(60, collection=world.quiet, group=group, shares=shares)
    world.close_batches(world.quiet)
    page = ada.get("/explore/quiet/crosstab?rows=group&columns=mood").text
    assert "Closed batches of at least 10 stories are compared, each as a whole." in page
    assert "/stories?" not in page.partition("mm-crosstab")[2]
    assert "100% of “east” are at “sad”, against 50% of all" in page
    refused = ada.get("/explore/quiet/crosstab?rows=role&columns=mood").text
    assert "only where stories are open one by one" in answer_of(refused)
    assert '<option value="theme"' not in refused


def test_the_table_can_be_taken_away(leaning, ada):
    answer = ada.get(f"{PATH}.csv?rows=role&columns=mood")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert ["rows", "I am…"] in rows
    told = next(row for row in rows if row[:2] == ["a digger", "sad"])
    assert told[2:5] == ["30", "83", "18.0"] and float(told[5]) == pytest.approx(5.66, abs=0.01)
    assert told[6] == "<0.001"
