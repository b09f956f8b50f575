import copy
import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as some

from narratives.framework_file import framework_to_json, read_framework
from narratives.interchange.sensemaker_framework import read_sensemaker
from narratives.interchange.sensemaker_framework_out import to_sensemaker, write_framework
from narratives.signifiers import Anchor
from tests.builders import FRAMEWORK, make_framework
from tests.narratives.interchange.engagements import library
from tests.narratives.interchange.samples.sensemaker.make import SECTIONS, labels, signifier

IDS = some.text("abcXYZ019._- é", min_size=1, max_size=12)
TITLES = some.text("ab<br>&; \n'\"é", max_size=20)


@some.composite
def documents(draw):
    """Frameworks of theirs with any ids and titles, and kinds that are not asked here among them."""
    names = draw(some.lists(IDS, min_size=1, max_size=7, unique=True))
    found = [signifier(f"story {names[0]}", "freetext", 1, draw(TITLES), {"multiline": True}, fragment=True)]
    for order, name in enumerate(names, 2):
        parts = draw(some.lists(IDS, min_size=3, max_size=3, unique=True))
        kind = draw(some.sampled_from(["triad", "dyad", "stones", "list", "freetext", "photo", "save", "unheard"]))
        pairs = [(one, draw(TITLES)) for one in parts]
        items = [{"id": one, "title": title} for one, title in pairs]
        content = {
            "triad": labels(*pairs),
            "dyad": labels(*pairs[:2]),
            "stones": {"axis": {"x": {"start_label": draw(TITLES), "end_label": "b"}}, "stones": items},
            "list": {"items": items, "max_responses": draw(some.integers(0, 5))},
        }.get(kind, {"what": draw(TITLES)})
        flags = {"required": draw(some.booleans()), "sticky": draw(some.booleans())}
        found.append(signifier(name, kind, order, draw(TITLES), content, **flags))
    head = {
        "id": draw(IDS),
        "name": draw(TITLES),
        "definition_version": draw(some.integers(-1, 9)),
        "rules": [draw(IDS)],
    }
    return {**head, "linked_frameworks": [], "sections": [{"id": "s", "order": 1, "signifiers": found}]}


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(documents())
def test_a_framework_of_theirs_comes_back_as_it_was(document):
    framework = read_sensemaker(json.dumps(document).encode()).framework
    stored = read_framework(json.loads(json.dumps(framework_to_json(framework))))
    assert json.loads(write_framework(stored)) == document


def test_the_sample_comes_back_as_it_was():
    assert to_sensemaker(library()) == SECTIONS


def test_a_framework_of_ours_survives_but_for_what_is_said_to_be_lost():
    there = write_framework(make_framework())
    back = framework_to_json(read_sensemaker(there).framework)
    wanted = copy.deepcopy(FRAMEWORK)
    for one in wanted["signifiers"]:
        one |= {name: [] for name in ("hot", "cold") if name in one}
        one |= {"level": False} if "level" in one else {}
    assert {key: value for key, value in back.items() if key != "source"} == wanted
    assert to_sensemaker(read_sensemaker(there).framework) == json.loads(there)


def test_a_branch_and_words_beside_other_are_written_and_read_again():
    made = {
        **FRAMEWORK["signifiers"][2],
        "options": [{"id": "digger", "label": "a digger"}, {"id": "other", "label": "somebody else"}],
    }
    asked = {"type": "freetext", "id": "tool", "title": "With which tool?", "required": False}
    branch = {
        "id": "digging",
        "title": "For diggers",
        "introduction": "",
        "opened_by": {"signifier": "role", "options": ["digger"]},
        "signifiers": [asked],
    }
    ours = make_framework(signifiers=[made], branches=[branch])
    back = read_sensemaker(write_framework(ours)).framework
    assert (back.signifiers, back.branches) == (ours.signifiers, ours.branches)


def test_only_what_changed_is_written_anew():
    framework = library()
    say = replace(
        framework.signifier("sig-say"), title="I had < & >", anchors=(Anchor("l", "no say"), Anchor("r", "all"))
    )
    changed = replace(
        framework, version=5, signifiers=tuple(say if one.id == say.id else one for one in framework.signifiers)
    )
    written = to_sensemaker(changed)
    wanted = copy.deepcopy(SECTIONS)
    wanted["definition_version"] = 5
    raw = wanted["sections"][0]["signifiers"][2]
    raw["title"] = "I had &lt; &amp; &gt;"
    raw["content"]["labels"][1]["text"] = "all"
    assert written == wanted
    assert read_sensemaker(json.dumps(written).encode()).framework.signifier("sig-say").title == "I had < & >"


def test_a_question_that_is_asked_no_more_is_gone_and_a_new_one_is_there():
    framework = library()
    new = make_framework().signifier("say")
    kept = tuple(one for one in framework.signifiers if one.id != "sig_felt")
    written = to_sensemaker(replace(framework, signifiers=(*kept, new)))
    names = [one["id"] for one in written["sections"][0]["signifiers"]]
    assert "Sig_Felt" not in names
    assert "Sig-Photo" in names  # never asked here, and so never taken out here
    assert names[-1] == "say"


def test_a_copy_under_another_id_says_that_id():
    assert to_sensemaker(replace(library(), id="copy"))["id"] == "copy"
