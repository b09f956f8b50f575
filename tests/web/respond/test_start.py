"""The page before the first question says what the settings of its collection mean."""

import html
from dataclasses import replace
from datetime import date, timedelta

import pytest

from narratives.collection import Moderation, Policy, Signpost
from narratives.narrative import Source
from store.collections import add_collection
from store.narratives import import_narratives
from tests.builders import make_collection, make_framework, make_narrative
from web.respond.start import readers_of, signposts_of

COLLECTION = make_collection()


@pytest.fixture
def page(client):
    return html.unescape(client.get("/share/plot").text)


def test_it_says_who_reads_and_what_is_kept_before_anything_is_asked(page):
    for said in (
        "Who reads it",
        "What is kept",
        "What is not kept",
        "your internet address, or anything about your phone or computer",
        "This is not an emergency service.",
        "Nothing is sent until you have read it all through.",
    ):
        assert said in page
    assert 'href="/share/plot/tell"' in page
    assert 'href="/share/plot/whole"' in page
    assert 'href="/who-sees-what#plot"' in page


def test_a_time_nobody_measured_says_that_it_is_a_guess(page):
    assert "About 5 minutes" in page
    assert "This is our guess for a short story and 8 questions." in page


def test_a_time_that_was_measured_says_of_how_many(app, client):
    stores = app.extensions["stores"]
    collection = replace(COLLECTION, id="paced")
    add_collection(stores.stories, collection)
    told_on = date.today() - timedelta(days=1)
    told = [
        make_narrative(collection="paced", told_on=told_on, minutes=minutes, source=Source("test", str(place), "1"))
        for place, minutes in enumerate((3, 9, *[7] * 8))
    ]
    import_narratives(stores.stories, collection, make_framework(), told, {})
    page = html.unescape(client.get("/share/paced").text)
    assert "About 7 minutes" in page
    assert "Half of the last 10 people needed less time than that" in page


def test_it_names_who_reads_when_the_collection_does():
    assert readers_of(replace(COLLECTION, read_by="the garden committee"))[0] == (
        "This collection is read by: the garden committee"
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"moderation": Moderation.BEFORE}, "A moderator reads every story first"),
        ({"policy": Policy.PROTECTED}, "Staff who read your words never see your answers beside them."),
    ],
)
def test_it_says_only_what_its_settings_do(changes, sentence):
    assert any(sentence in line for line in readers_of(replace(COLLECTION, **changes)))
    assert not any(sentence in line for line in readers_of(COLLECTION))


def test_it_names_the_smallest_number_that_is_shown():
    assert any("for 25 people or more" in line for line in readers_of(replace(COLLECTION, k=25)))


def test_help_is_the_collections_own_or_what_holds_everywhere():
    assert [help.contact for help in signposts_of(COLLECTION)] == ["999", "116 123"]
    own = replace(COLLECTION, signposts=(Signpost("Shelter", "0808 800 4444", "weekdays"),))
    (help,) = signposts_of(own)
    assert (help.name, help.address, help.when) == ("Shelter", "tel:08088004444", "weekdays")


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("999", "tel:999"),
        ("+44 20 7946 0000", "tel:+442079460000"),
        ("help@example.org", "mailto:help@example.org"),
        ("https://example.org/help", "https://example.org/help"),
        ("Room 12, ask for Sam", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_pressing_a_contact_opens_what_it_is(contact, address):
    (help,) = signposts_of(replace(COLLECTION, signposts=(Signpost("Help", contact),)))
    assert help.address == address


def test_a_sensitive_collection_can_be_left_in_one_press(app, client):
    add_collection(app.extensions["stores"].stories, replace(COLLECTION, id="hushed", sensitive=True))
    assert "govuk-exit-this-page" in client.get("/share/hushed").text
    assert "govuk-exit-this-page" not in client.get("/share/plot").text
