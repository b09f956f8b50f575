"""Making a claim about a chart."""

import re
from urllib.parse import quote

import pytest

from store.claims import list_claims
from tests.people import Person, stores_of

MOOD = "/explore/plot?triad=mood"


def seen(page):
    return re.search(r'name="seen" value="(\w+)"', page.text)[1]


def form(person, chart=MOOD):
    return person.get(f"/claims/in/plot/new?chart={quote(chart)}")


def send(person, text, chart=MOOD, **more):
    return person.post("/claims/in/plot/new", {"chart": chart, "seen": seen(form(person, chart)), "text": text} | more)


def test_the_form_shows_the_figures_and_begins_with_the_charts_own_sentence(ada):
    page = form(ada)
    assert "Picture of “It left me”" in page.text and "120 stories" in page.text
    assert re.search(r"<textarea[^>]*>“It left me”: Most often: ", page.text)
    assert "Fewer than 10 more" in page.text and "This week is not over" in page.text
    assert re.search(r"Mostly “glad”</th><td[^>]*>28 \(23%\)</td>", page.text)


def test_a_sentence_is_kept_with_what_it_stands_on(ada, world):
    page = send(ada, "  All 120   stories placed it. ")
    assert page.status_code == 303
    [kept] = list_claims(world.db, "plot")
    assert (kept.text, kept.made_by, kept.n_stories) == ("All 120 stories placed it.", "ada", 120)
    assert page.location.endswith(f"/claims/{kept.id}?done=made")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("99 of them are glad", "“99” is not a number of this chart. Nearest are"),
        ("Of 120 stories 101% are glad", "“101%” is not a number of this chart. Nearest are"),
        ("Twice as many as before", "“Twice” is not a number of this chart. Leave it out"),
        ("", "Write what the chart shows, in one sentence"),
        ("glad " * 100, "Shorten the sentence to 400 characters or fewer: it has 499"),
    ],
)
def test_a_number_that_the_chart_does_not_show_is_named(ada, world, text, said):
    page = send(ada, text)
    assert page.status_code == 422 and said in page.text
    assert list_claims(world.db, "plot") == []


def test_what_moved_while_somebody_wrote_is_shown_before_it_is_kept(ada, world):
    page = send(ada, "Most are glad.", seen="ab" * 32)
    assert page.status_code == 422 and "The chart shows other figures than a moment ago" in page.text
    assert list_claims(world.db, "plot") == []


def test_the_form_opens_on_no_chart_and_says_where_to_find_one(ada):
    for address in ("", "/explore/plot/temperature", "/explore/quiet"):
        page = form(ada, address)
        assert "Open a chart that shows figures" in page.text and "<textarea" not in page.text
    assert ada.post("/claims/in/plot/new", {"chart": "", "seen": "", "text": "Most"}).status_code == 422


def test_fewer_than_k_stories_make_no_claim(ada, world):
    world.tell(9, group="east", area="shed")
    assert "Nothing is told of fewer than 10 stories" in form(ada, "/explore/plot?area=shed").text
    world.tell(1, group="east", area="shed")
    assert "<textarea" in form(ada, "/explore/plot?area=shed").text


def test_a_label_with_a_number_in_it_may_be_named(ada):
    assert send(ada, "Somebody chose “wish 13”", "/explore/plot?picture=wish").status_code == 303


def test_charts_lead_to_the_form_where_somebody_may_make_claims(app, ada):
    assert "/claims/in/plot/new?chart=" in ada.get("/explore/plot").text
    assert "Make a claim" not in ada.get("/explore/plot/temperature").text
    ade = Person(app, "ade")
    assert "Make a claim" not in ade.get("/explore/plot").text
    assert ade.get("/claims/in/plot/new").status_code == 403
    assert stores_of(app).stories.one("select count(*) as n from claims")["n"] == 0
