"""Without signal a device says what the server would say."""

from pathlib import Path

from flask import Flask

from narratives.framework_file import read_framework
from tests.builders import FRAMEWORK, make_collection, make_framework
from web.respond.offline_rules import rules_of

WISHES = {**FRAMEWORK["signifiers"][3], "min_responses": 2, "max_responses": 3}


def rules(framework=None):
    with Flask(__name__, root_path=str(Path.cwd())).test_request_context():
        return rules_of(make_collection(), framework or make_framework())


def messages(field, found):
    return [rule["message"] for rule in found if rule["field"] == field]


def test_what_an_empty_form_is_told_is_said_in_page_order():
    found = rules()
    missing = [rule["field"] for rule in found if not (rule["most"] or rule["most_letters"] or rule["least"])]
    assert missing == ["story", "group", "consent"]
    assert messages("consent", found) == ["Choose who may read your story"]


def test_a_required_question_is_asked_for_in_the_servers_words():
    mood = {**FRAMEWORK["signifiers"][0], "required": True}
    found = rules(make_framework(signifiers=[mood]))
    assert messages("mood", found) == [
        "Choose a place in the triangle for “It left me…”, or say that it does not apply"
    ]


def test_too_many_and_too_few_answers_are_said_in_the_servers_words():
    found = rules(make_framework(signifiers=[WISHES]))
    (most,) = [rule for rule in found if rule["most"]]
    (least,) = [rule for rule in found if rule["least"]]
    assert (most["most"], most["message"]) == (3, "Choose up to 3 answers for “I wish for…”")
    assert (least["least"], least["message"]) == (2, "Choose at least 2 answers for “I wish for…”")


def test_a_required_question_of_a_branch_is_only_asked_for_where_the_branch_is_open():
    role = FRAMEWORK["signifiers"][2]
    tools = {**role, "id": "tools", "title": "My tools are…", "required": True, "asks_about": "story"}
    opening = {"signifier": "role", "options": ["digger"]}
    branch = {"id": "dig", "title": "Digging", "introduction": "", "opened_by": opening, "signifiers": [tools]}
    framework = read_framework({**FRAMEWORK, "signifiers": [role], "branches": [branch]})
    (rule,) = [rule for rule in rules(framework) if rule["field"] == "tools"]
    assert (rule["opened_by"], rule["options"]) == ("role", ("digger",))
    assert rule["message"] == "Choose an answer for “My tools are…”"


def test_how_long_a_text_may_be_is_said():
    assert "Shorten this to 5,000 characters or fewer" in messages("story", rules())
