import numpy as np

from narratives.collection import Policy
from store.landscape import Landscape
from store.release_consensus_items import Counter, units_of
from tests.builders import open_plot
from tests.store.sides import close, keep, told


def counted(db, plot):
    units = units_of(db, Landscape(), *plot)
    return Counter(db, Landscape(), *plot, units).counted()


def test_every_region_third_and_option_is_an_item_with_its_stories(db):
    plot = open_plot(db)
    keep(db, plot, told(1, 40, "east"), told(2, 30, "west"))
    found = counted(db, plot)
    assert [item.id for item in found.items if item.question == "mood"][:3] == ["top", "left", "right"]
    assert [item.id for item in found.items if item.question == "say"] == ["low", "between", "high"]
    mood = np.array([item.question == "mood" for item in found.items])
    assert found.table.chosen[:, mood].sum(axis=1).tolist() == [40, 30]
    assert found.table.answered[:, 0].tolist() == [40, 30] and (found.table.worth == found.table.answered).all()
    assert found.items[0].part == "mood:top" and not found.in_batches.any()


def test_options_of_which_several_may_be_chosen_are_questions_by_themselves(db):
    plot = open_plot(db)
    keep(db, plot, told(1, 40, "east"), told(2, 30, "west"))
    found = counted(db, plot)
    wishes = [number for item, number in zip(found.items, found.table.question, strict=True) if item.question == "wish"]
    assert len(set(wishes)) == len(wishes) > 3
    assert {float(one) for one in found.table.high[[item.question == "wish" for item in found.items]]} == {0.5}


def test_batches_are_added_up_and_worth_no_more_than_their_stories(db):
    plot = open_plot(db, policy=Policy.PROTECTED)
    keep(db, plot, told(1, 40, "east"), told(2, 30, "west"))
    close(db, plot)
    found = counted(db, plot)
    assert found.table.answered[:, 0].tolist() == [40, 30]
    assert (found.in_batches == found.table.answered).all() and (found.table.worth <= found.table.answered).all()
