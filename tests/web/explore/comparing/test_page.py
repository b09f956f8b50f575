"""Two selections side by side: what differs, and what cannot be told from scatter."""

import csv
import io
import re
from datetime import date, timedelta

import pytest

from narratives.collection import ReportingGroup
from store import cohorts
from store.collections import add_collection
from tests.builders import TODAY, make_answers, make_collection
from tests.people import Person
from tests.web.explore.telling import GLAD

PATH = "/explore/plot/compare"
SAD = (0.15, 0.8, 0.05)


def tell(world, group, shares, n, spread=0.03, **changes):
    """Stories placed about some shares; every third a little to one side, every third to the other."""
    for place in range(3):
        moved = (shares[0] - spread * (place - 1), shares[1] + spread * (place - 1), shares[2])
        answers = make_answers(moved, value=0.2 + 0.2 * place)
        world.tell(n // 3, group=group, answers=answers, **changes)


@pytest.fixture
def parted(world):
    """Thirty stories in the east that left people sad, thirty in the west that left them glad; nothing else differs."""
    tell(world, "east", SAD, 30)
    tell(world, "west", GLAD, 30)
    return world


def answer_of(page):
    return re.sub(r"<[^>]+>", "", re.search(r'<p class="mm-answer__said">(.*?)</p>', page, re.DOTALL)[1])


def rows_of(page, table):
    part = page.partition(f'govuk-table__caption {table}">')[2].partition("</table>")[0]
    return [re.sub(r"\s+", " ", one) for one in re.findall(r'<th [^>]*scope="row">.*?</tr>', part, re.DOTALL)]


def test_a_group_against_the_rest_is_told_in_one_sentence(parted, ada):
    page = ada.get(f"{PATH}?group=east").text
    said = answer_of(page)
    assert said.startswith("The 30 stories of east are nearer to “sad” in “It left me…” than the rest (70 points,")
    assert "comparisons can be told from scatter." in said


def test_what_differs_comes_first_and_what_does_not_is_said_to_be_scatter(parted, ada):
    page = ada.get(f"{PATH}?a=group:east&b=group:west").text
    (told,) = rows_of(page, "govuk-table__caption--l")
    assert "It left me…" in told and "nearer to “sad”" in told
    assert ">80<" in told and ">10<" in told and "<strong>+70</strong>" in told
    scatter = rows_of(page, "govuk-visually-hidden")
    assert any("I had…" in row for row in scatter)
    number = len(scatter)
    assert f"Not distinguishable from scatter: {number} of {number + 1} comparisons" in page


def test_two_selections_that_do_not_differ_get_a_plain_answer(world, ada):
    tell(world, "east", GLAD, 30)
    tell(world, "west", GLAD, 30)
    page = ada.get(f"{PATH}?a=group:east&b=group:west").text
    assert answer_of(page).startswith("east and west are not distinguishable from scatter: none of ")
    assert "What differs</caption>" not in page
    assert '<details class="govuk-details mm-details" open>' in page


def test_too_few_stories_say_who_has_them_and_how_many_are_needed(world, ada):
    tell(world, "east", SAD, 9)
    tell(world, "west", GLAD, 30)
    page = ada.get(f"{PATH}?group=east").text
    assert answer_of(page) == (
        "east has fewer than 10 stories. At least 10 are needed on each side: choose a longer period or a larger group."
    )
    assert "fewer than 10 stories</span>" in page
    assert "9 stories" not in page and "Side by side" not in page and "compare.csv" not in page
    assert ada.get(f"{PATH}.csv?group=east").status_code == 404


def test_both_averages_stand_in_both_pictures(parted, ada):
    page = ada.get(f"{PATH}?a=group:east").text
    pictures = page.partition('id="pair-mood"')[2].partition("</section>")[0]
    assert pictures.count("<svg") == 2
    marks = re.findall(r'<path d="(M[^"]+Z)" fill="(#c2571a|#ffffff)" stroke="(?:#c2571a|#4b3a86)"', pictures)
    assert len(marks) == 4 and marks[:2] == marks[2:]
    assert "“glad” 15% against 80%; “sad” 80% against 10%" in pictures
    assert "30 answered" in pictures


def test_a_saved_selection_is_compared_with_the_rest_or_with_another(parted, ada):
    saved = [
        cohorts.add_cohort(parted.db, cohorts.make_cohort("plot", name, query, "ada", TODAY)).id
        for name, query in (("Easterners", "group=east"), ("Westerners", "group=west"))
    ]
    assert answer_of(ada.get(f"{PATH}?a={saved[0]}&b=rest").text).startswith("The 30 stories of Easterners are nearer")
    page = ada.get(f"{PATH}?a={saved[1]}&b={saved[0]}").text
    assert "nearer to “glad” in “It left me…” than Easterners" in answer_of(page)
    assert f'<option value="{saved[1]}" selected>Westerners</option>' in page


def test_all_stories_beside_a_selection_are_the_rest_of_them(parted, ada):
    rest, everything = (answer_of(ada.get(f"{PATH}?a=group:east&b={other}").text) for other in ("rest", "all"))
    assert rest == everything
    assert answer_of(ada.get(f"{PATH}?a=rest&b=group:east").text) == rest


def test_a_part_that_was_picked_is_compared_everywhere_but_in_its_own_picture(parted, ada):
    page = ada.get(f"{PATH}?part=mood:left").text
    assert "These 30 stories" in page or "not distinguishable" in answer_of(page)
    assert "This selection: People’s own stories; It left me: Mostly “sad”." in page
    assert "“It left me…” is not compared: it differs because it was picked." in page
    assert 'id="pair-mood"' not in page and 'id="pair-say"' in page


def test_open_stories_are_compared_with_open_stories_where_batches_cannot_follow(parted, ada):
    tell(parted, "west", SAD, 30, read=False)
    parted.close_batches()
    page = ada.get(f"{PATH}?part=role:0&group=east").text
    assert "30 stories are left out: they are only in closed batches" in page
    assert 'id="pair-mood"' in page
    pictures = page.partition('id="pair-mood"')[2].partition("</section>")[0]
    assert pictures.count("30 answered") == 2, "the batches are in neither picture"


def test_stories_that_both_hold_count_with_the_first(parted, ada):
    query = "part=mood%3Aleft.right&from=2020-01-06"
    cohort = cohorts.add_cohort(parted.db, cohorts.make_cohort("plot", "Not glad", query, "ada", TODAY))
    page = ada.get(f"{PATH}?a=group:east&b={cohort.id}").text
    assert "Not glad has fewer than 10 stories" in answer_of(page)
    page = ada.get(f"{PATH}?a={cohort.id}&b=group:east").text
    assert "30 stories belong to both sides and are counted with the first alone." in page


def test_before_and_after_a_week(world, ada):
    tell(world, "east", GLAD, 30, told_on=date(2026, 2, 1))
    tell(world, "east", SAD, 30, told_on=date(2026, 3, 4))
    page = ada.get(f"{PATH}?split=2026-03-05&group=east").text
    assert "The 30 stories of east, from the week of 2 March 2026 are nearer to “sad”" in answer_of(page)
    assert "than east, before the week of 2 March 2026 (70 points" in answer_of(page)


@pytest.mark.parametrize("split", ["never", "2026-13-01", "1899-01-01", "0001-01-01", "2020-01-01&from=2021-01-01"])
def test_a_day_that_splits_nothing_says_what_to_enter(parted, ada, split):
    answer = ada.get(f"{PATH}?split={split}")
    assert answer.status_code == 200
    if "1899" not in split and "0001" not in split:
        assert "Enter a date such as 2026-11-03 that has stories before it and after it" in answer.text
        assert "There is a problem" in answer.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("a=nowhere&b=rest", "Choose a selection from the list"),
        ("a=group:nowhere&b=rest", "Choose a selection from the list"),
        ("a=this&b=rest", "Choose a selection from the list"),
        ("a=group:east&b=group:east", "Choose two selections that are not the same"),
        ("a=rest&b=all", "Choose two selections that are not the same"),
        ("group=nowhere&a=group:east", "Choose a group from the list"),
    ],
)
def test_sides_that_cannot_be_compared_say_what_to_choose(parted, ada, query, said):
    page = ada.get(f"{PATH}?{query}").text
    assert said in page and "There is a problem" in page
    assert "mm-answer" not in page
    assert ada.get(f"{PATH}.csv?{query}").status_code == 404


def test_without_a_selection_the_page_asks_for_two(world, ada):
    page = ada.get(PATH).text
    assert "Choose two selections" in page and "There is a problem" not in page


def test_the_lists_offer_groups_periods_and_the_selection_of_the_address(parted, ada):
    page = ada.get(f"{PATH}?from={(TODAY - timedelta(days=30)).isoformat()}").text
    for value, text in (("this", "This selection"), ("rest", "The rest"), ("group:east", "east"), ("weeks:4", "The l")):
        assert re.search(f'<option value="{value}"[^>]*>{text}', page), value
    assert '<option value="group:all">All of all</option>' in page
    assert '<option value="this"' not in ada.get(PATH).text


def test_the_table_can_be_taken_away_and_no_cell_is_a_formula(parted, ada):
    answer = ada.get(f"{PATH}.csv?a=group:east&b=group:west")
    assert answer.mimetype == "text/csv"
    assert 'attachment; filename="plot-comparison.csv"' in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert ["first", "east"] in rows and ["second", "west"] in rows
    heading = rows.index(["question", "measure", "first", "second", "difference", "low", "high", "p", "q", "verdict"])
    told = rows[heading + 1]
    assert told[:2] == ["It left me…", "nearer to “sad”"] and float(told[4]) == pytest.approx(0.7, abs=0.01)
    name = cohorts.make_cohort("plot", "=cmd|' /C calc'!A0", "group=west", "ada", TODAY)
    cohorts.add_cohort(parted.db, name)
    assert '"second","\'=cmd|' in ada.get(f"{PATH}.csv?a=group:east&b={name.id}").text


def test_a_protected_collection_compares_groups_in_closed_batches(world, ada):
    collection = make_collection(
        id="still", title="Still", policy=world.quiet.policy, groups=(ReportingGroup("east"), ReportingGroup("west"))
    )
    add_collection(world.db, collection)
    for _ in range(5):
        tell(world, "east", SAD, 12, collection=collection)
        tell(world, "west", GLAD, 12, collection=collection)
    world.close_batches(collection)
    page = ada.get("/explore/still/compare?a=group:east&b=rest&part=mood:left").text
    assert "nearer to “sad” in “It left me…” than the rest" in answer_of(page)
    assert "Closed batches of at least 10 stories are compared, each as a whole." in page


def test_a_protected_collection_with_few_batches_says_how_many_are_needed(world, ada):
    tell(world, "east", SAD, 12, collection=world.quiet)
    tell(world, "west", GLAD, 12, collection=world.quiet)
    world.close_batches(world.quiet)
    page = ada.get("/explore/quiet/compare?a=group:east&b=group:west").text
    assert "There are too few closed batches to tell a difference from scatter: 1 against 1." in answer_of(page)


def test_the_stories_behind_a_side_can_be_read_and_the_selection_saved(app, parted, ada):
    page = ada.get(f"{PATH}?group=east").text
    for text, page_of_it in (
        ("Read the stories", "/stories"),
        ("See the map", ""),
        ("Save this selection", "/cohorts"),
    ):
        link = re.search(rf'href="([^"]+)">{text}: east<', page)[1].replace("&amp;", "&")
        assert link == f"/explore/plot{page_of_it}?group=east"
        assert ada.get(link).status_code == 200
    assert "Save this selection:" not in ada.get(f"{PATH}?a=group:east&b=group:west").text
    assert "Read the stories" not in Person(app, "ade").get(f"{PATH}?group=east").text


@pytest.mark.parametrize("username", ["mo", "ade"])
def test_members_and_administrators_compare(app, parted, username):
    assert "nearer to “sad”" in Person(app, username).get(f"{PATH}?group=east").text
