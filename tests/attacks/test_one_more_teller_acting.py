"""Somebody tells who is only counted: no page about alerts, probes and answers is another, before or after."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from analysis.following import follow_alerts
from analysis.probing import read_probes
from narratives.alert import Signal
from narratives.collection import Policy
from narratives.report_back import Outcome, ReportBack, Wording
from store.alerts import add_alert
from store.collections import add_collection
from store.probes import add_probe
from store.report_backs import publish
from tests.analysis.test_course import nowhere
from tests.attacks.test_one_more_teller import CANARY
from tests.builders import TODAY, make_answers, make_collection, open_plot
from tests.people import Person, make_app, stores_of
from tests.probes import make_probe
from tests.web.explore.telling import GLAD, SAD, World, make_finding

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
ONSET = TODAY - timedelta(days=21)
WORDS = {"en": Wording("The lamp was dark.", "We mended it.", "It is light.")}
VOLUME = {"signal": Signal.COLLECTION, "signifier": "volume", "direction": "more", "scope": "collection"}
FINDINGS = [make_finding(since=ONSET, raised_on=TODAY, **more) for more in ({}, VOLUME)]
# What only says that something changed, and what is drawn anew for every form and session.
NO_MATTER = re.compile(r'data-serial="\d+"|name="(?:key|form_token)" value="[0-9a-f]{32}"')
CORNER = {"answers": make_answers((0.0, 0.0, 1.0)), "told_on": ONSET + timedelta(days=4)}


@pytest.fixture
def app(tmp_path):
    return make_app(tmp_path)


@pytest.fixture
def world(app):
    """Two collections with alerts that are followed, a probe that is read, one that is planned, and an answer."""
    db = stores_of(app).stories
    plot, framework = open_plot(db)
    quiet = make_collection(id="quiet", title="A quiet word", policy=Policy.PROTECTED)
    add_collection(db, quiet)
    world = World(db, framework, plot, quiet)
    for collection in (plot, quiet):
        for group in ("east", "west"):
            world.tell(40, collection, group=group, told_on=ONSET - timedelta(days=20), answers=make_answers(GLAD))
            world.tell(24, collection, group=group, told_on=ONSET + timedelta(days=3), answers=make_answers(SAD))
            world.tell(12, collection, group=group, told_on=ONSET, answers=make_answers(SAD), read=False)
        world.tell(1, collection, told_on=ONSET, read=False, danger=True)
        world.close_batches(collection)
        for finding in FINDINGS:
            add_alert(db, collection.id, finding, sentence="It moved.", exemplars=(), at=AT)
        for name, starts_on in (("runs", ONSET), ("planned", TODAY + timedelta(days=40))):
            facts = {"id": f"{name}-{collection.id}", "starts_on": starts_on, "ends_on": starts_on + timedelta(days=99)}
            add_probe(db, make_probe(collection=collection.id, **facts), at=AT)
        told = ReportBack(collection.id, collection.id, None, None, (), Outcome.DID, WORDS, "ada", TODAY)
        publish(db, told, at=AT)
    work(world, 0)
    return world


def work(world, day):
    """What the worker does after a telling, on its next day."""
    for collection in (world.plot, world.quiet):
        rules = (world.db, collection, world.framework)
        read_probes(*rules, today=TODAY + timedelta(days=day), at=AT)
        follow_alerts(*rules, nowhere, today=TODAY + timedelta(days=day + 1), at=AT)


def addresses(world, collection) -> Iterator[tuple[str, str]]:
    """Who opens which page: whoever acts sees most, and whoever does not sign in least."""
    alerts = [row["id"] for row in world.db.rows("select id from alerts where collection_id = :id", id=collection)]
    own = ("/changed", "/probes", "/changed/silences", f"/report-back/collections/{collection}", "/urgent")
    probes = [f"/probes/{name}-{collection}" for name in ("runs", "planned")]
    begun = [f"/report-back/new?alert={one}" for one in alerts[:1]]
    yield from (("ada", page) for page in (*own, *probes, *begun, f"/probes/new?collection={collection}"))
    yield from ((who, f"/changed/{one}") for one in alerts for who in ("ada", "mo"))
    yield from (("", page) for page in ("/", f"/share/{collection}", f"/share/{collection}/heard"))
    yield "ade", "/changed"


def seen(app, world) -> dict[tuple[str, str], str]:
    people = {who: Person(app, who) for who in ("ada", "mo", "ade")}
    found = {}
    for who, page in (one for collection in ("plot", "quiet") for one in addresses(world, collection)):
        answer = people[who].get(page) if who else app.test_client().get(page, base_url="https://localhost")
        assert answer.status_code == 200, page
        found[who, page] = NO_MATTER.sub("", answer.text)
    return found


def other_pages(before, after):
    return sorted({page for (who, page), text in before.items() if after[who, page] != text})


def test_nothing_tells_that_one_more_is_counted_nor_what_they_said(app, world):
    before = seen(app, world)
    for number, group in enumerate(("east", "west"), 1):
        for collection in (world.plot, world.quiet):
            world.tell(1, collection, read=False, text=CANARY, group=group, **CORNER)
        # A story of a protected collection that waits, and a second one that cannot wait.
        world.tell(1, world.quiet, read=True, text=CANARY, group=group, danger=True, **CORNER)
        work(world, number)
        after = seen(app, world)
        assert other_pages(before, after) == []
    assert not [page for page, text in after.items() if CANARY in text]


@pytest.mark.slow
def test_one_that_may_be_read_and_as_many_as_k_are_seen(app, world):
    # Else the test above could not fail.
    before = seen(app, world)
    world.tell(1, world.plot, danger=True)
    assert "/urgent" in other_pages(before, seen(app, world))
    for collection in (world.plot, world.quiet):
        world.tell(12, collection, read=False, **CORNER)
        world.tell(12, collection, read=False, group="west", **CORNER)
    world.close_batches(world.plot)
    work(world, 1)
    changed = other_pages(before, seen(app, world))
    assert {"/probes/runs-plot", "/probes/runs-quiet"} <= set(changed)
    assert sum(page.startswith("/changed/") for page in changed) >= 2
