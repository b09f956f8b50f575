import pytest

from narratives.interchange.narrafirma_form import HEADER, read_form
from narratives.interchange.narrafirma_meaning import framework_of, meanings
from narratives.signifiers import Choice, Dyad, Freetext, Triad
from tests.narratives.interchange.brought_files import SAMPLES, refusal

FORM = SAMPLES / "narrafirma" / "form.csv"
HEAD = ",".join(HEADER) + "\n"


def framework(path=FORM):
    form = read_form(path)
    return framework_of(form, meanings(form))


def of_kind(kind):
    return {one.id: one for one in framework().signifiers if isinstance(one, kind)}


def test_the_form_becomes_a_framework_with_its_title_and_its_beginnings():
    made = framework()
    assert (made.id, made.title) == ("voices-of-the-office", "Voices of the office")
    assert made.introduction == "Thank you for telling us."
    assert made.prompting_question == "Which will you tell?"
    assert [(one.id, one.label) for one in made.prompts] == [
        ("helped", "When did someone help?"),
        ("stuck", "When did you feel stuck?"),
    ]


def test_every_type_of_question_finds_its_kind():
    assert set(of_kind(Triad)) == {"weight"}
    assert set(of_kind(Dyad)) == {"say"}
    assert set(of_kind(Freetext)) == {"where-written-in", "wish"}
    many = {name: one.max_responses for name, one in of_kind(Choice).items()}
    assert many == {"feel": 2, "where": 1, "because": 3, "steps": 3, "fine": 1, "role": 1}


def test_three_scales_of_one_name_are_a_triad_again():
    (triad,) = of_kind(Triad).values()
    assert triad.title == "What weighed most?"
    assert [(one.id, one.label) for one in triad.anchors] == [
        ("past", "the past"),
        ("now", "what is now"),
        ("next", "what comes next"),
    ]


def test_answers_are_shown_beside_their_data_names_and_pictures_left_out():
    assert [(one.id, one.label) for one in of_kind(Choice)["where"].options] == [
        ("office", "At the office"),
        ("home", "At home"),
    ]


def test_questions_about_the_teller_ask_about_the_respondent():
    assert {name for name, one in of_kind(Choice).items() if one.asks_about == "respondent"} == {"role"}


def test_what_readers_add_is_no_question_and_said_to_be_left_out():
    (note,) = read_form(FORM).notes
    assert note == "line 16: 'Tone' is what readers add to a story, no question to tellers; left out."


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_semicolons_and_tabs_separate_as_well(tmp_path, delimiter):
    path = tmp_path / "form.csv"
    rows = [HEADER, ("; a note",), ("Say", "Scale", "story", "Say", "How much?", "", "none", "all", "0", "9")]
    path.write_text("\ufeff" + "\n".join(delimiter.join(row) for row in rows))
    (question,) = read_form(path).questions
    assert (question.name, question.least, question.most) == ("Say", 0, 9)
    assert [label for _, label in question.answers] == ["none", "all"]


def test_a_scale_has_the_range_of_the_form_unless_it_says_its_own(tmp_path):
    path = tmp_path / "form.csv"
    path.write_text(HEAD + "Say,Scale,story,Say,How much?,,none,all\n,Scale range,import,,,,1,7\n")
    (question,) = read_form(path).questions
    assert (question.least, question.most) == (1, 7)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A,Slider,story,A,A?,,x", "line 2: Type is 'Slider'; use one of "),
        ("A,Text,teller,A,A?,,x", "line 2: About is 'teller'; use one of story, participant, annotation, "),
        ("A,Text,story,A/B,A?,,", "line 2: Short name is 'A/B'; give each question a name without a /."),
        ("A,Text,story,,A?,,", "line 2: Short name is ''; give each question a name without a /."),
        ("A,Scale,story,A,A?,,lo,hi,n/a,9,1", "line 2: the scale goes from 9 to 1; write the smaller number first."),
        (",Scale range,import,,,,low,high", "line 2: a scale range is two numbers, such as 0 and 100."),
        (",Scale range,import,,,,5,5", "line 2: the scale range goes from 5 to 5; write the smaller number first."),
        ("A,Text,story,A,A?,,\nB,Text,story,A,B?,,", "line 3: the short name 'A' stands on line 2 already; "),
        (",Title,form,,,,Only a title", "The file has no question; export the story form again."),
    ],
)
def test_a_broken_form_is_refused_with_its_line(tmp_path, row, said):
    (found,) = refusal(read_form, tmp_path, HEAD + row + "\n")
    assert found.startswith(said)


def test_all_problems_of_a_form_are_told_at_once(tmp_path):
    assert len(refusal(read_form, tmp_path, HEAD + "A,Slider,story,A,,,\nB,Text,nobody,B,,,\n")) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "The file is empty; export the story form again."),
        ("Name,Type\nA,Text\n", "line 1: the header of a story form is Data column name, Type, About, "),
        (HEAD.encode() + b"A,Text,story,A,Caf\xe9,,\n", "line 2: byte 0xE9"),
        (HEAD + 'A,Text,story,A,"open,,\n', "line 2: a quote that is opened in this row is never closed"),
    ],
)
def test_what_is_no_form_is_refused(tmp_path, content, said):
    assert refusal(read_form, tmp_path, content)[0].startswith(said)
