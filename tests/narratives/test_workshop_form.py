"""The plan and the record of a workshop as forms: what is read, what is refused, and that the times add up."""

from datetime import date, time

import pytest

from narratives.agendas import AGENDAS
from narratives.errors import SubmissionError
from narratives.workshop import AgendaPart, Seat, Workshop, length_words
from narratives.workshop_form import arranged, plan_form, planned, read_plan_form, read_record

BLANK = Workshop("w", "plot", "", date(2026, 1, 1), time(0), "", "", "", ())
TYPED = {
    "title": ["Spring"],
    "held_on": ["2026-05-01"],
    "begins": ["09:45"],
    "place": ["The hall"],
    "minutes": ["20", "25", ""],
    "part": ["Look", "Talk", ""],
    "how": ["In silence.", "", ""],
}


def plan(**changes):
    fields = TYPED | {name: [value] if isinstance(value, str) else value for name, value in changes.items()}
    return planned(BLANK, read_plan_form(fields), fields)


def messages(**changes):
    with pytest.raises(SubmissionError) as caught:
        plan(**changes)
    return {error.field: error.message for error in caught.value.errors}


def test_the_times_follow_from_the_minutes():
    workshop = plan()
    assert [(one.begins, one.ends) for one in workshop.timetable] == [("09:45", "10:05"), ("10:05", "10:30")]
    assert workshop.minutes == 45 and workshop.ends == "10:30" and workshop.held_on == date(2026, 5, 1)


def test_a_plan_comes_back_as_the_form_that_it_was_read_from():
    workshop = plan()
    form = plan_form(workshop)
    assert (form.held_on, form.begins, form.minutes, form.times) == ("2026-05-01", "09:45", 45, ("09:45", "10:05"))
    assert workshop.agenda == (AgendaPart(20, "Look", "In silence."), AgendaPart(25, "Talk"))


def test_everything_that_is_wrong_is_said_at_once_with_its_line():
    assert messages(title="", held_on="soon", begins="25:99", minutes=["x", "0"], part=["", "Talk"]) == {
        "title": "Give the workshop a name",
        "held_on": "Give the day of the workshop: found 'soon'",
        "begins": "Write when it begins as 09:30: '25:99' is no time of day",
        "minutes-0": "Line 1 of the agenda needs a number of minutes from 1 to 600: found 'x'",
        "part-0": "Line 1 of the agenda needs a name of up to 120 letters",
        "minutes-1": "Line 2 of the agenda needs a number of minutes from 1 to 600: found '0'",
    }


def test_an_agenda_without_a_part_is_refused():
    assert messages(minutes=[""], part=[""], how=[""]) == {
        "minutes-0": "The agenda is empty: write at least one part with its minutes"
    }


def test_lines_of_the_agenda_change_places_and_go_and_come():
    form = read_plan_form(TYPED)
    assert [part.title for part in arranged(form, "up-1").parts] == ["Talk", "Look", ""]
    assert [part.title for part in arranged(form, "down-0").parts] == ["Talk", "Look", ""]
    assert [part.title for part in arranged(form, "up-0").parts] == ["Look", "Talk", ""]
    assert [part.title for part in arranged(form, "remove-0").parts] == ["Talk", ""]
    assert len(arranged(form, "add").parts) == 4
    assert arranged(form, "remove-9") == form and arranged(form, "fly-1") == form


def test_the_ready_agendas_take_as_long_as_they_say():
    assert {one.name: length_words(one.minutes) for one in AGENDAS.values()} == {
        "90 minutes": "1 hour 30 minutes",
        "Half a day": "3 hours 30 minutes",
        "A day": "7 hours 30 minutes",
    }
    assert all(part.how and part.minutes >= 10 for one in AGENDAS.values() for part in one.parts)


def test_a_record_has_seats_and_numbers():
    record = read_record({"seat": ["Table 1", "", "Table 2"], "people": ["6", "", "5"], "noticed": ["Much."]})
    assert record.seats == (Seat("Table 1", 6), Seat("Table 2", 5)) and record.people == 11
    assert record.noticed == "Much." and record.decided == ""


def test_a_seat_without_a_number_and_a_number_without_a_seat_are_named():
    with pytest.raises(SubmissionError) as caught:
        read_record({"seat": ["Table 1", ""], "people": ["many", "4"]})
    assert [(one.field, one.message) for one in caught.value.errors] == [
        ("people-0", "Line 1 needs a number of people: found 'many'"),
        ("seat-1", "Line 2 needs a seat, as “Table 2”, and no name"),
    ]
