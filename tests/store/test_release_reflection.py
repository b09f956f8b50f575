"""A practitioner's own patterns: nothing of few interactions or few people, and no difference that scatter makes."""

from dataclasses import fields, is_dataclass
from datetime import date, timedelta

import numpy as np
import pytest

from narratives.triangle import ZONES, zone_centroid
from store.case_rows import Criss, Interaction
from store.release_reflection import LEAST, LEAST_PEOPLE, Lacking, reflect
from tests.builders import make_framework

TODAY = date(2026, 11, 20)
FRAMEWORKS = {"plot": make_framework()}
TRIAD, DYAD = make_framework().triads[0].id, make_framework().dyads[0].id


def interaction(person, days_ago=3, zone="centre", contact="COAP", notes="", outcome="ATTC", collection="plot"):
    answers = {TRIAD: {"shares": list(zone_centroid(zone)), "method": "practitioner"}}
    answers[DYAD] = {"value": 0.5, "method": "practitioner"}
    day = TODAY - timedelta(days=days_ago)
    return Interaction("cy", f"PX{person:05}", day, contact, outcome, notes, collection, answers)


def many(n=60, people=12, **more):
    rng = np.random.default_rng(7)
    return [interaction(i % people, int(rng.integers(0, 300)), str(rng.choice(ZONES)), **more) for i in range(n)]


def texts_of(value):
    """Every text that a value made of dataclasses and tuples holds."""
    if isinstance(value, str):
        return [value]
    if is_dataclass(value):
        return [text for each in fields(value) for text in texts_of(getattr(value, each.name))]
    return [text for one in value for text in texts_of(one)] if isinstance(value, tuple) else []


@pytest.mark.parametrize(
    ("interactions", "lacking"),
    [
        ([], Lacking(LEAST, LEAST_PEOPLE)),
        (many(9, 9), Lacking(1, 0)),
        (many(40, 4), Lacking(0, 1)),
        ([interaction(1), interaction(1)], Lacking(8, 4)),
    ],
)
def test_with_too_little_nothing_is_said_but_how_much_more_there_has_to_be(interactions, lacking):
    found = reflect(interactions, FRAMEWORKS, TODAY)
    assert found.lacking == lacking
    assert (found.questions, found.changes, found.months, found.outcomes, found.words) == ((), (), (), (), ())


def test_ten_interactions_with_five_people_are_enough():
    assert reflect(many(10, 5), FRAMEWORKS, TODAY).lacking is None


def test_no_reference_is_anywhere_in_what_is_said():
    found = reflect(many(200, 20, notes="PX00003 came and PX00004 rang"), FRAMEWORKS, TODAY)
    texts = texts_of(found)
    assert "Office visit" in texts and [text for text in texts if "PX" in text.upper()] == []


def test_a_place_with_fewer_than_five_people_is_not_shown_however_often_they_come():
    often = [interaction(person, zone="top") for person in range(4) for _ in range(10)]
    (question, _) = reflect(often + [interaction(p, zone="left") for p in range(10)], FRAMEWORKS, TODAY).questions
    assert [spot.place for spot in question.spots] == [zone_centroid("left")]
    assert question.spots[0].tenths == 2


def test_a_change_that_is_there_is_told_with_its_interval():
    before = [interaction(p, 100, "left") for p in range(10) for _ in range(3)]
    lately = [interaction(p, 10, "top") for p in range(10) for _ in range(2)]
    found = reflect(before + lately + [interaction(3, 10, "left")], FRAMEWORKS, TODAY)
    (triad, dyad, *_) = found.changes
    assert triad.about.id == TRIAD
    assert triad.apart.is_told
    assert triad.apart.low[0] > 0.3 > 0 > triad.apart.high[1]
    assert not dyad.apart.is_told


def test_scatter_alone_is_hardly_ever_told_as_a_change():
    rng = np.random.default_rng(11)
    told = 0
    for _ in range(60):
        log = [
            interaction(int(rng.integers(0, 15)), int(rng.integers(0, 200)), str(rng.choice(ZONES))) for _ in range(90)
        ]
        told += any(one.apart and one.apart.is_told for one in reflect(log, FRAMEWORKS, TODAY).changes)
    assert told <= 9  # 3 of 60 are expected, and more than 9 happen once in a thousand times


def test_a_side_with_too_few_is_said_to_have_too_few():
    lately = [interaction(p, 10) for p in range(4) for _ in range(3)]
    changes = reflect([interaction(p, 90) for p in range(12)] + lately, FRAMEWORKS, TODAY).changes
    assert [one.apart for one in changes] == [None] * len(changes)
    assert len(changes) >= 2


def test_months_with_too_few_have_no_mix_and_rare_kinds_are_put_together():
    log = [interaction(p, 2) for p in range(12)] + [interaction(p, 3, contact="CHVS") for p in range(3)]
    log += [interaction(p, 40) for p in range(4)]
    this, earlier = reflect(log, FRAMEWORKS, TODAY).months
    assert [(one.title, one.tenths) for one in this.mix] == [("Office visit", 8), ("All others", 2)]
    assert (earlier.first, earlier.mix) == (date(2026, 10, 1), ())


def test_outcomes_are_told_by_kind_in_tenths():
    log = [interaction(p) for p in range(15)] + [interaction(p, outcome="AAME") for p in range(5) for _ in range(2)]
    outcomes = reflect([*log, interaction(1, outcome="UAAB")], FRAMEWORKS, TODAY).outcomes
    assert [(one.title, one.tenths) for one in outcomes] == [
        ("Attended", 6),
        ("Absent with an accepted reason", 4),
        ("All others", None),
    ]


def test_a_kind_of_contact_that_is_placed_differently_is_told_with_its_own_words():
    visits = [interaction(p, 9, "top", "CHVS", f"We sat in the kitchen {p}") for p in range(10) for _ in range(2)]
    office = [interaction(p, 9, "left", "COAP", f"We sat in the room {p}") for p in range(10) for _ in range(2)]
    found = reflect(visits + office, FRAMEWORKS, TODAY)
    told = {(one.about.id, one.side) for one in found.by_contact if one.apart.is_told}
    assert told == {(TRIAD, "Home visit"), (TRIAD, "Office visit")}
    assert {(one.about, one.side) for one in found.words} == {("kitchen", "Home visit"), ("room", "Office visit")}


@pytest.mark.parametrize(("people", "is_told"), [(4, False), (9, True)])
def test_a_word_written_of_fewer_than_five_people_is_never_told(people, is_told):
    notes = ["Zelda" if person < people else "" for person in range(10)]
    visits = [interaction(p, 9, contact="CHVS", notes=notes[p]) for p in range(10) for _ in range(6)]
    office = [interaction(p, 9, notes="nothing of note") for p in range(10) for _ in range(6)]
    assert ("zelda" in texts_of(reflect(visits + office, FRAMEWORKS, TODAY))) == is_told


def test_the_parts_of_a_session_count_as_words_too():
    one = interaction(1)
    log = [
        Interaction(
            **{**{each.name: getattr(one, each.name) for each in fields(one)}, "reference": f"PX{p}", "contact": code}
        )
        for p in range(10)
        for code in ("CHVS", "COAP")
    ]
    for each in log:
        object.__setattr__(each, "criss", Criss(review="garden" if each.contact == "CHVS" else "letters"))
    assert {one.about for one in reflect(log * 2, FRAMEWORKS, TODAY).words} == {"garden", "letters"}


def test_a_collection_that_is_gone_leaves_its_placements_out_and_nothing_else():
    found = reflect(many(30, 10, collection="gone"), FRAMEWORKS, TODAY)
    assert [one.mean for one in found.questions] == [None, None]
    assert found.interactions == 30
