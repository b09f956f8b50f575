"""What is asked can be looked at and taken along, with what each file does not hold."""

import pytest

from narratives.framework_file import parse_framework
from narratives.interchange.framework_writers import WRITERS
from narratives.interchange.sensemaker_framework import read_sensemaker
from store.frameworks import add_framework
from tests.builders import FRAMEWORK, make_framework, open_plot
from tests.narratives.interchange.engagements import library
from tests.people import Person, make_app, stores_of


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    return app


def test_the_list_says_what_is_asked_and_where(app):
    add_framework(stores_of(app).stories, library())
    page = Person(app, "ada").get("/frameworks").text
    assert "The garden" in page
    assert "Version 1, 4 questions, 1 language. Asked in The plot." in page
    assert "Version 4, 6 questions, 1 language. Nobody is asked it now." in page


def test_before_anything_is_asked_the_list_says_so(tmp_path):
    assert "Nothing is asked yet." in Person(make_app(tmp_path), "ada").get("/frameworks").text


def test_a_page_shows_every_question_with_its_answers_and_who_asks_it(app):
    page = Person(app, "ade").get("/frameworks/garden").text
    assert "What happened in the garden?" in page
    assert "Triad: glad · sad · cross" in page
    assert "Dyad, asks for the level: no say · all the say" in page
    assert "Choice: a digger · a picker" in page
    assert "Choice, up to 2: wish 0 · wish 1" in page
    assert "The plot" in page


def test_a_question_of_a_branch_says_who_is_asked_it(app):
    add_framework(stores_of(app).stories, library())
    page = Person(app, "ada").get("/frameworks/lib-2026").text
    assert "Dyad: easy · hard. Only after “a visitor”" in page
    assert "Stones: Staff · Readers &amp; I (alone – together; calm – loud)" in page


def test_an_older_version_stays_to_be_looked_at(app):
    add_framework(stores_of(app).stories, make_framework(version=2, title="The new garden"))
    ada = Person(app, "ada")
    newest, older = ada.get("/frameworks/garden").text, ada.get("/frameworks/garden?version=1").text
    assert "The new garden" in newest and "Version 2" in newest
    assert "The new garden" not in older and "Version 1 of 2" in older
    assert ada.get("/frameworks/garden?version=3").status_code == 404
    assert ada.get("/frameworks/garden?version=x").text.count("The new garden") == newest.count("The new garden")


@pytest.mark.parametrize("name", WRITERS)
def test_every_file_stands_there_with_what_it_does_not_hold(app, name):
    ada, writer = Person(app, "ada"), WRITERS[name]
    page = ada.get("/frameworks/garden").text
    assert f"/frameworks/garden/file?program={name}&amp;version=1" in page
    for sentence in writer.losses(make_framework()):
        assert sentence.replace("&", "&amp;") in page
    file = ada.get(f"/frameworks/garden/file?program={name}&version=1")
    assert file.data == writer.write(make_framework()) or writer.ending == "xlsx"
    assert file.mimetype == writer.media_type.partition(";")[0]
    assert file.headers["Content-Disposition"].endswith(f'.{writer.ending}"')


def test_our_file_is_what_is_stored_and_theirs_is_what_they_read(app):
    ada = Person(app, "ada")
    ours = ada.get("/frameworks/garden/file?program=murmuration")
    assert ours.headers["Content-Disposition"] == 'attachment; filename="garden-1.json"'
    assert parse_framework(ours.text) == make_framework()
    theirs = ada.get("/frameworks/garden/file?program=sensemaker")
    assert theirs.headers["Content-Disposition"] == 'attachment; filename="garden-1-sensemaker.json"'
    assert [one.id for one in read_sensemaker(theirs.data).framework.signifiers] == [
        one["id"] for one in FRAMEWORK["signifiers"]
    ]


@pytest.mark.parametrize("path", ["/frameworks/nowhere", "/frameworks/nowhere/file?program=sensemaker"])
def test_what_is_not_there_is_not_found(app, path):
    assert Person(app, "ada").get(path).status_code == 404


def test_a_program_that_is_not_known_has_no_file(app):
    assert Person(app, "ada").get("/frameworks/garden/file?program=wordstar").status_code == 404


@pytest.mark.parametrize("who", ["mina", "cy", "mo"])
def test_only_those_who_design_see_them(app, who):
    assert Person(app, who).get("/frameworks/garden").status_code == 403
