"""What may be planned, and what is said of what may not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from narratives.errors import SubmissionError
from narratives.probe import Aim
from narratives.probe_form import MOST_TEXT, AimField, apply_form, form_of, read_form, with_picked, without_aim
from tests.builders import make_collection, make_framework
from tests.probes import FEWER_CROSS, NEARER_GLAD, STARTS, make_probe

FRAMEWORK, COLLECTION = make_framework(), make_collection()
PLANNED = make_probe(aims=(FEWER_CROSS, NEARER_GLAD), beside=("west",))
GOOD = form_of(PLANNED)
BLANK = make_probe(title="", aims=(), groups=(), owner="")


def applied(form, collection=COLLECTION):
    return apply_form(BLANK, form, collection, FRAMEWORK, {"ada"}, STARTS)


def wrong(form):
    with pytest.raises(SubmissionError) as caught:
        applied(form)
    return {error.field: error.message for error in caught.value.errors}


def test_a_probe_makes_the_form_that_makes_it():
    assert applied(GOOD) == PLANNED


def test_everything_that_is_missing_is_said_at_once_in_the_order_of_the_page():
    assert list(wrong(read_form({}))) == [
        "title",
        "tries",
        "because",
        "region",
        "success",
        "failure",
        "amplify",
        "dampen",
        "group",
        "owner",
        "starts_on",
        "ends_on",
    ]


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"texts": {**GOOD.texts, "tries": "x" * (MOST_TEXT + 5)}}, "tries", "Shorten this to 1,000 characters"),
        ({"aims": (AimField("mood|zone:9", "more"),)}, "way-0", "Take this off"),
        ({"aims": (AimField("mood|zone:2", ""),)}, "way-0", "Say whether you hope for more or fewer stories right at"),
        ({"aims": (AimField("mood|zone:2", "more", "1"),)}, "size-0", "Choose the smallest change"),
        ({"groups": frozenset({"north"})}, "group", "Choose at least one group"),
        ({"beside": frozenset({"east"})}, "beside", "Take east off one of the two lists"),
        ({"owner": "cy"}, "owner", "Choose who answers"),
        ({"starts_on": "soon"}, "starts_on", "Enter the day on which it starts"),
        ({"starts_on": (STARTS - timedelta(1)).isoformat()}, "starts_on", "Choose a start from today"),
        ({"ends_on": ""}, "ends_on", "Enter the day on which it ends"),
        ({"ends_on": (STARTS + timedelta(13)).isoformat()}, "ends_on", "Choose an end at least two weeks"),
        ({"ends_on": (STARTS + timedelta(731)).isoformat()}, "ends_on", "Choose an end at least two weeks"),
    ],
)
def test_each_mistake_is_named_at_its_field(changes, field, message):
    (named,) = wrong(replace(GOOD, **changes)).items()
    assert named[0] == field
    assert named[1].startswith(message)


def test_two_weeks_and_two_years_are_allowed():
    for days in (14, 730):
        assert applied(replace(GOOD, ends_on=(STARTS + timedelta(days)).isoformat())).ends_on == STARTS + timedelta(
            days
        )


def test_a_collection_without_groups_is_probed_as_a_whole():
    probe = applied(replace(GOOD, groups=frozenset(), beside=frozenset()), make_collection(groups=()))
    assert (probe.groups, probe.beside) == (("",), ())


def test_what_is_picked_is_added_once_and_taken_off_again():
    picked = read_form({"region": ["say|anchor:all"], "way": ["more"], "size": ["15"]})
    added = with_picked(picked)
    assert added.aims == (AimField("say|anchor:all", "more", "15"),)
    assert with_picked(replace(added, picked=added.aims[0])).aims == added.aims
    assert without_aim(added, 0).aims == ()
    full = replace(added, aims=tuple(AimField(f"mood|zone:{n}", "more") for n in range(4)), picked=added.aims[0])
    assert with_picked(full) == full


def test_the_size_is_kept_as_a_share():
    form = replace(GOOD, aims=(AimField("say|anchor:none", "fewer", "20"),))
    assert applied(form).aims == (Aim("say", "anchor:none", grows=False, size=0.2),)
