"""Parts of pictures are read from addresses, written into them, and picked one after another."""

from dataclasses import replace

import pytest

from narratives.codes import NOT_APPLICABLE
from narratives.narrative import Kind
from narratives.selection import Part, SelectionError, View, part_text, pick, read_parts, zone_cells, zone_of_part
from narratives.triangle import ZONES
from store.demo import STREETS, demo_framework

FRAMEWORK = demo_framework(STREETS)
TRIAD = FRAMEWORK.triads[0].id
DYAD = FRAMEWORK.dyads[0].id


def test_the_zones_of_the_grid_share_it_without_rest():
    cells = [cell for zone in ZONES for cell in zone_cells(zone)]
    assert sorted(cells) == list(range(400))


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_is_written_by_its_name_and_read_again(zone):
    part = Part(TRIAD, zone_cells(zone))
    assert part_text(part) == f"{TRIAD}:{zone}"
    assert read_parts(FRAMEWORK, [part_text(part)]) == (part,)
    assert zone_of_part(part) == zone


def test_runs_and_marks_are_written_short_and_read_again():
    part = Part(DYAD, frozenset({0, 1, 2, 7, NOT_APPLICABLE}))
    assert part_text(part) == f"{DYAD}:0-2.7.na"
    assert read_parts(FRAMEWORK, [part_text(part)]) == (part,)


def test_texts_about_one_signifier_are_joined_in_the_order_of_the_framework():
    parts = read_parts(FRAMEWORK, [f"{DYAD}:3", f"{TRIAD}:5", f"{DYAD}:na"])
    assert parts == (Part(TRIAD, frozenset({5})), Part(DYAD, frozenset({3, NOT_APPLICABLE})))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense:1", "Nothing can be picked in 'nonsense'"),
        (f"{DYAD}:20", "has no place '20'"),
        (f"{DYAD}:5-2", "has no place '5-2'"),
        (f"{DYAD}:top", "has no place 'top'"),
        (f"{TRIAD}:400", "has no place '400'"),
        (f"{TRIAD}:", "has no place ''"),
        (f"{TRIAD}:-1", "has no place '-1'"),
        (f"{TRIAD}:٣", "has no place '٣'"),
    ],
)
def test_a_place_that_no_picture_has_is_refused_with_a_sentence(text, said):
    with pytest.raises(SelectionError, match="^[NT]") as caught:
        read_parts(FRAMEWORK, [text])
    assert said in str(caught.value)


def test_picking_twice_takes_the_pick_back():
    view = pick(View(kind=Kind.OBSERVER), FRAMEWORK, TRIAD, zone_cells("top"))
    assert view.is_fine
    assert view.part(TRIAD) == Part(TRIAD, zone_cells("top"))
    assert pick(view, FRAMEWORK, TRIAD, zone_cells("top")) == View(kind=Kind.OBSERVER)


def test_a_second_pick_in_one_picture_widens_it():
    view = pick(pick(View(), FRAMEWORK, DYAD, frozenset({1})), FRAMEWORK, DYAD, frozenset({2}))
    assert view.parts == (Part(DYAD, frozenset({1, 2})),)


def test_a_picture_shows_what_lies_behind_its_own_pick():
    view = pick(pick(View(), FRAMEWORK, DYAD, frozenset({1})), FRAMEWORK, TRIAD, zone_cells("top"))
    assert view.without_part(TRIAD).parts == (Part(DYAD, frozenset({1})),)
    assert replace(view, parts=()).is_fine is False
    assert view.coarse == View()
