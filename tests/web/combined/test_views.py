"""Several collections on one page, and declaring which of their questions ask the same."""

import pytest

from narratives.collection import Policy
from narratives.narrative import Kind
from narratives.roles import Grant, Role
from store.collections import add_collection
from store.equivalences import declare, in_force, withdraw
from tests.builders import make_collection
from tests.combined import LEFT_ME, MOOD, MOODS, NOON, as_orchard, close, open_both, some_shares, tell_shares
from tests.people import Person, make_app, stores_of
from tests.web.far_and_near import add_limited

BOTH = "/combined?collection=plot&collection=trees"
GOOD = {"first": "garden:1:say", "second": "orchard:1:voice", "is-0": "not_at_all", "is-1": "fully"}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    app = make_app(tmp_path_factory.mktemp("combined"))
    db = stores_of(app).stories
    plot, trees = open_both(db)
    tell_shares(db, plot, some_shares(60, 1))
    tell_shares(db, trees, as_orchard(some_shares(40, 2, (1.0, 3.0, 4.0))))
    tell_shares(db, plot, some_shares(15, 5), kind=Kind.PRACTITIONER)
    quiet = make_collection(id="quiet", title="A quiet word", policy=Policy.PROTECTED)
    add_collection(db, quiet)
    tell_shares(db, (quiet, plot[1]), some_shares(29, 3))
    close(db, (quiet, plot[1]))
    return app


@pytest.fixture
def db(app):
    return stores_of(app).stories


@pytest.fixture
def ada(app):
    return Person(app, "ada")


@pytest.fixture
def same(db):
    made = declare(db, MOOD, LEFT_ME, MOODS, actor="ada", at=NOON)
    yield made
    withdraw(db, made.id, actor="ada", at=NOON)


def test_the_page_asks_for_collections_first(ada):
    page = ada.get("/combined")
    assert page.status_code == 200 and "Choose at least two collections." in page.text
    for title in ("The plot", "The trees", "A quiet word"):
        assert title in page.text


def test_collections_without_a_common_question_lead_to_declaring_one(ada, app):
    assert "These collections have no question in common yet." in ada.get(BOTH).text
    assert 'href="/combined/declare"' in ada.get(BOTH).text
    member = Person(app, "mo").get(BOTH)
    assert "A manager can declare which of them ask the same" in member.text
    assert "/combined/declare" not in member.text


def test_what_was_declared_is_drawn_in_one_triangle_with_the_same_in_figures(ada, same):
    page = ada.get(BOTH).text
    assert "It left me… <span" in page and "2 collections</span>" in page
    assert page.count('class="event-mark"') == 2
    assert "Of 100 accounts," in page and "every account counts the same" in page
    assert "Mostly “glad”" in page and "All three about equally" in page
    assert "asked “I went home…”" in page
    assert 'href="/explore/trees"' in page


def test_the_table_has_the_corners_of_the_other_question_where_they_belong(ada, same):
    """Of the trees' accounts, turned by hand."""
    rows = as_orchard(some_shares(40, 2, (1.0, 3.0, 4.0)))
    happy = sum(row[1] for row in rows) / len(rows)
    page = ada.get(BOTH).text
    row = page.partition(">The trees</a>")[2].partition("</tr>")[0]
    assert f'data-label="glad">{100 * happy:.0f} [' in row


def test_every_collection_can_count_the_same(ada, same):
    page = ada.get(f"{BOTH}&weight=collections").text
    assert "every collection counts the same" in page
    assert '<option value="collections" selected>' in page


def test_accounts_of_staff_stand_beside_those_of_people_and_never_among_them(ada, same):
    page = ada.get(f"{BOTH}&whose=both").text
    assert "The plot, people’s own" in page and "The plot, practitioners’" in page
    assert "Too few accounts to be shown, and in no figure here: The trees, practitioners’." in page
    alone = ada.get(f"{BOTH}&whose=practitioners").text
    assert "The plot alone shows enough accounts of this question" in alone
    assert "<table" not in alone


def test_a_protected_collection_is_there_with_its_batches_alone(ada):
    page = ada.get("/combined?collection=plot&collection=quiet").text
    row = page.partition(">A quiet word</a>")[2].partition("</tr>")[0]
    assert 'data-label="Accounts">20<' in row


def test_a_line_has_a_lane_for_each_collection(ada):
    page = ada.get("/combined?collection=plot&collection=quiet&question=garden:1:say").text
    assert page.count('class="event-lanes__span"') == 2
    assert "Near “no say”" in page and "Rather “all the say”" in page


@pytest.mark.parametrize(
    "more",
    ["&weight=9", "&whose=nobody", "&question=x", "&question=a:b:c", "&question=garden:1:gone", "&collection=no"],
)
def test_what_an_address_has_wrong_is_passed_over(ada, same, more):
    assert ada.get(BOTH + more).text.count('class="event-mark"') == 2


def test_one_collection_alone_is_not_put_together(ada):
    assert "Choose at least two collections." in ada.get("/combined?collection_id=plot").text


def test_more_than_six_are_said_to_be_left_out(ada, db):
    names = [f"bed-{number}" for number in range(7)]
    for name in names:
        add_collection(db, make_collection(id=name, title=name))
    page = ada.get("/combined?" + "&".join(f"collection={name}" for name in names)).text
    assert "Only the first 6 are shown." in page and page.count(" checked>") == 6
    assert "No collection shows enough accounts of this question" in page


def test_two_questions_are_laid_side_by_side_and_declared(ada, db):
    page = ada.get("/combined/declare?first=garden:1:mood&second=orchard:1:left_me").text
    assert page.count('class="corner-triad__picture"') == 2
    assert "“glad” is" in page and '<optgroup label="The orchard">' in page
    answer = ada.post("/combined/declare", GOOD)
    assert answer.status_code == 303
    (made,) = in_force(db)
    assert made.anchors == {"none": "not_at_all", "all": "fully"} and made.declared_by == "ada"
    page = ada.get(answer.headers["Location"]).text
    assert "Declared.</strong> Collections with these questions can be put together now." in page
    assert "“no say” is “not at all”; “all the say” is “fully”." in page
    gone = ada.post(f"/combined/{made.id}/withdraw", {})
    assert "Taken back." in ada.get(gone.headers["Location"]).text
    assert in_force(db) == []


def test_anchors_of_the_same_name_are_chosen_already(ada):
    page = ada.get("/combined/declare?first=garden:1:mood&second=garden:1:mood").text
    assert page.count(" selected>") == 2 + 3


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"first": "nothing"}, "Choose two questions from the lists"),
        ({"second": "orchard:9999999:voice"}, "Choose two questions from the lists"),
        ({"second": ""}, "Choose two questions from the lists"),
        ({"is-1": ""}, "Choose what “all the say” is in “What I said counted…”"),
        ({"is-1": "happy"}, "Choose what “all the say” is in “What I said counted…”"),
        ({"is-1": "not_at_all"}, "“not at all” is chosen twice: each of one triangle or line is one of the other"),
        ({"second": "orchard:1:left_me"}, "are not of one kind: choose two triangles or two lines"),
    ],
)
def test_what_cannot_be_declared_is_said_and_nothing_is_kept(ada, db, changed, said):
    page = ada.post("/combined/declare", GOOD | changed)
    assert page.status_code == 422 and said in page.text
    assert in_force(db) == []


def test_who_sees_some_collections_finds_no_other(app, same):
    add_limited(app, "lea", Grant(Role.MEMBER, "plot"), Grant(Role.MEMBER, "quiet"))
    lea = Person(app, "lea")
    page = lea.get("/combined?collection=plot&collection=quiet")
    assert page.text.count('class="event-mark"') == 2
    assert "The trees" not in page.text and "I went home" not in page.text
    assert lea.get(BOTH).status_code == 404
    assert lea.get("/combined/declare").status_code == 403


def test_a_collection_that_somebody_sees_in_part_is_not_put_together(app):
    add_limited(app, "pat", Grant(Role.MEMBER, "plot", "east"), Grant(Role.MEMBER, "quiet"))
    pat = Person(app, "pat")
    assert "There is one collection here that you see whole, or none." in pat.get("/combined").text
    assert pat.get("/combined?collection=plot&collection=quiet").status_code == 403
