from tests.builders import make_collection
from tests.web.respond.conftest import PATHS
from web.respond.steps import ANOTHER, CHECK, Walk

COLLECTION = make_collection(id="paths", framework_id="paths")
ALONE = make_collection(id="alone", framework_id="paths", groups=())


def walk(collection=COLLECTION, **fields):
    return Walk(collection, PATHS, {name: [value] for name, value in fields.items()})


def ids(steps):
    return [step.id for step in steps]


def test_the_story_comes_first_the_teller_after_it_and_consent_last():
    assert ids(walk().steps) == ["story", "title", "group", "mood", "wish", "why", "role", "danger", "consent"]


def test_where_no_groups_are_declared_none_is_asked():
    assert "group" not in ids(walk(ALONE).steps)


def test_a_branch_comes_right_after_the_questions_of_its_part():
    assert ids(walk(wish="w1").steps)[5:9] == ["why", "flow", "tap", "role"]
    assert ids(walk(role="digger").steps)[6:8] == ["role", "depth"]
    assert ids(walk(role="digger", wish="w2").steps)[5:10] == ["why", "flow", "tap", "role", "depth"]


def test_each_page_leads_to_the_next_and_back():
    here = walk(wish="w1")
    forward = [here.steps[0].id]
    while following := here.after(forward[-1]):
        forward.append(following.id)
    assert forward == ids(here.steps)
    backward = [CHECK]
    while earlier := here.before(backward[-1]):
        backward.append(earlier.id)
    assert backward[1:] == forward[::-1]


def test_a_page_that_is_unknown_leads_to_the_first():
    assert walk().after("nowhere").id == "story"
    assert walk().before("nowhere") is None


def test_a_page_whose_branch_closed_leads_on_from_where_it_stood():
    assert walk().after("flow").id == "role"
    assert walk().before("tap").id == "why"


def test_what_an_earlier_story_settled_is_not_asked_again():
    again = walk(**{ANOTHER: "yes", "group": "east", "role": "picker"})
    assert ids(again.walked) == ["story", "title", "mood", "wish", "why", "danger", "consent"]
    assert again.step("role") is not None, "it can still be changed from the page that checks"


def test_without_an_earlier_story_an_answer_settles_nothing():
    assert "role" in ids(walk(group="east", role="picker").walked)


def test_changing_an_answer_that_opens_a_branch_leads_into_it():
    assert walk(wish="w1").opened_by("wish").id == "flow"
    assert walk(wish="w1", flow="3").opened_by("wish") is None
    assert walk(wish="w3").opened_by("wish") is None
    assert walk(wish="w1", flow="3").opened_by("flow").id == "tap"
    assert walk(wish="w1").opened_by("tap") is None


def test_a_branch_that_closed_is_named_when_it_holds_answers():
    assert [branch.id for branch in walk(wish="w3", flow="3").closed_with_answers()] == ["water"]
    assert walk(wish="w1", flow="3").closed_with_answers() == ()
    assert walk(**{"wish": "w3", "flow.seconds": "4"}).closed_with_answers() == (), "being seen is no answer"


def test_every_field_belongs_to_one_page():
    fields = [field for step in walk().all for field in step.fields]
    assert len(fields) == len(set(fields))
