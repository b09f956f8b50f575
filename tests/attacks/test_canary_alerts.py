"""Words that few stories share reach no alert, no page about one and no message that leaves the platform."""

from datetime import UTC, datetime, timedelta

import pytest

from analysis.alerting import raise_alerts
from analysis.embedding import Library, embed_pending
from analysis.themes import update_themes
from narratives.alert import Signal
from narratives.collection import Policy
from narratives.route import Medium, Pace, Route
from store.alerts import list_every_alert
from store.collections import add_collection
from store.routes import add_route
from tests.analysis.conftest import load_words
from tests.builders import TODAY, make_answers, make_collection, open_plot
from tests.people import Person, make_app, stores_of
from tests.web.explore.telling import GLAD, SAD, World, make_finding

CANARY = "Siskin"
ONSET = TODAY - timedelta(days=14)
NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
FINDINGS = (
    make_finding(since=ONSET, raised_on=TODAY),
    make_finding(since=ONSET, raised_on=TODAY, signal=Signal.THEME, signifier="theme", direction="topic:0"),
)
READERS = ("ada", "mo", "ade")


@pytest.fixture
def app(tmp_path):
    return make_app(tmp_path)


@pytest.fixture
def world(app):
    db = stores_of(app).stories
    plot, framework = open_plot(db)
    quiet = make_collection(id="quiet", policy=Policy.PROTECTED)
    add_collection(db, quiet)
    for medium in (Medium.EMAIL, Medium.WEBHOOK):
        route = Route(medium.value, None, medium, f"{medium}@example.org", Pace.IMMEDIATE, frozenset(Signal), "ade")
        add_route(db, route, NOW)
    return World(db, framework, plot, quiet)


@pytest.fixture
def looked_at(app, world):
    """Raises alerts about what was told, and gives all that anybody sees or is sent of them."""

    def look(collection):
        embed_pending(world.db, Library("", load=load_words), today=TODAY)
        update_themes(world.db, collection, "hashed-words", today=TODAY)
        world.close_batches(collection)
        framework = world.framework
        assert (
            raise_alerts(world.db, collection, framework, FINDINGS, replayed_until=None, at=NOW, placed=one_topic) == 2
        )
        pages = ["/changed", *(f"/changed/{one.id}" for one in list_every_alert(world.db, collection.id))]
        seen = {f"{who} {page}": Person(app, who).get(page).text for who in READERS for page in pages}
        sent = [row["body"] for row in world.db.rows("select body from outbox")]
        assert len(sent) == 4
        return seen, sent

    return look


def one_topic(tellings):
    return {one.id: (0, 0, 0) for one in tellings}


def tell(world, collection, canaries, *, read):
    """Enough stories of one theme before and since, beside another; a few of those since have a word of their own."""
    lamp = "The lamp by the gate was dark again and nobody mended the lamp, number"
    for place, (n, shares, on) in enumerate(((40, GLAD, ONSET - timedelta(days=9)), (20, SAD, ONSET))):
        for number in range(n):
            text = f"{lamp} {place} {number}."
            world.tell(1, collection, told_on=on, text=text, answers=make_answers(shares))
    for number in range(60):
        world.tell(1, collection, group="west", text=f"Slugs and snails ate slugs salad slugs {number}.", told_on=ONSET)
    for number in range(canaries):
        text = f"{CANARY} {CANARY} {CANARY} {lamp} {CANARY} {number}."
        world.tell(1, collection, told_on=TODAY, text=text, answers=make_answers(SAD), read=read)


def holding(seen, sent):
    return [where for where, text in seen.items() if CANARY.casefold() in text.casefold()] + [
        body for body in sent if CANARY.casefold() in body.casefold()
    ]


@pytest.mark.parametrize("canaries", [1, 9])
def test_nothing_of_stories_that_are_counted_only_is_on_any_page_or_in_any_message(world, looked_at, canaries):
    tell(world, world.plot, canaries, read=False)
    assert holding(*looked_at(world.plot)) == []


def test_nothing_of_a_protected_collection_is_on_any_page_or_in_any_message(world, looked_at):
    tell(world, world.quiet, 9, read=True)
    seen, sent = looked_at(world.quiet)
    assert holding(seen, sent) == []
    assert not any("<blockquote" in page for page in seen.values())


def test_words_of_fewer_than_k_stories_that_may_be_read_stand_in_these_stories_alone(world, looked_at):
    tell(world, world.plot, 9, read=True)
    seen, sent = looked_at(world.plot)
    # A message does not name a theme even by the words that many share.
    assert not any(word in body.casefold() for body in sent for word in (CANARY.casefold(), "lamp"))
    alerts = list_every_alert(world.db, "plot")
    assert all(CANARY.casefold() not in f"{one.sentence} {one.missing}".casefold() for one in alerts)
    # The search would find it: a manager is quoted stories that staff may read, everybody the words that k share.
    assert any("<blockquote" in page and CANARY in page for page in seen.values())
    assert any("lamp" in one.sentence for one in alerts)
    assert not any(CANARY in page for where, page in seen.items() if where.startswith("ade"))
