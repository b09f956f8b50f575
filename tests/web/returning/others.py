"""Other people who tell the same collection, and the worker that closes their batches."""

from narratives.disclosure import close_batches
from store.batches import add_batches, list_waiting
from store.collections import get_collection
from tests.builders import TODAY, make_framework, make_narrative
from tests.people import stores_of


def tell_more(app, count, **facts):
    """That many others tell the same collection."""
    db = stores_of(app).stories
    plot = get_collection(db, "plot"), make_framework()
    for number in range(count):
        stores_of(app).intake.submit(*plot, make_narrative(text=f"Bean {number}", **facts), f"{number:032x}")
    db.execute("update narratives set state = 'released'")


def close_batch(app):
    db = stores_of(app).stories
    collection = get_collection(db, "plot")
    return add_batches(db, collection, close_batches(collection, make_framework(), list_waiting(db, collection), TODAY))
