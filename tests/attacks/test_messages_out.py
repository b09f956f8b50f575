"""No word of a story or a theme leaves the platform with an alert, and nobody finds a feed by trying."""

import json
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from analysis.delivery.letter import letter
from analysis.delivery.outbox import deliver
from analysis.delivery.webhook import payload
from narratives.alert import Signal, sentence
from narratives.narrative import State
from narratives.route import Medium, Occasion, feed_token, token_hash
from store.alerts import add_alert
from store.feeds import find_feed, list_items
from store.narrative_rows import INSERT, narrative_to_row
from store.outbox import post
from store.routes import add_route
from store.schema import open_stories
from tests.builders import make_framework, make_narrative, open_plot
from tests.people import SECRET, make_app, stores_of
from tests.store.parcels import HOOK, MAIL
from tests.web.explore.telling import make_finding
from web.routes.feed import rss

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
CANARY = "canarypump"
TOPICS = {3: f"{CANARY}, canarywell"}
FEED = replace(HOOK, id="feed", medium=Medium.FEED, address=token_hash("a-token"))
DIRECTIONS = [
    (Signal.TEMPERATURE, "mood", "anchor:sad"),
    (Signal.TEMPERATURE, "hot-score", "hotter"),
    (Signal.TEMPERATURE, "mood", "zone:2"),
    (Signal.THEME, "theme", "topic:3"),
    (Signal.THEME, "theme", "new-topic"),
    (Signal.THEME, "pockets", "pocket:mood=1&theme=3"),
    (Signal.THEME, "wish", "option:w1"),
    (Signal.COLLECTION, "volume", "more"),
    (Signal.COLLECTION, "who", "who:digger"),
    (Signal.COLLECTION, "copies", "copies"),
]


@pytest.fixture
def db(tmp_path):
    """Stories and alerts full of planted words, told on every occasion."""
    db = open_stories(tmp_path / "stories.db")
    open_plot(db)
    for number in range(9):
        story = make_narrative(id=f"s{number}", text=f"The {CANARY} broke.", title=f"{CANARY}!")
        db.execute(INSERT, **narrative_to_row(make_framework(), story, State.RELEASED))
    for route in (HOOK, replace(MAIL, pace=HOOK.pace), FEED):
        add_route(db, route, NOW)
    for place, (signal, signifier, direction) in enumerate(DIRECTIONS):
        raise_one(db, make_finding(signal=signal, signifier=signifier, direction=direction, group=f"group {place}"))
    yield db
    db.close()


def raise_one(db, finding):
    finding = replace(finding, raised_on=date(2026, 3, 3), also=(("theme", "theme", "topic:3"),))
    words = sentence(finding, make_framework(), TOPICS)
    alert = add_alert(db, "plot", finding, sentence=words, exemplars=["s0", "s1"], at=NOW)
    assert alert is not None
    for occasion in (Occasion.CAME_BACK, Occasion.REMINDER, Occasion.CLOSED):
        post(db, alert, occasion, NOW)


def sent(db):
    """Everything that would go over the wire."""
    wire = []

    def by_hook(parcel, at):
        wire.append(payload(parcel, "https://stories.example.org"))

    def by_mail(parcel, at):
        written = letter(parcel, "alerts@example.org", "https://stories.example.org", at)
        wire.append(written.as_bytes())
        for part in written.walk():
            if not part.is_multipart():
                wire.append(part.get_content().encode())

    deliver(db, {Medium.WEBHOOK: by_hook, Medium.EMAIL: by_mail}, lambda: NOW + timedelta(days=1))
    wire.append(rss("The plot", "https://stories.example.org", list_items(db, FEED, NOW.date())))
    return wire


def test_words_of_stories_and_themes_are_in_no_message(db):
    assert any(CANARY in row["sentence"] for row in db.rows("select sentence from alerts"))  # staff do read them
    wire = sent(db)
    assert len(wire) == len(DIRECTIONS) * 4 * 4 + 1
    assert not any(CANARY.encode() in piece or b"canarywell" in piece for piece in wire)
    kept = db.rows("select body, last_error from outbox")
    assert CANARY not in json.dumps([dict(row) for row in kept])
    plain = sentence(make_finding(signal=Signal.THEME, signifier="theme", direction="topic:3"), make_framework())
    assert any(plain.partition(" in east ")[2].encode() in piece for piece in wire)  # the theme, without its words


def test_ten_thousand_guesses_find_no_feed_and_the_hash_opens_none(tmp_path):
    app = make_app(tmp_path)
    db = stores_of(app).stories
    open_plot(db)
    for number in range(20):
        token = feed_token(f"{number:032x}", SECRET)
        add_route(db, replace(FEED, id=f"f{number}", address=token_hash(token)), NOW)
    chance = random.Random(20_260_304)
    kept = {row["address"] for row in db.rows("select address from routes")}
    guesses = {feed_token(f"{chance.getrandbits(128):032x}", b"another secret" * 3) for _ in range(10_000)}
    assert not any(token_hash(guess) in kept for guess in guesses)
    assert find_feed(db, token) is not None
    assert find_feed(db, token_hash(token)) is None
    assert find_feed(db, token.swapcase()) is None
    client = app.test_client()
    assert client.get(f"/feeds/{token}.xml").status_code == 200
    wrong = {client.get(f"/feeds/{one}.xml").status_code for one in (token[:-1], token_hash(token), "%", "' or 1=1 --")}
    assert wrong == {404}
