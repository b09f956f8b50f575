"""How probes stand to one another."""

from datetime import timedelta

import pytest

from narratives.probe import Aim, ProbeState
from narratives.probe_portfolio import Relation, disturbing, relations
from tests.builders import make_framework
from tests.probes import ENDS, FEWER_CROSS, NEARER_GLAD, STARTS, make_probe

FRAMEWORK = make_framework()
OWN = make_probe(beside=("west",))


def related(other):
    return [(one.relation, [probe.id for probe in one.others]) for one in relations(OWN, [OWN, other], FRAMEWORK)]


@pytest.mark.parametrize(
    ("changes", "relation"),
    [
        ({"groups": ("north",), "aims": (FEWER_CROSS,)}, Relation.PARALLEL),
        ({"groups": ("east",), "aims": (NEARER_GLAD,)}, Relation.OBLIQUE),
        ({"groups": ("east", "north"), "aims": (Aim("mood", "zone:2", grows=True),)}, Relation.CONTRADICTORY),
        ({"groups": ("east",), "aims": (Aim("mood", "anchor:cross", grows=True),)}, Relation.CONTRADICTORY),
        ({"groups": ("west",), "aims": (NEARER_GLAD,)}, Relation.IN_COMPARISON),
    ],
)
def test_each_relation_is_found(changes, relation):
    assert related(make_probe(id="other", **changes)) == [(relation, ["other"])]


def test_the_same_elsewhere_may_also_be_in_the_comparison():
    assert [one for one, _ in related(make_probe(id="other", groups=("west",)))] == [
        Relation.IN_COMPARISON,
        Relation.PARALLEL,
    ]


def test_with_no_group_named_beside_every_other_group_is_compared_with():
    other = make_probe(id="other", groups=("north",), aims=(NEARER_GLAD,))
    found = relations(make_probe(), [other], FRAMEWORK)
    assert [one.relation for one in found] == [Relation.IN_COMPARISON]


@pytest.mark.parametrize(
    "changes",
    [
        {"state": ProbeState.ENDED},
        {"collection": "quiet"},
        {"starts_on": ENDS + timedelta(days=1), "ends_on": ENDS + timedelta(days=90)},
        {"groups": ("north",), "aims": (NEARER_GLAD,)},
    ],
)
def test_what_has_ended_or_never_meets_is_no_relation(changes):
    assert related(make_probe(id="other", **changes)) == []


def test_others_of_one_relation_are_told_together():
    others = [make_probe(id=name, title=name, groups=("west",), aims=(NEARER_GLAD,)) for name in ("A", "B", "C")]
    (found,) = relations(OWN, others, FRAMEWORK)
    assert (
        found.words
        == "Compared with groups of “A”, “B” and “C”: whatever that changes there is taken off this reading."
    )


def test_what_ran_in_the_same_or_the_compared_groups_may_disturb_even_when_it_has_ended():
    same = make_probe(id="same", state=ProbeState.ENDED)
    beside = make_probe(id="beside", groups=("west",), state=ProbeState.RUNNING)
    planned = make_probe(id="planned", groups=("west",))
    earlier = make_probe(
        id="earlier", state=ProbeState.ENDED, starts_on=STARTS - timedelta(90), ends_on=STARTS - timedelta(1)
    )
    found = disturbing(OWN, [OWN, same, beside, planned, earlier])
    assert [(one.relation, one.others[0].id) for one in found] == [
        (Relation.IN_COMPARISON, "beside"),
        (Relation.OBLIQUE, "same"),
    ]
