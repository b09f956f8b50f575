import numpy as np
import pytest

from narratives.answers import ChoiceAnswer, DyadAnswer
from narratives.collection import Policy
from narratives.narrative import Source
from narratives.selection import View
from store.landscape import Landscape
from store.release_association import association, crosstab
from tests.builders import make_narrative, open_plot
from tests.store.sides import close, keep, told

ALL = View()


def crossed(db, plot, rows, columns, view=ALL):
    return crosstab(db, Landscape(), *plot, rows, columns, view)


def counts(found):
    return [[cell.n for cell in row] for row in found.cells]


def mapped(db, plot, view=ALL):
    return association(db, Landscape(), *plot, view)


def paired(n, agree, seed=1):
    """Stories of which diggers have all the say and pickers none, as far as they agree."""
    chance = np.random.default_rng(seed)
    for number in range(n):
        digger = bool(chance.random() < 0.5)
        high = digger if chance.random() < agree else bool(chance.random() < 0.5)
        answers = (
            DyadAnswer("say", float(chance.uniform(0.7, 1) if high else chance.uniform(0, 0.3)), "tap"),
            ChoiceAnswer("role", ("digger" if digger else "picker",)),
        )
        yield make_narrative(answers=answers, source=Source("pairs", f"{seed}-{number}", "1"))


def test_each_combination_is_counted_exactly(db):
    plot = open_plot(db)
    stories = list(paired(200, 0.6))
    keep(db, plot, stories)
    found = crossed(db, plot, "role", "say")
    told_of = [(story.answers[1].options[0], story.answers[0].value > 0.5) for story in stories]
    expected = [[told_of.count((role, high)) for high in (False, True)] for role in ("digger", "picker")]
    assert counts(found) == expected and found.total == 200
    assert [row.label for row in found.rows] == ["a digger", "a picker"]
    assert [column.label for column in found.columns] == ["nearer to no say", "nearer to all the say"]
    assert found.cells[0][1].is_distinguishable and found.cells[0][1].residual > 4
    assert found.low < found.strength < found.high and found.chance < 0.001
    assert found.verdict == "4 of 4 combinations can be told from scatter"


def test_turning_the_table_turns_its_figures(db):
    plot = open_plot(db)
    keep(db, plot, told(1, 80, "east"), told(2, 90, "west", (5, 2, 2)))
    one, other = crossed(db, plot, "group", "mood"), crossed(db, plot, "mood", "group")
    assert counts(one) == np.transpose(counts(other)).tolist()
    assert one.row_n == other.column_n == (80, 90)
    assert one.strength == pytest.approx(other.strength) and one.chance == pytest.approx(other.chance)


def test_what_has_nothing_to_do_with_each_other_is_not_distinguishable_from_scatter(db):
    plot = open_plot(db)
    keep(db, plot, told(3, 150, "east"))
    assert crossed(db, plot, "role", "mood").verdict == "Not distinguishable from scatter"


def test_a_view_narrows_the_table(db):
    plot = open_plot(db)
    keep(db, plot, told(4, 40, "east"), told(5, 60, "west"))
    found = crossed(db, plot, "role", "say", View(groups=("west",)))
    assert found.total == 60
    by_group = crossed(db, plot, "group", "role", View(groups=("west",)))
    assert [row.id for row in by_group.rows] == ["west"]
    assert by_group.verdict.startswith("All of these stories lie in one row")


def test_rows_of_fewer_than_k_stories_are_put_together(db):
    plot = open_plot(db)
    heaps = [
        told(10 + number, n, "east", language=code)
        for number, (code, n) in enumerate({"en": 60, "cy": 40, "pl": 6, "ur": 5}.items())
    ]
    keep(db, plot, *heaps)
    found = crossed(db, plot, "language", "role")
    assert [row.id for row in found.rows] == ["cy", "en", ""]
    assert found.rows[2].members == ("pl", "ur") and found.row_n[2] == 11
    keep(db, plot, told(20, 3, "east", language="so"))
    again = crossed(db, plot, "language", "role", View(languages=("en", "cy", "so")))
    assert [row.id for row in again.rows] == ["cy", "en", "so"]
    assert all(cell.residual is None and cell.q is None for cell in again.cells[2]), "three alone have no figures"


def test_options_of_which_several_are_chosen_have_no_strength(db):
    plot = open_plot(db)
    keep(db, plot, told(21, 120, "east"))
    found = crossed(db, plot, "wish", "role")
    assert found.overlaps and found.strength is None and found.chance is None
    assert sum(found.row_n) == 240 and found.total == 120 and sum(found.column_n) == 120


def test_the_same_thing_twice_and_things_that_nobody_can_be_sorted_by_are_refused(db):
    plot = open_plot(db)
    assert crossed(db, plot, "role", "role").lacking == "Choose two different things to put against each other."
    with pytest.raises(KeyError):
        crossed(db, plot, "role", "weather")


def test_few_stories_have_no_table(db):
    plot = open_plot(db)
    keep(db, plot, told(22, 9, "east"))
    found = crossed(db, plot, "role", "say")
    assert found.cells == () and found.lacking == "At least 10 stories that answered both are needed."


def test_a_protected_collection_has_tables_by_group_from_whole_batches_alone(db):
    plot = open_plot(db, policy=Policy.PROTECTED)
    keep(db, plot, told(23, 100, "east", digger=0.2), told(24, 125, "west", digger=0.8))
    close(db, plot)
    found = crossed(db, plot, "role", "group")
    assert found.unit == "batches" and found.column_n == (100, 120) and found.total == 220
    assert [column.label for column in found.columns] == ["east", "west"]
    assert found.cells[0][0].residual < -2.5 and found.cells[0][0].is_distinguishable
    for rows, columns in (("role", "say"), ("language", "role"), ("theme", "group")):
        assert crossed(db, plot, rows, columns).lacking.startswith("These two can be put against each other only")


def test_the_map_tells_which_directions_go_together(db):
    plot = open_plot(db)
    keep(db, plot, paired(150, 0.8))
    found = mapped(db, plot)
    assert found.labels == ("I had…: all the say", "I am…: a digger")
    (pair,) = found.pairs
    assert pair.low < pair.rho < pair.high and pair.rho > 0.5 and pair.n == found.n[0][1] == 150
    assert found.rho[0][1] == found.rho[1][0] == pair.rho and found.q[0][1] == pair.q


def test_directions_of_one_question_are_marked_and_not_compared(db):
    plot = open_plot(db)
    keep(db, plot, told(25, 200, "east"))
    found = mapped(db, plot)
    moods = [place for place, one in enumerate(found.directions) if one.signifier == "mood"]
    assert len(moods) == 3 and found.is_own(moods[0], moods[2])
    assert all(found.rho[i][j] is None and found.q[i][j] is None for i in moods for j in moods)
    assert found.rho[moods[0]][-1] is not None
    assert "I wish for…: wish 9" in found.silent, "nobody chose it"


def test_few_stories_and_protected_ones_have_no_map(db):
    plot = open_plot(db)
    keep(db, plot, told(26, 9, "east"))
    assert mapped(db, plot).lacking == "At least 10 stories are needed."


def test_a_protected_collection_has_no_map_whatever_may_be_read(db):
    plot = open_plot(db, policy=Policy.PROTECTED)
    keep(db, plot, told(27, 60, "east"))
    close(db, plot)
    found = mapped(db, plot)
    assert found.directions == () and found.total == 0 and "only where stories are open" in found.lacking
