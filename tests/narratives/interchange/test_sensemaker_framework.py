import copy
import io
import json
import zipfile

import pytest

from narratives.errors import FrameworkError
from narratives.framework_file import MAX_SIGNIFIERS, framework_to_json, parse_framework
from narratives.interchange.sensemaker_framework import read_sensemaker
from narratives.interchange.sensemaker_ids import TheirIds
from narratives.signifiers import Choice, Dyad, Freetext, Stones, Triad
from tests.narratives.interchange.engagements import SAMPLES, library
from tests.narratives.interchange.samples.sensemaker.make import FLAT, SECTIONS, labels, signifier


def read(document, **changes):
    return read_sensemaker(json.dumps({**copy.deepcopy(document), **changes}).encode())


def of_signifiers(*signifiers, **changes):
    return read(
        {**SECTIONS, "linked_frameworks": [], "sections": [{"id": "s", "signifiers": list(signifiers)}]}, **changes
    )


def test_html_is_shown_as_plain_text_and_kept_as_it_was():
    framework = library()
    assert framework.title == "The library & you"
    assert framework.prompting_question == "What happened in the library?"
    assert framework.introduction == "Ten minutes at most"
    assert [anchor.label for anchor in framework.signifier("sig_felt").anchors] == ["a guest", "a number", "a nuisance"]
    kept = framework.source["document"]["sections"][0]["signifiers"][1]
    assert kept["title"] == "I was treated<br>as&hellip;"


def test_every_kind_that_is_asked_here_becomes_one_of_ours():
    kinds = [type(one) for one in library().signifiers]
    assert kinds == [Triad, Dyad, Stones, Choice, Choice, Dyad]
    one, many = library().choices
    assert (one.max_responses, one.asks_about) == (1, "respondent")
    assert (many.max_responses, many.asks_about) == (3, "story")  # no most is all of them


def test_both_layouts_ask_the_same():
    sections, flat = library(), read_sensemaker((SAMPLES / "flat.json").read_bytes()).framework
    assert flat.signifiers == tuple(one for one in sections.signifiers if one.id != "sig-lost")
    assert (flat.title, flat.version) == (sections.title, sections.version)


def test_the_zip_that_is_downloaded_gives_the_order_of_its_layout():
    found = read_sensemaker((SAMPLES / "download.zip").read_bytes())
    names = ["sig-say", "sig_felt", "sig-am", "sig-wish", "sig-place", "sig-lost"]
    assert [one.id for one in found.framework.signifiers] == names
    assert "Of the layout only the order is used: colours, header and sizes are not." in found.lost


def test_their_names_are_kept_where_ours_must_differ():
    ids = TheirIds(library())
    assert ids.framework == "Lib-2026"
    assert ids.signifier("sig-say") == "sig.say"
    assert ids.part("sig-am", "opt-reader") == "Opt-Reader"
    assert ids.part("sig-am", "opt-reader-2") == "opt-reader"
    assert ids.other("sig-am") == "Sig-Words"
    assert ids.branch("lib-visit") == "Lib-Visit"


def test_what_came_from_sensemaker_is_kept_when_a_framework_is_stored():
    framework = library()
    again = parse_framework(json.dumps(framework_to_json(framework)))
    assert again == framework
    assert again.source == framework.source


def test_a_source_without_a_format_is_refused():
    with pytest.raises(FrameworkError, match=r"framework.source: write an object with the format"):
        parse_framework(json.dumps({**framework_to_json(library()), "source": {"ids": {}}}))


def test_a_linked_framework_whose_rule_names_an_option_is_a_branch():
    (branch,) = library().branches
    assert (branch.opened_by, branch.options) == ("sig-am", frozenset({"opt-reader-2"}))
    assert (branch.title, branch.introduction, branch.signifiers) == ("For visitors", "A little more", ("sig-lost",))


def test_a_linked_framework_without_a_rule_is_asked_of_everybody():
    linked = {**SECTIONS["linked_frameworks"][0], "rules": []}
    found = read(SECTIONS, linked_frameworks=[linked])
    assert not found.framework.branches
    assert found.framework.signifiers[-1].id == "sig-lost"
    assert "Which answer opens “For visitors” is not in the file: everybody is asked its questions." in found.notes


def test_a_framework_that_is_not_in_the_file_is_named():
    found = read(SECTIONS, linked_frameworks=[])
    assert "“…” (embedded) leads to the framework 'Lib-Visit', which is not in the file." in found.lost


def test_what_is_not_asked_here_is_said_and_kept():
    found = of_signifiers(
        signifier("m", "constrainedmatrix", 1, "A table", {"rows": []}),
        signifier("n", "hologram", 2, "A hologram", {}),
        signifier("t", "triad", 3, "Two ends", labels(("a", "a"), ("b", "b"))),
        signifier("s", "stones", 4, "Stones", {"stones": []}),
        signifier("c", "list", 5, "One way", {"items": [{"id": "a", "title": "a"}]}),
        signifier("l", "label", 6, "Welcome", {}),
    )
    assert found.lost == (
        "“A table” (constrainedmatrix) is kept and not asked: a table of questions cannot be asked.",
        "“A hologram” (hologram) is kept and not asked: nothing is known of the kind hologram.",
        "“Two ends” (triad) is kept and not asked: a triad has 3 labels and this 2.",
        "“Stones” (stones) is kept and not asked: one to 5 stones can be placed here, and this has 0.",
        "“One way” (list) is kept and not asked: a choice has 2 to 200 options and this 1.",
    )
    kept = found.framework.source["document"]["sections"][0]["signifiers"]
    assert [one["id"] for one in kept] == ["m", "n", "t", "s", "c", "l"]


def test_words_beside_an_option_belong_to_its_choice():
    choice = library().choices[0]
    assert choice.takes_other
    assert choice.label_of("other") == "Somebody else"
    assert "sig-words" not in [one.id for one in library().signifiers]


def test_words_whose_choice_is_not_asked_are_a_question_of_their_own():
    items = [{"id": "a", "title": "a", "other_signifier_id": "w"}]
    found = of_signifiers(
        signifier("c", "list", 1, "One way", {"items": items}), signifier("w", "freetext", 2, "In words", {})
    )
    assert found.framework.signifiers == (Freetext("w", "In words"),)


def test_without_a_question_for_the_story_the_name_stands_there():
    found = of_signifiers(signifier("d", "dyad", 1, "How", labels(("a", "a"), ("b", "b"))))
    assert found.framework.prompting_question == "The library & you"
    assert (
        found.notes[-1]
        == "No signifier asks for the story, so “The library & you” stands in the place of its question."
    )


def test_more_questions_than_can_be_asked_are_kept():
    many = [signifier(f"q{n}", "freetext", n, f"Q {n}", {}) for n in range(MAX_SIGNIFIERS + 2)]
    found = of_signifiers(*many)
    assert len(found.framework.signifiers) == MAX_SIGNIFIERS
    assert (
        found.lost[0] == f"“Q {MAX_SIGNIFIERS}” (freetext) is kept and not asked: at most 40 questions are asked here."
    )


def test_single_values_in_lists_and_empty_objects_for_lists_are_understood():
    found = read(FLAT)
    assert found.framework.id == "lib-2026"
    assert found.framework.version == 4
    assert found.notes[0] == "In SenseMaker it ran from 2026-01-01 to 2027-01-01."  # one in ms, the other in s


def test_hidden_options_are_told():
    items = [{"id": "a", "title": "a"}, {"id": "b", "title": "b", "visible": False}]
    found = of_signifiers(signifier("c", "list", 1, "Which", {"items": items}))
    assert "“Which” (list) has hidden options (1); here they can be chosen." in found.notes


def zipped(**members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_json", ".json"), content)
    return held.getvalue()


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"{", "framework, line 1: this is not JSON"),
        (b"\xff\xfe{}", "framework: byte 1 is not UTF-8; save the file as UTF-8"),
        (b"[]", "it has no sections and no signifiers; is this a SenseMaker framework?"),
        (b'{"signifiers": 3}', "framework.sections[0].signifiers: write a list of objects here"),
        (b'{"sections": [{"signifiers": [1, 2]}]}', "sections[0].signifiers: write a list of objects here"),
        (b'{"sections": NaN}', "nested too deeply, or a number that is none"),
        (b'{"sections": ' + b"[" * 60 + b"]" * 60 + b"}", "framework: nested too deeply"),
        (b"[" * 100_000, "nested too deeply"),
        (b"PK\x03\x04 broken", "the zip cannot be opened"),
        (zipped(other_json="{}"), "the zip holds no framework_definition.json"),
        (zipped(framework_definition_json=" " * 20_000_001), "the zip holds more than 20,000,000 bytes"),
        (b" " * 20_000_001, "the file has 20,000,001 bytes"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_framework_is_refused_with_a_reason(raw, problem):
    with pytest.raises(FrameworkError) as caught:
        read_sensemaker(raw)
    assert problem in str(caught.value)


def test_a_zip_of_very_many_files_is_refused():
    with pytest.raises(FrameworkError, match="the zip holds 60 files"):
        read_sensemaker(zipped(**{f"n{n}_json": "{}" for n in range(60)}))
