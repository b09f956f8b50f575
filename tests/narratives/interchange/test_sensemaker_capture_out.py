import csv
import io
import json
from datetime import date
from functools import partial

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from narratives.answers import answer_to_json
from narratives.interchange.framework_writers import WRITERS
from narratives.interchange.sensemaker_capture import read_capture
from narratives.interchange.sensemaker_capture_out import capture_lines
from narratives.narrative import Scope
from tests.builders import make_framework, make_narrative
from tests.narratives.interchange.engagements import SAMPLES, capture, leaving, library, read_all, told_in

PARTS = ("Sig_Felt_Top", "Sig_Felt_Left", "Sig_Felt_Right")
PLACE = ("Sig-Place_S1_percentX", "Sig-Place_S1_percentY")
MEASURED = {*PARTS, *PLACE, "sig.say_L", "sig.say_R"}
NUMBERS = some.floats(0, 1, allow_subnormal=False)
NAMES = some.text("abzABZ019-_.:é ", min_size=1, max_size=20).filter(lambda name: name == " ".join(name.split()))
STORIES = some.text("ab \"',;=+-@\né", max_size=40)


def written(framework, stories, **how):
    text = "".join(capture_lines(framework, stories, **how))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@some.composite
def api_rows(draw):
    """Rows of the API's dialect with anything that a teller could have answered."""
    rows = []
    for theirs in draw(some.lists(NAMES, min_size=1, max_size=4, unique=True)):
        row = {"id": theirs, "language": draw(some.sampled_from(["en", "cy"])), "Sig-Story": draw(STORIES)}
        right = draw(NUMBERS)
        row |= {"server_upload_time": "1767225600000", "sig.say_L": repr(1 - right), "sig.say_R": repr(right)}
        match draw(some.sampled_from(["placed", "na", "none"])):
            case "placed":
                top, left, right = (draw(NUMBERS) + 0.1 for _ in range(3))
                total = top + left + right
                parts = (top / total, left / total, right / total)
                row |= dict(zip(PARTS, map(repr, parts), strict=True))
            case "na":
                row["Sig_Felt_NA"] = "1"
        if draw(some.booleans()):
            row |= {name: repr(draw(NUMBERS)) for name in PLACE}
        row["Sig-Am"] = draw(some.sampled_from(["", "Opt-Reader", "opt-reader", "Opt-Other"]))
        row["Sig-Words"] = "a =cook" if row["Sig-Am"] == "Opt-Other" else ""
        row |= {f"Sig-Wish_{one}": draw(some.sampled_from(["", "1"])) for one in ("w1", "w2", "w3")}
        rows.append(row)
    return [{**dict.fromkeys((*PARTS, "Sig_Felt_NA", *PLACE), ""), **row} for row in rows]


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=api_rows())
def test_a_capture_file_comes_back_with_its_ids_and_numbers(rows, tmp_path):
    names, *cells = written(library(), leaving(told_in(capture(tmp_path, rows))))
    back = [dict(zip(names, one, strict=True)) for one in cells]
    for before, after in zip(rows, back, strict=True):
        for column, cell in before.items():
            if column == "Sig-Story":
                assert after[column].split() == cell.split()
            elif column in MEASURED and cell:
                assert abs(float(after[column]) - float(cell)) <= 1e-12, column
            else:
                assert after[column] == cell, column


def test_the_columns_of_the_api_are_written_under_their_names():
    names = written(library(), leaving(told_in(SAMPLES / "api.csv")))[0]
    theirs = next(csv.reader(io.StringIO((SAMPLES / "api.csv").read_text(encoding="utf-8-sig"))))
    kept = {"Sig-Photo", "responder_id", "meta_platform_verion"}  # nothing here holds these
    assert set(theirs) - kept <= set(names)
    assert names[:6] == ["id", "project_id", "version", "language", "server_upload_time", "Sig-Story"]


def test_places_are_written_with_their_parts():
    names, first, *_ = written(library(), leaving(told_in(SAMPLES / "api.csv")))
    cells = dict(zip(names, first, strict=True))
    assert (cells["Sig_Felt_percentX"], cells["Sig_Felt_percentY"]) == ("0.4", "0.3")
    assert (cells["sig.say_percentX"], cells["sig.say_L"], cells["sig.say_R"]) == ("0.75", "0.25", "0.75")


def test_rows_end_as_in_windows_and_every_cell_is_quoted():
    lines = list(capture_lines(library(), leaving(told_in(SAMPLES / "api.csv"))))
    assert all(line.endswith('"\r\n') for line in lines)
    assert lines[0].startswith('\ufeff"id","project_id"')


def test_the_literal_file_keeps_formulas_and_the_harmless_one_has_none():
    texts = ["=1+1", "+1", "-1", "@a", "\t=1", "＝1", "fine"]
    stories = [make_narrative(text=text, answers=()) for text in texts]
    literal = written(make_framework(), leaving(stories))
    safe = written(make_framework(), leaving(stories), is_harmless=True)
    at = literal[0].index("story")
    assert [row[at] for row in literal[1:]] == texts
    assert [row[at] for row in safe[1:]] == [*(f"'{text}" for text in texts[:-1]), "fine"]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in safe for cell in row)


def test_a_framework_of_ours_goes_out_and_comes_back_with_group_and_consent(tmp_path):
    framework = make_framework()
    told = make_narrative(title="Beans", consent=frozenset({Scope.READ, Scope.QUOTE}), told_on=date(2026, 3, 2))
    (tmp_path / "definition.json").write_bytes(WRITERS["sensemaker"].write(framework))
    (tmp_path / "capture.csv").write_text(
        "".join(capture_lines(framework, leaving([told]))), encoding="utf-8", newline=""
    )
    (row,) = read_all(read_capture(tmp_path / "capture.csv", tmp_path / "definition.json"))
    back = row.narrative
    assert (back.text, back.title, back.group, back.kind) == (told.text, told.title, told.group, told.kind)
    assert (back.told_on, back.consent) == (told.told_on, told.consent)
    imported = {one.signifier: {**answer_to_json(one), "method": ""} for one in back.answers}
    assert imported == {one.signifier: {**answer_to_json(one), "method": ""} for one in told.answers}


def test_our_own_file_defines_the_questions_as_well(tmp_path):
    read = partial(read_capture, definition=tmp_path / "own.json")
    (tmp_path / "own.json").write_bytes(WRITERS["murmuration"].write(library()))
    assert read(SAMPLES / "api.csv").framework == library()
    assert json.loads((tmp_path / "own.json").read_text(encoding="utf-8"))["source"]["format"] == "sensemaker"
