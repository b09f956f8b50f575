from datetime import date

import pytest

from narratives.answers import ChoiceAnswer, DyadAnswer, FreetextAnswer, NotApplicable, TriadAnswer
from narratives.interchange.narrafirma_stories import read_stories, unwrapped
from narratives.signifiers import Choice, Dyad, Triad
from tests.narratives.interchange.brought_files import SAMPLES, answers_of, refusal, rows_of, sample, told_in

HEAD = "Story title,Story text,Collection date,Eliciting question"


def with_form():
    return sample("narrafirma", "stories.csv", "form.csv")


def test_stories_are_read_with_their_day_language_and_beginning():
    told = told_in(with_form())
    assert [(one.title, one.told_on, one.language, one.prompt) for one in told] == [
        ("The call", date(2025, 1, 1), "en", "helped"),
        ("The queue", date(2025, 1, 2), "cy", "stuck"),
        ("Nothing new", date(2025, 1, 3), "en", "stuck"),
    ]


def test_every_type_of_answer_is_read():
    first, second, _ = (answers_of(one) for one in told_in(with_form()))
    assert first["feel"] == ChoiceAnswer("feel", ("hopeful", "calm"), "import")
    assert first["say"] == DyadAnswer("say", 0.64, "import")
    assert first["weight"] == TriadAnswer("weight", (0.2, 0.3, 0.5), "import")
    assert first["because"] == ChoiceAnswer("because", ("money", "time"), "import")
    assert first["steps"] == ChoiceAnswer("steps", ("asked", "wrote"), "import")
    assert first["fine"] == ChoiceAnswer("fine", ("yes",), "import")
    assert first["role"] == ChoiceAnswer("role", ("service-user",), "import")
    assert second["where-written-in"] == FreetextAnswer("where-written-in", "In the street")


def test_does_not_apply_is_neither_a_place_nor_missing():
    _, second, third = (answers_of(one) for one in told_in(with_form()))
    assert second["say"] == NotApplicable("say")
    assert second["weight"] == NotApplicable("weight")
    assert "feel" not in third


def test_shares_that_were_rounded_are_a_place_in_the_triangle():
    *_, third = told_in(with_form())
    assert answers_of(third)["weight"].shares == pytest.approx((34 / 99, 33 / 99, 32 / 99))


def test_a_text_of_several_lines_loses_the_quotes_that_are_not_its_own():
    first = told_in(with_form())[0]
    assert first.text == "They rang before the last day,\nto ask how I was."


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('"We met.\nIt rained."', "We met.\nIt rained."),
        ('""Well," she said,\nand left."', '"Well," she said,\nand left.'),
        ('"""We met, ""you"" and I,\nand it rained."""', 'We met, "you" and I,\nand it rained.'),
        ('"On one line"', '"On one line"'),
        ('We met.\n"It rained."', 'We met.\n"It rained."'),
        ("Plain\nwords", "Plain\nwords"),
        ('"', '"'),
    ],
)
def test_only_a_wrapped_text_of_several_lines_is_unwrapped(cell, text):
    assert unwrapped(cell) == text


def test_without_the_form_the_questions_are_guessed_and_said_to_be():
    brought = sample("narrafirma", "stories.csv")
    assert brought.notes[0].startswith("The types of the questions are guessed")
    kinds = {one.id: type(one) for one in brought.framework.signifiers}
    assert (kinds["weight"], kinds["feel"], kinds["role"]) == (Triad, Choice, Choice)
    assert len(told_in(brought)) == 3


def test_three_scales_that_do_not_add_up_stay_three_scales(tmp_path):
    path = tmp_path / "stories.csv"
    path.write_text(f"{HEAD},M - a,M - b,M - c\nA,One.,2025-01-01,x,60,60,60\nB,Two.,2025-01-01,x,20,30,50\n")
    kinds = [type(one) for one in read_stories(path).framework.signifiers]
    assert kinds == [Dyad, Dyad, Dyad]


@pytest.mark.parametrize(("total", "kind"), [(98, Triad), (102, Triad), (97, Dyad), (103, Dyad)])
def test_a_triad_may_be_two_off_a_hundred_and_no_more(tmp_path, total, kind):
    path = tmp_path / "stories.csv"
    path.write_text(f"{HEAD},M - a,M - b,M - c\nA,One.,2025-01-01,x,20,30,{total - 50}\n")
    assert type(read_stories(path).framework.signifiers[0]) is kind


@pytest.mark.parametrize("second", [";;;;a;b", '";";;;;a;b'])
def test_semicolons_separate_as_well(tmp_path, second):
    path = tmp_path / "stories.csv"
    path.write_text(f"{HEAD},F,F\n".replace(",", ";") + f"{second}\nA;One.;2025-01-01;x;a;\n")
    (told,) = told_in(read_stories(path))
    assert answers_of(told)["f"].options == ("a",)


def test_columns_that_the_form_does_not_ask_for_are_named(tmp_path):
    path = tmp_path / "stories.csv"
    path.write_text(f"{HEAD},Weather\nA,One.,2025-01-01,helped,fine\n")
    notes = read_stories(path, SAMPLES / "narrafirma" / "form.csv").notes
    assert "The form does not ask for the column 'Weather'; it is left out." in notes
    assert "No column answers the question 'Say'." in notes


def test_a_row_of_the_wrong_length_is_rejected_with_its_line(tmp_path):
    path = tmp_path / "stories.csv"
    path.write_text(f'{HEAD}\nA,"One\nand on.",2025-01-01,x\nB,Two.\n;a comment\nC,Three.,2025-01-01,x\n')
    _, broken, last = rows_of(read_stories(path))
    assert broken.sentences == ["line 4, the row has 2 cells and the header 4; export the stories again."]
    assert last.line == 6


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "The file is empty; export the stories again."),
        ("Story title,Words\nA,B\n", "line 1: the file has no column 'Story text'; export the stories from NarraFirma"),
        (
            f"{HEAD},Feel,Feel\nA,One.,2025-01-01,x,yes,no\n",
            "line 1: the column 'Feel' stands 2 times, and the second row does not name the answer of column 5; ",
        ),
        (f"{HEAD},F,F\n;,,,,a,a\n", "line 2: 'F: a' stands twice; give each column its own answer."),
    ],
)
def test_a_broken_file_is_refused_with_its_line(tmp_path, content, said):
    assert refusal(read_stories, tmp_path, content)[0].startswith(said)


def test_a_language_that_is_not_known_is_kept_as_undetermined_and_noted(tmp_path):
    path = tmp_path / "stories.csv"
    path.write_text(f"{HEAD},Language\nA,One.,2025-01-01,x,Elvish\n")
    brought = read_stories(path)
    assert told_in(brought)[0].language == "und"
    assert "The language 'Elvish' is not known here; it is kept as “und”." in brought.notes


def test_a_file_without_days_says_that_somebody_has_to(tmp_path):
    path = tmp_path / "stories.csv"
    path.write_text("Story title,Story text,Eliciting question\nA,One.,x\n")
    brought = read_stories(path)
    assert "date" not in brought.mapping_document
    assert any("say on which day" in note for note in brought.notes)
    assert told_in(brought, date={"constant": "2025-01-01"})[0].told_on == date(2025, 1, 1)
