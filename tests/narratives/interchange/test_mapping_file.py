import json

import pytest

from narratives.collection import Moderation, Policy, ReportingGroup
from narratives.errors import FrameworkError, MappingError, NotFoundError
from narratives.interchange.mapping import ChoiceColumn, DyadColumn, TriadPoint, TriadShares
from narratives.interchange.mapping_file import FrameworkReference, parse_mapping
from narratives.narrative import Kind, Scope
from tests.narratives.interchange.tables import MAPPING, framework, make_mapping


def problems(**changes) -> list[str]:
    with pytest.raises(MappingError) as refused:
        make_mapping(**changes)
    return list(refused.value.problems)


def test_what_a_mapping_leaves_out_has_a_careful_default():
    mapping = make_mapping()
    assert mapping.consent.constant == frozenset()
    assert mapping.kind.constant == Kind.RESPONDENT
    assert (mapping.mode.constant, mapping.language.constant, mapping.respondent) == ("import", "en", None)
    assert mapping.collection.k == 10
    assert list(mapping.unmapped) == ["mood", "stop", "felt", "map", "wish"]


def test_the_collection_carries_its_rules_and_groups():
    collection = {
        "id": "buses", "title": "Buses", "policy": "protected", "moderation": "before", "k": 12, "alerts_a_year": 4,
        "opens_on": "2025-01-01", "closes_on": "2025-12-31", "groups_closed": True,
        "groups": [{"name": "West\u00a0end", "parent": "City"}, {"name": "East end"}],
    }  # fmt: skip
    mapping = make_mapping(collection=collection)
    assert mapping.collection.policy is Policy.PROTECTED
    assert mapping.collection.moderation is Moderation.BEFORE
    assert mapping.collection.groups == (ReportingGroup("East end"), ReportingGroup("West end", "City"))
    assert mapping.groups_closed


def test_all_problems_are_told_at_once_each_at_its_place():
    found = problems(
        colection={},
        collection={"id": "Bus 1", "title": "", "policy": "public", "k": 3},
        source_id="id",
        date={"column": "day", "format": "DD/MM/YY", "zone": "Nowhere"},
        consent={"constant": ["all"]},
        kind={"constant": "teller"},
        text={"colum": "story"},
    )
    assert found == [
        "collection.id: found 'Bus 1'; use lower-case letters, digits and -, at most 64",
        'collection.policy: found "public"; write open or protected',
        "collection.k: found 3; write a whole number from 10 to 10,000",
        "collection.title: write a text here",
        'source_id: found "id"; write an object such as {"column": "name"}',
        'source_id: say what tells the rows apart: {"column": name}, "row number" or "row hash"',
        "text.column: write a text here",
        "text.colum: is not known here; did you mean 'column'?",
        (
            "date.format: found 'DD/MM/YY'; name one day (%d), or write one of "
            "iso-date, iso-datetime, iso-datetime-zone, unix-seconds, unix-milliseconds"
        ),
        "date.zone: found 'Nowhere'; write a time zone such as Europe/London",
        "consent.constant: found ['all']; write a list of contact, publish, quote, read, or [] for counting only",
        "kind: found 'teller'; write observer, practitioner, respondent",
        "colection: is not known here; did you mean 'collection'?",
    ]


def test_answers_are_checked_against_the_framework():
    found = problems(
        answers={
            "mood": {"shares": {"glad": "g", "sad": "s", "angry": "c"}},
            "wait": {"column": "minutes", "min": 5, "max": 5},
            "stop": {"column": "stop", "values": {"HS": "high-street", "X": "quay"}},
            "felt": {"columns": {"hungry": "h"}},
            "wishes": {"column": "wish"},
        }
    )
    assert found == [
        "answers.mood.shares.cross: write a text here",
        "answers.mood.shares.angry: is not known here; use glad, sad, cross",
        "answers.wait.max: found 5, and min is 5; max must be above min (reverse turns the dyad round)",
        "answers.stop.values: 'quay' is not one of the options high-street, mill",
        "answers.felt.columns: 'hungry' is not one of the options cold, wet, tired",
        "answers.wishes: is not known here; did you mean 'wish'?",
    ]


def test_each_signifier_has_its_own_kind_of_columns():
    mapping = make_mapping(
        answers={
            "mood": {"x": "x", "y": "y", "height": 0.866, "na_column": {"column": "na", "values": ["1"]}},
            "wait": {"column": "minutes", "values": {"no time": 0, "ages": 1}},
            "stop": {"column": "stop"},
        }
    )
    point, dyad, choice = mapping.answers
    assert isinstance(point, TriadPoint) and point.unplaced.column == "na"
    assert isinstance(dyad, DyadColumn) and dyad.values == {"no time": 0, "ages": 1}
    assert isinstance(choice, ChoiceColumn) and choice.options["the mill"] == "mill"
    shares = make_mapping(answers={"mood": {"shares": {"cross": "c", "glad": "g", "sad": "s"}}}).answers[0]
    assert isinstance(shares, TriadShares) and shares.columns == ("g", "s", "c")


def test_every_column_is_known_with_its_place():
    assert make_mapping().places == (
        ("source_id.column", "id"),
        ("text.column", "story"),
        ("date.column", "day"),
        ("answers.wait.column", "minutes"),
    )


def test_consent_may_come_from_a_column():
    consent = make_mapping(consent={"column": "may", "values": {"yes": ["read", "quote"], "": []}}).consent
    assert consent.values == {"yes": frozenset({Scope.READ, Scope.QUOTE}), "": frozenset()}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "line 1: this is not JSON (Expecting property name enclosed in double quotes); mend the mapping"),
        ('{\n"a": 1,\n}', "line 3: this is not JSON"),
        ("[]", "mapping: write one JSON object"),
        ('{"file": ' + "1" * 5000 + "}", "mapping: nested too deeply, or a number too long; mend the file"),
        ("[" * 100_000, "mapping: nested too deeply, or a number too long; mend the file"),
    ],
)
def test_what_is_no_mapping_at_all_is_refused(text, problem):
    with pytest.raises(MappingError) as refused:
        parse_mapping(text, lambda reference: framework())
    assert refused.value.problems[0].startswith(problem)


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (NotFoundError("framework", "bus"), "framework_file: no framework with id 'bus'; import it first with"),
        (FrameworkError(["signifiers[0].id: wrong"]), "framework_file: signifiers[0].id: wrong"),
        (FileNotFoundError(2, "No such file"), "framework_file: 'bus.json' cannot be read (No such file)"),
    ],
)
def test_a_framework_that_cannot_be_had_is_a_problem_of_the_mapping(error, problem):
    def find(reference: FrameworkReference):
        raise error

    with pytest.raises(MappingError) as refused:
        parse_mapping(json.dumps(MAPPING), find)
    assert refused.value.problems[0].startswith(problem)


def test_a_stored_framework_is_named_by_its_id_and_version():
    asked = []
    document = {**MAPPING, "framework": {"id": "bus", "version": 3}}
    del document["framework_file"]
    parse_mapping(json.dumps(document), lambda reference: asked.append(reference) or framework())
    assert asked == [FrameworkReference(None, "bus", 3)]


HOSTILE = [None, True, 0, -1, 1e308, float("nan"), 10**400, "", "\ud800", "\0", [], [[]], {}, {"column": 1}, ["x", 1]]


OPTIONAL = ["file", "group", "area", "kind", "language", "respondent", "consent", "title"]


@pytest.mark.parametrize("key", [*MAPPING, *OPTIONAL])
@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value)[:20])
def test_hostile_values_are_problems_and_never_crashes(key, value):
    for inside in (value, {"column": value}, {"constant": value, "values": value, "empty": value}):
        try:
            make_mapping(**{key: inside})
        except MappingError as refused:
            assert refused.problems
