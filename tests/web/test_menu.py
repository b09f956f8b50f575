"""The staff menu: what somebody may open, and how much waits there."""

import re
from datetime import UTC, datetime

import pytest

from narratives.errors import BusyError
from narratives.narrative import Scope
from store.alerts import add_alert
from store.urgency import mark
from tests.builders import open_plot
from tests.people import Person, make_app, stores_of
from tests.web.decisions.deciding import begin
from tests.web.explore.telling import World, make_finding

NOW = datetime.now(UTC)


@pytest.fixture
def app(tmp_path):
    return make_app(tmp_path)


def entries(person: Person, path: str) -> dict[str, str]:
    """Each entry's words, by its address."""
    found = re.findall(r'class="mm-navigation__link" href="([^"]+)"[^>]*>(.*?)</a>', person.get(path).text)
    return {href: re.sub(r"<[^>]+>", "", words) for href, words in found}


def test_everybody_has_a_short_menu_of_what_they_may_open(app):
    open_plot(stores_of(app).stories)
    menus = {
        "ada": [
            "What changed",
            "Map",
            "Events",
            "Probes",
            "Urgent",
            "Key paper forms",
            "Questions",
            "Invite",
            "Exports",
        ],
        "mo": ["What changed", "Map", "Events", "Probes"],
        "ade": [
            "What changed",
            "Map",
            "Events",
            "Probes",
            "Key paper forms",
            "Questions",
            "Invite",
            "Decisions",
            "Administration",
        ],
        "mina": ["To read first", "Urgent", "Key paper forms"],
        "cy": ["Log an interaction", "Key paper forms"],
    }
    first = {"mina": "/moderate", "cy": "/log"}
    assert {name: list(entries(Person(app, name), first.get(name, "/changed")).values()) for name in menus} == menus


def test_where_members_vote_everybody_finds_what_they_decide(app):
    begin(app)
    for name, first in (("cy", "/log"), ("mo", "/changed"), ("mina", "/moderate")):
        assert entries(Person(app, name), first)["/decisions"] == "Decisions"


def lit(person: Person, path: str) -> list[str]:
    """The entries of the menu that are shown as the ones somebody is in."""
    return re.findall(r'class="mm-navigation__link" href="([^"]+)" aria-current=', person.get(path).text)


@pytest.mark.parametrize(
    ("name", "path", "entry"),
    [
        *(("ade", path, "/administration") for path in ("/administration", "/staff/people", "/routes", "/audit")),
        *(("ade", path, "/administration") for path in ("/log/opened", "/bulk", "/bulk/deletion", "/confederation")),
        *(("cy", f"/log/{page}", "/log") for page in ("own", "people", "reflection", "offline", "open-anothers")),
        ("mina", "/moderate/messages", "/moderate"),
        ("ada", "/pairs/plot", "/explore/plot"),
        ("ada", "/claims/in/plot", "/explore/plot"),
        ("ada", "/report-back/collections/plot", "/changed"),
        ("ada", "/bulk/export", "/bulk"),
    ],
)
def test_every_page_lights_the_entry_that_leads_to_it(app, name, path, entry):
    open_plot(stores_of(app).stories)
    assert lit(Person(app, name), path) == [entry]


def test_what_was_recorded_about_somebody_belongs_to_no_entry(app):
    assert lit(Person(app, "ade"), "/audit/own") == []


def test_the_menu_counts_what_nobody_has_acknowledged(app):
    db = stores_of(app).stories
    open_plot(db)
    ada = Person(app, "ada")
    assert entries(ada, "/explore/plot")["/changed"] == "What changed"
    for group in ("east", "west"):
        add_alert(db, "plot", make_finding(group=group), sentence=f"It moved in {group}.", exemplars=(), at=NOW)
    assert entries(ada, "/explore/plot")["/changed"] == "What changed (2 that nobody has acknowledged)"


def test_moderators_are_told_how_many_stories_are_urgent_and_managers_are_not(app):
    db = stores_of(app).stories
    plot, framework = open_plot(db)
    (told,) = World(db, framework, plot, plot).tell(consent=frozenset({Scope.READ}))
    mark(db, told.id, actor="mina", reason="A child is alone", at=NOW)
    assert entries(Person(app, "mina"), "/moderate")["/urgent"] == "Urgent (1 waiting)"
    ada = Person(app, "ada")
    assert entries(ada, "/changed")["/urgent"] == "Urgent"
    assert "Stories that cannot wait: The plot" in ada.get("/changed").text
    assert "Stories that cannot wait" not in Person(app, "ade").get("/changed").text


def test_a_store_that_is_busy_costs_the_count_and_not_the_page(app, monkeypatch):
    def busy(*args: object) -> int:
        raise BusyError("The database is busy. Try again in a moment.")

    open_plot(stores_of(app).stories)
    monkeypatch.setattr("web.menu.count_new", busy)
    assert entries(Person(app, "ada"), "/explore/plot")["/changed"] == "What changed"
