import pytest

from narratives.collection import Policy
from narratives.selection import View
from store.landscape import Landscape
from store.landscape.positions import positions
from store.release_association import association
from store.release_comparison import compare
from store.release_conditions import conditions, list_targets
from store.release_consensus_items import Counter, units_of
from store.release_perspectives import perspectives
from tests.events import close, open_pump, tell

GLAD, CROSS, EVEN = (16.0, 2.0, 2.0), (2.0, 2.0, 16.0), (20.0, 20.0, 20.0)
LOW, HIGH = (2.0, 12.0), (12.0, 2.0)


def find(db, where):
    return perspectives(db, Landscape(), *where)


def question(found, name):
    return next(one for one in found.questions if one.signifier.id == name)


@pytest.fixture
def parted(db):
    """Diggers and visitors are far apart on the mood; nobody is on the say."""
    where = open_pump(db)
    for group, lean in (("Diggers", GLAD), ("Office", EVEN), ("Visitors", CROSS)):
        tell(db, where, group, 40, leans={"mood": lean, "say": (30.0, 30.0)})
    close(db, where)
    return where


def test_the_sides_lie_where_their_accounts_do(db, parted):
    found = question(find(db, parted), "mood")
    assert [one.group for one in found.places] == ["Diggers", "Office", "Visitors"]
    diggers = found.places[0]
    assert diggers.n == 40 and diggers.mean[0] == pytest.approx(0.8, abs=0.05)
    assert diggers.low[0] < diggers.mean[0] < diggers.high[0] and diggers.region.major > 0


def test_what_parts_two_sides_is_told_towards_the_corner_that_parts_them_most(db, parted):
    found = question(find(db, parted), "mood")
    furthest = found.parted[0]
    assert {furthest.first, furthest.second} == {"Diggers", "Visitors"} and len(found.parted) == 3
    one = furthest.widest
    assert one.effect > 0 and one.low > 0 and one.low < 0.7 < one.high
    assert one.anchor.label == ("glad" if furthest.first == "Diggers" else "cross")


def test_what_differs_most_comes_first_and_agreement_is_a_finding(db, parted):
    found = find(db, parted)
    assert [one.signifier.id for one in found.questions] == ["mood", "say"] and found.compared == 6
    said = question(found, "say")
    assert said.is_alike and not said.parted and 0 < said.most <= 0.2


def test_guesses_are_not_among_what_is_said_of_the_event(db, parted):
    collection, framework = parted
    asked = {one.signifier.id for one in find(db, parted).questions}
    assert asked == {"mood", "say"}
    landscape = Landscape()
    assert {one.id for one in positions(framework).signifiers} == {"mood", "say"}
    units = units_of(db, landscape, collection, framework)
    items = Counter(db, landscape, collection, framework, units).counted().items
    assert {one.question for one in items} == {"mood", "say"}


def test_what_is_compared_searched_or_goes_together_in_an_open_event_leaves_the_guesses_out(db):
    where = open_pump(db, policy=Policy.OPEN)
    for group in ("Diggers", "Office"):
        tell(db, where, group, 20)
    found = association(db, Landscape(), *where, View())
    assert {one.signifier for one in found.directions} == {"mood", "say"}
    compared = compare(db, Landscape(), *where, *(View(groups=(group,)) for group in ("Diggers", "Office")))
    assert {one.signifier for one in compared.rows} == {"mood", "say"}
    assert {one.id.partition(".")[0] for one in list_targets(where[1])} == {"mood", "say"}
    tried = conditions(db, Landscape(), *where, "mood.0", View()).found
    assert {condition.question for one in tried for condition in one.conditions} == {"group", "say"}


def test_a_side_with_fewer_than_k_accounts_is_silent_and_its_number_is_not_told(db):
    where = open_pump(db, policy=Policy.OPEN)
    tell(db, where, "Diggers", 30)
    tell(db, where, "Office", 9)
    found = question(find(db, where), "mood")
    assert [one.group for one in found.places] == ["Diggers"]
    assert found.silent == ("Office", "Visitors") and not found.pairs and find(db, where).compared == 0


def test_in_a_protected_event_only_closed_batches_count(db):
    where = open_pump(db)
    tell(db, where, "Diggers", 29)
    assert not question(find(db, where), "mood").places
    assert close(db, where) == 2
    assert [one.n for one in question(find(db, where), "mood").places] == [20]


def test_open_accounts_and_batches_are_added_up(db):
    where = open_pump(db, policy=Policy.OPEN)
    tell(db, where, "Diggers", 12)
    tell(db, where, "Diggers", 10, seed=2, consent=frozenset())
    close(db, where)
    assert [one.n for one in question(find(db, where), "mood").places] == [22]


def test_sides_that_do_not_differ_are_not_called_different(db):
    where = open_pump(db)
    for group in ("Diggers", "Office", "Visitors"):
        tell(db, where, group, 20)
    close(db, where)
    found = question(find(db, where), "mood")
    assert not found.parted and not found.is_alike and found.most > 0.2
