"""The check of a draft: what was found, where it is mended, and how soon shifts would be noticed."""

import re
import time
from datetime import UTC, datetime

import pytest

from narratives.draft import Draft
from store.design_questions import answer_question, latest_asked, refuse_question
from store.drafts import add_draft, change_draft, get_draft, mark_opened
from tests.builders import FRAMEWORK
from tests.people import Person, make_app, stores_of

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ASKED = "?a_week=30&groups=3&alerts_a_year=1"


@pytest.fixture
def app(tmp_path):
    return make_app(tmp_path)


@pytest.fixture
def db(app):
    return stores_of(app).stories


@pytest.fixture
def ada(app):
    return Person(app, "ada")


@pytest.fixture
def make(db):
    def made(questions=None, **opening):
        draft = Draft("The garden", FRAMEWORK if questions is None else questions, opening)
        return add_draft(db, draft, what="began", actor="ada", at=NOW)

    return made


def delays(**medians):
    """As the worker's answer says them: a day, or None for a size that is more often missed."""
    sizes = {0.2: None, 0.35: None, 0.5: 24, 0.7: 11, 1.0: 6, 1.4: 3}
    sizes |= {float(size.replace("_", ".").removeprefix("s")): day for size, day in medians.items()}
    return [
        {"size": size, "runs": 40, "low": day and 2, "median": day, "high": day and 30, "missed": 0.0 if day else 1.0}
        for size, day in sizes.items()
    ]


def answer(db, draft, *, group=True, runs=40, **medians):
    question = latest_asked(db, draft.id, "power")
    told = {"runs": runs, "whole": delays(**medians), "group": delays(**medians) if group else []}
    answer_question(db, question.id, told)


def main(page):
    text = re.sub(r"<[^>]+>", " ", page.text.partition("<main")[2])
    return re.sub(r"\s+", " ", text)


def test_findings_stand_by_their_question_with_a_link_to_mend_them(ada, make):
    draft = make()
    page = ada.get(f"/design/{draft.id}/check")
    said = main(page)
    assert "0 to mend, 1 to think about." in said
    assert "It left me… Think about These three are not of equal worth" in said
    assert f"/design/{draft.id}/parts/mood" in page.text


def test_the_prompting_question_groups_and_languages_lead_to_their_pages(ada, make):
    worded = {**FRAMEWORK, "prompting_question": "How good was it?", "translations": {"cy": {"title": "Gardd"}}}
    draft = make(worded, a_week=1, groups=[{"name": "a"}, {"name": "b"}])
    page = ada.get(f"/design/{draft.id}/check")
    assert "asks how good it was, and so says that it was" in page.text
    for href in ("parts/page.beginning", "languages", "opening"):
        assert f'href="/design/{draft.id}/{href}">Change this' in page.text, href


def test_nothing_found_is_no_proof(ada, make):
    sound = {**FRAMEWORK, "signifiers": [FRAMEWORK["signifiers"][1]]}
    sound["signifiers"][0] = {**sound["signifiers"][0], "title": "Since then I had…"}
    assert "Nothing found: that is no proof that it is good." in main(ada.get(f"/design/{make(sound).id}/check"))


def test_an_empty_draft_is_checked_and_has_nothing_to_watch(ada, make):
    said = main(ada.get(f"/design/{make({}).id}/check"))
    assert "Add a triad or a scale first" in said and "Work it out" not in said


def test_wordings_that_mean_the_same_are_found_once_the_worker_has_compared_them(ada, db, make):
    draft = make()
    page = ada.get(f"/design/{draft.id}/check")
    assert "is being compared" in main(page) and "js/checking.js" in page.text
    question = latest_asked(db, draft.id, "alike")
    pair = {"place": "mood", "one": "sad", "other": "cross", "likeness": 0.8}
    answer_question(db, question.id, {"labels": [pair, {**pair, "place": "gone"}], "questions": []})
    page = ada.get(f"/design/{draft.id}/check")
    assert "“sad” and “cross” seem to mean the same." in main(page)
    assert "js/checking.js" not in page.text


def test_whole_questions_that_ask_the_same_name_each_other(ada, db, make):
    draft = make()
    ada.get(f"/design/{draft.id}/check")
    pair = {"place": "mood", "other_place": "say", "likeness": 0.9}
    answer_question(db, latest_asked(db, draft.id, "alike").id, {"labels": [], "questions": [pair]})
    assert "This seems to ask the same as “It left me…”." in main(ada.get(f"/design/{draft.id}/check"))


def test_why_nothing_was_compared_is_said(ada, db, make):
    draft = make()
    ada.get(f"/design/{draft.id}/check")
    refuse_question(db, latest_asked(db, draft.id, "alike").id, "There is no language model here.")
    assert "There is no language model here." in main(ada.get(f"/design/{draft.id}/check"))
    welsh = make({**FRAMEWORK, "language": "cy"})
    assert "compared in English only" in main(ada.get(f"/design/{welsh.id}/check"))


def test_power_is_asked_for_waited_for_and_told(ada, db, make):
    draft = make()
    page = ada.get(f"/design/{draft.id}/check{ASKED}")
    assert "Working it out" in main(page) and "<progress" in page.text
    again = f'href="/design/{draft.id}/check">Load the page again'
    assert again in page.text, "without a script; an address with a place in the page would only scroll to it"
    answer(db, draft)
    said = main(ada.get(f"/design/{draft.id}/check{ASKED}"))
    assert (
        "With about 30 stories a week in 3 groups you would notice a clear shift in one of them in about 3 weeks."
        in said
    )
    assert "From 40 tries with made-up stories: in half of them it was noticed by then." in said
    assert "Another 40 tries could say 4 days more or less." in said
    assert "69 of 100 stories lie beyond what was the middle" in said
    assert "More often missed (missed in 40 of 40 tries)" in said
    assert "About 3 days (from 2 days to 4 weeks)" in said


def test_what_was_asked_last_is_there_without_typing_it_again_until_the_questions_change(ada, db, make):
    draft = make()
    ada.get(f"/design/{draft.id}/check{ASKED}")
    answer(db, draft)
    page = ada.get(f"/design/{draft.id}/check")
    assert "With about 30 stories a week" in main(page) and 'value="3"' in page.text
    held = get_draft(db, draft.id)
    reworded = {**held.questions, "title": "Another name"}
    held = change_draft(db, Draft(**{**fields(held), "questions": reworded}), what="named", actor="ada", at=NOW)
    assert "With about 30 stories a week" in main(ada.get(f"/design/{draft.id}/check"))
    cut = {**reworded, "signifiers": reworded["signifiers"][1:]}
    change_draft(db, Draft(**{**fields(held), "questions": cut}), what="cut", actor="ada", at=NOW)
    page = ada.get(f"/design/{draft.id}/check")
    assert "With about 30 stories a week" not in main(page) and 'value="3"' in page.text


def fields(draft):
    return {name: getattr(draft, name) for name in ("id", "title", "questions", "opening", "revision", "state")}


def test_one_group_has_one_column_and_smaller_shifts_are_said_to_be_missed(ada, db, make):
    draft = make()
    ada.get(f"/design/{draft.id}/check?a_week=9&groups=1&alerts_a_year=1")
    answer(db, draft, group=False, s0_5=None)
    page = ada.get(f"/design/{draft.id}/check")
    assert "With about 9 stories a week you would notice a large shift in about 11 days." in main(page)
    assert "Smaller ones are more often missed." in main(page)
    assert "In one group" not in page.text and "Noticed after" in page.text


def test_nothing_that_can_be_counted_on_is_said_plainly(ada, db, make):
    draft = make()
    ada.get(f"/design/{draft.id}/check?a_week=1&groups=1&alerts_a_year=1")
    answer(db, draft, group=False, s0_5=None, s0_7=None, s1_0=None, s1_4=None)
    said = main(ada.get(f"/design/{draft.id}/check"))
    assert "no shift can be counted on to be noticed within half a year" in said
    assert "fewer than half of them noticed even a very large shift" in said and "by then" not in said


@pytest.mark.parametrize(("runs", "said_so"), [(7, True), (19, True), (20, False), (40, False)])
def test_few_tries_are_said_to_be_a_first_idea(runs, said_so, ada, db, make):
    draft = make()
    ada.get(f"/design/{draft.id}/check{ASKED}")
    answer(db, draft, runs=runs)
    assert ("So few are a first idea" in main(ada.get(f"/design/{draft.id}/check"))) is said_so


def test_a_first_answer_is_shown_while_the_longer_look_goes_on(ada, db, make):
    draft = make()
    ada.get(f"/design/{draft.id}/check{ASKED}")
    question = latest_asked(db, draft.id, "power")
    answer_question(db, question.id, {"runs": 4, "whole": delays(), "group": delays()}, done=48, out_of=480)
    page = ada.get(f"/design/{draft.id}/check")
    assert "A first answer is below." in main(page) and 'value="48" max="480"' in page.text
    told = ada.get(f"/design/{draft.id}/check/progress").json
    assert (told["waits"], told["done"], told["out_of"]) == (True, 48, 480)


def test_the_script_hears_when_there_is_more_to_show(ada, db, make):
    draft = make()
    ada.get(f"/design/{draft.id}/check{ASKED}")
    before = ada.get(f"/design/{draft.id}/check/progress").json
    assert before["waits"] and before["says"].startswith("Working it out")
    answer(db, draft)
    answer_question(db, latest_asked(db, draft.id, "alike").id, {"labels": [], "questions": []})
    after = ada.get(f"/design/{draft.id}/check/progress").json
    assert not after["waits"] and after["parts"] > before["parts"]


def test_a_worker_that_is_not_there_is_named(ada, db, make, monkeypatch):
    draft = make()
    ada.get(f"/design/{draft.id}/check{ASKED}")
    db.execute("update design_questions set asked_at = :at", at=time.time() - 60)
    assert "The analysis has not begun with this yet." in main(ada.get(f"/design/{draft.id}/check"))


def test_wrong_numbers_are_all_said_beside_their_fields_and_stay_typed(ada, db, make):
    draft = make()
    page = ada.get(f"/design/{draft.id}/check?a_week=lots&groups=2.5&alerts_a_year=0")
    assert page.status_code == 422
    assert "Enter how many stories a week, from 1 to 5,000" in main(page)
    assert page.text.count('class="govuk-error-message"') == 3
    assert 'value="lots"' in page.text
    assert latest_asked(db, draft.id, "power") is None


def test_a_problem_of_the_worker_is_told(ada, db, make):
    draft = make()
    ada.get(f"/design/{draft.id}/check{ASKED}")
    refuse_question(db, latest_asked(db, draft.id, "power").id, "There is nothing to watch yet.")
    assert "There is nothing to watch yet." in main(ada.get(f"/design/{draft.id}/check"))


def test_what_is_open_is_checked_and_has_no_links_to_change_it(ada, db, make):
    draft = make()
    mark_opened(db, draft, "plot")
    page = ada.get(f"/design/{draft.id}/check")
    assert "It left me…" in main(page) and "Change this" not in page.text


def test_there_is_no_check_of_a_draft_that_is_not_there(ada):
    assert ada.get("/design/nothing/check").status_code == 404
