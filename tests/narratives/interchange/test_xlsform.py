import io
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from narratives.framework_file import parse_framework
from narratives.interchange.framework_writers import WRITERS
from narratives.interchange.xlsform import write_xlsform, xlsform_losses
from narratives.interchange.xlsform_names import field_name
from tests.builders import make_framework
from tests.narratives.interchange.brought_files import SAMPLES
from tests.narratives.interchange.made_frameworks import frameworks

BUS = parse_framework((SAMPLES / "kobo" / "framework.json").read_text(encoding="utf-8"))
XF = "{http://www.w3.org/2002/xforms}"


def form_of(framework):
    """The XForm that servers make of the workbook; pyxform refuses what they would."""
    made = convert(io.BytesIO(write_xlsform(framework)), validate=False, file_type=".xlsx")
    assert made.warnings == []
    return ElementTree.fromstring(made.xform)


def fields(form):
    """The paths of all questions, without the form's own root."""
    return {bind.get("nodeset").removeprefix("/data/"): bind for bind in form.iter(f"{XF}bind")}


def sheet(framework, title):
    rows = list(load_workbook(io.BytesIO(write_xlsform(framework)))[title].values)
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_servers_accept_the_form_and_find_every_question():
    found = fields(form_of(BUS))
    asked = {
        "told_on", "prompt", "story", "title", "mood/mood.glad", "mood/mood.sad", "mood/mood.cross", "mood/mood.na",
        "wait", "stop", "stop.other", "felt", "map/map.driver.x", "map/map.others.y", "wish",
        "branch.at-the-mill/_2nd-look",
    }  # fmt: skip
    assert asked <= found.keys()
    assert found["story"].get("required") == "true()"


def test_three_numbers_must_add_up_to_a_hundred():
    last = fields(form_of(BUS))["mood/mood.cross"]
    assert last.get("type") == "int"
    assert "".join(last.get("constraint").split()) == ".>=0and.<=100and.+/data/mood/mood.glad+/data/mood/mood.sad=100"
    assert "not(selected( /data/mood/mood.na , 'na'))" in last.get("relevant")


def test_a_dyad_is_a_range_and_asked_unless_it_does_not_apply():
    form = form_of(BUS)
    (found,) = (one for one in form.iter(f"{XF}range") if one.get("ref") == "/data/wait")
    assert (found.get("start"), found.get("end"), found.get("step")) == ("0", "100", "1")
    assert "/data/wait.na" in fields(form)["wait"].get("relevant")


def test_a_branch_is_asked_of_those_who_opened_it():
    rows = {row["name"]: row for row in sheet(BUS, "survey") if row["type"] == "begin group"}
    assert rows["branch.at-the-mill"]["relevant"] == "selected(${stop}, 'mill')"


def test_several_answers_keep_within_their_limits_and_not_applicable_stands_alone():
    (felt,) = (row for row in sheet(BUS, "survey") if row["name"] == "felt")
    assert felt["type"] == "select_multiple felt"
    assert felt["constraint"] == (
        "(selected(., 'na') and count-selected(.) = 1) or "
        "(not(selected(., 'na')) and count-selected(.) >= 1 and count-selected(.) <= 2)"
    )


def test_every_language_has_its_labels():
    (story,) = (row for row in sheet(BUS, "survey") if row["name"] == "story")
    assert story["label::English (en)"] == "What happened on your way home?"
    assert story["label::Cymraeg (cy)"] == "Beth ddigwyddodd ar eich ffordd adref?"
    choices = {(row["list_name"], row["name"]): row for row in sheet(BUS, "choices")}
    assert choices["stop", "mill"]["label::Cymraeg (cy)"] == "Y Felin"
    assert choices["stop", "na"]["label::English (en)"] == "This does not apply to my story"
    assert sheet(BUS, "settings")[0]["default_language"] == "English (en)"


def test_an_incomplete_language_is_left_out_and_said_to_be():
    framework = make_framework(translations={"cy": {"title": "Yr ardd"}})
    assert "label::Cymraeg (cy)" not in sheet(framework, "survey")[0]
    assert "Languages in which texts are missing are left out: cy." in xlsform_losses(framework)


@settings(max_examples=15, deadline=None, derandomize=True, database=None)
@given(frameworks())
def test_every_framework_makes_a_form_whose_names_are_the_ids_byte_by_byte(framework):
    names = {path.rpartition("/")[2].partition(".")[0] for path in fields(form_of(framework))}
    assert {one.id for one in framework.signifiers} <= names


@pytest.mark.parametrize("kept", ["2nd", "meta", "told_on"])
def test_a_name_that_a_form_keeps_for_itself_stands_behind_an_underscore(kept):
    wish = {"type": "freetext", "id": "meta", "title": "I wish…"}
    assert field_name(kept) == f"_{kept}"
    assert "_meta" in fields(form_of(make_framework(signifiers=[wish])))


@pytest.mark.parametrize("title", ["=1+1", "Is ${story} it?", "<b>&amp;</b>", "+44"])
def test_a_text_is_never_a_formula_nor_a_reference(title):
    wish = {"type": "freetext", "id": "wish", "title": title}
    framework = make_framework(signifiers=[wish])
    (row,) = (row for row in sheet(framework, "survey") if row["name"] == "wish")
    assert row["label::English (en)"] == title.replace("${", "$ {")
    with zipfile.ZipFile(io.BytesIO(write_xlsform(framework))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    form_of(framework)


def test_what_is_lost_is_said():
    losses = xlsform_losses(BUS)
    assert "A triad is three whole numbers that add up to 100, without its triangle: mood." in losses
    assert "Stones are numbers for across and up, without their canvas: map." in losses
    assert "Hot and cold anchors are not carried: mood." in losses


def test_the_workbook_is_one_of_the_ways_out():
    assert WRITERS["xlsform"].ending == "xlsx"
    assert WRITERS["xlsform"].write(BUS)[:2] == b"PK"
