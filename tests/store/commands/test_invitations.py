import csv
import io
from dataclasses import replace

import pytest

from narratives.collection import Policy
from narratives.invitation import read_invitation
from store.collections import change_telling, get_collection
from store.invitations import Standing, count_invitations, standing
from tests.builders import make_narrative, open_plot
from tests.people import SECRET, make_app, stores_of


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories, invited=True, policy=Policy.PROTECTED)
    return app


def run(app, *words):
    return app.test_cli_runner().invoke(args=["invitations", *words])


def test_codes_are_printed_once_as_a_table_with_their_links(app):
    done = run(app, "make", "plot", "--count", "3", "--address", "https://stories.example.org/")
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len({row["code"] for row in rows}) == 3
    for row in rows:
        assert read_invitation(row["code"]) == row["code"]
        assert row["link"] == f"https://stories.example.org/share/plot?invitation={row['code']}"
        plot = get_collection(stores_of(app).stories, "plot")
        assert standing(stores_of(app).stories, plot, row["code"], SECRET) is Standing.GOOD


def test_each_run_makes_further_codes(app):
    first, second = run(app, "make", "plot", "--count", "2"), run(app, "make", "plot", "--count", "2")
    assert not set(first.stdout.splitlines()[1:]) & set(second.stdout.splitlines()[1:])
    assert count_invitations(stores_of(app).stories, get_collection(stores_of(app).stories, "plot")).made == 4


def test_the_list_counts_in_whole_groups_where_the_collection_is_protected(app):
    codes = run(app, "make", "plot", "--count", "12").stdout.splitlines()[1:]
    stores = stores_of(app)
    plot = stores.opened("plot")
    for number in range(11):
        code = codes[number].partition(",")[0]
        stores.intake.submit(*plot, make_narrative(), f"{number:032x}", invitation=code)
    assert run(app, "list").output.split() == "plot needs a code 12 made 10 spent".split()


def test_a_collection_that_does_not_ask_for_codes_is_pointed_out(app):
    db = stores_of(app).stories
    change_telling(db, replace(get_collection(db, "plot"), invited=False))
    done = run(app, "make", "plot", "--count", "1")
    assert done.exit_code == 0
    assert "nobody is asked for a code yet" in done.stderr
    assert "flask collections change plot --invited" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["make", "nowhere", "--count", "1"], "See what there is with: flask collections list"),
        (["make", "plot", "--count", "0"], "0 is not in the range"),
        (["make", "plot", "--count", "100001"], "is not in the range"),
        (["make", "plot"], "Missing option '--count'"),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_sentence(app, words, said):
    refused = run(app, *words)
    assert refused.exit_code != 0
    assert said in refused.output
