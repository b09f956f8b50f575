from datetime import date, timedelta

import pytest

from narratives.answers import DyadAnswer, NotApplicable, TriadAnswer
from narratives.errors import SubmissionError
from narratives.text import MAX_STORY_CHARACTERS
from tests.builders import TODAY, make_collection, make_framework
from web.casework.entry import Entry, asked_of_practitioners, read_entry

GOOD = {
    "story": "He came early and we talked about the beans.",
    "group": "east",
    "mood.shares": "0.2,0.5,0.3",
    "say": "na",
    "case.reference": " PX  1042 ",
    "case.date": TODAY.isoformat(),
    "case.contact": "office",
    "case.outcome": "complied",
    "case.notes": "See him on Monday.",
}


def read(changes: dict[str, str | None] | None = None, **collection: object) -> Entry:
    fields = {name: [value] for name, value in {**GOOD, **(changes or {})}.items() if value is not None}
    return read_entry(make_collection(**collection), make_framework(), fields, TODAY)


def problems(changes: dict[str, str | None]) -> list[tuple[str, str]]:
    with pytest.raises(SubmissionError) as caught:
        read(changes)
    return [(error.field, error.message) for error in caught.value.errors]


def test_an_entry_holds_what_was_typed():
    entry = read()
    assert (entry.collection, entry.group, entry.reference) == ("plot", "east", "PX 1042")
    assert (entry.happened_on, entry.contact, entry.outcome) == (TODAY, "office", "complied")
    assert entry.answers == (TriadAnswer("mood", (0.2, 0.5, 0.3), "practitioner"), NotApplicable("say"))


def test_an_empty_form_says_everything_that_is_missing_in_page_order():
    assert problems(dict.fromkeys(GOOD)) == [
        ("story", "Write what happened, in your own words"),
        ("group", "Choose where this happened"),
        ("case.reference", "Enter the case reference"),
        ("case.date", "Enter the date as day, month and year, for example 27/3/2026"),
        ("case.contact", "Choose how you were in contact"),
        ("case.outcome", "Choose whether they attended"),
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"story": "x" * (MAX_STORY_CHARACTERS + 1)}, "Your account must be 5,000 characters or fewer; it has 5,001"),
        ({"case.notes": "x" * (MAX_STORY_CHARACTERS + 1)}, "Notes must be 5,000 characters or fewer"),
        ({"case.reference": "x" * 41}, "Case reference must be 40 characters or fewer"),
        ({"case.date": (TODAY + timedelta(1)).isoformat()}, "Enter today’s date or an earlier one"),
        ({"case.date": "27/3/1926"}, "Enter a date in the past year"),
        ({"case.contact": "pigeon"}, "Choose how you were in contact"),
        ({"case.outcome": "cured"}, "Choose whether they attended"),
        ({"group": "north"}, "Choose where this happened"),
        ({"mood.shares": "NaN,0,0"}, "Place the marker for “It left me…” inside the triangle"),
        ({"say": "9"}, "Choose one of the answers listed for “I had…”"),
    ],
)
def test_a_problem_is_said_at_its_field(changes, message):
    assert [text for _, text in problems(changes)] == [message]


def test_a_collection_without_groups_asks_for_none():
    assert read({"group": None}, groups=()).group == ""


def test_the_account_is_kept_in_exactly_one_place():
    private, shared = read(), read({"account.read": "yes"})
    assert not private.may_read
    assert private.notes_to_keep == "He came early and we talked about the beans.\n\nSee him on Monday."
    assert shared.may_read
    assert shared.notes_to_keep == "See him on Monday."


def test_the_reference_never_goes_to_the_stories_inside_the_words():
    named = {"story": "px 1042 came early.", "account.read": "yes"}
    assert problems(named) == [("story", "Take the case reference out of your account, or do not let managers read it")]
    assert read({**named, "account.read": None}).account == "px 1042 came early."
    assert read({"story": "We met at 7.", "case.reference": "7", "account.read": "yes"}).may_read


def test_the_case_record_keeps_answers_no_finer_than_the_list():
    entry = read({"mood.shares": "0.81,0.12,0.07", "say": None, "say.value": "0.31"})
    assert entry.answers == (
        TriadAnswer("mood", (0.81, 0.12, 0.07), "practitioner"),
        DyadAnswer("say", 0.31, "practitioner"),
    )
    triad, dyad = entry.coarse_answers
    assert triad.shares == pytest.approx((11 / 15, 2 / 15, 2 / 15))
    assert dyad.value == pytest.approx(2.5 / 7)


def test_practitioners_are_asked_only_what_is_placed():
    assert [item.id for item in asked_of_practitioners(make_framework()).signifiers] == ["mood", "say"]


def test_invisible_characters_and_lone_surrogates_are_dropped():
    entry = read({"story": "He\u202e came\ud800 in.\x00", "case.reference": "PX\x001\u200b"})
    assert (entry.account, entry.reference) == ("He came in.", "PX1")


def test_the_last_day_of_the_year_before_is_still_in_the_past_year():
    assert read({"case.date": (TODAY - timedelta(366)).isoformat()}).happened_on == date(2025, 3, 1)
