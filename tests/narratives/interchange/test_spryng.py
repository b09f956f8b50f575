import pytest

from narratives.answers import ChoiceAnswer, DyadAnswer, NotApplicable, StonesAnswer, TriadAnswer
from narratives.interchange.spryng import read_spryng
from narratives.interchange.spryng_groups import Shape, groups_of
from tests.narratives.interchange.brought_files import SAMPLES, answers_of, refusal, rows_of, sample, told_in

FILE = SAMPLES / "spryng" / "stories.csv"


def shapes(*names, **cells):
    counts = {name: cells.get(name.replace(" ", "_"), {}) for name in names}
    return [(group.stem, group.shape, len(group.columns)) for group in groups_of(names, counts)]


def test_entries_are_read_with_their_id_day_and_language():
    told = told_in(sample("spryng", "stories.csv"))
    assert [(one.source.id, one.told_on.isoformat(), one.language) for one in told] == [
        ("e1", "2025-03-01", "en"),
        ("e2", "2025-03-02", "cy"),
        ("e3", "2025-03-02", "en"),
    ]
    assert told[0].text == "The bus left early, so I walked home."


def test_every_shape_of_question_is_read():
    first, *_ = (answers_of(one) for one in told_in(sample("spryng", "stories.csv")))
    assert first == {
        "how-did-it-feel": TriadAnswer("how-did-it-feel", (0.2, 0.7, 0.1), "import"),
        "how-long-was-the-wait": DyadAnswer("how-long-was-the-wait", 0.75, "import"),
        "who-mattered": StonesAnswer("who-mattered", (("the-driver", 0.2, 0.8),), "import"),
        "what-was-it-like": ChoiceAnswer("what-was-it-like", ("cold", "wet"), "import"),
        "how-often-do-you-ride": ChoiceAnswer("how-often-do-you-ride", ("daily",), "import"),
    }


def test_the_box_for_not_applicable_is_no_place_in_the_triangle():
    *_, third = told_in(sample("spryng", "stories.csv"))
    assert answers_of(third)["how-did-it-feel"] == NotApplicable("how-did-it-feel")


def test_the_grouping_is_a_proposal_to_confirm():
    notes = sample("spryng", "stories.csv").notes
    assert notes[0].startswith("triangle 'How did it feel?': 'How did it feel? - calm', 'How did it feel? - angry'")
    assert all(note.endswith("Confirm that these columns belong together.") for note in notes)


def test_the_last_column_is_dropped():
    brought = sample("spryng", "stories.csv")
    assert "Unused" not in str(brought.mapping_document)


def test_the_order_of_the_anchors_follows_from_where_the_marker_lies(tmp_path):
    lines = FILE.read_text().replace("feel? - calm", "feel? - late").splitlines()
    swapped = lines[0].replace("feel? - late,How did it feel? - angry", "feel? - angry,How did it feel? - calm")
    rows = [line.replace(",20,70,10,", ",70,20,10,").replace(",90,5,5,", ",5,90,5,") for line in lines[1:]]
    path = tmp_path / "stories.csv"
    path.write_text("\n".join([swapped, *rows]) + "\n")
    triad = read_spryng(path).framework.triads[0]
    assert [one.label for one in triad.anchors] == ["calm", "angry", "afraid"]


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("Q - a", "Q - b", "Q - c", "Q X", "Q Y", "Q - NA"), [("Q", Shape.TRIANGLE, 6)]),
        (("Q - a", "Q - b", "Q - c", "Q - X", "Q - Y"), [("Q", Shape.TRIANGLE, 5)]),
        (
            ("So - why - a", "So - why - b", "So - why - c", "So - why X", "So - why Y"),
            [("So - why", Shape.TRIANGLE, 5)],
        ),
        (("Wait X",), [("Wait", Shape.SLIDER, 1)]),
        (("M - one X", "M - one Y", "M - two X", "M - two Y"), [("M", Shape.MARBLES, 4)]),
        (("Ticked - a", "Ticked - b"), [("Ticked", Shape.CHECKBOX, 2)]),
        (("Alone",), [("Alone", Shape.WORDS, 1)]),
        (
            ("How is it now - a", "How is it noww - b", "How is it now - c", "How is it now X", "How is it now Y"),
            [("How is it now", Shape.TRIANGLE, 5)],
        ),
    ],
)
def test_columns_are_grouped_by_their_names(names, found):
    assert shapes(*names) == found


def test_words_of_which_there_are_few_are_a_choice():
    assert shapes("Colour", Colour={"red": 3, "blue": 1}) == [("Colour", Shape.RADIO, 1)]


def test_two_files_with_other_questions_are_two_frameworks(tmp_path):
    path = tmp_path / "stories.csv"
    path.write_text(FILE.read_text().replace("the driver", "the guard"))
    assert read_spryng(path).framework.id != sample("spryng", "stories.csv").framework.id


def test_marbles_after_the_fifth_are_left_out_and_said_to_be(tmp_path):
    lines = FILE.read_text().splitlines()
    more = "".join(f",M - m{n} X,M - m{n} Y" for n in range(6))
    lines = [lines[0].replace(",Unused", f"{more},Unused"), *(f"{line}{'0.5,' * 12}" for line in lines[1:])]
    path = tmp_path / "stories.csv"
    path.write_text("\n".join(lines) + "\n")
    brought = read_spryng(path)
    assert "'M' has more than 5 marbles; those after the first few are left out." in brought.notes
    assert len(answers_of(told_in(brought)[0])["m"].places) == 5


def test_a_row_of_the_wrong_length_is_rejected_with_its_line(tmp_path):
    path = tmp_path / "stories.csv"
    path.write_text(FILE.read_text() + "e4,short\n")
    *_, broken = rows_of(read_spryng(path))
    assert broken.sentences == ["line 5, the row has 2 cells and the header 31; export the file again."]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "The file is empty; export it again."),
        (
            "a,b\n1,2\n",
            "line 1: a Spryng file has 14 columns about the entry, its questions and a last column; found 2",
        ),
    ],
)
def test_what_is_no_file_of_spryng_is_refused(tmp_path, content, said):
    assert refusal(read_spryng, tmp_path, content)[0].startswith(said)
