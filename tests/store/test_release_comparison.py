import pytest

from narratives.answers import StonesAnswer
from narratives.collection import Policy
from narratives.comparison import SCATTER
from narratives.selection import Part, View, zone_cells
from store.landscape import Landscape
from store.release_comparison import compare
from tests.builders import open_plot
from tests.store.landscape.telling import open_rich_plot
from tests.store.sides import close, keep, told

EAST, WEST, ALL = View(groups=("east",)), View(groups=("west",)), View()
TOP = View(parts=(Part("mood", zone_cells("top")),))


def compared(db, plot, first, second, **options):
    return compare(db, Landscape(), *plot, first, second, **options)


def rows_of(found, signifier):
    return [row for row in found.rows if row.signifier == signifier]


def test_a_planted_shift_is_told_with_its_direction_size_and_interval(db):
    plot = open_plot(db)
    keep(db, plot, told(1, 120, "east", (4, 2, 2)), told(2, 150, "west"))
    found = compared(db, plot, EAST, WEST)
    assert (found.n_first, found.n_second, found.shared, found.unit, found.lacking) == (120, 150, 0, "stories", "")
    (mood,) = rows_of(found, "mood")
    assert (
        mood.is_distinguishable and mood.measure == "nearer to “glad”" and mood.verdict in {"Clear", "Clear and large"}
    )
    assert mood.low < 0.5 - 1 / 3 < mood.high and 0 < mood.low < mood.effect
    assert mood.effect == pytest.approx(mood.first - mood.second)
    assert [corner.label for corner in mood.corners] == ["glad", "sad", "cross"]
    assert sum(corner.gap.effect for corner in mood.corners) == pytest.approx(0)
    assert mood.q >= mood.p and 0 < mood.distance < 0.3


def test_what_did_not_move_is_not_distinguishable_from_scatter(db):
    plot = open_plot(db)
    keep(db, plot, told(3, 120, "east"), told(4, 150, "west"))
    found = compared(db, plot, EAST, WEST)
    assert len(found.rows) == 1 + 1 + 1 + 4, "a triad, a dyad, one of two options, four wishes that were chosen"
    assert {row.verdict for row in found.rows} == {SCATTER} and not any(row.is_distinguishable for row in found.rows)


def test_a_dyad_and_an_option_are_told_towards_where_the_first_side_lies(db):
    plot = open_plot(db)
    keep(db, plot, told(5, 150, "east", poles=(2, 5), digger=0.2), told(6, 150, "west", digger=0.6))
    found = compared(db, plot, EAST, WEST)
    (say,), (role,) = rows_of(found, "say"), rows_of(found, "role")
    assert say.measure == "nearer to “no say”" and say.effect > 0 and say.delta > 0.3
    assert role.measure == "less often at “a digger”" and role.effect < 0 and role.is_distinguishable
    assert role.first == pytest.approx(0.2, abs=0.1) and role.n_first == 150


def test_a_group_against_the_rest_leaves_its_own_stories_out_of_the_rest(db):
    plot = open_plot(db)
    keep(db, plot, told(7, 60, "east", (4, 2, 2)), told(8, 80, "west"))
    against_rest, against_west = compared(db, plot, EAST, ALL), compared(db, plot, EAST, WEST)
    assert against_rest.shared == 60 and against_rest.n_second == 80
    rest, west = (
        [(row.measure, round(row.effect, 9), row.p) for row in one.rows] for one in (against_rest, against_west)
    )
    assert rest == west


def test_what_was_picked_is_not_compared_where_it_was_picked(db):
    plot = open_plot(db)
    keep(db, plot, told(9, 200, "east"))
    found = compared(db, plot, TOP, ALL)
    assert found.n_first + found.n_second == 200 and found.shared == found.n_first >= 15
    assert rows_of(found, "mood") == []
    assert found.silent == ("“It left me…” is not compared: it differs because it was picked.",)


def test_fewer_than_k_stories_on_a_side_are_not_compared(db):
    plot = open_plot(db)
    keep(db, plot, told(10, 9, "east"), told(11, 80, "west"))
    found = compared(db, plot, EAST, WEST)
    assert found.rows == () and found.lacking == "At least 10 stories are needed on each side."
    assert compared(db, plot, WEST, ALL).rows == (), "nor are the few that a subtraction leaves"


def test_a_question_that_fewer_than_k_answered_is_not_compared(db):
    plot = open_plot(db)
    keep(db, plot, told(12, 30, "east"), told(13, 9, "west"), told(14, 30, "west", answers=()))
    found = compared(db, plot, EAST, WEST)
    assert found.rows == () and not found.lacking
    assert "“I had…” is not compared: fewer than 10 stories answered it on one side." in found.silent


def test_a_protected_collection_is_compared_batch_by_batch(db):
    plot = open_plot(db, policy=Policy.PROTECTED)
    keep(db, plot, told(15, 200, "east", (5, 2, 2)), told(16, 240, "west"))
    assert close(db, plot) == 44
    found = compared(db, plot, EAST, ALL)
    assert (found.n_first, found.n_second, found.shared, found.unit) == (200, 240, 200, "batches")
    (mood,) = rows_of(found, "mood")
    assert mood.is_distinguishable and mood.low < 5 / 9 - 1 / 3 < mood.high
    assert found.rows == compared(db, plot, EAST, WEST).rows


def test_a_fine_view_of_a_protected_collection_is_only_followed_as_far_as_batches_go(db):
    plot = open_plot(db, policy=Policy.PROTECTED)
    keep(db, plot, told(17, 120, "east"))
    close(db, plot)
    found = compared(db, plot, TOP, ALL)
    assert (found.n_first, found.n_second, found.rows) == (120, 0, ())


def test_too_few_batches_say_so(db):
    plot = open_plot(db, policy=Policy.PROTECTED)
    keep(db, plot, told(18, 30, "east"), told(19, 40, "west"))
    close(db, plot)
    found = compared(db, plot, EAST, WEST)
    assert found.rows == ()
    assert found.lacking.startswith("There are too few closed batches to tell a difference from scatter: 3 against 4.")


def test_both_layers_of_an_open_collection_are_compared_as_long_as_batches_can_follow(db):
    plot = open_plot(db)
    counted = {"consent": frozenset()}
    keep(
        db, plot, told(20, 50, "east", (5, 2, 2)), told(21, 60, "east", (5, 2, 2), **counted),
        told(22, 70, "west"), told(23, 80, "west", **counted),
    )  # fmt: skip
    close(db, plot)
    found = compared(db, plot, EAST, WEST)
    assert (found.n_first, found.n_second, found.unit, found.left_out) == (110, 150, "stories and batches", 0)
    assert rows_of(found, "mood")[0].n_first == 110 and rows_of(found, "mood")[0].is_distinguishable
    fine = compared(db, plot, View(groups=("east",), languages=("en",)), WEST)
    assert (fine.n_first, fine.n_second, fine.unit, fine.left_out) == (50, 70, "stories", 140)


def test_two_views_that_overlap_in_part_share_what_is_in_both(db):
    plot = open_plot(db)
    keep(db, plot, told(24, 120, "east"), told(25, 120, "west"))
    found = compared(db, plot, View(groups=("east",)), TOP)
    both = Landscape().count(db, "plot", plot[1], View(groups=("east",), parts=TOP.parts))
    assert found.shared == both > 0
    assert found.n_second == Landscape().count(db, "plot", plot[1], TOP) - both


def test_the_same_seed_gives_the_same_table(db):
    plot = open_plot(db)
    keep(db, plot, told(26, 60, "east"), told(27, 60, "west"))
    assert compared(db, plot, EAST, WEST, seed=3) == compared(db, plot, EAST, WEST, seed=3)


def test_what_waits_in_a_protected_collection_is_on_no_side_though_it_may_be_read_later(db):
    plot = open_plot(db, policy=Policy.PROTECTED)
    keep(db, plot, told(28, 100, "east"), told(29, 120, "west"))
    close(db, plot)
    before = compared(db, plot, EAST, WEST)
    keep(db, plot, told(30, 9, "east", (5, 2, 2)), told(31, 9, "west"))
    assert before.rows and compared(db, plot, EAST, WEST) == before
    assert (before.n_first, before.n_second) == (100, 120)


def test_a_stone_that_fewer_than_k_placed_on_a_side_is_not_compared(db):
    plot = open_rich_plot(db)

    def placed(n, *stones):
        return {"answers": (StonesAnswer("yard", tuple((one, 0.05 * n, 0.9) for one in stones), "tap"),)}

    keep(
        db, plot, told(32, 9, "east", **placed(1, "rake", "spade")), told(33, 11, "east", **placed(2, "spade")),
        told(34, 30, "west", **placed(9, "rake", "spade")),
    )  # fmt: skip
    measures = [row.measure for row in rows_of(compared(db, plot, EAST, WEST), "yard")]
    labels = {one.id: one.label for one in plot[1].signifier("yard").stones}
    assert len(measures) == 2 and all(labels["spade"] in measure for measure in measures)
