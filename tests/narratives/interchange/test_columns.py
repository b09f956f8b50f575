"""Columns are guessed by their names and cells, and what a person says of them becomes a mapping."""

import pytest

from narratives.interchange.column_guess import look_at
from narratives.interchange.column_memory import uses_of
from narratives.interchange.column_use import ColumnUse, mapping_of
from narratives.interchange.table import MadeTable, Row
from tests.builders import make_framework

POINT = [{"si_mood_x": f"0.{n}", "si_mood_y": "0.3", "note": f"A long remark about crossing {n} of the ferry."} for n in
         range(1, 9)]  # fmt: skip


def table(rows):
    def read():
        return (Row(number, number + 1, cells) for number, cells in enumerate(rows, start=1))

    return MadeTable(list(rows[0]), read)


def guessed(rows, framework=None):
    return {one.name: one.guess for one in look_at(table(rows), framework)}


def test_three_columns_that_add_up_to_one_or_to_a_hundred_are_a_triad():
    for whole in (1, 100):
        rows = [{"t_rest": whole * n / 10, "t_worry": whole * (10 - n) / 10, "t_anger": 0} for n in range(10)]
        found = guessed([{name: str(cell) for name, cell in row.items()} for row in rows])
        assert [use.role for use in found.values()] == ["corner"] * 3
        assert {use.question for use in found.values()} == {"t"}
        assert {use.most for use in found.values()} == {float(whole)}


def test_a_pair_of_x_and_y_is_a_point_and_the_longest_words_are_the_story():
    found = guessed(POINT)
    assert (found["si_mood_x"].role, found["si_mood_y"].role, found["note"].role) == ("x", "y", "story")
    assert found["si_mood_x"].question == "si_mood"


@pytest.mark.parametrize(
    ("cells", "least", "most"),
    [(["0", "0.5"], 0, 1), (["0", "80"], 0, 100), (["1", "5"], 1, 5), (["-3", "3"], -3, 3), (["20", "400"], 20, 400)],
)
def test_a_number_is_between_the_ends_that_its_cells_show(cells, least, most):
    use = guessed([{"pace": cell} for cell in cells])["pace"]
    assert (use.role, use.least, use.most) == ("dyad", least, most)


def test_one_cell_in_ten_may_be_no_number():
    cells = [*(f"0.{n}" for n in range(9)), "N/A"]
    assert guessed([{"pace": cell} for cell in cells])["pace"].role == "dyad"
    assert guessed([{"pace": cell} for cell in [*cells, "N/A"]])["pace"].role != "dyad"


def test_columns_named_as_a_stored_framework_names_its_parts_are_known():
    framework = make_framework()
    mood = framework.signifiers[0]
    names = [f"{mood.id}_{anchor.id}" for anchor in mood.anchors]
    found = guessed([dict.fromkeys(names, "0.3")], framework)
    assert [use.role for use in found.values()] == [f"answer:{mood.id}:{anchor.id}" for anchor in mood.anchors]


def test_what_was_said_of_columns_is_known_again_from_the_mapping_that_it_became():
    framework = make_framework()
    mood, say = framework.signifiers[:2]
    uses = [
        ColumnUse("ref", "id"),
        ColumnUse("day", "date", date_format="%d/%m/%Y"),
        *(ColumnUse(f"c{n}", f"answer:{mood.id}:{one.id}", most=100.0) for n, one in enumerate(mood.anchors)),
        ColumnUse("said", f"answer:{say.id}", least=1.0, most=5.0),
    ]
    made = mapping_of(uses, framework, {})
    assert made.problems == []
    assert uses_of(made.document) == {use.column: use for use in uses}


def test_two_questions_of_one_name_get_ids_of_their_own():
    uses = [ColumnUse(name, "dyad", question="Pace", words="slow; fast") for name in ("a", "b")]
    made = mapping_of([*uses, ColumnUse("day", "date", date_format="iso-date")], None, {})
    assert [one["id"] for one in made.signifiers] == ["pace", "pace-2"]
    assert made.document["answers"]["pace-2"]["column"] == "b"


def test_a_triad_of_a_stored_framework_needs_all_of_its_columns():
    framework = make_framework()
    mood = framework.signifiers[0]
    made = mapping_of([ColumnUse("c", f"answer:{mood.id}:{mood.anchors[0].id}")], framework, {})
    assert made.problems == [("c", f"“{mood.title}” needs all three corners, or x and y")]
