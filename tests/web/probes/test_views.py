"""The page of a probe, and all of them side by side."""

import re
from datetime import timedelta

import pytest

from narratives.probe import Advice, Aim, ProbeState, Verdict
from store import probe_actions
from store.collections import add_collection
from store.probe_readings import keep_reading, replace_outlooks
from tests.builders import make_collection
from tests.probes import FEWER_CROSS, NEARER_GLAD, make_outlook, make_reading
from tests.web.probes.conftest import NOW, TODAY

OPEN = {"verdict": Verdict.SCATTER, "effect": -0.05, "low": -0.2, "high": 0.1}


@pytest.fixture
def read(world):
    """Keeps readings of the probe "coffee", one for each set of changes, a day apart."""

    def kept(*changes):
        for ago, more in enumerate(reversed(changes)):
            keep_reading(world.db, "coffee", make_reading(**{"on": TODAY - timedelta(days=ago), **more}))

    return kept


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_verdict_stands_on_top_with_what_it_suggests_and_what_was_promised(ada, put, read):
    put()
    read({})
    page = text_of(ada.get("/probes/coffee").text)
    sentence = (
        "east: stories right at “cross” fell by 12 in every hundred more than elsewhere (4 to 20): moved the hoped"
    )
    assert sentence in page
    assert page.index(sentence) < page.index("What the stories suggest Amplify") < page.index("What it aims at")
    assert "You said you would: A second gate." in page
    assert "120 stories before and 60 since where it runs; 300 before and 140 since beside it." in page


def test_harm_is_said_with_how_to_dampen_it(ada, put, read):
    put()
    read({"verdict": Verdict.OTHER, "effect": 0.1, "low": 0.02, "high": 0.2})
    page = text_of(ada.get("/probes/coffee").text)
    assert "moved the other way" in page
    assert "What the stories suggest Dampen" in page
    assert "You said you would: Stop within the week." in page


def test_before_there_is_a_reading_it_says_what_it_takes_and_draws_nothing(ada, put, world):
    put()
    replace_outlooks(world.db, "coffee", [make_outlook()])
    page = ada.get("/probes/coffee").text
    assert "not enough stories yet to say anything" in page
    assert "mm-effect__svg" not in page
    assert "About 100 stories where it is tried show such a change in four cases of five: about 5 weeks" in page


def test_the_picture_and_its_table_say_the_same(ada, put, read):
    put()
    read(OPEN, {})
    page = ada.get("/probes/coffee").text
    assert 'role="img"' in page and "The table below says the same" in page
    rows = page.split('scope="row">')[1:]
    assert "−12 −20 to −4 60 140" in text_of(rows[0])
    assert "−5 −20 to +10 60 140" in text_of(rows[1])


def test_a_probe_that_is_compared_with_nothing_says_so(ada, put, read):
    put(groups=("east", "west"))
    read({"is_compared": False, "n_before_beside": 0, "n_after_beside": 0})
    page = ada.get("/probes/coffee").text
    assert "Nothing is compared with it: whatever else changed since is counted as the probe" in page


@pytest.mark.parametrize(
    ("outlook", "words"),
    [
        (
            {"needed": 100, "a_week": 50.0},
            "about 2 weeks at the pace of the time before. A larger change shows sooner.",
        ),
        (
            {"needed": 900, "a_week": 5.0},
            "Too few stories come to notice so small a change before the end. Choose a larger",
        ),
        ({"needed": None}, "Too few stories were told before to ever be sure of so small a change. Choose a larger"),
        ({"has_enough": False, "needed": None}, "it takes stories by 20 different people on each side"),
        ({"a_week": 0.0}, "and hardly any come lately. Choose a larger"),
    ],
)
def test_a_plan_is_told_how_soon_it_could_be_noticed(world, ada, put, outlook, words):
    put(ProbeState.PLANNED)
    replace_outlooks(world.db, "coffee", [make_outlook(**outlook)])
    assert words in ada.get("/probes/coffee").text


def test_what_was_done_is_told_with_who_and_when(world, ada, put):
    put()
    probe_actions.add_note(world.db, "coffee", text="It <rained>.", actor="ada", at=NOW)
    page = ada.get("/probes/coffee").text
    assert "The platform started it" in page
    assert "Ada noted" in page and "It &lt;rained&gt;." in page


def test_probes_that_may_disturb_a_reading_are_named_with_a_link(ada, put):
    put()
    put(id="rules", title="Rules on the shed", groups=("west",), aims=(NEARER_GLAD,))
    page = ada.get("/probes/coffee").text
    assert "What may disturb the reading" in page
    assert "Compared with groups of “Rules on the shed”" in page
    assert 'href="/probes/rules"' in page


def test_a_gone_owner_is_named(ada, put):
    put(owner="gone")
    page = ada.get("/probes/coffee").text
    assert "gone (can no longer sign in)" in page
    assert "Its owner can no longer sign in: name another owner, or stop it." in page


def test_an_empty_portfolio_explains_what_a_probe_is(ada):
    page = ada.get("/probes").text
    assert "Nothing is being tried here yet. A probe is something small that may fail without harm" in page
    assert 'href="/probes/new?collection=plot"' in page


def test_the_portfolio_puts_what_needs_a_decision_first(world, ada, put, read):
    put()
    read({})
    put(id="running", title="Running one", groups=("west",))
    put(ProbeState.PLANNED, id="planned", title="Planned one", aims=(Aim("mood", "zone:2", grows=True),))
    put(ProbeState.ENDED, id="ended", title="Ended one")
    probe_actions.decide(
        world.db, "ended", Advice.STOP, because="Talk is cheap.", suggested="stop", on=TODAY, actor="ada", at=NOW
    )
    page = text_of(ada.get("/probes").text)
    places = [page.index(words) for words in ("Needs a decision Coffee", "Running Running one", "Planned Planned one")]
    assert places == sorted(places)
    assert page.index("Over time") < page.index("Ended, and what was learnt Ended one")
    assert "It moved the hoped-for way: do what you said you would do to amplify it." in page
    assert "Stop it: Talk is cheap." in page
    assert "Pulls against “Planned one”" in page
    assert "Hopes for the same elsewhere as “Coffee by the gate”" in page


def test_a_title_is_text_wherever_it_stands(ada, put):
    put(title="<b>&", aims=(FEWER_CROSS,))
    for path in ("/probes", "/probes/coffee"):
        page = ada.get(path).text
        assert "<b>&" not in page and "&lt;b&gt;&amp;" in page


def test_the_line_of_the_first_page_links_to_the_probe(app, put, world):
    probe = put(groups=("east", "west"))
    with app.test_request_context():
        line = app.jinja_env.get_template("probes/parts/line.html").module.probe_line(probe, "It moved.")
    assert 'href="/probes/coffee"' in line and "east, west" in line and "It moved." in line


def test_what_a_probe_is_is_explained_once_however_many_collections_have_none(world, ada):
    add_collection(world.db, make_collection(id="later", title="Later"))
    page = ada.get("/probes").text
    assert page.count("Nothing is being tried here yet.") == 2
    assert page.count("may fail without harm") == page.count("makes coffee by its gate") == 1
