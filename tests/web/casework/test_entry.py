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
    "case.time": "09:30",
    "case.contact": "COAP",
    "case.outcome": "ATTC",
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
    case = entry.case
    assert (entry.collection, entry.group, case.reference) == ("plot", "east", "PX 1042")
    assert (case.happened_on, case.happened_at, case.contact, case.outcome) == (TODAY, "09:30", "COAP", "ATTC")
    assert (case.sensitive, case.reason, bool(case.criss), entry.tasks) == (False, "", False, ())
    assert entry.answers == (TriadAnswer("mood", (0.2, 0.5, 0.3), "practitioner"), NotApplicable("say"))


def test_an_empty_form_says_everything_that_is_missing_in_page_order():
    assert problems(dict.fromkeys(GOOD)) == [
        ("case.reference", "Enter the case reference"),
        ("case.date", "Enter the date as day, month and year, for example 27/3/2026"),
        ("case.contact", "Choose how you were in contact"),
        ("case.outcome", "Choose whether they attended"),
        ("group", "Choose where this happened"),
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
        ({"case.time": "noon"}, "Enter the time as hours and minutes, for example 14:30, or leave it empty"),
        ({"case.review": "x" * (MAX_STORY_CHARACTERS + 1)}, "Review must be 5,000 characters or fewer"),
        ({"case.contact": "other"}, "Choose which other kind of contact it was"),
        ({"case.outcome": "acceptable"}, "Choose why the absence was acceptable"),
        ({"case.outcome": "acceptable", "case.absence": "ATTC"}, "Choose why the absence was acceptable"),
        ({"case.outcome": "other"}, "Choose which other outcome it was"),
        ({"case.outcome": "ATSH"}, "Say in a few words why: this outcome needs a reason"),
        ({"case.reason": "x" * 201}, "The reason must be 200 characters or fewer"),
        ({"case.tasks": "Ring"}, "Enter the day the tasks are for, for example 27/3/2026"),
        ({"case.tasks": "Ring", "case.due": "2026-03-01"}, "Enter a day from today to a year from now"),
        ({"case.tasks": "Ring\n" * 11, "case.due": "2026-03-09"}, "Set 10 tasks or fewer, one on each line"),
        ({"case.tasks": "x" * 201, "case.due": "2026-03-09"}, "Each task must be 200 characters or fewer"),
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
    assert private.account_to_keep == "He came early and we talked about the beans."
    assert shared.may_read
    assert shared.account_to_keep == ""


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
    assert (entry.account, entry.case.reference) == ("He came in.", "PX1")


def test_the_last_day_of_the_year_before_is_still_in_the_past_year():
    assert read({"case.date": (TODAY - timedelta(366)).isoformat()}).case.happened_on == date(2025, 3, 1)


NOTHING_SAID = {"story": None, "mood.shares": None, "say": None, "case.notes": None}


@pytest.mark.parametrize(
    "said", [{}, {"mood.shares": "0.2,0.5,0.3"}, {"case.notes": "A note."}, {"case.review": "Better."}]
)
def test_of_a_session_something_has_to_be_said(said):
    if said:
        assert read({**NOTHING_SAID, **said}).account == ""
    else:
        assert problems(NOTHING_SAID) == [
            ("story", "Write what happened, add a note, or place it on one of the questions")
        ]


@pytest.mark.parametrize("outcome", ["AFTA", "UAAB", "RSSR"])
def test_that_somebody_did_not_come_is_all_there_is_to_say_of_it(outcome):
    assert read({**NOTHING_SAID, "case.outcome": outcome}).case.outcome == outcome


def test_codes_of_the_lists_stand_beside_those_of_the_buttons():
    case = read(
        {
            "case.contact": "other",
            "case.contact.other": "C084",
            "case.outcome": "acceptable",
            "case.absence": "AAAA",
            "case.reason": " His  mother is ill. ",
        }
    ).case
    assert (case.contact, case.outcome, case.reason) == ("C084", "AAAA", "His mother is ill.")
    case = read({"case.outcome": "other", "case.outcome.other": "RSOF", "case.sensitive": "yes"}).case
    assert (case.outcome, case.sensitive) == ("RSOF", True)


def test_each_line_is_a_task_until_the_same_day():
    entry = read({"case.tasks": " Ring  the landlord \n\nWrite\n", "case.due": "9/3/2026"})
    assert [(task.text, task.due_on) for task in entry.tasks] == [
        ("Ring the landlord", date(2026, 3, 9)),
        ("Write", date(2026, 3, 9)),
    ]


def test_notes_in_the_shape_of_a_session_stay_with_the_case():
    criss = read({"case.check_in": "Cheerful.", "case.summarise": "Same again."}).case.criss
    assert criss.titled == (("Check in", "Cheerful."), ("Summarise", "Same again."))


def test_words_of_a_sensitive_record_do_not_go_to_managers():
    assert problems({"case.sensitive": "yes", "account.read": "yes"}) == [
        ("account.read", "A sensitive record keeps its words: untick this, or untick “Sensitive”")
    ]
    assert read({"case.sensitive": "yes", "account.read": "yes", "story": None}).may_read is False
