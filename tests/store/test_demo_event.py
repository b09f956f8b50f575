from datetime import date

from narratives.redaction import spot
from store.collections import framework_of, get_collection
from store.demo_event import EVENT, seed_event
from store.events import get_event
from store.landscape import Landscape
from store.release_perspectives import perspectives
from store.release_predictions import prediction_gaps
from tests.events import close

TODAY = date(2026, 11, 23)


def test_the_demos_event_is_stored_once_and_shows_agreement_a_difference_and_a_gap(db):
    assert seed_event(db, TODAY) == 120 and seed_event(db, TODAY) == 0
    collection = get_collection(db, EVENT)
    where = collection, framework_of(db, collection)
    assert close(db, where) == 12
    found = perspectives(db, Landscape(), *where)
    assert found.questions[0].parted and found.questions[-1].signifier.id == "counted" and found.questions[-1].is_alike
    (table,) = prediction_gaps(db, Landscape(), *where).tables
    largest = table.told[0]
    assert (largest.by, largest.of) == ("Management", "Families") and largest.is_sure
    assert get_event(db, EVENT).happened.startswith("The Wharf day centre closed")


def test_no_account_of_it_names_anybody(db):
    seed_event(db, TODAY)
    texts = [row["text"] for row in db.rows("select text from narratives order by text")]
    assert len(set(texts)) == 120
    assert not [one.words for text in texts for one in spot(text) if one.kind == "name"]
