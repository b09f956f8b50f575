from datetime import date, timedelta

import pytest

from store.caseload import list_people, list_tasks
from tests.web.casework.conftest import GOOD, audited

TODAY = date.today()


def log(person, number=0, **fields):
    assert person.post("/log", {**GOOD, "key": f"{number:032x}", **fields}).status_code == 303


def person_of(cases, practitioner):
    (found,) = list_people(cases.db, cases.key, practitioner.account.id)
    return found


def test_an_empty_caseload_says_who_will_be_there(cy):
    assert "A person appears here with the first interaction that you log." in cy.get("/log/people").text


def test_the_caseload_lists_ones_own_people_with_the_last_contact_and_the_next_task(cy, di):
    log(cy, 1, **{"case.tasks": "Ring the landlord", "case.due": TODAY.isoformat()})
    log(cy, 2, **{"case.reference": "px 1042"})
    log(di, 3, **{"case.reference": "QX7"})
    page = cy.get("/log/people").text
    assert "2 times since" in page
    assert "Ring the landlord" in page
    assert "QX7" not in page
    assert "Overdue" not in page


def test_who_has_an_overdue_task_comes_first(cy, cases):
    log(cy, 1, **{"case.tasks": "Ring", "case.due": TODAY.isoformat()})
    log(cy, 2, **{"case.reference": "QX7"})
    cases.db.execute("update tasks set due_on = :past", past=(TODAY - timedelta(1)).isoformat())
    page = cy.get("/log/people").text
    assert "1 person has an overdue task." in page
    assert page.index("PX1042") < page.index("QX7")


@pytest.mark.parametrize("searched", ["1042", "px 10", "Px1042"])
def test_a_reference_is_found_by_any_part_of_it(cy, searched):
    log(cy, 1)
    log(cy, 2, **{"case.reference": "QX7"})
    page = cy.get("/log/people", query_string={"search": searched}).text
    assert "PX1042" in page
    assert "QX7" not in page


def test_a_search_that_finds_nobody_leads_back_to_everybody(cy):
    log(cy)
    page = cy.get("/log/people?search=%3Cb%3E").text
    assert "None of your 1 people has “&lt;b&gt;” in their reference." in page
    assert "Show them all" in page


def test_a_persons_timeline_has_all_that_was_logged_in_words(cy, cases):
    log(cy, 1, **{"case.review": "Better.", "case.tasks": "Ring", "case.due": TODAY.isoformat()})
    log(cy, 2, **{"case.reference": "QX7", "story": "Somebody else."})
    person = next(one for one in list_people(cases.db, cases.key, cy.account.id) if one.reference == "PX1042")
    page = cy.get(f"/log/people/{person.mark}").text
    for words in ("at 09:30", "Attended, complied", "Office visit", GOOD["story"], "Better.", "Mostly “glad”", "Ring"):
        assert words in page
    assert "Somebody else." not in page
    assert "/log?reference=PX1042" in page


def test_a_sensitive_record_waits_for_a_press_on_the_timeline(cy, cases):
    log(cy, **{"case.sensitive": "yes"})
    page = cy.get(f"/log/people/{person_of(cases, cy).mark}").text
    assert page.index("Sensitive: show what was written") < page.index(GOOD["story"])
    assert page.count(GOOD["story"]) == 1


def test_a_task_is_ticked_and_taken_back(cy, cases):
    log(cy, **{"case.tasks": "Ring", "case.due": TODAY.isoformat()})
    person, (case,) = person_of(cases, cy), cases.of(cy)
    (task,) = list_tasks(cases.db, cases.key, cy.account.id, [case.id])
    path = f"/log/people/{person.mark}/tasks/{task.id}"
    answer = cy.post(path, {"done": "yes"})
    assert (answer.status_code, answer.location) == (303, f"/log/people/{person.mark}?ticked={task.id}#tasks")
    page = cy.get(answer.location.split("#")[0]).text
    assert "Nothing is to be done." in page
    assert "Undo" in page
    answer = cy.post(path, {"done": "no"})
    assert answer.location == f"/log/people/{person.mark}#tasks"
    assert "Nothing is to be done." not in cy.get(f"/log/people/{person.mark}").text


def test_somebody_elses_people_and_tasks_are_as_absent_as_none_and_each_look_is_one_row(app, cy, di, cases):
    log(cy, **{"case.tasks": "Ring", "case.due": TODAY.isoformat()})
    log(di, 2, **{"case.reference": "QX7"})
    mark, other, (case,) = person_of(cases, cy).mark, person_of(cases, di).mark, cases.of(cy)
    (task,) = list_tasks(cases.db, cases.key, cy.account.id, [case.id])
    refused, absent = di.get(f"/log/people/{mark}"), di.get(f"/log/people/{'0' * 64}")
    assert (refused.status_code, absent.status_code, refused.text) == (404, 404, absent.text)
    assert di.post(f"/log/people/{other}/tasks/{task.id}", {"done": "yes"}).status_code == 404
    assert list_tasks(cases.db, cases.key, cy.account.id, [case.id])[0].done_on is None
    di.get("/log/people")
    assert audited(app, di)[1:] == [
        ("casework.person", mark, "refused"),
        ("casework.person", "0" * 64, "refused"),
        ("casework.tick_task", f"{other}/{task.id}", "done"),
        ("casework.tick_task", f"{other}/{task.id}", "refused"),
        ("casework.people", "", "done"),
    ]


def test_the_address_of_a_person_does_not_bear_the_reference(cy):
    log(cy)
    page = cy.get("/log/people").text
    assert "/log/people/PX" not in page
