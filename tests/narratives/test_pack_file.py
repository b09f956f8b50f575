"""Ready packs can be opened as they are, and a pack that cannot says what is wrong with it."""

import json
from copy import deepcopy

import pytest

from narratives.collection import K_FLOOR, Policy
from narratives.design_finding import Severity
from narratives.design_findings import findings
from narratives.framework_texts import texts_of
from narratives.narrative import Kind
from narratives.pack_file import LEAST_PLACED, MOST_PLACED, PackError, packs_in, parse_pack, read_pack
from narratives.reading_age import reading_age

KNOWN = {
    *("community-safety", "probation", "becoming-a-mutual", "patients-and-carers"),
    *("school-support", "trading-standards", "tenants", "youth-services"),
}
NATIONAL = {"999", "111", "101", "116 123", "0800 1111"}  # numbers that everybody can check on any leaflet


@pytest.fixture(scope="module")
def folder(root):
    return root / "examples" / "packs"


@pytest.fixture(scope="module")
def packs(folder):
    return {pack.id: pack for pack in packs_in(folder)}


@pytest.fixture
def document(folder):
    return deepcopy(json.loads((folder / "tenants.json").read_text(encoding="utf-8")))


def refusal(document):
    with pytest.raises(PackError) as refused:
        read_pack(document)
    return refused.value.problems


def test_the_eight_packs_are_there_by_title(packs):
    assert set(packs) == KNOWN
    titles = [pack.title for pack in packs.values()]
    assert titles == sorted(titles) and len(set(titles)) == 8


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_pack_asks_all_of_it_in_welsh(name, packs):
    pack = packs[name]
    assert pack.framework.languages == ("en", "cy")
    welsh, english = pack.framework.in_language("cy"), pack.framework
    for ours, theirs in zip(english.signifiers, welsh.signifiers, strict=True):
        assert ours.title != theirs.title


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_pack_has_a_level_temperature_and_few_questions(name, packs):
    framework = packs[name].framework
    assert framework.has_level_question and framework.has_temperature
    level = next(dyad for dyad in framework.dyads if dyad.level)
    assert level.hot and level.cold
    assert LEAST_PLACED <= len(framework.triads) + len(framework.dyads) <= MOST_PLACED
    assert len(framework.choices) <= 3


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_no_label_of_a_pack_stands_in_two_corners(name, packs):
    for signifier in (*packs[name].framework.triads, *packs[name].framework.dyads):
        labels = [anchor.label.casefold() for anchor in signifier.anchors]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_pack_asks_for_something_that_happened_and_leads_nowhere(name, packs):
    prompt = packs[name].framework.prompting_question
    assert prompt.startswith("Think of ") and prompt.endswith("What happened?")
    assert all(triad.random_order for triad in packs[name].framework.triads)


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_careful_colleague_finds_nothing_to_mend_in_a_pack(name, packs):
    pack = packs[name]
    found = findings(pack.framework, pack.opening, pack.questions)
    assert [one.sentence for one in found if one.severity is Severity.MEND] == []


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_child_of_eleven_can_read_a_pack(name, packs):
    age = reading_age(texts_of(packs[name].framework).values())
    assert age is not None and age <= 11


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_the_help_of_a_pack_gives_national_numbers_and_addresses_only(name, packs):
    contacts = {post.contact for post in packs[name].collection.signposts}
    assert {"999", "116 123"} <= contacts
    assert all(contact in NATIONAL or "." in contact for contact in contacts)
    assert packs[name].add_help


def test_staff_and_those_who_are_supervised_are_protected(packs):
    assert packs["probation"].collection.policy is Policy.PROTECTED
    assert packs["becoming-a-mutual"].collection.policy is Policy.PROTECTED
    assert packs["probation"].kinds == (Kind.RESPONDENT, Kind.PRACTITIONER)
    assert all(pack.collection.k >= K_FLOOR for pack in packs.values())


def test_a_file_that_is_no_json_is_refused_with_its_line():
    with pytest.raises(PackError, match="line 2: this is not JSON"):
        parse_pack('{"id": "x",\n nothing}')
    with pytest.raises(PackError, match="nested too deeply"):
        parse_pack("[" * 200_000)
    assert refusal([]) == ("pack: write one JSON object",)


def test_everything_around_the_questions_is_named_at_once(document):
    document |= {"title": " ", "about": 3, "kinds": ["dogs"], "add_help": "none"}
    assert refusal(document) == (
        "title: write a text here",
        "about: write a text here",
        "kinds: found ['dogs']; write a list of some of respondent, practitioner, observer",
        "add_help: write a list of texts",
    )


def test_questions_that_cannot_be_read_are_named_with_their_place(document):
    document["questions"]["signifiers"][0]["anchors"].pop()
    assert "questions: signifiers[0].anchors: found 2 entries; give 3" in refusal(document)


def test_a_missing_welsh_text_is_found(document):
    del document["questions"]["translations"]["cy"]["mattered.say"]
    assert refusal(document) == (
        "questions: translations.cy: a text is missing; give every text of the questions in it",
    )


def test_questions_without_a_level_or_temperature_are_refused(document):
    for entry in document["questions"]["signifiers"]:
        for name in ("level", "hot", "cold"):
            entry.pop(name, None)
    level, temperature = refusal(document)
    assert level == "questions: mark a dyad as level: triads show the balance only"
    assert temperature == "questions: declare a hot or cold anchor, or nothing can warm up"


def test_too_few_questions_and_a_label_in_two_corners_are_refused(document):
    signifiers = document["questions"]["signifiers"]
    signifiers[0]["anchors"][1]["label"] = signifiers[0]["anchors"][0]["label"].upper()
    gone = [signifiers.pop(2), signifiers.pop(2)]
    texts = document["questions"]["translations"]["cy"]
    for key in [key for key in texts if key.partition(".")[0] in {one["id"] for one in gone}]:
        del texts[key]
    assert refusal(document) == (
        "questions: found 3 triads and dyads; give 4 to 6",
        "questions: mattered: the anchor 'a home in good repair' stands there more than once",
    )


def test_how_a_pack_is_opened_is_checked_as_a_collection_is(document):
    small = deepcopy(document)
    small["opening"]["k"] = 3
    assert "k is 3; it must be at least 10" in refusal(small)[0]
    del document["opening"]["read_by"]
    assert refusal(document) == ("opening: read_by is missing; write it",)
    document["opening"] = []
    assert refusal(document) == ("opening: id is missing; write it",)


def test_groups_that_merge_into_nobody_and_missing_help_are_refused(document):
    opening = document["opening"]
    opening |= {"a_week": 0, "signposts": [], "groups": [{"name": "North", "parent": "All"}, {"name": "North"}]}
    del opening["texts"]["cy"]["read_by"]
    assert refusal(document) == (
        "opening.a_week: found 0; write how many stories a week are expected, 1 or more",
        "opening.groups: 'All' is nobody's name; 'North' cannot merge into it",
        "opening.groups: 'North' stands there more than once",
        "opening.signposts: say where somebody finds help",
        "opening.texts.cy.read_by: write this text",
    )


def test_a_pack_is_called_as_its_file_is(document, tmp_path):
    (tmp_path / "flats.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(PackError, match=r"flats\.json: id: found 'tenants'; write 'flats', as the file is called"):
        packs_in(tmp_path)
    (tmp_path / "flats.json").write_text("[]", encoding="utf-8")
    with pytest.raises(PackError, match=r"flats\.json: pack: write one JSON object"):
        packs_in(tmp_path)
