import pytest

from narratives.collection import Signpost
from store.collections import get_collection
from tests.builders import open_plot
from tests.people import make_app, stores_of


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    return app


def change(app, *options):
    return app.test_cli_runner().invoke(args=["collections", "change", "plot", *options])


def plot(app):
    return get_collection(stores_of(app).stories, "plot")


def test_what_tellers_are_told_can_change_and_the_rest_stays(app):
    before = plot(app)
    done = change(app, "--audio", "--read-by", "The park wardens", "--signpost", "Childline|0800 1111|day and night")
    assert done.exit_code == 0, done.output
    assert done.output == "plot changed: /share/plot\n"
    after = plot(app)
    assert (after.audio, after.read_by) == (True, "The park wardens")
    assert after.signposts == (Signpost("Childline", "0800 1111", "day and night"),)
    assert (after.policy, after.k, after.groups) == (before.policy, before.k, before.groups)
    assert change(app, "--no-audio").exit_code == 0
    assert (plot(app).audio, plot(app).read_by) == (False, "The park wardens")


def test_nothing_named_changes_nothing(app):
    assert change(app).output == "plot stays as it was: /share/plot\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--embed-on", "example.org/path"], "is no site that could frame it; write https://www.example.org"),
        (["--embed-on", "*"], "is no site that could frame it"),
        (["--signpost", "Childline"], "names no help. Write NAME|NUMBER|WHEN"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(app, options, said):
    refused = change(app, *options)
    assert refused.exit_code == 1
    assert said in refused.output


def test_a_site_may_frame_the_pages_until_none_may(app):
    change(app, "--embed-on", "https://a.example.org", "--embed-on", "http://localhost:8000")
    assert plot(app).embed_on == ("https://a.example.org", "http://localhost:8000")
    change(app, "--no-embedding")
    assert plot(app).embed_on == ()


def test_what_tellers_are_told_can_be_translated(app, tmp_path):
    change(app, "--read-by", "The park wardens")
    run = app.test_cli_runner().invoke
    table = run(args=["collections", "dictionary", "plot", "--language", "cy"]).output
    assert table == "\ufeffkey,original,translation\ntitle,The plot,\nread_by,The park wardens,\n"
    path = tmp_path / "cy.csv"
    path.write_text(table.replace("wardens,", "wardens,Wardeiniaid y parc"), encoding="utf-8")
    done = run(args=["collections", "translate", "plot", str(path), "--language", "cy"])
    assert done.output == "plot: 1 of 2 texts in cy.\n"
    assert plot(app).texts == {"cy": {"read_by": "Wardeiniaid y parc"}}
    change(app, "--audio")
    assert plot(app).texts == {"cy": {"read_by": "Wardeiniaid y parc"}}
    missing = run(args=["collections", "dictionary", "yard", "--language", "cy"])
    assert "There is no collection with id 'yard'. List them with: flask collections list" in missing.output


def test_opening_again_is_safe_after_what_tellers_are_told_was_changed(app):
    def again(title):
        options = ["shed", "garden", "--title", title]
        return app.test_cli_runner().invoke(args=["collections", "open", *options])

    assert again("The shed").output == "shed opened: /share/shed\n"
    app.test_cli_runner().invoke(args=["collections", "change", "shed", "--audio", "--read-by", "The wardens"])
    assert again("The shed").output == "shed was open already: /share/shed\n"
    assert get_collection(stores_of(app).stories, "shed").read_by == "The wardens"
    assert "stored with other rules" in again("The house").output


def test_a_quota_is_set_and_taken_away(app):
    assert change(app, "--quota", "40").output == "plot changed: /share/plot\n"
    assert plot(app).quota == 40
    assert change(app, "--audio").exit_code == 0 and plot(app).quota == 40
    assert change(app, "--quota", "0").exit_code == 0 and plot(app).quota is None
    assert "is not in the range" in change(app, "--quota", "-1").output
