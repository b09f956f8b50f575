"""What goes together: the strongest pairs in words, every pair in a table, and nothing made of scatter."""

import random
import re

import pytest

from tests.builders import make_answers
from tests.web.explore.telling import GLAD

PATH = "/explore/plot/association"


def tell(world, n, tied, seed=1, **changes):
    """Stories whose say goes with how glad they are, or with nothing."""
    chance = random.Random(seed)
    for _ in range(n):
        glad = chance.uniform(0.1, 0.8)
        sad = chance.uniform(0, 0.9 - glad)
        value = min(max(glad + chance.gauss(0, 0.05), 0), 1) if tied else chance.random()
        role = chance.choice(["digger", "picker"])
        answers = make_answers((glad, sad, 1 - glad - sad), value=round(value, 2), role=role)
        world.tell(1, answers=answers, **changes)


def answer_of(page):
    return re.sub(r"<[^>]+>", "", re.search(r'<p class="mm-answer__said">(.*?)</p>', page, re.DOTALL)[1])


def test_the_strongest_pair_is_said_first_with_its_interval(world, ada):
    tell(world, 60, tied=True)
    page = ada.get(PATH).text
    said = answer_of(page)
    assert said.startswith("“glad” (It left me) goes with “all the say” (I had). ")
    assert re.search(r"\d of \d+ pairs of answers can be told from scatter\.$", said)
    line = page.partition('<ol class="mm-together">')[2].partition("</li>")[0]
    assert re.search(r"\+9\d \(\+9\d to \+9\d\)", line)
    assert "/explore/plot/crosstab?rows=mood&amp;columns=say" in line


def test_one_line_stands_for_every_two_questions(world, ada):
    tell(world, 60, tied=True)
    lines = ada.get(PATH).text.partition('<ol class="mm-together">')[2].partition("</ol>")[0]
    assert lines.count("columns=say") == 1, "glad, sad and cross say much the same of one dyad"


def test_nothing_beyond_scatter_is_an_answer(world, ada):
    tell(world, 60, tied=False, seed=3)
    page = ada.get(PATH).text
    assert re.match(
        r"Nothing goes together beyond scatter: none of \d+ pairs of answers can be told from it\.", answer_of(page)
    )
    assert "mm-together" not in page
    assert "mm-association__link--told" not in page and "mm-association__link" in page


def test_every_pair_of_two_questions_stands_once_in_the_table(world, ada):
    tell(world, 60, tied=True)
    table = ada.get(PATH).text.partition('<table class="govuk-table mm-association">')[2].partition("</table>")[0]
    cells = re.findall(r'<td class="govuk-table__cell mm-association__cell mm-cell--([a-z0-9-]+)">(.*?)</td>', table)
    directions = table.count('scope="row"')
    assert len(cells) == directions * (directions - 1) // 2
    own = [text for _, text in cells if "·" in text]
    assert len(own) == 3, "the three corners of one triad are not paired with each other"
    told = [(tone, re.sub(r"<[^>]+>", "", text)) for tone, text in cells if "link--told" in text]
    assert ("more-3", told[0][1]) == told[0]
    assert re.match(r"\+9\d: all the say and glad$", told[0][1]), "sign, number and names, not colour alone"


def test_the_filters_are_followed_and_kept(world, ada):
    tell(world, 40, tied=True, group="east")
    tell(world, 40, tied=False, seed=5, group="west")
    assert "goes with" in answer_of(ada.get(f"{PATH}?group=east").text)
    page = ada.get(f"{PATH}?group=west").text
    assert "Nothing goes together" in answer_of(page)
    assert "crosstab?group=west&amp;rows=" in page


def test_too_few_stories_say_how_many_are_needed(world, ada):
    world.tell(9)
    page = ada.get(PATH).text
    assert answer_of(page) == "At least 10 stories are needed."
    assert "mm-together" not in page and "mm-association" not in page


def test_a_protected_collection_says_why_it_has_no_answer(world, ada):
    world.tell(30, collection=world.quiet, shares=GLAD)
    world.close_batches(world.quiet)
    page = ada.get("/explore/quiet/association").text
    assert "only where stories are open one by one" in answer_of(page)


@pytest.mark.parametrize("query", ["group=nowhere", "from=never", "part=nowhere:1"])
def test_a_filter_that_cannot_be_read_is_named(world, ada, query):
    assert "There is a problem" in ada.get(f"{PATH}?{query}").text
