import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from narratives.answers import answer_to_json
from narratives.interchange.formats import read_file
from narratives.interchange.narrafirma_out import write_form
from narratives.interchange.narrafirma_stories_out import stories_losses, write_stories
from narratives.narrative import Scope
from narratives.signifiers import Stones, Triad
from tests.builders import make_framework
from tests.narratives.interchange.brought_files import told_in
from tests.narratives.interchange.made_frameworks import answers, frameworks, words

FACTS = {
    "id": "8c1d", "kind": "respondent", "group": "North", "week": "2026-03-02", "language": "cy", "uses": "quote read",
    "title": "The hedge", "story": "We cut it,\nand it grew.",
}  # fmt: skip


class Told:
    def __init__(self, answers, **facts):
        self.answers = answers
        self.facts = {**FACTS, **facts}


def written(framework, *stories):
    return "".join(write_stories(framework, stories))


def back(framework, *stories):
    """The stories after a journey through NarraFirma's files."""
    with tempfile.TemporaryDirectory() as folder:
        path, form = Path(folder) / "stories.csv", Path(folder) / "form.csv"
        path.write_bytes(written(framework, *stories).encode())
        form.write_bytes(write_form(framework))
        return told_in(read_file("narrafirma", path, form))


@settings(max_examples=30, deadline=None, derandomize=True, database=None)
@given(some.data())
def test_every_answer_that_is_carried_comes_back_within_a_millionth_of_a_millionth(data):
    framework = data.draw(frameworks())
    said = data.draw(answers(framework))
    text = data.draw(words)
    (told,) = back(framework, Told(said, story=text))
    assert (told.source.id, told.text) == (FACTS["id"], text)
    kinds = {one.id: one for one in framework.signifiers}
    carried = {name: answer for name, answer in said.items() if not isinstance(kinds[name], Stones)}
    found = {one.signifier: answer_to_json(one) for one in told.answers}
    assert found.keys() == carried.keys()
    for name, answer in carried.items():
        for key, value in answer.items():
            if key in ("shares", "value"):
                assert found[name][key] == pytest.approx(value, abs=1e-12)
            else:
                assert found[name][key] == value


def test_the_facts_of_a_story_come_back():
    (told,) = back(make_framework(), Told({"say": {"value": 0.5}}))
    assert (told.title, told.text) == (FACTS["title"], FACTS["story"])
    assert (told.told_on.isoformat(), told.language, told.group) == ("2026-03-02", "cy", "North")
    assert told.consent == {Scope.READ, Scope.QUOTE}


def test_a_text_in_quotes_keeps_them_in_a_file_of_ours():
    (told,) = back(make_framework(), Told({}, story='"We cut it,\nand it grew."'))
    assert told.text == '"We cut it,\nand it grew."'


def test_scales_are_whole_numbers_with_the_exact_value_beside_them():
    header, _, row = csv.reader(
        io.StringIO(
            written(make_framework(), Told({"mood": {"shares": [1 / 3, 1 / 3, 1 / 3]}, "say": {"value": 0.125}}))
        )
    )
    cells = dict(zip(header, row, strict=True))
    assert [cells[f"mood - {one}"] for one in ("glad", "sad", "cross")] == ["33", "33", "33"]
    assert (cells["mood - glad (exact)"], cells["say"], cells["say (exact)"]) == (repr(1 / 3), "12", "0.125")


@pytest.mark.parametrize("shares", [[1 / 3, 1 / 3, 1 / 3], [0.005, 0.005, 0.99], [0.125, 0.375, 0.5]])
def test_whole_numbers_alone_are_still_a_triad(tmp_path, shares):
    framework = make_framework()
    rows = list(csv.reader(io.StringIO(written(framework, Told({"mood": {"shares": shares}})))))
    kept = [place for place, name in enumerate(rows[0]) if not name.endswith("(exact)")]
    path, form = tmp_path / "stories.csv", tmp_path / "form.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([row[place] for place in kept] for row in rows)
    form.write_bytes(write_form(framework))
    (told,) = told_in(read_file("narrafirma", path, form))
    assert isinstance(framework.signifier("mood"), Triad)
    assert told.answer("mood").shares == pytest.approx(shares, abs=0.011)


def test_the_second_row_names_the_answers_of_repeated_columns():
    felt = {
        "type": "choice",
        "id": "felt",
        "title": "I felt…",
        "max_responses": 2,
        "options": [{"id": one, "label": one} for one in ("cold", "wet")],
    }
    header, names, row = csv.reader(
        io.StringIO(written(make_framework(signifiers=[felt]), Told({"felt": {"options": ["wet"]}})))
    )
    assert header.count("felt") == 2
    assert names[0] == ";"
    assert [cell for name, cell in zip(header, names, strict=True) if name == "felt"] == ["cold", "wet"]
    assert [cell for name, cell in zip(header, row, strict=True) if name == "felt"] == ["", "wet"]


def test_what_is_lost_of_stories_is_said():
    losses = stories_losses(make_framework())
    assert "The day is the Monday of the week in which a story was told." in losses
    assert "“Does not apply” is an empty cell in: role, wish." in losses
