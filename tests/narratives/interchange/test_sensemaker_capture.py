import pytest

from narratives.answers import ChoiceAnswer, DyadAnswer, NotApplicable, StonesAnswer, TriadAnswer
from narratives.errors import ImportRefusedError
from narratives.interchange.formats import detect_format
from narratives.interchange.rejection import Rejection
from narratives.interchange.sensemaker_capture import read_capture
from tests.narratives.interchange.engagements import SAMPLES, capture, read_all, said, told_in

DEFINITION = SAMPLES / "sections.json"
FELT = {"Sig_Felt_percentX": "0.4", "Sig_Felt_percentY": "0.3"}
PARTS = {"Sig_Felt_Top": "0.3", "Sig_Felt_Left": "0.45", "Sig_Felt_Right": "0.25"}


def row(**cells):
    return {"id": "c1", "Sig-Story": "The tea was cold.", **cells}


def one(folder, *rows):
    brought = read_capture(capture(folder, rows), DEFINITION)
    return read_all(brought), brought


def test_both_dialects_of_an_engagement_give_the_same_stories():
    a, b = (told_in(SAMPLES / name) for name in ("api.csv", "workbench.csv"))
    assert [said(one)["id"] for one in a] == ["cap-1", "cap-2", "CAP-3", "cap-4"]
    for ours, theirs in zip(a, b, strict=True):
        assert said(ours).keys() == said(theirs).keys()
        for mine, other in zip(ours.answers, theirs.answers, strict=True):
            if isinstance(mine, TriadAnswer):
                assert mine.shares == pytest.approx(other.shares, abs=1e-12)
            else:
                assert mine == other
        assert {**said(ours), "answers": {}} == {**said(theirs), "answers": {}}


def test_a_story_of_the_sample_is_read_whole():
    first, second, third, _ = told_in(SAMPLES / "api.csv")
    assert first.text == 'The desk was empty,\nso I rang "the bell".'
    assert first.told_on.isoformat() == "2026-01-01"
    assert first.answers == (
        TriadAnswer("sig_felt", (0.3, 0.45, 0.25), "import"),
        DyadAnswer("sig-say", 0.75, "import"),
        StonesAnswer("sig-place", (("s1", 0.2, 0.9),), "import"),
        ChoiceAnswer("sig-am", ("opt-reader",), "import"),
        ChoiceAnswer("sig-wish", ("w1",), "import"),
    )
    assert second.answer("sig_felt") == NotApplicable("sig_felt")
    assert second.answer("sig-am") == ChoiceAnswer("sig-am", ("opt-reader-2",), "import")
    assert third.answer("sig-am") == ChoiceAnswer("sig-am", ("other",), "import", "a plumber")


def test_columns_of_no_question_are_named():
    brought = read_capture(SAMPLES / "api.csv", DEFINITION)
    assert "Columns of no question that is asked here, so they are left out: Sig-Photo." in brought.notes


def test_a_place_without_its_parts_gives_the_parts(tmp_path):
    (first, second), _ = one(tmp_path, row(**FELT, **PARTS), row(id="c2", **FELT))
    assert second.narrative.answer("sig_felt").shares == pytest.approx((0.3, 0.45, 0.25), abs=1e-12)
    assert first.narrative.answer("sig_felt").shares == (0.3, 0.45, 0.25)


@pytest.mark.parametrize(("x", "y", "height"), [("percentX", "percentY", 0.3), ("X", "Y", 0.3 * 3**0.5 / 2)])
def test_a_file_with_places_alone_is_read_by_the_names_of_its_columns(tmp_path, x, y, height):
    joined = "_" if x == "percentX" else ""
    cells = {f"Sig_Felt{joined}{x}": "0.4", f"Sig_Felt{joined}{y}": repr(height)}
    (found,), _ = one(tmp_path, row(**cells))
    assert found.narrative.answer("sig_felt").shares == pytest.approx((0.3, 0.45, 0.25), abs=1e-12)


def test_percent_under_the_names_of_the_other_dialect_is_still_percent(tmp_path):
    percent = {name: repr(float(share) * 100) for name, share in PARTS.items()}
    (found,), brought = one(tmp_path, row(**FELT, **percent))
    assert found.narrative.answer("sig_felt").shares == pytest.approx((0.3, 0.45, 0.25), abs=1e-12)
    assert brought.table.notes == []


def test_a_place_that_disagrees_with_its_parts_is_told_and_the_parts_are_taken(tmp_path):
    off = {"Sig_Felt_percentX": "0.5", "Sig_Felt_percentY": "0.3"}
    near = {"Sig_Felt_percentX": "0.409", "Sig_Felt_percentY": "0.3"}
    (first, second), brought = one(tmp_path, row(**off, **PARTS), row(id="c2", **near, **PARTS))
    assert first.narrative.answer("sig_felt").shares == (0.3, 0.45, 0.25)
    assert brought.table.notes == [
        "Line 2, “I was treated as…”: the marker and its parts disagree by 0.1; the parts are taken."
    ]
    list(brought.table.rows())
    assert len(brought.table.notes) == 1  # told once, however often the file is read


def test_many_disagreements_are_counted_and_not_listed(tmp_path):
    off = {"Sig_Felt_percentX": "0.6", "Sig_Felt_percentY": "0.3"}
    _, brought = one(tmp_path, *(row(id=f"c{n}", **off, **PARTS) for n in range(14)))
    assert len(brought.table.notes) == 11
    assert brought.table.notes[-1] == "4 more markers disagree with their parts."


def test_parts_just_outside_are_set_on_the_edge_and_further_out_rejected(tmp_path):
    near = {"Sig_Felt_Top": "-0.01", "Sig_Felt_Left": "0.5", "Sig_Felt_Right": "0.51"}
    far = {"Sig_Felt_Top": "-0.05", "Sig_Felt_Left": "0.5", "Sig_Felt_Right": "0.55"}
    (first, second), _ = one(tmp_path, row(**near), row(id="c2", **far))
    assert first.narrative.answer("sig_felt").shares == pytest.approx((0, 0.5 / 1.01, 0.51 / 1.01))
    assert isinstance(second, Rejection)
    assert "the marker lies outside the triangle" in second.sentences[0]


def test_a_dyad_just_beyond_an_end_is_set_on_it(tmp_path):
    cells = {"sig.say_L": "1.01", "sig.say_R": "-0.01"}
    (first, second), _ = one(tmp_path, row(**cells), row(id="c2", **{"sig.say_L": "-0.01", "sig.say_R": "1.01"}))
    assert first.narrative.answer("sig-say") == DyadAnswer("sig-say", 0.0, "import")
    assert second.narrative.answer("sig-say") == DyadAnswer("sig-say", 1.0, "import")


def test_words_beside_other_choose_it_where_nothing_is_chosen(tmp_path):
    (found,), _ = one(tmp_path, row(**{"Sig-Am": "", "Sig-Words": "a cook"}))
    assert found.narrative.answer("sig-am") == ChoiceAnswer("sig-am", ("other",), "import", "a cook")


def test_words_beside_other_that_are_too_long_are_refused(tmp_path):
    (found,), _ = one(tmp_path, row(**{"Sig-Am": "Opt-Other", "Sig-Words": "x" * 1001}))
    assert "words beside other have at most 1,000 characters" in found.sentences[0]


def test_an_option_that_is_not_in_the_definition_rejects_its_row(tmp_path):
    (found,), _ = one(tmp_path, row(**{"Sig-Am": "Opt-Gone"}))
    assert "it is not one of the options" in found.sentences[0]


def test_times_in_seconds_are_days_too(tmp_path):
    (found,), _ = one(tmp_path, row(server_upload_time="1767261600"))
    assert found.narrative.told_on.isoformat() == "2026-01-01"


def test_who_answered_is_kept_as_a_name_that_nobody_can_read(tmp_path):
    (found,), _ = one(tmp_path, row(responder_id="Jane"))
    assert found.narrative.respondent not in (None, "Jane")


def test_the_file_is_known_by_its_columns(tmp_path):
    assert detect_format(SAMPLES / "api.csv") == "sensemaker"
    assert detect_format(SAMPLES / "workbench.csv") == "sensemaker"
    assert detect_format(capture(tmp_path, [{"id": "1", "text": "Tea"}])) == "csv"


@pytest.mark.parametrize(
    ("definition", "problem"),
    [
        (b"{}", "The framework cannot be read:\n  framework: it has no sections and no signifiers"),
        (b'{"prompting_question": 3}', "The framework cannot be read:\n  framework.id: found None"),
        (b'{"prompting_question": "\xff"}', "The framework is not UTF-8 (byte 25)."),
    ],
)
def test_a_definition_that_is_none_is_refused(tmp_path, definition, problem):
    path = tmp_path / "definition.json"
    path.write_bytes(definition)
    with pytest.raises(ImportRefusedError) as caught:
        read_capture(SAMPLES / "api.csv", path)
    assert problem in str(caught.value)
    assert "Nothing was stored." in str(caught.value)


def test_a_file_without_ids_is_refused(tmp_path):
    with pytest.raises(ImportRefusedError, match="line 1: no column is called id or FragmentID; it has 'story'"):
        read_capture(capture(tmp_path, [{"story": "Tea"}]), DEFINITION)


def test_a_file_without_its_framework_is_refused():
    with pytest.raises(ImportRefusedError, match="A SenseMaker file needs its framework"):
        read_capture(SAMPLES / "api.csv")
