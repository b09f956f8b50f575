"""Whatever way a story comes in by, a person is asked to read it, and where to find help is said before and after."""

import itertools
import re
import secrets
from datetime import UTC, date, datetime

import pytest

from narratives.collection import Moderation
from narratives.narrative import Scope
from narratives.translation import speaking
from narratives.working_hours import Hours
from store.collections import add_collection
from store.moderation import list_waiting_for_moderation
from store.narratives import get_narrative
from store.safeguarding import list_flagged
from store.safeguarding_clocks import clock_of, set_hours
from store.sealing import Keyring
from store.urgency import list_urgent
from tests.builders import make_collection
from tests.envelopes import payload, posted
from tests.people import Person, stores_of
from tests.web.respond.conftest import ANSWERS
from web.respond.start import looked_at

NOW = datetime(2026, 3, 2, tzinfo=UTC)
KEYED = {"told": date.today().isoformat(), "told_in": "en", "keyed": "0", "mood.typed": "20 70 10", "say.typed": "3"}
KEYED |= {"role.typed": "1", "wish.typed": "2"}
WAYS = ("share", "kiosk", "embed", "sealed", "keying")
WORDS = {
    "plain": "The bus was late.",
    "flagged": "He hits me and I am scared to go home.",
    "declared": "The bus was late.",
}


@pytest.fixture
def collections(app):
    db = stores_of(app).stories
    both = {
        one: make_collection(id=one.value, moderation=one, embed_on=("https://www.example.org",)) for one in Moderation
    }
    for one in both.values():
        add_collection(db, one)
    return both


def tell(app, way, collection, **changes):
    """Tell a story by one of the ways in."""
    form = {**ANSWERS, "key": secrets.token_hex(16), "consent": "count", **changes}
    client = app.test_client()
    if way == "sealed":
        key = Keyring(app.config["SETTINGS"].sealing_path).newest(NOW)
        answer = client.post(
            f"/share/{collection.id}/sealed", data=posted(key, payload(form), collection=collection.id)
        )
    elif way == "keying":
        fields = {name: form[name] for name in ("story", "group", "consent", "key")}
        fields |= {"danger": changes["danger"]} if "danger" in changes else {}
        answer = Person(app, "cy").post(f"/keying/{collection.id}", {**KEYED, **fields})
    else:
        answer = client.post(f"/{way}/{collection.id}", data={**form, "step": "send"})
    assert answer.status_code in {200, 201, 303}, (way, re.findall(r'<a href="#.*?</a>', answer.text))


def where(db, collection):
    """In which of a person's queues each story of a collection stands."""
    urgent = {one.narrative.id for one in list_urgent(db, collection.id)}
    flagged = {one.narrative.id for one in list_flagged(db, collection.id)}
    return urgent, flagged, {one.id for one in list_waiting_for_moderation(db, collection, 500)}


def test_every_story_that_may_tell_of_danger_reaches_a_person_at_once_by_every_way_in(app, collections, promised):
    db = stores_of(app).stories
    tried = lost = unread = 0
    for way, collection, (kind, text) in itertools.product(WAYS, collections.values(), WORDS.items()):
        before = {row["id"] for row in db.rows("select id from narratives")}
        tell(app, way, collection, story=text, **({"danger": "yes"} if kind == "declared" else {}))
        (story,) = {row["id"] for row in db.rows("select id from narratives")} - before
        urgent, flagged, waiting = where(db, collection)
        assert get_narrative(db, story).consent <= {Scope.CONTACT}
        if kind != "plain":
            tried += 1
            lost += story not in (urgent if kind == "declared" else flagged) or clock_of(db, story) is None
        unread += collection.moderation is Moderation.BEFORE and story not in waiting
    told = (
        "whoever says that somebody is in danger, or whose words may, is in a person's queue at once, by every way in"
    )
    promised("T32", told, tried=tried, failures=lost)
    every = "where a moderator reads first, every story waits for one, by every way in"
    promised("T32", every, tried=len(WAYS) * len(WORDS), failures=unread)


@pytest.mark.parametrize("way", ["share", "kiosk", "embed"])
def test_help_and_the_hours_are_said_before_and_after_telling(app, collections, way):
    collection = collections[Moderation.BEFORE]
    set_hours(stores_of(app).stories, collection.id, Hours(4, "08:30", "18:00", frozenset(range(7))))
    client = app.test_client()
    begins = client.get(f"/kiosk/{collection.id}/start" if way == "kiosk" else f"/{way}/{collection.id}").text
    form = {**ANSWERS, "key": secrets.token_hex(16), "step": "send"}
    ends = client.post(f"/{way}/{collection.id}", data=form, follow_redirects=True).text
    for page in (begins, ends):
        assert "This is not an emergency service." in page and "116 123" in page
        assert "looks at stories that may tell of danger every day between 08:30 and 18:00." in page
        assert "If somebody is in danger now, ring 999." in page


@pytest.mark.parametrize(
    ("language", "words"),
    [("cy", "Mae rhywun yn edrych ar straeon a all sôn am berygl o ddydd Llun"), ("ar", "يطّلع شخص ما على القصص")],
)
def test_the_hours_are_said_in_the_language_of_the_pages(app, collections, language, words):
    with app.test_request_context("/share/before", base_url="https://localhost"), speaking(language):
        said = looked_at(collections[Moderation.BEFORE])
    assert said.startswith(words) and "09:00" in said and "17:00" in said


def test_the_paper_form_and_the_offline_page_say_when_somebody_looks(app, collections):
    for page in ("paper", "offline"):
        text = app.test_client().get(f"/share/{Moderation.BEFORE.value}/{page}").text
        assert "on weekdays between 09:00 and 17:00" in text, page
