"""Keying paper forms: one after another, stored as paper, with the code to copy on the slip."""

import json
import re
from datetime import date, timedelta

import pytest

from narratives.calendar import day_number
from narratives.errors import BusyError
from narratives.receipt import normalise_code
from tests.people import Person, stores_of
from tests.web.respond.conftest import ANSWERS

TODAY = date.today()
FORM = {
    "key": "ab" * 16,
    "told": (TODAY - timedelta(days=3)).isoformat(),
    "told_in": "en",
    "keyed": "4",
    "story": "The beans came up twice.",
    "title": "Beans",
    "prompt": "good",
    "group": "east",
    "mood.typed": "20 70 10",
    "say.typed": "3",
    "role.typed": "1",
    "wish.typed": "2 15",
    "wish.other": "rain",
    "bed.bean.typed": "35 80",
    "pests": "slugs",
    "danger": "yes",
    "hear": ["wardens"],
    "consent": "quote",
    "may_contact": "yes",
}


def key(person, collection_id="rich", **changes):
    return person.post(f"/keying/{collection_id}", {**FORM, **changes})


def rows(app):
    return stores_of(app).stories.rows("select * from narratives order by text")


def field(answer, name):
    tag = re.search(rf'<(?:input|textarea)\b[^>]*\sname="{re.escape(name)}"[^>]*>([^<]*)', answer.text)
    value = re.search(r'\svalue="([^"]*)"', tag[0].partition(">")[0])
    return value[1] if value else tag[1]


def test_a_form_is_stored_as_it_was_on_paper(app, cy):
    assert key(cy).status_code == 201
    (row,) = rows(app)
    assert (row["text"], row["title"], row["group_name"]) == ("The beans came up twice.", "Beans", "east")
    assert (row["mode"], row["pen"], row["kind"], row["language"]) == ("paper", "keyed", "respondent", "en")
    assert row["day"] == day_number(TODAY - timedelta(days=3))
    assert (row["prompt"], row["danger"], row["hearers"]) == ("good", 1, "wardens")
    assert set(row["consent"].split()) == {"read", "quote", "contact"}
    assert row["minutes"] is None


def test_every_answer_says_that_it_was_given_on_paper(app, cy):
    key(cy, **{"mood.typed": "4", "role.typed": "n"})
    answers = json.loads(rows(app)[0]["answers"])
    assert answers["mood"]["shares"] == pytest.approx([4 / 9, 4 / 9, 1 / 9], abs=1e-6)
    assert [answers[name]["method"] for name in ("mood", "say", "wish", "bed")] == ["paper"] * 4
    assert answers["wish"]["options"] == ["w1", "other"]
    assert answers["wish"]["other"] == "rain"
    assert "seconds" not in json.dumps(answers)


def test_who_keyed_it_is_kept_nowhere(app, cy):
    key(cy)
    stored = " ".join(str(value) for value in rows(app)[0].values())
    assert "cy" not in re.findall(r"\w+", stored.lower())
    assert cy.account.id not in stored


def test_the_next_form_takes_over_the_day_and_the_place_and_shows_the_code(cy):
    answer = key(cy)
    code = re.search(r'key-saved__code">([^<]+)<', answer.text)[1]
    assert normalise_code(code) == code
    assert field(answer, "told") == FORM["told"]
    assert '<option value="east" selected>' in answer.text
    assert field(answer, "keyed") == "5"
    assert "Keyed in this sitting: <strong>5</strong>" in answer.text
    for name in ("story", "title", "mood.typed", "pests"):
        assert field(answer, name) == ""
    assert field(answer, "key") != FORM["key"]
    assert '<textarea class="govuk-textarea key-story"' in answer.text
    assert "autofocus" in answer.text


def test_the_same_form_sent_again_is_stored_once_with_the_same_code(app, cy):
    first, second = key(cy), key(cy)
    codes = [re.search(r'key-saved__code">([^<]+)<', answer.text)[1] for answer in (first, second)]
    assert codes[0] == codes[1]
    assert len(rows(app)) == 1


def test_another_form_under_the_same_key_is_not_lost(app, cy):
    key(cy)
    answer = key(cy, story="The peas never came.")
    assert answer.status_code == 409
    assert field(answer, "story") == "The peas never came."
    again = cy.post("/keying/rich", {**FORM, "story": "The peas never came.", "key": field(answer, "key")})
    assert again.status_code == 201
    assert [row["text"] for row in rows(app)] == ["The beans came up twice.", "The peas never came."]


@pytest.mark.parametrize(
    ("changes", "name", "said"),
    [
        ({"story": ""}, "story", "Tell us what happened"),
        ({"mood.typed": "9"}, "mood", "Type a number from 1 to 7"),
        ({"consent": ""}, "consent", "Choose who may read your story"),
        ({"group": ""}, "group", "Choose where this happened"),
        ({"wish.typed": "1 2 3"}, "wish", "Choose up to 2 answers"),
        ({"told": "yesterday"}, "told", "for example 27/3/2026"),
        ({"told": (TODAY + timedelta(days=1)).isoformat()}, "told", "Enter today’s date or an earlier one"),
        ({"told": (TODAY - timedelta(days=400)).isoformat()}, "told", "Enter a date in the past year"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_everything_stays_typed(app, cy, changes, name, said):
    answer = key(cy, **changes)
    assert answer.status_code == 422
    assert f'id="{name}-error"' in answer.text
    assert f'href="#{name}"' in answer.text
    assert f'id="{name}"' in answer.text
    assert said in answer.text
    assert field(answer, "pests") == "slugs"
    assert field(answer, "key") == FORM["key"]
    assert field(answer, "keyed") == "4"
    assert rows(app) == []


def test_problems_stand_in_the_order_of_the_page(cy):
    answer = key(cy, told="", story="", **{"wish.typed": "99", "mood.typed": "99"}, consent="")
    linked = re.findall(r'<a href="#([^"]+)"', answer.text.partition("error-summary__list")[2].partition("</ul>")[0])
    assert linked == ["told", "story", "mood", "wish", "consent"]


def test_a_closed_branch_is_not_asked_and_an_open_one_is(app, cy):
    key(cy, **{"wish.typed": "4"}, story="1: no slugs.", pests="")
    key(cy, **{"wish.typed": "2", "key": "cd" * 16}, story="2: slugs.", pests="")
    closed, opened = (json.loads(row["answers"]) for row in rows(app))
    assert closed["pests"] == {"shown": False}
    assert "pests" not in opened


def test_forms_of_a_closed_collection_are_keyed_for_days_on_which_it_took_stories(app, cy):
    answer = key(cy, "old")
    assert answer.status_code == 422
    assert "Enter a day on which “The plot” took stories" in answer.text


def test_a_busy_store_loses_nothing(app, cy, monkeypatch):
    def busy(*_given, **_named):
        raise BusyError("busy")

    monkeypatch.setattr(stores_of(app).intake, "submit", busy)
    answer = key(cy)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert field(answer, "story") == FORM["story"]
    assert field(answer, "key") == FORM["key"]


@pytest.mark.parametrize(("username", "status"), [("cy", 200), ("mina", 200), ("ada", 200), ("ade", 200), ("mo", 403)])
def test_staff_but_members_may_key(app, username, status):
    person = Person(app, username)
    assert person.get("/keying").status_code == status
    assert person.get("/keying/rich").status_code == status


def test_a_page_without_a_usable_key_gets_a_fresh_one(app, cy):
    answer = key(cy, key="x")
    assert answer.status_code == 422
    assert re.fullmatch("[0-9a-f]{32}", field(answer, "key"))
    assert rows(app) == []


def test_a_number_of_forms_that_somebody_made_up_is_not_believed(cy):
    assert field(key(cy, keyed="-3"), "keyed") == "1"
    assert field(key(cy, keyed="9" * 40, key="cd" * 16), "keyed") == "1"


def test_a_keyed_story_differs_from_a_typed_one_only_in_how_it_came(app, cy):
    key(cy, "plot", **{"mood.typed": "20 70 10", "say.typed": "6", "wish.typed": "2 4"}, consent="read", may_contact="")
    app.test_client().post("/share/plot", data={**ANSWERS, "key": "cd" * 16, "step": "send"})
    keyed, typed = (json.loads(row["answers"]) for row in rows(app))
    for answers in (keyed, typed):
        for answer in answers.values():
            answer.pop("method", None)
    assert keyed == typed
